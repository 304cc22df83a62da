#include "search/plan.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "index/schema.hpp"
#include "query/restriction.hpp"
#include "rank/bm25.hpp"
#include "search/expansion.hpp"
#include "search/filters.hpp"
#include "search/patterns.hpp"
#include "search/word_units.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;
using Nodes = std::vector<PlanNode>;

/// What a beginning that is itself a word counts more than others that begin so.
constexpr double exact_prefix_bonus = 0.5;
/// What each edit leaves of a word's weight.
constexpr double weight_of_an_edit = 0.5;

/// Where the positions of a phrase may lie.
std::vector<std::string_view> phrase_prefixes(ast::Field field) {
    switch (field) {
        case ast::Field::any:
            return {schema::text_prefix, schema::title_prefix, schema::tag_word_prefix};
        case ast::Field::title:
            return {schema::title_prefix};
        case ast::Field::text:
            return {schema::text_prefix};
        case ast::Field::author:
            return {schema::author_prefix};
    }
    return {};
}

class Planner {
  public:
    Planner(Match match, index::Snapshot& snapshot, Deadline& deadline)
        : match_(match), snapshot_(snapshot), deadline_(deadline) {}

    Plan plan(const ast::Node& root) {
        plan_.root = node(root, false);
        return std::move(plan_);
    }

  private:
    /// `required`: every word inside must match, as under AND, + and −.
    PlanNode node(const ast::Node& item, bool required) {
        const double outer = std::exchange(weight_, weight_ * item.weight);
        PlanNode planned =
            std::visit([&](const auto& value) { return visit(value, required); }, item.value);
        weight_ = outer;
        return planned;
    }

    PlanNode visit(const ast::All&, bool) { return {Everything{}}; }
    PlanNode visit(const ast::Filter& filter, bool) { return plan_filter(filter); }
    PlanNode visit(const ast::DateRange& range, bool) { return plan_dates(range); }
    PlanNode visit(const ast::NumberRange& range, bool) { return plan_numbers(range); }

    PlanNode visit(const ast::Word& word, bool required) {
        const std::vector<WordUnit> units =
            analyze_query(snapshot_.analyzer, word.text, languages(word.field));
        highlight(word.field, HighlightTarget::Match::words, word.text, units);
        if (!required && match_ == Match::any && is_hyphenated(word.text, units))
            return hyphenated_query(units.front(), word.field);
        if (units.size() <= 1)
            return units.empty() ? PlanNode{} : unit_query(units.front(), word.field);
        // Typed without a space between: a run of Chinese, "foo,bar". Side by side is what was
        // meant where it must match; where words rank, it is worth more.
        std::vector<QueryToken> pieces = pieces_in_order(units);
        pieces.resize(std::min(pieces.size(), max_phrase_words));
        PlanNode together = phrase_query(pieces, word.field, 0);
        if (required) return together;
        Nodes words;
        for (const WordUnit& unit : units)
            words.push_back(unit_query(unit, word.field));
        if (match_ == Match::all) return preferring(all_of(std::move(words)), std::move(together));
        words.push_back(std::move(together));
        return any_of(std::move(words));
    }

    PlanNode visit(const ast::Phrase& phrase, bool) {
        const std::vector<WordUnit> units =
            analyze_query(snapshot_.analyzer, phrase.text, languages(phrase.field));
        std::vector<QueryToken> pieces =
            phrase.slop == 0
                ? pieces_in_order(units)
                : pieces_one_by_one(snapshot_.analyzer, phrase.text, languages(phrase.field));
        if (pieces.size() > max_phrase_words) {
            warn("a phrase of " + std::to_string(pieces.size()) + " words: only its first " +
                 std::to_string(max_phrase_words) + " count");
            pieces.resize(max_phrase_words);
        }
        if (pieces.empty()) return {};
        highlight(phrase.field,
                  phrase.slop == 0 ? HighlightTarget::Match::phrase : HighlightTarget::Match::words,
                  phrase.text, units);
        return phrase_query(pieces, phrase.field, phrase.slop);
    }

