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
#include "search/word_units.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;
using Nodes = std::vector<PlanNode>;

constexpr std::size_t max_phrase_words = 64;

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
    Planner(Match match, index::Snapshot& snapshot) : match_(match), snapshot_(snapshot) {}

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
        std::vector<QueryToken> pieces = pieces_in_order(units);
        if (pieces.size() > max_phrase_words) {
            plan_.warnings.push_back("a phrase of " + std::to_string(pieces.size()) +
                                     " words: only its first " + std::to_string(max_phrase_words) +
                                     " count");
            pieces.resize(max_phrase_words);
        }
        if (pieces.empty()) return {};
        highlight(phrase.field,
                  phrase.slop == 0 ? HighlightTarget::Match::phrase : HighlightTarget::Match::words,
                  phrase.text, units);
        return phrase_query(pieces, phrase.field, phrase.slop);
    }

    PlanNode visit(const ast::Prefix& prefix, bool) {
        const Expansion expansion =
            expand_prefix(snapshot_.database, fold(prefix.text), phrase_prefixes(prefix.field));
        if (expansion.truncated) {
            plan_.warnings.push_back("\"" + prefix.text + "*\" stands for more than " +
                                     std::to_string(max_expansions) +
                                     " words: only the most frequent count");
        }
        highlight(prefix.field, HighlightTarget::Match::prefix, prefix.text, {});
        return expansion_query(expansion, prefix.field);
    }

    PlanNode visit(const ast::Fuzzy& fuzzy, bool required) {
        plan_.warnings.push_back("\"" + fuzzy.text +
                                 "~\": words within an edit distance are not searched by this "
                                 "version; searched as written");
        return visit(ast::Word{fuzzy.field, fuzzy.text}, required);
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
        if (clause.occur == ast::Occur::must_not) {
            const std::vector<HighlightTarget> kept = plan_.highlights;
            parts.must_not.push_back(node(clause.node, true));
            plan_.highlights = kept;  // what is excluded is not shown
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
        if (is_wordless(clause.node)) return;
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

    /// Punctuation alone asks for nothing: it must not make a query that requires it fail.
    bool is_wordless(const ast::Node& item) {
        const auto* word = std::get_if<ast::Word>(&item.value);
        const auto* phrase = std::get_if<ast::Phrase>(&item.value);
        if (word == nullptr && phrase == nullptr) return false;
        return snapshot_.analyzer.analyze(word != nullptr ? word->text : phrase->text, {}).empty();
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
            if (snapshot_.database.term_exists(term)) terms.push_back(std::move(term));
        }
        return terms;
    }

    /// One word in any of its inflections and languages, scored as one word.
    PlanNode stem_query(const std::vector<std::string>& keys, std::string_view prefix) const {
        return scored_word(existing(keys, prefix));
    }

    PlanNode scored_word(std::vector<std::string> terms) const {
        if (terms.empty()) return {};
        const std::uint64_t documents = snapshot_.database.get_doccount();
        std::uint64_t frequency = 0;
        for (const std::string& term : terms)
            frequency += snapshot_.database.get_termfreq(term);
        const double idf =
            rank::inverse_document_frequency(documents, std::min(frequency, documents));
        return {Word{std::move(terms), weight_ * idf}};
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

    PlanNode unit_query(const WordUnit& unit, ast::Field field) const {
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

    /// Scored by its words, selected by their positions.
    PlanNode phrase_query(const std::vector<QueryToken>& pieces, ast::Field field,
                          unsigned slop) const {
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

    static PlanNode in_positions(std::vector<std::string> terms, unsigned slop) {
        if (terms.size() == 1) return any_term(std::move(terms));
        const auto size = static_cast<std::uint32_t>(terms.size());
        if (slop == 0) return {Positions{std::move(terms), size, true}};
        return {Positions{std::move(terms), size + slop - 1, false}};
    }

    /// Scored as one word with all that it stands for, selected by the surface forms.
    PlanNode expansion_query(const Expansion& expansion, ast::Field field) {
        std::vector<std::string> places;
        std::vector<std::string> keys;
        for (const std::string& word : expansion.words) {
            for (const std::string_view prefix : phrase_prefixes(field))
                places.push_back(std::string(prefix) + word);
            append_keys_of_surface(word, analyze_query(snapshot_.analyzer, word, languages(field)),
                                   keys);
        }
        if (field == ast::Field::author) return scored_word(std::move(places));
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        return restricted(stem_query(keys, schema::stem_prefix), any_term(std::move(places)));
    }

    void highlight(ast::Field field, HighlightTarget::Match match, const std::string& text,
                   const std::vector<WordUnit>& units) {
        plan_.highlights.push_back({field, match, text, weight_of(units)});
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
                    frequency +=
                        snapshot_.database.get_termfreq(std::string(schema::stem_prefix) + key);
                }
                weight = std::max(weight, rank::inverse_document_frequency(
                                              documents, std::min(frequency, documents)));
            }
        }
        return std::max(weight, 0.1);
    }

    Match match_;
    index::Snapshot& snapshot_;
    double weight_ = 1;  ///< of the nodes around the one that is being planned
    Plan plan_;
};

}  // namespace

Plan make_plan(const ast::Node& root, Match match, index::Snapshot& snapshot) {
    return Planner(match, snapshot).plan(root);
}

}  // namespace kb::search
