#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rank/bm25.hpp"
#include "rank/ranked_search.hpp"
#include "support/rank/collection.hpp"

namespace kb::test {

/// A query as plain data, one struct for all forms.
struct PlainQuery {
    enum class Form {
        nothing,
        everything,
        word,
        any_term,
        listed,
        phrase,
        between,
        all_of,
        any_of,
        preferring,
        restricted,
        excluding
    };
    Form form = Form::nothing;
    std::vector<std::string> terms = {};
    std::uint32_t window = 0;  ///< of a phrase; 0: its terms follow each other
    double weight = 1;
    std::vector<std::uint32_t> ordinals = {};
    double low = 0;
    double high = 0;
    std::vector<PlainQuery> operands = {};
};

/// Whether the terms stand one after the other in a document that holds them all.
inline bool holds_phrase(const std::vector<std::string>& terms, std::uint32_t ordinal) {
    const std::vector<std::uint32_t> first = positions_of(terms.front(), ordinal);
    return std::any_of(first.begin(), first.end(), [&](std::uint32_t start) {
        for (std::uint32_t i = 1; i < terms.size(); ++i) {
            const std::vector<std::uint32_t> positions = positions_of(terms[i], ordinal);
            if (!std::binary_search(positions.begin(), positions.end(), start + i)) return false;
        }
        return true;
    });
}

/// Where a term stands, and at how many places it is wanted.
struct WantedTerm {
    std::vector<std::uint32_t> positions;
    std::ptrdiff_t times = 1;
};

/// Whether all terms stand within so many positions.
inline bool stand_within(const std::vector<WantedTerm>& terms, std::uint32_t window) {
    const auto is_beginning = [&](std::uint64_t begin) {
        return std::all_of(terms.begin(), terms.end(), [&](const WantedTerm& term) {
            return std::count_if(term.positions.begin(), term.positions.end(),
                                 [&](std::uint64_t position) {
                                     return position >= begin && position < begin + window;
                                 }) >= term.times;
        });
    };
    return std::any_of(terms.begin(), terms.end(), [&](const WantedTerm& term) {
        return std::any_of(term.positions.begin(), term.positions.end(), is_beginning);
    });
}

/// The same of a document that holds them all; each is wanted once.
inline bool holds_close(const std::vector<std::string>& terms, std::uint32_t window,
                        std::uint32_t ordinal) {
    std::vector<WantedTerm> wanted;
    for (const std::string& term : terms)
        wanted.push_back({positions_of(term, ordinal)});
    return stand_within(wanted, window);
}

/// One document at a time, straight from the definitions: obviously right, and slow.
class ExhaustiveSearch {
  public:
    ExhaustiveSearch(const PlainCollection& collection, const rank::ScoringModel& model)
        : collection_(collection), model_(model) {}

    /// The scores of the words of a document that matches, in the order of the query.
    std::optional<std::vector<double>> parts(const PlainQuery& query, std::uint32_t ordinal) const {
        using Form = PlainQuery::Form;
        const auto holds = [&](const std::string& term) { return wdf(term, ordinal).has_value(); };
        const auto when = [](bool matches) {
            return matches ? std::optional<std::vector<double>>(std::vector<double>())
                           : std::nullopt;
        };
        switch (query.form) {
            case Form::nothing:
                return std::nullopt;
            case Form::everything:
                return when(true);
            case Form::word:
                return word(query, ordinal);
            case Form::any_term:
                return when(std::any_of(query.terms.begin(), query.terms.end(), holds));
            case Form::listed:
                return when(std::count(query.ordinals.begin(), query.ordinals.end(), ordinal) > 0);
            case Form::phrase:
                return when(std::all_of(query.terms.begin(), query.terms.end(), holds) &&
                            (query.window == 0 ? holds_phrase(query.terms, ordinal)
                                               : holds_close(query.terms, query.window, ordinal)));
            case Form::between:
                return when(collection_.points[ordinal] >= query.low &&
                            collection_.points[ordinal] <= query.high);
            case Form::all_of:
                return together(query, ordinal, query.operands.size());
            case Form::any_of:
                return together(query, ordinal, 1);
            case Form::preferring: {
                auto first = parts(query.operands[0], ordinal);
                if (first) append(*first, parts(query.operands[1], ordinal));
                return first;
            }
            case Form::restricted:
                return parts(query.operands[1], ordinal) ? parts(query.operands[0], ordinal)
                                                         : std::nullopt;
            case Form::excluding:
                return parts(query.operands[1], ordinal) ? std::nullopt
                                                         : parts(query.operands[0], ordinal);
        }
        return std::nullopt;
    }

    std::vector<rank::Ranked> best(const PlainQuery& query, std::size_t limit, bool collapse,
                                   const std::set<std::uint32_t>& dead,
                                   const std::vector<double>& sort_keys = {}) const {
        std::vector<rank::Ranked> found;
        for (std::uint32_t ordinal = 0; ordinal < collection_.size(); ++ordinal) {
            const auto scores = parts(query, ordinal);
            if (!scores || dead.contains(ordinal)) continue;
            double score = 0;
            for (const double part : *scores)
                score += part;
            if (!sort_keys.empty()) score = sort_keys[ordinal];
            found.push_back({score, collection_.newness[ordinal], ordinal,
                             collapse ? collection_.groups[ordinal] : 0});
        }
        std::sort(found.begin(), found.end(), rank::better);
        std::set<std::uint32_t> groups;
        std::erase_if(found, [&](const rank::Ranked& document) {
            return document.group != 0 && !groups.insert(document.group).second;
        });
        found.resize(std::min(found.size(), limit));
        return found;
    }

    std::uint64_t count(const PlainQuery& query, const std::set<std::uint32_t>& dead) const {
        return best(query, SIZE_MAX, false, dead).size();
    }

  private:
    std::optional<std::uint32_t> wdf(const std::string& term, std::uint32_t ordinal) const {
        const auto documents = collection_.terms.find(term);
        if (documents == collection_.terms.end()) return std::nullopt;
        const auto found = documents->second.find(ordinal);
        if (found == documents->second.end()) return std::nullopt;
        return found->second;
    }

    std::optional<std::vector<double>> word(const PlainQuery& query, std::uint32_t ordinal) const {
        std::uint32_t sum = 0;
        bool found = false;
        for (const std::string& term : query.terms) {
            const auto here = wdf(term, ordinal);
            found = found || here;
            sum += here.value_or(0);
        }
        if (!found) return std::nullopt;
        const rank::Bm25Scorer scorer(model_.parameters, model_.average_length, query.weight);
        return std::vector<double>{scorer.score(sum, collection_.lengths[ordinal])};
    }

    std::optional<std::vector<double>> together(const PlainQuery& query, std::uint32_t ordinal,
                                                std::size_t needed) const {
        std::vector<double> scores;
        std::size_t matching = 0;
        for (const PlainQuery& operand : query.operands)
            matching += append(scores, parts(operand, ordinal)) ? 1U : 0U;
        if (matching < needed) return std::nullopt;
        return scores;
    }

    static bool append(std::vector<double>& to, const std::optional<std::vector<double>>& more) {
        if (more) to.insert(to.end(), more->begin(), more->end());
        return more.has_value();
    }

    const PlainCollection& collection_;
    rank::ScoringModel model_;
};

}  // namespace kb::test