    PlanNode visit(const ast::Prefix& prefix, bool required) {
        const std::vector<WordUnit> units =
            analyze_query(snapshot_.analyzer, prefix.text, languages(prefix.field));
        // Where no spaces divide words, a word may begin anywhere.
        if (holds_grams(units)) return visit(ast::Word{prefix.field, prefix.text}, required);
        Expansion expansion;
        for (const std::string& beginning : prefix_beginnings(prefix.text, units)) {
            merge(expansion, expand_prefix(snapshot_.database, beginning,
                                           phrase_prefixes(prefix.field), budget_, deadline_));
        }
        const std::string_view words = without_trailing_punctuation(prefix.text, units);
        if (expansion.words.empty() && !words.empty() && words.size() < prefix.text.size())
            return visit(ast::Prefix{prefix.field, std::string(words)}, required);  // "word,*"
        warn_of_bounds("\"" + prefix.text + "*\"", expansion);
        highlight_forms(prefix.field, expansion);
        return prefix_query(expansion, fold(prefix.text), prefix.field);
    }

    PlanNode visit(const ast::Fuzzy& fuzzy, bool required) {
        const std::string typed = "\"" + fuzzy.text + "~\"";
        const std::vector<WordUnit> units =
            analyze_query(snapshot_.analyzer, fuzzy.text, languages(fuzzy.field));
        PlanNode exact = visit(ast::Word{fuzzy.field, fuzzy.text}, required);
        const std::vector<QueryToken> tokens = fuzzy_tokens(units);
        if (tokens.empty() && !units.empty()) {
            warn(typed + ": not one word; searched as written");
        }
        Expansion expansion;
        std::vector<std::string> exact_keys;
        for (const QueryToken& token : tokens) {
            const LevenshteinAutomaton automaton =
                near_automaton(token.token.term, fuzzy.distance, typed);
            merge(expansion, expand_near(snapshot_.database, automaton,
                                         phrase_prefixes(fuzzy.field), budget_, deadline_));
            exact_keys.insert(exact_keys.end(), token.keys.begin(), token.keys.end());
        }
        warn_of_bounds(typed, expansion);
        highlight_forms(fuzzy.field, expansion);
        return near_query(expansion, exact_keys, fuzzy.field, std::move(exact));
    }

    PlanNode visit(const ast::And& conjunction, bool) {
        Nodes operands;
        for (const ast::Node& operand : conjunction.operands) {
            if (!is_wordless(operand)) operands.push_back(node(operand, true));
        }
        return all_of(std::move(operands));
    }

    PlanNode visit(const ast::Or& disjunction, bool required) {
        Nodes operands;
        for (const ast::Node& operand : disjunction.operands)
            operands.push_back(node(operand, required));
        return any_of(std::move(operands));
    }

    PlanNode visit(const ast::Group& group, bool required) {
        Parts parts;
        for (const ast::Clause& clause : group.clauses)
            add_clause(clause, required, parts);
        return assemble(std::move(parts));
    }

    /// What the clauses of a group come to.
    struct Parts {
        Nodes should;
        Nodes must;
        Nodes must_not;
        Nodes restrictions;                              ///< all of them hold
        std::map<std::string_view, Nodes> alternatives;  ///< by field: one of each field's holds
    };

    void add_clause(const ast::Clause& clause, bool required, Parts& parts) {
        if (is_wordless(clause.node)) return;
        if (clause.occur == ast::Occur::must_not) {
            const std::size_t shown = plan_.highlights.size();
            parts.must_not.push_back(node(clause.node, true));
            plan_.highlights.resize(shown);  // what is excluded is not shown
            return;
        }
        if (is_filter(clause.node)) {
            if (clause.occur == ast::Occur::must || is_half_open(clause.node)) {
                parts.restrictions.push_back(plan_restriction(clause.node));
            } else {
                parts.alternatives[filter_name(clause.node)].push_back(
                    plan_restriction(clause.node));
            }
            return;
        }
        if (query::is_restriction(clause.node)) {  // (kind:readme OR lang:de)
            parts.restrictions.push_back(node(clause.node, true));
            return;
        }
        const bool must = clause.occur == ast::Occur::must;
        PlanNode planned = node(clause.node, must || required);
        (must || match_ == Match::all ? parts.must : parts.should).push_back(std::move(planned));
    }

    /// `after:` and `before:`, `points:>=5`: two of them bound a range from both sides.
    static bool is_half_open(const ast::Node& item) {
        if (const auto* date = std::get_if<ast::DateRange>(&item.value))
            return !date->from || !date->to;
        if (const auto* number = std::get_if<ast::NumberRange>(&item.value)) {
            return !number->min || !number->max;
        }
        return false;
    }

