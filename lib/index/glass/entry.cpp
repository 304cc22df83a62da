#include "index/glass/entry.hpp"

#include <utility>

#include "index/glass/inflate.hpp"

namespace kb::index::glass {

bool EntryBuilder::add(const LeafItem& item) {
    if (open_ == item.first) return false;
    if (item.first) {
        entry_.key = item.key.key;
        entry_.tag.clear();
        entry_.compressed = item.compressed;
    } else if (item.key.key != entry_.key || item.key.component != component_ + 1) {
        return false;
    }
    entry_.tag.append(item.piece);
    component_ = item.key.component;
    open_ = !item.last;
    return true;
}

std::optional<Entry> EntryBuilder::take() {
    if (!entry_.compressed || tags_ == Tags::as_stored) return std::exchange(entry_, {});
    std::optional<std::string> tag = inflate(entry_.tag, largest_tag);
    if (!tag) return std::nullopt;
    return Entry{std::move(entry_.key), std::move(*tag), false};
}

}  // namespace kb::index::glass
