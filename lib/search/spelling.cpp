#include "search/spelling.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "index/schema.hpp"
#include "search/levenshtein.hpp"
#include "search/word_units.hpp"
#include "text/utf8.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;
using Xapian::Query;

// A correction is worth the binary logarithm of the number of documents with it, less what it
// takes to believe that it was meant.
constexpr double second_edit_cost = 5;
constexpr double first_letter_cost = 3;
constexpr double swap_bonus = 2;
constexpr double split_cost = 1;
/// A word that a few documents hold is taken for a misspelling of one that this many times more do.
constexpr std::uint64_t much_more_frequent = 50;
/// Few: two, or one in so many of a large index.
constexpr std::uint64_t few_documents = 2;
constexpr std::uint64_t one_in = 10'000;
/// Shorter words have too many neighbours.
constexpr std::size_t shortest_corrected = 3;
constexpr std::size_t shortest_for_two_edits = 6;
constexpr std::size_t shortest_part = 2;
/// Documents that are counted for two words side by side, and pairs that are tried.
constexpr Xapian::doccount most_counted = 100;
constexpr std::size_t most_splits = 3;

/// A plain word of the query.
struct QueryWord {
    std::string term;       ///< folded
    std::size_t begin = 0;  ///< [begin, end): bytes of the query
    std::size_t end = 0;
    ast::Field field = ast::Field::any;
    bool apart = false;           ///< stands by itself, so that two words may take its place
    std::uint64_t documents = 0;  ///< that it matches
    std::vector<std::string> keys;
};

struct Correction {
    std::size_t begin = 0;  ///< [begin, end): bytes of the query
    std::size_t end = 0;
    std::string text;
    double worth = 0;
};

std::string_view prefix_of(ast::Field field) {
    if (field == ast::Field::title) return schema::title_prefix;
    if (field == ast::Field::author) return schema::author_prefix;
    return schema::text_prefix;
}

/// Gathers the plain words of a query in the order in which they are typed.
class WordCollector {
  public:
    WordCollector(std::string_view text, index::Snapshot& snapshot)
        : text_(text), snapshot_(snapshot) {}

    /// `in_list`: another word could stand beside it and mean the same.
    void visit(const ast::Node& node, bool in_list) {
        if (const auto* word = std::get_if<ast::Word>(&node.value)) {
            const bool bare = node.span.end - node.span.begin == word->text.size();
            add(node, word->field, word->text, in_list && bare);
        } else if (const auto* phrase = std::get_if<ast::Phrase>(&node.value)) {
            add(node, phrase->field, phrase->text, true);
        } else if (const auto* all = std::get_if<ast::And>(&node.value)) {
            for (const ast::Node& operand : all->operands)
                visit(operand, false);
        } else if (const auto* any = std::get_if<ast::Or>(&node.value)) {
            for (const ast::Node& operand : any->operands)
                visit(operand, false);
        } else if (const auto* group = std::get_if<ast::Group>(&node.value)) {
            for (const ast::Clause& clause : group->clauses) {
                if (clause.occur != ast::Occur::must_not)
                    visit(clause.node, clause.occur == ast::Occur::should);
            }
        }
    }

    std::vector<QueryWord> take() { return std::move(words_); }

  private:
    void add(const ast::Node& node, ast::Field field, std::string_view leaf, bool apart) {
        const std::string_view typed =
            text_.substr(node.span.begin, node.span.end - node.span.begin);
        const std::size_t offset = typed.rfind(leaf);
        if (offset == std::string_view::npos) return;  // written with escapes
        const std::vector<std::string> none;
        const bool author = field == ast::Field::author;
        for (const WordUnit& unit :
             analyze_query(snapshot_.analyzer, leaf, author ? none : snapshot_.languages)) {
            if (!unit.wholes.empty() || unit.pieces.size() != 1) continue;
            const QueryToken& piece = unit.pieces.front();
            if (piece.token.type != TokenType::word || !schema::keyed_by_stem(piece.token))
                continue;
            const std::size_t begin = node.span.begin + offset;
            words_.push_back({piece.token.term, begin + piece.token.begin, begin + piece.token.end,
                              field, apart, documents(piece, field), piece.keys});
        }
    }

    std::uint64_t documents(const QueryToken& piece, ast::Field field) const {
        if (field == ast::Field::author)
            return snapshot_.frequency(std::string(schema::author_prefix) + piece.token.term);
        std::uint64_t sum = 0;
        for (const std::string& key : piece.keys)
            sum += snapshot_.frequency(std::string(schema::stem_prefix) + key);
        return sum;
    }

    std::string_view text_;
    index::Snapshot& snapshot_;
    std::vector<QueryWord> words_;
};

class Speller {
  public:
    explicit Speller(index::Snapshot& snapshot) : snapshot_(snapshot) {}

