#include "search/expansion.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace kb::search {

namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

/// Gathers words from several walks and keeps the best.
class Gatherer {
  public:
    Gatherer(ExpansionBudget& budget, Deadline& deadline) : budget_(budget), deadline_(deadline) {}

    /// Counts a look at a term. False: the walk has to end.
    bool may_go_on() {
        if (visits_left_ == 0 || budget_.visits_left == 0 || deadline_.passed()) {
            incomplete_ = true;
            return false;
        }
        --visits_left_;
        --budget_.visits_left;
        return true;
    }

    void add(std::string_view word, unsigned distance, const std::string& term,
             std::uint64_t frequency) {
        ExpandedWord& entry = words_[std::string(word)];
        entry.distance = distance;
        entry.frequency += frequency;
        entry.terms.push_back(term);
    }

    Expansion finish() {
        Expansion expansion;
        expansion.incomplete = incomplete_;
        expansion.words.reserve(words_.size());
        for (auto& [text, word] : words_) {
            expansion.words.push_back(std::move(word));
            expansion.words.back().text = text;
        }
        const auto rank = [](const ExpandedWord& word) {
            return std::make_tuple(word.distance, ~word.frequency, std::string_view(word.text));
        };
        std::sort(expansion.words.begin(), expansion.words.end(),
                  [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
        const std::size_t most = std::min(ExpansionBudget::max_words, budget_.words_left);
        expansion.truncated = expansion.words.size() > most;
        if (expansion.truncated) expansion.words.resize(most);
        budget_.words_left -= expansion.words.size();
        return expansion;
    }

  private:
    ExpansionBudget& budget_;
    Deadline& deadline_;
    std::size_t visits_left_ = ExpansionBudget::max_visits;
    std::unordered_map<std::string, ExpandedWord> words_;
    bool incomplete_ = false;
};

/// Where to go on behind the terms of other fields: words are folded, so that one with a capital in
/// front is the prefix of a field.
constexpr std::string_view behind_capitals = "[";

void walk_near(const Xapian::Database& database, const LevenshteinAutomaton& automaton,
               std::string_view prefix, Gatherer& gatherer) {
    const std::string start(prefix);
    auto it = database.allterms_begin(start);
    const auto end = database.allterms_end(start);
    while (it != end && gatherer.may_go_on()) {
        const std::string term = *it;
        const std::string_view word = std::string_view(term).substr(prefix.size());
        std::optional<std::string> next;
        if (!word.empty() && is_upper(word.front())) {
            next = std::string(behind_capitals);
        } else {
            LevenshteinAutomaton::Look look = automaton.look(word);
            if (look.distance) gatherer.add(word, *look.distance, term, it.get_termfreq());
            next = std::move(look.next);
        }
        if (!next) return;
        // A term that is not UTF-8 has no exact successor.
        if (*next > word) {
            it.skip_to(start + *next);
        } else {
            ++it;
        }
    }
}

}  // namespace

Expansion expand_prefix(const Xapian::Database& database, std::string_view beginning,
                        const std::vector<std::string_view>& term_prefixes, ExpansionBudget& budget,
                        Deadline& deadline) {
    Gatherer gatherer(budget, deadline);
    // A pattern that begins with a capital could only walk into other fields' terms.
    if (beginning.empty() || is_upper(beginning.front())) return {};
    for (const std::string_view prefix : term_prefixes) {
        const std::string start = std::string(prefix).append(beginning);
        const auto end = database.allterms_end(start);
        for (auto it = database.allterms_begin(start); it != end && gatherer.may_go_on(); ++it) {
            const std::string term = *it;
            gatherer.add(std::string_view(term).substr(prefix.size()), 0, term, it.get_termfreq());
        }
    }
    return gatherer.finish();
}

Expansion expand_near(const Xapian::Database& database, const LevenshteinAutomaton& automaton,
                      const std::vector<std::string_view>& term_prefixes, ExpansionBudget& budget,
                      Deadline& deadline) {
    Gatherer gatherer(budget, deadline);
    for (const std::string_view prefix : term_prefixes)
        walk_near(database, automaton, prefix, gatherer);
    return gatherer.finish();
}

}  // namespace kb::search
