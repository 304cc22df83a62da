#include "index/document_terms.hpp"

#include <algorithm>

namespace kb::index {

DocumentTerms::Term DocumentTerms::operator[](std::size_t i) const {
    const Entry& entry = entries_[i];
    return {std::string_view(names_).substr(entry.begin, entry.bytes), entry.wdf,
            std::span(positions_).subspan(entry.first_position, entry.positions)};
}

void TermCollector::add(std::string_view prefix, std::string_view rest, std::uint32_t wdf) {
    uses_[number(prefix, rest)].wdf += wdf;
}

void TermCollector::add_at(std::string_view prefix, std::string_view rest, std::uint32_t position,
                           std::uint32_t wdf) {
    if (occurrences_.size() == most_positions) return;
    const std::uint32_t term = table_.number(prefix, rest, most_words);
    if (term == TermTable::none) return;
    if (term == uses_.size()) uses_.emplace_back();
    uses_[term].wdf += wdf;
    ++uses_[term].positions;
    occurrences_.push_back({term, position});
}

std::uint32_t TermCollector::number(std::string_view prefix, std::string_view rest) {
    const std::uint32_t term = table_.number(prefix, rest);
    if (term == uses_.size()) uses_.emplace_back();
    return term;
}

DocumentTerms TermCollector::take() {
    DocumentTerms result;
    result.entries_.reserve(table_.size());
    result.positions_.resize(occurrences_.size());
    std::vector<std::uint32_t> next(table_.size());  // where each term's next position goes
    std::uint32_t first = 0;
    for (const std::uint32_t term : table_.sorted()) {
        const auto bytes = static_cast<std::uint32_t>(table_.name(term).size());
        const Use& use = uses_[term];
        result.entries_.push_back({table_.begin(term), bytes, use.wdf, first, use.positions});
        result.length_ += use.wdf;
        next[term] = first;
        first += use.positions;
    }
    for (const Occurrence& occurrence : occurrences_)
        result.positions_[next[occurrence.term]++] = occurrence.position;
    for (DocumentTerms::Entry& entry : result.entries_) {
        const auto begin = result.positions_.begin() + entry.first_position;
        const auto end = begin + entry.positions;
        if (!std::is_sorted(begin, end)) std::sort(begin, end);
        entry.positions = static_cast<std::uint32_t>(std::unique(begin, end) - begin);
    }
    result.names_ = table_.names();
    clear();
    return result;
}

void TermCollector::clear() {
    table_.clear();
    uses_.clear();
    constexpr std::size_t most_kept = std::size_t{1} << 17U;
    if (occurrences_.capacity() > most_kept) occurrences_ = {};
    occurrences_.clear();
}

}  // namespace kb::index