    /// Punctuation alone asks for nothing: it must not make a query that requires it fail, and what
    /// excludes it alone is no query. Ends with the first word.
    bool is_wordless(const ast::Node& item) {
        const auto holds = [&](const auto& operands) {
            return std::all_of(operands.begin(), operands.end(),
                               [&](const ast::Node& operand) { return is_wordless(operand); });
        };
        if (const auto* word = std::get_if<ast::Word>(&item.value)) return is_wordless(word->text);
        if (const auto* phrase = std::get_if<ast::Phrase>(&item.value))
            return is_wordless(phrase->text);
        if (const auto* both = std::get_if<ast::And>(&item.value)) return holds(both->operands);
        if (const auto* either = std::get_if<ast::Or>(&item.value)) return holds(either->operands);
        const auto* group = std::get_if<ast::Group>(&item.value);
        return group != nullptr &&
               std::all_of(group->clauses.begin(), group->clauses.end(),
                           [&](const ast::Clause& clause) { return is_wordless(clause.node); });
    }
    bool is_wordless(const std::string& text) {
        return snapshot_.analyzer.analyze(text, {}).empty();
    }

    static PlanNode assemble(Parts parts) {
        Nodes restrictions = std::move(parts.restrictions);
        for (auto& [field, nodes] : parts.alternatives)
            restrictions.push_back(any_of(std::move(nodes)));
        PlanNode planned;
        if (!parts.must.empty()) {
            planned = preferring(all_of(std::move(parts.must)), any_of(std::move(parts.should)));
        } else if (!parts.should.empty()) {
            planned = any_of(std::move(parts.should));
        } else if (!restrictions.empty() || !parts.must_not.empty()) {
            planned = {Everything{}};
        }
        if (!restrictions.empty()) {
            planned = restricted(std::move(planned), all_of(std::move(restrictions)));
        }
        return excluding(std::move(planned), any_of(std::move(parts.must_not)));
    }

    const std::vector<std::string>& languages(ast::Field field) const {
        static const std::vector<std::string> none;
        return field == ast::Field::author ? none : snapshot_.languages;
    }

    /// The keys under which the index holds any document.
    std::vector<std::string> existing(const std::vector<std::string>& keys,
                                      std::string_view prefix) const {
        std::vector<std::string> terms;
        for (const std::string& key : keys) {
            std::string term = std::string(prefix) + key;
            if (snapshot_.frequency(term) > 0) terms.push_back(std::move(term));
        }
        return terms;
    }

    /// One word in any of its inflections and languages, scored as one word.
    PlanNode stem_query(const std::vector<std::string>& keys, std::string_view prefix) const {
        return scored_word(existing(keys, prefix));
    }

    PlanNode scored_word(std::vector<std::string> terms) const {
        if (terms.empty()) return {};
        const double weight = weight_ * idf(terms);
        return {Word{std::move(terms), weight}};
    }

    /// The inverse document frequency of terms that count as one.
    double idf(const std::vector<std::string>& terms) const {
        const std::uint64_t documents = snapshot_.database.get_doccount();
        std::uint64_t frequency = 0;
        for (const std::string& term : terms)
            frequency += snapshot_.frequency(term);
        return rank::inverse_document_frequency(documents, std::min(frequency, documents));
    }

    PlanNode token_query(const QueryToken& token, ast::Field field) const {
        switch (field) {
            case ast::Field::any:
                return stem_query(token.keys, schema::stem_prefix);
            case ast::Field::title:
                return restricted(stem_query(token.keys, schema::stem_prefix),
                                  any_term(existing(token.keys, schema::title_stem_prefix)));
            case ast::Field::text:
                return restricted(stem_query(token.keys, schema::stem_prefix), in_text(token.keys));
            case ast::Field::author:
                return scored_word(existing({token.token.term}, schema::author_prefix));
        }
        return {};
    }

    static PlanNode any_term(std::vector<std::string> terms) {
        if (terms.empty()) return {};
        return {AnyTerm{std::move(terms)}};
    }

    /// Documents whose text, not only title or tags, holds one of the stems.
    PlanNode in_text(const std::vector<std::string>& keys) const {
        Nodes nodes;
        for (const std::string& key : keys) {
            nodes.push_back(excluding(any_term(existing({key}, schema::stem_prefix)),
                                      any_term(existing({key}, schema::outside_text_prefix))));
        }
        return any_of(std::move(nodes));
    }

    /// Where words rank together, so do those of a compound, beside its spelling as one.
    PlanNode hyphenated_query(const WordUnit& unit, ast::Field field) const {
        Nodes ways;
        for (const QueryToken& whole : unit.wholes)
            ways.push_back(token_query(whole, field));
        for (const QueryToken& piece : unit.pieces)
            ways.push_back(token_query(piece, field));
        return any_of(std::move(ways));
    }

