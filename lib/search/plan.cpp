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
using Xapian::Query;
using Queries = std::vector<Query>;

constexpr std::size_t max_phrase_words = 64;

Query match_all() {
    return Query(std::string());
}  // Query::MatchAll is shared between threads

Query unscored(const Query& query) {
    return {Query::OP_SCALE_WEIGHT, query, 0.0};
}

Query join(Query::op op, const Queries& queries) {
    if (queries.empty()) return {};
    if (queries.size() == 1) return queries.front();
    return {op, queries.begin(), queries.end()};
}

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
        plan_.query = node(root, false);
        return std::move(plan_);
    }

  private:
    /// `required`: every word inside must match, as under AND, + and −.
    Query node(const ast::Node& item, bool required) {
        Query query =
            std::visit([&](const auto& value) { return visit(value, required); }, item.value);
        if (item.weight == 1.0 || query.empty()) return query;
        return {Query::OP_SCALE_WEIGHT, query, item.weight};
    }

    Query visit(const ast::All&, bool) { return unscored(match_all()); }
    Query visit(const ast::Filter& filter, bool) { return unscored(filter_query(filter)); }
    Query visit(const ast::DateRange& range, bool) { return unscored(date_query(range)); }
    Query visit(const ast::NumberRange& range, bool) { return unscored(number_query(range)); }

    Query visit(const ast::Word& word, bool required) {
        const std::vector<WordUnit> units =
            analyze_query(snapshot_.analyzer, word.text, languages(word.field));
        highlight(word.field, HighlightTarget::Match::words, word.text, units);
        if (units.size() <= 1)
            return units.empty() ? Query() : unit_query(units.front(), word.field);
        // Typed without a space between: a run of Chinese, "foo,bar". Side by side is what was
        // meant where it must match; where words rank, it is worth more.
        std::vector<QueryToken> pieces = pieces_in_order(units);
        pieces.resize(std::min(pieces.size(), max_phrase_words));
        Query together = phrase_query(pieces, word.field, 0);
        if (required) return together;
        Queries queries;
        for (const WordUnit& unit : units)
            queries.push_back(unit_query(unit, word.field));
        if (match_ == Match::all) {
            return {Query::OP_AND_MAYBE, join(Query::OP_AND, queries), together};
        }
        queries.push_back(std::move(together));
        return join(Query::OP_OR, queries);
    }

    Query visit(const ast::Phrase& phrase, bool) {
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

    Query visit(const ast::Prefix& prefix, bool) {
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

    Query visit(const ast::Fuzzy& fuzzy, bool required) {
        plan_.warnings.push_back("\"" + fuzzy.text +
                                 "~\": words within an edit distance are not searched by this "
                                 "version; searched as written");
        return visit(ast::Word{fuzzy.field, fuzzy.text}, required);
    }

    Query visit(const ast::And& conjunction, bool) {
        Queries queries;
        for (const ast::Node& operand : conjunction.operands) {
            if (!is_wordless(operand)) queries.push_back(node(operand, true));
        }
        return join(Query::OP_AND, queries);
    }

    Query visit(const ast::Or& disjunction, bool required) {
        Queries queries;
        for (const ast::Node& operand : disjunction.operands)
            queries.push_back(node(operand, required));
        return join(Query::OP_OR, queries);
    }

    Query visit(const ast::Group& group, bool required) {
        Parts parts;
        for (const ast::Clause& clause : group.clauses)
            add_clause(clause, required, parts);
        return assemble(parts);
    }

    /// What the clauses of a group come to.
    struct Parts {
        Queries should;
        Queries must;
        Queries must_not;
        Queries restrictions;                              ///< all of them hold
        std::map<std::string_view, Queries> alternatives;  ///< by field: one of each field's holds
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
                parts.restrictions.push_back(restriction_query(clause.node));
            } else {
                parts.alternatives[filter_name(clause.node)].push_back(
                    restriction_query(clause.node));
            }
            return;
        }
        if (query::is_restriction(clause.node)) {  // (kind:readme OR lang:de)
            parts.restrictions.push_back(node(clause.node, true));
            return;
        }
        if (is_wordless(clause.node)) return;
        const bool must = clause.occur == ast::Occur::must;
        Query query = node(clause.node, must || required);
        (must || match_ == Match::all ? parts.must : parts.should).push_back(std::move(query));
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

    static Query assemble(const Parts& parts) {
        Query query;
        if (!parts.must.empty()) {
            query = join(Query::OP_AND, parts.must);
            if (!parts.should.empty()) {
                query = Query(Query::OP_AND_MAYBE, query, join(Query::OP_OR, parts.should));
            }
        } else if (!parts.should.empty()) {
            query = join(Query::OP_OR, parts.should);
        } else if (!parts.restrictions.empty() || !parts.alternatives.empty() ||
                   !parts.must_not.empty()) {
            query = unscored(match_all());
        }
        Queries restrictions = parts.restrictions;
        for (const auto& [field, queries] : parts.alternatives) {
            restrictions.push_back(join(Query::OP_OR, queries));
        }
        if (!restrictions.empty()) {
            query = Query(Query::OP_FILTER, query, join(Query::OP_AND, restrictions));
        }
        if (!parts.must_not.empty()) {
            query = Query(Query::OP_AND_NOT, query, join(Query::OP_OR, parts.must_not));
        }
        return query;
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
    Query stem_query(const std::vector<std::string>& keys, std::string_view prefix) const {
        const std::vector<std::string> terms = existing(keys, prefix);
        if (terms.empty()) return {};
        if (terms.size() == 1) return Query(terms.front());
        return {Query::OP_SYNONYM, terms.begin(), terms.end()};
    }

    Query token_query(const QueryToken& token, ast::Field field) const {
        Query scored = stem_query(token.keys, schema::stem_prefix);
        switch (field) {
            case ast::Field::any:
                return scored;
            case ast::Field::title:
                return {Query::OP_FILTER, scored,
                        stem_query(token.keys, schema::title_stem_prefix)};
            case ast::Field::text:
                return {Query::OP_FILTER, scored, in_text(token.keys)};
            case ast::Field::author:
                return Query(std::string(schema::author_prefix) + token.token.term);
        }
        return {};
    }

    /// Documents whose text, not only title or tags, holds one of the stems.
    Query in_text(const std::vector<std::string>& keys) const {
        Queries queries;
        for (const std::string& key : keys) {
            queries.emplace_back(Query::OP_AND_NOT, Query(std::string(schema::stem_prefix) + key),
                                 Query(std::string(schema::outside_text_prefix) + key));
        }
        return join(Query::OP_OR, queries);
    }

    Query unit_query(const WordUnit& unit, ast::Field field) const {
        Queries ways;
        for (const QueryToken& whole : unit.wholes)
            ways.push_back(token_query(whole, field));
        if (unit.pieces.size() == 1) {
            ways.push_back(token_query(unit.pieces.front(), field));
        } else if (unit.pieces.size() > 1) {
            ways.push_back(phrase_query(unit.pieces, field, 0));
        }
        return join(Query::OP_OR, ways);
    }

    /// Scored by its words, selected by their positions.
    Query phrase_query(const std::vector<QueryToken>& pieces, ast::Field field,
                       unsigned slop) const {
        Queries places;
        for (const std::string_view prefix : phrase_prefixes(field)) {
            std::vector<std::string> terms;
            terms.reserve(pieces.size());
            for (const QueryToken& piece : pieces)
                terms.push_back(std::string(prefix) + piece.token.term);
            const auto size = static_cast<Xapian::termcount>(terms.size());
            places.push_back(
                terms.size() == 1 ? Query(terms.front())
                : slop == 0       ? Query(Query::OP_PHRASE, terms.begin(), terms.end(), size)
                            : Query(Query::OP_NEAR, terms.begin(), terms.end(), size + slop - 1));
        }
        Queries words;
        for (const QueryToken& piece : pieces) {
            words.push_back(field == ast::Field::author
                                ? token_query(piece, field)
                                : stem_query(piece.keys, schema::stem_prefix));
        }
        return {Query::OP_FILTER, join(Query::OP_OR, words), join(Query::OP_OR, places)};
    }

    /// Scored as one word with all that it stands for, selected by the surface forms.
    Query expansion_query(const Expansion& expansion, ast::Field field) {
        Queries places;
        std::vector<std::string> keys;
        for (const std::string& word : expansion.words) {
            for (const std::string_view prefix : phrase_prefixes(field)) {
                places.emplace_back(std::string(prefix) + word);
            }
            for (const WordUnit& unit : analyze_query(snapshot_.analyzer, word, languages(field))) {
                for (const auto* tokens : {&unit.wholes, &unit.pieces}) {
                    for (const QueryToken& token : *tokens) {
                        if (token.token.term == word)
                            keys.insert(keys.end(), token.keys.begin(), token.keys.end());
                    }
                }
            }
        }
        if (places.empty()) return {};
        if (field == ast::Field::author) return join(Query::OP_SYNONYM, places);
        return {Query::OP_FILTER, stem_query(keys, schema::stem_prefix),
                join(Query::OP_OR, places)};
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
    Plan plan_;
};

}  // namespace

Plan make_plan(const ast::Node& root, Match match, index::Snapshot& snapshot) {
    return Planner(match, snapshot).plan(root);
}

}  // namespace kb::search
