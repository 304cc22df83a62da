#include "index/glass/salvage.hpp"

#include <algorithm>
#include <tuple>

namespace kb::index::glass {

namespace {

constexpr std::uint32_t usual_block_bytes = 8192;
constexpr std::uint32_t highest_level = 9;

std::uint32_t block_bytes(Table table, const std::optional<Version>& version) {
    return version ? version->table(table).block_bytes : usual_block_bytes;
}

}  // namespace

TableSalvage::TableSalvage(const std::filesystem::path& directory, Table table,
                           const std::optional<Version>& version)
    : file_(directory / file_name(table), block_bytes(table, version)),
      seen_(file_.blocks()),
      leaf_(file_.block_bytes()) {
    gather(version && !version->table(table).is_empty ? version->table(table) : guessed_state());
}

bool TableSalvage::read(std::uint32_t number, Block& block) const {
    try {
        file_.read(number, block);
        return block.has_directory();
    } catch (const DamagedTable&) {
        return false;
    }
}

TableState TableSalvage::guessed_state() {
    TableState state;
    state.blocks = static_cast<std::uint32_t>(file_.blocks());
    std::tuple<std::uint32_t, std::uint32_t> best;
    Block block(file_.block_bytes());
    for (std::uint32_t number = 0; number < state.blocks; ++number) {
        if (!read(number, block) || block.level() > highest_level) continue;
        const std::tuple rank(block.revision(), block.level());
        if (rank < best) continue;
        best = rank;
        state.root = number;
        state.level = block.level();
        state.is_empty = false;
    }
    return state;
}

void TableSalvage::gather(const TableState& state) {
    if (state.is_empty) return;
    descend(state.root, state.level);
    bool whole = lost_ == 0;
    for (std::size_t i = 0; i < leaves_.size() && whole; ++i)
        whole = read(leaves_[i], leaf_) && leaf_.level() == 0 && leaf_.has_room_as_stated();
    if (!whole) add_stray_leaves(state);
}

void TableSalvage::descend(std::uint32_t number, std::uint32_t level) {
    if (!seen_.insert(number)) {
        ++lost_;
        return;
    }
    if (level == 0) return leaves_.push_back(number);
    Block block(file_.block_bytes());
    if (!read(number, block) || block.level() != level) {
        ++lost_;
        return;
    }
    for (std::size_t i = 0; i < block.items(); ++i) {
        if (block.has_item(i)) {
            descend(block.branch_item(i).child, level - 1);
        } else {
            ++lost_;
        }
    }
}

/// Free blocks hold what was replaced or deleted.
void TableSalvage::add_stray_leaves(const TableState& state) {
    try {
        add_free_blocks(file_, state, seen_);
    } catch (const DamagedTable&) {  // then what was deleted may come back
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> strays;
    Block block(file_.block_bytes());
    for (std::uint32_t number = 0; number < file_.blocks(); ++number) {
        if (seen_.contains(number) || !read(number, block) || block.level() != 0) continue;
        strays.emplace_back(block.revision(), number);
    }
    std::stable_sort(strays.begin(), strays.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& stray : strays)
        leaves_.push_back(stray.second);
}

bool TableSalvage::next_leaf() {
    while (next_leaf_ < leaves_.size()) {
        next_item_ = items_ = 0;
        if (read(leaves_[next_leaf_++], leaf_) && leaf_.level() == 0) {
            items_ = leaf_.items();
            return true;
        }
        ++lost_;
        builder_.drop();
    }
    return false;
}

std::optional<Entry> TableSalvage::next_of_leaf() {
    while (next_item_ < items_) {
        const std::size_t i = next_item_++;
        const bool taken = leaf_.has_item(i) && builder_.add(leaf_.leaf_item(i));
        if (!taken) {
            ++lost_;
            builder_.drop();
            // It may be the beginning of another entry than the one that broke off.
            if (!leaf_.has_item(i) || !builder_.add(leaf_.leaf_item(i))) continue;
        }
        if (builder_.is_open()) continue;
        std::optional<Entry> entry = builder_.take();
        if (entry && !entry->key.empty()) return entry;
        if (!entry) ++lost_;
    }
    return std::nullopt;
}

std::optional<Entry> TableSalvage::next() {
    for (;;) {
        if (std::optional<Entry> entry = next_of_leaf()) return entry;
        if (!next_leaf()) return std::nullopt;
    }
}

}  // namespace kb::index::glass