    PlanNode unit_query(const WordUnit& unit, ast::Field field) {
        Nodes ways;
        for (const QueryToken& whole : unit.wholes)
            ways.push_back(token_query(whole, field));
        if (unit.pieces.size() == 1) {
            ways.push_back(token_query(unit.pieces.front(), field));
        } else if (unit.pieces.size() > 1) {
            ways.push_back(phrase_query(unit.pieces, field, 0));
        }
        return any_of(std::move(ways));
    }

    /// Scored by its words, selected by their positions; from the bound on by the words alone.
    PlanNode phrase_query(const std::vector<QueryToken>& pieces, ast::Field field, unsigned slop) {
        if (pieces.size() > 1 && ++phrases_ > max_phrases) return all_words(pieces, field);
        Nodes places;
        for (const std::string_view prefix : phrase_prefixes(field)) {
            std::vector<std::string> terms;
            terms.reserve(pieces.size());
            for (const QueryToken& piece : pieces)
                terms.push_back(std::string(prefix) + piece.token.term);
            places.push_back(in_positions(std::move(terms), slop));
        }
        Nodes words;
        for (const QueryToken& piece : pieces) {
            words.push_back(field == ast::Field::author
                                ? token_query(piece, field)
                                : stem_query(piece.keys, schema::stem_prefix));
        }
        return restricted(any_of(std::move(words)), any_of(std::move(places)));
    }

    PlanNode all_words(const std::vector<QueryToken>& pieces, ast::Field field) {
        if (phrases_ == max_phrases + 1) {
            warn("more than " + std::to_string(max_phrases) +
                 " phrases: of the others the words are required, wherever they stand");
        }
        Nodes words;
        for (const QueryToken& piece : pieces)
            words.push_back(token_query(piece, field));
        return all_of(std::move(words));
    }

    static PlanNode in_positions(std::vector<std::string> terms, unsigned slop) {
        if (terms.size() == 1) return any_term(std::move(terms));
        const auto size = static_cast<std::uint32_t>(terms.size());
        return {Positions{std::move(terms), slop == 0 ? 0 : size + slop - 1}};
    }

    /// Keys of a surface form that stands in the dictionary.
    std::vector<std::string> keys_of(const std::string& word, ast::Field field) const {
        std::vector<std::string> keys;
        append_keys_of_surface(word, analyze_query(snapshot_.analyzer, word, languages(field)),
                               keys);
        return keys;
    }

    /// Some of the words that a pattern stands for: what scores and what selects.
    struct Forms {
        std::vector<std::string> scored;  ///< terms
        std::vector<std::string> places;  ///< terms
    };

    /// `is_wanted` chooses words of the expansion; `left_out` are keys that something else scores.
    template <typename Predicate>
    Forms forms(const Expansion& expansion, ast::Field field, Predicate is_wanted,
                const std::vector<std::string>& left_out = {}) const {
        Forms forms;
        std::vector<std::string> keys;
        for (const ExpandedWord& word : expansion.words) {
            if (!is_wanted(word)) continue;
            forms.places.insert(forms.places.end(), word.terms.begin(), word.terms.end());
            if (field == ast::Field::author) continue;
            const std::vector<std::string> own = keys_of(word.text, field);
            std::copy_if(
                own.begin(), own.end(), std::back_inserter(keys), [&](const std::string& key) {
                    return std::find(left_out.begin(), left_out.end(), key) == left_out.end();
                });
        }
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        forms.scored =
            field == ast::Field::author ? forms.places : existing(keys, schema::stem_prefix);
        return forms;
    }

    /// Scored as one word, selected by the surface forms.
    static PlanNode forms_query(Forms forms, double weight) {
        if (forms.scored.empty()) return {};
        return restricted({Word{std::move(forms.scored), weight}},
                          any_term(std::move(forms.places)));
    }

    /// All words that begin so as if they were one; the beginning itself, where it is a word,
    /// first.
    PlanNode prefix_query(const Expansion& expansion, const std::string& beginning,
                          ast::Field field) const {
        Forms all = forms(expansion, field, [](const ExpandedWord&) { return true; });
        const double weight = weight_ * idf(all.scored);
        PlanNode any = forms_query(std::move(all), weight);
        if (any.is_nothing()) return any;
        Forms same = forms(expansion, field,
                           [&](const ExpandedWord& word) { return word.text == beginning; });
        return preferring(std::move(any),
                          forms_query(std::move(same), weight * exact_prefix_bonus));
    }

