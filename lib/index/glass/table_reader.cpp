#include "index/glass/table_reader.hpp"

#include <algorithm>
#include <utility>

namespace kb::index::glass {

namespace {

/// Blocks beyond the end of the file can only be free ones that were never written.
constexpr std::uint64_t most_unwritten = 4096;

std::uint64_t known_blocks(const BlockFile& file, const TableState& state) {
    if (state.blocks > 2 * file.blocks() + most_unwritten)
        file.throw_damaged("it should have " + std::to_string(state.blocks) + " blocks");
    return state.blocks;
}

}  // namespace

bool TableReader::Range::holds(const ItemKey& key) const {
    return key >= ItemKey{least, least_component} && (!end || key < ItemKey{*end, end_component});
}

TableReader::TableReader(const std::filesystem::path& directory, Table table,
                         const Version& version, Tags tags)
    : state_(version.table(table)),
      revision_(version.revision),
      file_(directory / file_name(table), state_.block_bytes),
      blocks_(state_.is_empty ? 0 : known_blocks(file_, state_)),
      builder_(tags) {}

/// Reads a block below one of a revision, and looks at all of it.
void TableReader::enter(std::size_t level, std::uint32_t number, Range range,
                        std::uint32_t revision) {
    if (!blocks_.insert(number)) file_.throw_damaged(number, "is in use twice");
    Level& here = levels_[level];
    file_.read(number, here.block);
    here.number = number;
    here.next = 0;
    here.range = std::move(range);
    if (here.block.level() != level) file_.throw_damaged(number, "is of another level");
    if (here.block.revision() > revision) file_.throw_damaged(number, "is of a later commit");
    if (!here.block.has_directory()) file_.throw_damaged(number, "has no directory");
    for (std::size_t i = 0; i < here.block.items(); ++i) {
        if (!here.block.has_item(i)) file_.throw_damaged(number, "has an item outside of it");
    }
    if (!here.block.has_room_as_stated()) file_.throw_damaged(number, "misstates its room");
    look_at_items(here);
}

/// The first key above the leaves says nothing: the block above knows better.
void TableReader::look_at_items(const Level& level) const {
    const bool leaf = level.block.level() == 0;
    std::optional<ItemKey> before;
    for (std::size_t i = leaf ? 0 : 1; i < level.block.items(); ++i) {
        const ItemKey key = leaf ? level.block.leaf_item(i).key : level.block.branch_item(i).key;
        if (before && *before >= key) file_.throw_damaged(level.number, "is not in order");
        if (!level.range.holds(key)) file_.throw_damaged(level.number, "is in another's place");
        before = key;
    }
}

TableReader::Range TableReader::range_below(const Level& level, std::size_t item) {
    Range range = level.range;
    if (item > 0) {
        const ItemKey key = level.block.branch_item(item).key;
        range.least = key.key;
        range.least_component = key.component;
    }
    if (item + 1 < level.block.items()) {
        const ItemKey key = level.block.branch_item(item + 1).key;
        range.end = key.key;
        range.end_component = key.component;
    }
    return range;
}

bool TableReader::next_leaf() {
    std::size_t up = 0;
    if (!begun_) {
        begun_ = true;
        levels_.assign(state_.level + 1, Level(file_.block_bytes()));
        up = state_.level;
        enter(up, state_.root, {}, revision_);
    } else {
        do {
            if (++up == levels_.size()) return false;
        } while (levels_[up].next == levels_[up].block.items());
    }
    for (; up > 0; --up) {
        Level& above = levels_[up];
        const std::size_t item = above.next++;
        enter(up - 1, above.block.branch_item(item).child, range_below(above, item),
              above.block.revision());
    }
    return true;
}

std::optional<Entry> TableReader::next() {
    if (state_.is_empty) return std::nullopt;
    for (;;) {
        if (levels_.empty() || levels_[0].next == levels_[0].block.items()) {
            if (next_leaf()) continue;
            look_at_end();
            return std::nullopt;
        }
        Level& leaf = levels_[0];
        const LeafItem item = leaf.block.leaf_item(leaf.next++);
        if (!builder_.add(item)) file_.throw_damaged(leaf.number, "has half an entry");
        if (builder_.is_open()) continue;
        std::optional<Entry> entry = builder_.take();
        if (!entry) file_.throw_damaged(leaf.number, "has an entry that cannot be unpacked");
        if (entry->key.empty()) continue;  // the tree begins with it
        ++entries_;
        return entry;
    }
}

void TableReader::look_at_end() {
    if (builder_.is_open()) file_.throw_damaged("its last entry has no end");
    if (entries_ != state_.entries) {
        file_.throw_damaged("it has " + std::to_string(entries_) + " entries, not " +
                            std::to_string(state_.entries));
    }
    add_free_blocks(file_, state_, blocks_);
    if (blocks_.count() != state_.blocks) {
        file_.throw_damaged(std::to_string(state_.blocks - blocks_.count()) +
                            " of its blocks are neither in use nor free");
    }
}

}  // namespace kb::index::glass
