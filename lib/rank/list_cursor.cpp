#include "rank/list_cursor.hpp"

#include <algorithm>

namespace kb::rank {

namespace {

/// Below so many candidates a block, looking each up beats unpacking all blocks of a window.
constexpr std::uint32_t few_candidates = 2;

/// The place of the first of block_size ascending ordinals that is not less than `wanted`;
/// block_size if all are. Without a branch that could be guessed wrong.
std::size_t place_of(const std::uint32_t* ordinals, std::uint32_t wanted) {
    std::size_t place = 0;
    for (std::size_t step = block_size / 2; step > 0; step /= 2)
        place += ordinals[place + step - 1] < wanted ? step : 0;
    return place + (ordinals[place] < wanted ? 1 : 0);
}

}  // namespace

void ListCursor::load(std::size_t block) {
    if (block == block_) return;
    block_ = nothing_loaded;
    wdfs_loaded_ = false;
    if (!is_tail(block)) {
        if (!unpacked_) unpacked_ = std::make_unique<UnpackedBlock>();
        postings_->list().unpack_ordinals(block, unpacked_->ordinals.data());
    }
    block_ = block;
}

std::span<const std::uint32_t> ListCursor::ordinals() const {
    if (is_tail(block_)) return {postings_->tail().ordinals.data(), postings_->list().tail_size()};
    return unpacked_->ordinals;
}

std::span<const std::uint32_t> ListCursor::wdfs() {
    if (is_tail(block_)) return {postings_->tail().wdfs.data(), postings_->list().tail_size()};
    if (!wdfs_loaded_) {
        postings_->list().unpack_wdfs(block_, unpacked_->wdfs.data());
        wdfs_loaded_ = true;
    }
    return unpacked_->wdfs;
}

std::pair<std::size_t, std::size_t> ListCursor::within(std::uint32_t begin,
                                                       std::uint32_t end) const {
    const std::span<const std::uint32_t> loaded = ordinals();
    const std::size_t first = loaded.front() >= begin ? 0 : place_of(loaded.data(), begin);
    const std::size_t behind = loaded.back() < end ? loaded.size() : place_of(loaded.data(), end);
    return {first, behind - first};
}

std::optional<std::size_t> ListCursor::block_of(std::uint32_t ordinal) const {
    const std::span<const std::uint32_t> last = postings_->last();
    if (block_ != nothing_loaded && ordinal <= last[block_] && ordinal >= first_possible(block_))
        return block_;
    std::size_t block = postings_->first_block(ordinal / window_size);
    while (block < last.size() && last[block] < ordinal)  // few: those of one window
        ++block;
    if (block == last.size()) return std::nullopt;
    return block;
}

std::optional<std::size_t> ListCursor::place_in(std::size_t block, std::uint32_t ordinal) {
    if (block != block_ && !postings_->list().bitmap().empty() && !is_tail(block)) {
        // Cheaper than unpacking the block for one document.
        const std::size_t before = best_kernels().count_bits(postings_->list().bitmap().data(),
                                                             first_possible(block), ordinal);
        if (before >= block_size) throw DamagedFile("a bitmap that is not what its blocks say");
        return before;
    }
    load(block);
    const std::span<const std::uint32_t> loaded = ordinals();
    const std::size_t place = place_of(loaded.data(), ordinal);
    if (place == loaded.size() || loaded[place] != ordinal) return std::nullopt;
    return place;
}

std::optional<std::uint32_t> ListCursor::wdf(std::uint32_t ordinal) {
    if (!postings_->by_cells().empty()) {
        const CellPosting* const posting = postings_->by_cells().find(ordinal);
        if (posting == nullptr) return std::nullopt;
        if (posting->wdf() < CellPosting::max_wdf) return posting->wdf();
    }
    if (!postings_->list().bitmap().empty() && !test_bitmap(ordinal)) return std::nullopt;
    const auto block = block_of(ordinal);
    if (!block) return std::nullopt;
    const auto place = place_in(*block, ordinal);
    if (!place) return std::nullopt;
    if (is_tail(*block)) return postings_->tail().wdfs[*place];
    if (*block == block_ && wdfs_loaded_) return unpacked_->wdfs[*place];
    return postings_->list().wdf(*block, *place);
}

bool ListCursor::contains(std::uint32_t ordinal) {
    if (!postings_->by_cells().empty()) return postings_->by_cells().find(ordinal) != nullptr;
    if (!postings_->list().bitmap().empty()) return test_bitmap(ordinal);
    const auto block = block_of(ordinal);
    return block && place_in(*block, ordinal);
}

std::optional<std::span<const std::byte>> ListCursor::positions(std::uint32_t ordinal) {
    if (!postings_->list().bitmap().empty() && !test_bitmap(ordinal)) return std::nullopt;
    const auto block = block_of(ordinal);
    if (!block) return std::nullopt;
    const auto place = place_in(*block, ordinal);
    if (!place) return std::nullopt;
    if (!postings_->list().has_positions()) return std::span<const std::byte>();
    if (*block != position_block_) {
        position_block_ = nothing_loaded;
        if (!position_starts_) position_starts_ = std::make_unique<PositionStarts>();
        positions_ = postings_->list().unpack_positions(*block, *position_starts_);
        position_block_ = *block;
    }
    return part_of(positions_, *position_starts_, *place);
}

void ListCursor::append_ordinals(std::vector<std::uint32_t>& to) {
    for (std::size_t block = 0; block < postings_->blocks(); ++block) {
        load(block);
        const std::span<const std::uint32_t> loaded = ordinals();
        to.insert(to.end(), loaded.begin(), loaded.end());
    }
}

void ListCursor::append_matches(std::span<const std::uint32_t> among,
                                std::vector<std::uint32_t>& to) {
    const std::size_t before = to.size();
    to.resize(before + among.size());
    std::uint32_t* next = to.data() + before;
    const auto add_if = [&next](std::uint32_t ordinal, bool found) {
        *next = ordinal;
        next += found ? 1 : 0;  // not branched on: nobody could guess it
    };
    if (!postings_->list().bitmap().empty()) {
        for (const std::uint32_t ordinal : among)
            add_if(ordinal, test_bitmap(ordinal));
    } else {
        const std::span<const std::uint32_t> last = postings_->last();
        std::size_t block = 0;
        for (auto at = among.begin(); at != among.end();) {
            block = std::max(block, postings_->first_block(*at / window_size));
            while (block < last.size() && last[block] < *at)
                ++block;
            if (block == last.size()) break;
            load(block);
            const std::uint32_t* const loaded = ordinals().data();
            for (; at != among.end() && *at <= last[block]; ++at)
                add_if(*at, loaded[place_of(loaded, *at)] == *at);
        }
    }
    to.resize(static_cast<std::size_t>(next - to.data()));
}

void ListCursor::add_matches(std::uint32_t window, const WindowBits& among, WindowBits& matches) {
    const std::uint32_t begin = window * window_size;
    const std::span<const std::uint64_t> bitmap = postings_->list().bitmap();
    if (!bitmap.empty()) {
        const std::size_t first = begin / WindowBits::word_bits;
        const std::size_t count = std::min(WindowBits::word_count, bitmap.size() - first);
        for (std::size_t i = 0; i < count; ++i)
            matches.words[i] |= bitmap[first + i] & among.words[i];
        return;
    }
    if (!postings_->by_cells().empty()) return add_matches_by_cells(window, among, matches);
    std::size_t end = postings_->first_block(window);
    while (end < postings_->blocks() && first_possible(end) < begin + window_size)
        ++end;
    const auto blocks = static_cast<std::uint32_t>(end - postings_->first_block(window));
    if (!among.has_more_than(blocks * few_candidates)) {
        among.for_each([&](std::uint32_t i) {
            if (contains(begin + i)) matches.set(i);
        });
        return;
    }
    WindowBits found;
    for (std::size_t block = postings_->first_block(window); block < end; ++block) {
        load(block);
        const auto [first, count] = within(begin, begin + window_size);
        for (const std::uint32_t ordinal : ordinals().subspan(first, count))
            found.set(ordinal - begin);
    }
    matches |= (found &= among);
}

void ListCursor::add_matches_by_cells(std::uint32_t window, const WindowBits& among,
                                      WindowBits& matches) const {
    const std::uint32_t end = std::min(static_cast<std::uint32_t>(postings_->cell_bounds().size()),
                                       (window + 1) * cells_per_window);
    WindowBits found;
    const auto postings = postings_->by_cells().cells(window * cells_per_window, end);
    for (const CellPosting& posting : postings)
        found.set(posting.place());
    matches |= (found &= among);
}

}  // namespace kb::rank
