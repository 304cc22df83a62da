#include "query/diagnostics.hpp"

#include <algorithm>
#include <utility>

#include "query/characters.hpp"

namespace kb::query {
namespace {

constexpr std::size_t max_fragment_characters = 40;

}  // namespace

void Diagnostics::add(Span span, std::string subject, std::string outcome) {
    if (entries_.size() >= max_entries) {
        ++omitted_;
        return;
    }
    entries_.push_back({span, std::move(subject), std::move(outcome)});
}

std::vector<Diagnostic> Diagnostics::finish(std::string_view text) && {
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.span.begin < b.span.begin; });
    std::vector<Diagnostic> result;
    result.reserve(entries_.size());
    std::size_t position = 0;
    std::size_t column = 1;
    for (Entry& entry : entries_) {
        while (position < entry.span.begin) {
            position += character_at(text, position).length;
            ++column;
        }
        result.push_back({entry.span, std::move(entry.subject) + " at column " +
                                          std::to_string(column) + ": " + entry.outcome});
    }
    if (omitted_ > 0) result.back().message += " (and " + std::to_string(omitted_) + " more)";
    return result;
}

std::string quoted_fragment(std::string_view fragment) {
    std::size_t end = 0;
    for (std::size_t count = 0; end < fragment.size() && count < max_fragment_characters; ++count) {
        end += character_at(fragment, end).length;
    }
    std::string result(1, '"');
    result += with_single_spaces(fragment.substr(0, end));
    if (end < fragment.size()) result += "…";
    result += '"';
    return result;
}

}  // namespace kb::query
