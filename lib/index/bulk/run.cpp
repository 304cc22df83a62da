#include "index/bulk/run.hpp"

#include <algorithm>
#include <utility>

#include "index/glass/encoding.hpp"
#include "index/glass/term_list.hpp"
#include "rank/positions.hpp"

namespace kb::index::bulk {

using glass::append_number;
using glass::append_string;

void RunBuilder::add(Xapian::docid docid, const PreparedDocument& prepared) {
    if (first_ == 0) first_ = docid;
    append_string(documents_, prepared.data);
    append_string(documents_, glass::encode_term_list(prepared.terms));
    append_string(documents_, glass::encode_used_slots(prepared.values));
    add_terms(docid - first_, prepared.terms);
    add_values(docid - first_, prepared);
}

void RunBuilder::add_terms(std::uint32_t document, const DocumentTerms& terms) {
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const DocumentTerms::Term term = terms[i];
        const std::uint32_t number = table_.number({}, term.name);
        if (number == totals_.size()) totals_.emplace_back();
        TermTotals& totals = totals_[number];
        ++totals.documents;
        totals.frequency += term.wdf;
        const std::size_t positions = positions_.size();
        if (!term.positions.empty()) {
            ++totals.with_positions;
            rank::append_positions(positions_, term.positions);
        }
        uses_.push_back({number, document, term.wdf,
                         static_cast<std::uint32_t>(positions_.size() - positions), positions});
    }
}

void RunBuilder::add_values(std::uint32_t document, const PreparedDocument& prepared) {
    for (const auto& [number, value] : prepared.values) {
        auto slot = std::lower_bound(
            slots_.begin(), slots_.end(), number,
            [](const Slot& known, std::uint32_t wanted) { return known.values.slot < wanted; });
        if (slot == slots_.end() || slot->values.slot != number) {
            slot = slots_.insert(slot, Slot{{number, 0, value, value, {}}, {}});
        }
        SlotValues& values = slot->values;
        ++values.count;
        if (value < values.least) values.least = value;
        if (value > values.greatest) values.greatest = value;
        append_number(slot->text, document);
        append_string(slot->text, value);
    }
}

std::vector<const RunBuilder::Use*> RunBuilder::by_term(
    const std::vector<std::uint32_t>& order) const {
    std::vector<std::size_t> next(order.size());
    std::size_t begin = 0;
    for (const std::uint32_t term : order) {
        next[term] = begin;
        begin += totals_[term].documents;
    }
    std::vector<const Use*> sorted(uses_.size());
    for (const Use& use : uses_)
        sorted[next[use.term]++] = &use;
    return sorted;
}

Run RunBuilder::write(ScratchFile& file) {
    const std::vector<std::uint32_t> order = table_.sorted();
    const std::vector<const Use*> uses = by_term(order);
    std::string postings;
    std::string positions;
    auto use = uses.begin();
    for (const std::uint32_t term : order) {
        const TermTotals& totals = totals_[term];
        append_string(postings, table_.name(term));
        append_number(postings, totals.documents);
        append_number(postings, totals.frequency);
        if (totals.with_positions > 0) {
            append_string(positions, table_.name(term));
            append_number(positions, totals.with_positions);
        }
        std::uint32_t next = 0;
        for (const auto end = use + totals.documents; use != end; ++use) {
            append_number(postings, (*use)->document - next);
            append_number(postings, (*use)->wdf);
            next = (*use)->document + 1;
            if ((*use)->position_bytes == 0) continue;
            append_number(positions, (*use)->document);
            append_string(
                positions,
                std::string_view(positions_).substr((*use)->positions, (*use)->position_bytes));
        }
    }
    Run run;
    run.first = first_;
    run.documents = file.append(documents_);
    run.postings = file.append(postings);
    run.positions = file.append(positions);
    for (Slot& slot : slots_) {
        slot.values.section = file.append(slot.text);
        run.values.push_back(std::move(slot.values));
    }
    clear();
    return run;
}

void RunBuilder::clear() {
    first_ = 0;
    documents_.clear();
    table_.clear();
    totals_.clear();
    uses_.clear();
    positions_.clear();
    slots_.clear();
}

}  // namespace kb::index::bulk
