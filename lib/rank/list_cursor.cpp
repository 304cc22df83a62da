#include "rank/list_cursor.hpp"

#include <algorithm>

namespace kb::rank {

namespace {

/// Below so many candidates a block, looking each up beats unpacking all blocks of a window.
constexpr std::uint32_t few_candidates = 2;

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

std::pair<std::size_t, std::size_t> ListCursor::within(std::uint32_t begin) const {
    const std::span<const std::uint32_t> loaded = ordinals();
    auto first = loaded.begin();
    auto end = loaded.end();
    if (*first < begin) first = std::lower_bound(first, end, begin);
    if (loaded.back() - begin >= window_size)
        end = std::lower_bound(first, end, begin + window_size);
    return {static_cast<std::size_t>(first - loaded.begin()),
            static_cast<std::size_t>(end - first)};
}

bool ListCursor::seek(std::uint32_t ordinal) {
    const std::span<const std::uint32_t> last = postings_->last();
    if (block_ != nothing_loaded && ordinal <= last[block_] && ordinal >= first_possible(block_))
        return true;
    const std::size_t from = postings_->first_block(ordinal / window_size);
    const auto found =
        std::lower_bound(last.begin() + static_cast<std::ptrdiff_t>(from), last.end(), ordinal);
    if (found == last.end()) return false;
    load(static_cast<std::size_t>(found - last.begin()));
    return true;
}

std::optional<std::size_t> ListCursor::position(std::uint32_t ordinal) const {
    const std::span<const std::uint32_t> loaded = ordinals();
    const auto found = std::lower_bound(loaded.begin(), loaded.end(), ordinal);
    if (found == loaded.end() || *found != ordinal) return std::nullopt;
    return static_cast<std::size_t>(found - loaded.begin());
}

std::optional<std::uint32_t> ListCursor::wdf(std::uint32_t ordinal) {
    if (!postings_->list().bitmap().empty() && !test_bitmap(ordinal)) return std::nullopt;
    if (!seek(ordinal)) return std::nullopt;
    const auto place = position(ordinal);
    if (!place) return std::nullopt;
    return wdfs()[*place];
}

bool ListCursor::contains(std::uint32_t ordinal) {
    if (!postings_->list().bitmap().empty()) return test_bitmap(ordinal);
    return seek(ordinal) && position(ordinal);
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
    std::size_t end = postings_->first_block(window);
    while (end < postings_->blocks() && first_possible(end) < begin + window_size)
        ++end;
    if (among.count() <= (end - postings_->first_block(window)) * few_candidates) {
        among.for_each([&](std::uint32_t i) {
            if (contains(begin + i)) matches.set(i);
        });
        return;
    }
    WindowBits found;
    for (std::size_t block = postings_->first_block(window); block < end; ++block) {
        load(block);
        for (const std::uint32_t ordinal : ordinals()) {
            if (ordinal - begin < window_size) found.set(ordinal - begin);
        }
    }
    matches |= (found &= among);
}

}  // namespace kb::rank