    /// The best correction of a word by itself.
    std::optional<Correction> correct(const QueryWord& word) {
        std::optional<Correction> best = respell(word, 1);
        if (!best && count_code_points(word.term) >= shortest_for_two_edits &&
            word.documents == 0) {
            best = respell(word, 2);
        }
        if (word.documents == 0 && word.field != ast::Field::author) {
            std::optional<Correction> parts = split(word);
            if (parts && (!best || parts->worth > best->worth)) best = std::move(parts);
        }
        return best;
    }

    /// Two words typed for one.
    std::optional<Correction> join(const QueryWord& first, const QueryWord& second) const {
        if (first.documents > 0 && second.documents > 0) return std::nullopt;
        std::string together = first.term + second.term;
        const std::uint64_t documents = frequency(together, first.field);
        if (documents == 0) return std::nullopt;
        return Correction{first.begin, second.end, std::move(together), worth(documents) + 1};
    }

  private:
    static double worth(std::uint64_t documents) {
        return std::log2(static_cast<double>(documents) + 1);
    }

    std::uint64_t frequency(const std::string& term, ast::Field field) const {
        const std::uint64_t documents = snapshot_.frequency(std::string(prefix_of(field)) + term);
        if (field != ast::Field::any) return documents;
        return std::max<std::uint64_t>(
            documents, snapshot_.frequency(std::string(schema::title_prefix) + term));
    }

    std::optional<Correction> respell(const QueryWord& word, unsigned distance) {
        const std::size_t length = count_code_points(word.term);
        if (length < shortest_corrected) return std::nullopt;
        const LevenshteinAutomaton automaton(word.term, distance);
        std::optional<Correction> best;
        const auto consider = [&](const std::string& term, const Xapian::TermIterator& place) {
            const auto edits = automaton.distance(term);
            if (!edits || *edits == 0 || !is_plain(term)) return;
            const std::uint64_t documents = place.get_termfreq();
            if (!is_better(word, term, documents)) return;
            const double value = worth(documents) - cost(word.term, term, *edits);
            if (length < 5 && !same_first(word.term, term) && !is_swap(word.term, term)) return;
            if (!best || value > best->worth || (value == best->worth && term < best->text))
                best = Correction{word.begin, word.end, term, value};
        };
        // Two edits may go anywhere but into the first letter: it is rarely wrong, and without it
        // the walk is many times longer.
        const std::string beginning = distance > 1 ? first_character(word.term) : std::string();
        const std::string limit = distance > 1 ? std::string() : behind_script(word.term);
        walk(automaton, prefix_of(word.field), beginning, limit, consider);
        if (word.field == ast::Field::any)
            walk(automaton, schema::title_prefix, beginning, limit, consider);
        return best;
    }

    /// Where a walk for a word with any first letter may end: the letters of another script are
    /// not mistyped for those of this, and there are thousands of them.
    static std::string behind_script(std::string_view word) {
        const auto lead = static_cast<unsigned char>(word.front());
        return lead < 0x80 ? "{" : std::string(1, static_cast<char>(lead + 1));
    }

    /// Calls `consider` with the words of a field that begin so, stand before `limit` (unless that
    /// is empty) and may be accepted.
    template <typename Consider>
    void walk(const LevenshteinAutomaton& automaton, std::string_view prefix,
              const std::string& beginning, const std::string& limit,
              const Consider& consider) const {
        const std::string start = std::string(prefix) + beginning;
        auto it = snapshot_.database.allterms_begin(start);
        const auto end = snapshot_.database.allterms_end(start);
        while (it != end) {
            const std::string term = *it;
            if (prefix.empty() && term.front() >= 'A' && term.front() <= 'Z') {
                skip(it, end, "[");  // folded words hold no capital: those are other fields
                continue;
            }
            const std::string word = term.substr(prefix.size());
            if (!limit.empty() && word >= limit) return;
            consider(word, it);
            const std::optional<std::string> next = automaton.next(word);
            if (!next) return;
            skip(it, end, std::string(prefix) + *next);
        }
    }

    /// In a damaged table a skip can lead back, and the walk would have no end.
    static void skip(Xapian::TermIterator& it, const Xapian::TermIterator& end,
                     const std::string& to) {
        it.skip_to(to);
        if (it != end && *it < to) throw Xapian::DatabaseCorruptError("terms are out of order");
    }

