#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "index/glass/block.hpp"

namespace kb::index::glass {

/// No tag is larger: the largest are term lists and stored documents.
inline constexpr std::size_t largest_tag = std::size_t{1} << 30;

/// What a table holds under a key.
struct Entry {
    std::string key;
    std::string tag;
    bool compressed = false;  ///< the tag, as Xapian compresses tags
};

/// How tags come out of a table.
enum class Tags : std::uint8_t { unpacked, as_stored };

/// Puts entries together from their items, which come in order.
class EntryBuilder {
  public:
    explicit EntryBuilder(Tags tags = Tags::unpacked) : tags_(tags) {}

    /// Whether the item follows those before: the beginning of an entry where none is open, else
    /// its next piece. If so, it is taken.
    bool add(const LeafItem& item);
    /// An entry was begun whose end has not come.
    bool is_open() const noexcept { return open_; }
    /// Forgets what was begun.
    void drop() noexcept { open_ = false; }
    /// The entry, after an item that ended it; nothing if it cannot be unpacked.
    std::optional<Entry> take();

  private:
    Tags tags_;
    Entry entry_;
    std::uint32_t component_ = 0;
    bool open_ = false;
};

}  // namespace kb::index::glass
