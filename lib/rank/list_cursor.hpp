#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "rank/score_kernels.hpp"
#include "rank/term_postings.hpp"
#include "rank/window.hpp"

namespace kb::rank {

/// Reads one term's postings, a block at a time, in any order. The unpacked block is kept, so that
/// neighbours cost little. One thread at a time; the postings must outlive it.
class ListCursor {
  public:
    explicit ListCursor(const TermPostings& postings) : postings_(&postings) {}

    const TermPostings& postings() const noexcept { return *postings_; }

    /// How often the term occurs in the document; nothing if it does not (0 is possible: a term
    /// that selects without being scored). Throws DamagedFile.
    std::optional<std::uint32_t> wdf(std::uint32_t ordinal);
    /// Whether the document holds the term. Throws DamagedFile.
    bool contains(std::uint32_t ordinal);

    /// Where the term stands in the document, nothing if it is not there; valid until the next
    /// call. Throws DamagedFile.
    std::optional<std::span<const std::byte>> positions(std::uint32_t ordinal);

    /// Appends all documents, ascending. Throws DamagedFile.
    void append_ordinals(std::vector<std::uint32_t>& to);
    /// Appends those of `among`, which ascend, that hold the term. Throws DamagedFile.
    void append_matches(std::span<const std::uint32_t> among, std::vector<std::uint32_t>& to);

    /// Adds the documents of the window that are also in `among`. Throws DamagedFile.
    void add_matches(std::uint32_t window, const WindowBits& among, WindowBits& matches);

    /// Calls visit(ordinals, wdfs) for the postings from ordinal `begin` up to `end`, exclusive,
    /// which lie in one window, block by block. Throws DamagedFile.
    template <typename Visit>
    void for_each_block(std::uint32_t begin, std::uint32_t end, const Visit& visit) {
        const std::span<const std::uint32_t> last = postings_->last();
        std::size_t block = postings_->first_block(begin / window_size);
        while (block < last.size() && last[block] < begin)
            ++block;
        for (; block < last.size() && first_possible(block) < end; ++block) {
            load(block);
            const auto [first, count] = within(begin, end);
            if (count > 0) visit(ordinals().subspan(first, count), wdfs().subspan(first, count));
        }
    }

  private:
    static constexpr std::size_t nothing_loaded = SIZE_MAX;

    void add_matches_by_cells(std::uint32_t window, const WindowBits& among,
                              WindowBits& matches) const;

    std::uint32_t first_possible(std::size_t block) const {
        return block == 0 ? 0 : postings_->last()[block - 1] + 1;
    }
    bool is_tail(std::size_t block) const { return block == postings_->list().full_blocks(); }
    void load(std::size_t block);
    /// Where the postings from `begin` up to `end` lie in the loaded block: the first, and how
    /// many.
    std::pair<std::size_t, std::size_t> within(std::uint32_t begin, std::uint32_t end) const;
    /// The block that alone can hold the document, if any.
    std::optional<std::size_t> block_of(std::uint32_t ordinal) const;
    /// The place of a document within a block; the bitmap, if there is one, says that it is there.
    std::optional<std::size_t> place_in(std::size_t block, std::uint32_t ordinal);
    std::span<const std::uint32_t> ordinals() const;
    std::span<const std::uint32_t> wdfs();
    bool test_bitmap(std::uint32_t ordinal) const {
        return (postings_->list().bitmap()[ordinal / WindowBits::word_bits] >>
                    ordinal % WindowBits::word_bits &
                1) != 0;
    }

    const TermPostings* postings_;
    std::size_t block_ = nothing_loaded;
    bool wdfs_loaded_ = false;
    std::unique_ptr<UnpackedBlock> unpacked_;
    std::size_t position_block_ = nothing_loaded;
    std::span<const std::byte> positions_;
    std::unique_ptr<PositionStarts> position_starts_;
};

}  // namespace kb::rank
