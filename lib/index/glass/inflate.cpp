#include "index/glass/inflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace kb::index::glass {

namespace {

/// A stream without a header, as Xapian writes it.
class Inflation {
  public:
    Inflation() : good_(::inflateInit2(&stream_, -MAX_WBITS) == Z_OK) {}
    ~Inflation() {
        if (good_) ::inflateEnd(&stream_);
    }
    Inflation(const Inflation&) = delete;
    Inflation& operator=(const Inflation&) = delete;

    std::optional<std::string> run(std::string_view deflated, std::size_t most) {
        if (!good_ || deflated.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(deflated.data()));
        stream_.avail_in = static_cast<uInt>(deflated.size());
        std::string text;
        std::array<char, 16384> piece{};
        for (int result = Z_OK; result != Z_STREAM_END;) {
            stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
            stream_.avail_out = static_cast<uInt>(piece.size());
            result = ::inflate(&stream_, Z_NO_FLUSH);
            if (result != Z_OK && result != Z_STREAM_END) return std::nullopt;
            text.append(piece.data(), piece.size() - stream_.avail_out);
            if (text.size() > most) return std::nullopt;
        }
        return text;
    }

  private:
    z_stream stream_{};
    bool good_;
};

}  // namespace

std::optional<std::string> inflate(std::string_view deflated, std::size_t most) {
    return Inflation().run(deflated, most);
}

}  // namespace kb::index::glass
