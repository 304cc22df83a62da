#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace kb::index::glass {

/// Whether Xapian 1.4 may have packed a tag of so many bytes into what it cannot read. It unpacks
/// by 8192 bytes, and where the packed bytes are used up just when those are full, takes it for
/// damage that nothing followed.
constexpr bool is_risky(std::size_t tag_bytes) {
    return tag_bytes >= 8192;
}

/// Packs tags as Xapian does, deflated without a header, so that Xapian can read all of them: see
/// is_risky(). The opposite of inflate().
class Deflation {
  public:
    Deflation();
    ~Deflation();
    Deflation(const Deflation&) = delete;
    Deflation& operator=(const Deflation&) = delete;

    /// Valid until the next call. Empty if the tag would not become shorter.
    std::string_view pack(std::string_view tag);

  private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
    std::string packed_;
};

}  // namespace kb::index::glass