    /// The word itself, and the less the farther away, others. All count as equally rare: else a
    /// misspelling would be worth more than the word.
    PlanNode near_query(const Expansion& expansion, const std::vector<std::string>& exact_keys,
                        ast::Field field, PlanNode exact) const {
        std::vector<std::string> everything =
            forms(expansion, field, [](const ExpandedWord&) { return true; }).scored;
        double weight = weight_ * idf(everything);
        Nodes nodes;
        nodes.push_back(std::move(exact));
        for (unsigned distance = 1; distance <= LevenshteinAutomaton::max_distance; ++distance) {
            weight *= weight_of_an_edit;
            const auto wanted = [&](const ExpandedWord& word) { return word.distance == distance; };
            nodes.push_back(forms_query(forms(expansion, field, wanted, exact_keys), weight));
        }
        return any_of(std::move(nodes));
    }

    LevenshteinAutomaton near_automaton(const std::string& term, unsigned distance,
                                        const std::string& typed) {
        const std::size_t length = LevenshteinAutomaton(term, 0).length();
        const auto most = static_cast<unsigned>(std::min<std::size_t>(distance, length - 1));
        if (most < distance) {
            warn(typed + ": a word of " + std::to_string(length) +
                 (length == 1 ? " character is searched as written"
                              : " characters is searched within edit distance 1"));
        }
        return {term, most};
    }

    static void merge(Expansion& all, Expansion more) {
        all.truncated |= more.truncated;
        all.incomplete |= more.incomplete;
        for (ExpandedWord& word : more.words) {
            const auto same =
                std::find_if(all.words.begin(), all.words.end(),
                             [&](const ExpandedWord& other) { return other.text == word.text; });
            if (same == all.words.end()) {
                all.words.push_back(std::move(word));
            } else {
                same->distance = std::min(same->distance, word.distance);
            }
        }
    }

    /// A query of thousands of patterns has as many warnings.
    void warn(std::string warning) {
        if (plan_.warnings.size() < max_warnings) plan_.warnings.push_back(std::move(warning));
    }

    void warn_of_bounds(const std::string& typed, const Expansion& expansion) {
        if (expansion.truncated && expansion.words.size() < ExpansionBudget::max_words) {
            warn(typed + ": the patterns of the query stand for too many words: not all count");
        } else if (expansion.truncated) {
            warn(typed + " stands for more than " + std::to_string(expansion.words.size()) +
                 " words: only the most frequent count");
        }
        if (expansion.incomplete) {
            warn(typed + " stands for too many words to look at: not all count");
        }
    }

    void highlight(ast::Field field, HighlightTarget::Match match, const std::string& text,
                   const std::vector<WordUnit>& units) {
        plan_.highlights.push_back({field, match, text, weight_of(units)});
    }

    void highlight_forms(ast::Field field, const Expansion& expansion) {
        std::string words;
        for (const ExpandedWord& word : expansion.words)
            words.append(words.empty() ? "" : " ").append(word.text);
        if (words.empty()) return;
        const double weight = idf(forms(expansion, field, [](const auto&) { return true; }).scored);
        plan_.highlights.push_back(
            {field, HighlightTarget::Match::forms, std::move(words), std::max(weight, 0.1)});
    }

    /// The inverse document frequency of the rarest word.
    double weight_of(const std::vector<WordUnit>& units) const {
        double weight = 0;
        const std::uint64_t documents = snapshot_.database.get_doccount();
        for (const WordUnit& unit : units) {
            const auto& tokens = unit.wholes.empty() ? unit.pieces : unit.wholes;
            for (const QueryToken& token : tokens) {
                std::uint64_t frequency = 0;
                for (const std::string& key : token.keys) {
                    frequency += snapshot_.frequency(std::string(schema::stem_prefix) + key);
                }
                weight = std::max(weight, rank::inverse_document_frequency(
                                              documents, std::min(frequency, documents)));
            }
        }
        return std::max(weight, 0.1);
    }

    Match match_;
    index::Snapshot& snapshot_;
    Deadline& deadline_;
    ExpansionBudget budget_;
    std::size_t phrases_ = 0;
    double weight_ = 1;  ///< of the nodes around the one that is being planned
    Plan plan_;
};

}  // namespace

Plan make_plan(const ast::Node& root, Match match, index::Snapshot& snapshot, Deadline& deadline) {
    return Planner(match, snapshot, deadline).plan(root);
}

}  // namespace kb::search
