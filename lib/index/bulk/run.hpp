#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "index/bulk/scratch_file.hpp"
#include "index/document_builder.hpp"
#include "index/term_table.hpp"
#include "index/xapian.hpp"

namespace kb::index::bulk {

/// The values of one slot within a run.
struct SlotValues {
    std::uint32_t slot = 0;
    std::uint32_t count = 0;
    std::string least;
    std::string greatest;
    Section section;  ///< of each: docid − the run's first, text
};

/// Consecutive documents inverted, in a scratch file. All numbers and texts as SectionReader reads
/// them.
struct Run {
    Xapian::docid first = 0;
    Section documents;  ///< of each document: data, term list, used slots
    /// Of each term, ascending: name, documents, collection frequency, then of each document:
    /// docid − the one before − 1 (the first: docid − the run's first), wdf.
    Section postings;
    /// Of each term with positions, ascending: name, documents, then of each document: docid − the
    /// run's first, positions as rank::append_positions writes them.
    Section positions;
    std::vector<SlotValues> values;  ///< by slot
};

/// Inverts documents into runs, one after the other. Memory: some twenty bytes a term of a
/// document.
class RunBuilder {
  public:
    /// Docids are consecutive.
    void add(Xapian::docid docid, const PreparedDocument& prepared);
    /// About the memory that what was added takes.
    std::size_t bytes() const noexcept {
        return documents_.size() + positions_.size() + table_.names().size() +
               uses_.size() * (sizeof(Use) + sizeof(void*)) + totals_.size() * 64;
    }
    bool empty() const noexcept { return first_ == 0; }

    /// What was added; the next run can begin. Requires at least one document.
    Run write(ScratchFile& file);

  private:
    /// A term in a document.
    struct Use {
        std::uint32_t term = 0;
        std::uint32_t document = 0;  ///< within the run
        std::uint32_t wdf = 0;
        std::uint32_t position_bytes = 0;
        std::uint64_t positions = 0;  ///< in positions_
    };
    struct TermTotals {
        std::uint32_t documents = 0;
        std::uint32_t with_positions = 0;
        std::uint64_t frequency = 0;
    };
    struct Slot {
        SlotValues values;
        std::string text;
    };

    void add_terms(std::uint32_t document, const DocumentTerms& terms);
    void add_values(std::uint32_t document, const PreparedDocument& prepared);
    std::vector<const Use*> by_term(const std::vector<std::uint32_t>& order) const;
    void clear();

    Xapian::docid first_ = 0;
    std::string documents_;
    TermTable table_;
    std::vector<TermTotals> totals_;
    std::vector<Use> uses_;
    std::string positions_;
    std::vector<Slot> slots_;
};

}  // namespace kb::index::bulk