    /// No identifier: those are meant where they are typed.
    static bool is_plain(std::string_view term) {
        return std::all_of(term.begin(), term.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
        });
    }

    /// Whether a word of the index is known so much better that it may have been meant.
    bool is_better(const QueryWord& word, const std::string& term, std::uint64_t documents) {
        if (word.documents == 0) return true;
        if (documents < word.documents * much_more_frequent) return false;
        for (const WordUnit& unit : analyze_query(snapshot_.analyzer, term, snapshot_.languages)) {
            for (const QueryToken& piece : unit.pieces) {
                for (const std::string& key : piece.keys) {  // another form of the same word
                    if (std::binary_search(word.keys.begin(), word.keys.end(), key)) return false;
                }
            }
        }
        return true;
    }

    static double cost(std::string_view typed, std::string_view meant, unsigned edits) {
        double sum = (edits - 1) * second_edit_cost;
        if (!same_first(typed, meant)) sum += first_letter_cost;
        if (is_swap(typed, meant)) sum -= swap_bonus;
        return sum;
    }

    static std::string first_character(std::string_view text) {
        std::size_t size = std::min<std::size_t>(text.size(), 1);
        while (size < text.size() && is_continuation(text[size]))
            ++size;
        return std::string(text.substr(0, size));
    }
    static bool same_first(std::string_view a, std::string_view b) {
        return first_character(a) == first_character(b);
    }
    /// The same letters in another order.
    static bool is_swap(std::string_view a, std::string_view b) {
        return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
    }

    struct Split {
        std::string first;
        std::string second;
        std::uint64_t documents = 0;
    };

    /// One word typed for two that stand side by side somewhere.
    std::optional<Correction> split(const QueryWord& word) const {
        std::vector<Split> splits = possible_splits(word);
        std::sort(splits.begin(), splits.end(), [](const Split& a, const Split& b) {
            return a.documents != b.documents ? a.documents > b.documents : a.first < b.first;
        });
        splits.resize(std::min(splits.size(), most_splits));
        std::optional<Correction> best;
        for (const Split& candidate : splits) {
            const std::uint64_t documents = side_by_side(candidate, word.field);
            if (documents == 0) continue;
            const double value = worth(documents) - split_cost;
            if (best && value <= best->worth) continue;
            const std::string both = candidate.first + " " + candidate.second;
            best = Correction{word.begin, word.end, word.apart ? both : "\"" + both + "\"", value};
        }
        return best;
    }

    std::vector<Split> possible_splits(const QueryWord& word) const {
        std::vector<Split> splits;
        const std::string& term = word.term;
        for (std::size_t at = 1; at < term.size(); ++at) {
            if (is_continuation(term[at])) continue;
            Split candidate{term.substr(0, at), term.substr(at), 0};
            if (count_code_points(candidate.first) < shortest_part ||
                count_code_points(candidate.second) < shortest_part)
                continue;
            candidate.documents = std::min(frequency(candidate.first, word.field),
                                           frequency(candidate.second, word.field));
            if (candidate.documents > 0) splits.push_back(std::move(candidate));
        }
        return splits;
    }

    /// Documents with both words in a row, counted up to most_counted.
    std::uint64_t side_by_side(const Split& words, ast::Field field) const {
        std::vector<Query> places;
        for (const std::string_view prefix : {prefix_of(field), schema::title_prefix}) {
            if (prefix != prefix_of(field) && field != ast::Field::any) continue;
            const std::vector<std::string> terms = {std::string(prefix) + words.first,
                                                    std::string(prefix) + words.second};
            places.emplace_back(Query::OP_PHRASE, terms.begin(), terms.end(), 2);
        }
        const Query anywhere(Query::OP_OR, places.begin(), places.end());
        snapshot_.postings.require(snapshot_.database, anywhere);
        Xapian::Enquire enquire(snapshot_.database);
        enquire.set_query(anywhere);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        return enquire.get_mset(0, most_counted).size();
    }

    index::Snapshot& snapshot_;
};

bool only_spaces_between(std::string_view text, std::size_t begin, std::size_t end) {
    return begin < end &&
           text.substr(begin, end - begin).find_first_not_of(' ') == std::string_view::npos;
}

bool may_be_misspelled(const QueryWord& word, const Xapian::Database& database) {
    return word.documents <= std::max(few_documents, database.get_doccount() / one_in);
}

/// What replaces words[i], perhaps with its neighbour, which is then skipped.
std::vector<Correction> corrections(std::string_view text, const std::vector<QueryWord>& words,
                                    index::Snapshot& snapshot) {
    Speller speller(snapshot);
    std::vector<Correction> chosen;
    std::size_t looked_at = 0;
    for (std::size_t i = 0; i < words.size() && looked_at < max_corrected_words; ++i) {
        if (i + 1 < words.size() && words[i].apart && words[i + 1].apart &&
            only_spaces_between(text, words[i].end, words[i + 1].begin)) {
            if (auto joined = speller.join(words[i], words[i + 1])) {
                chosen.push_back(std::move(*joined));
                ++i;
                continue;
            }
        }
        if (!may_be_misspelled(words[i], snapshot.database)) continue;
        ++looked_at;
        if (auto corrected = speller.correct(words[i])) chosen.push_back(std::move(*corrected));
    }
    return chosen;
}

}  // namespace

std::optional<std::string> better_spelling(std::string_view text, const ast::Node& root,
                                           index::Snapshot& snapshot) {
    WordCollector collector(text, snapshot);
    collector.visit(root, true);
    const std::vector<Correction> chosen = corrections(text, collector.take(), snapshot);
    if (chosen.empty()) return std::nullopt;
    std::string corrected;
    std::size_t at = 0;
    for (const Correction& correction : chosen) {
        corrected.append(text.substr(at, correction.begin - at)).append(correction.text);
        at = correction.end;
    }
    return corrected.append(text.substr(at));
}

}  // namespace kb::search
