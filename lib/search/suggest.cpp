#include "search/suggest.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "index/completions.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;
using Xapian::Query;

/// Titles that are looked at for the best.
constexpr std::size_t most_titles = 200;
/// Earlier words that a completion must occur with.
constexpr std::size_t most_companions = 4;
/// One suggestion in so many is a title, if there are any.
constexpr std::size_t title_share = 3;
/// How many completions are tried beside earlier words for each that is wanted.
constexpr std::size_t tries_per_word = 2;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_word_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Input with single spaces, and none in front; nothing of what is too long.
std::string spaced(std::string_view text) {
    std::string result;
    if (text.size() > longest_beginning) return result;
    for (const char c : text) {
        if (!is_space(c)) {
            result += c;
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    return result;
}

/// Where the word that is being typed begins: behind the last space and behind what opens an
/// operand (a sign, quotes, parentheses, a field).
std::size_t last_word(std::string_view text) {
    std::size_t begin = text.rfind(' ');
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    const std::size_t opening = text.find_last_of("\"(:");
    if (opening != std::string_view::npos && opening + 1 > begin) begin = opening + 1;
    while (begin < text.size() && (text[begin] == '+' || text[begin] == '-'))
        ++begin;
    return begin;
}

/// A title by its term in the index.
struct Title {
    std::string term;
    std::uint64_t documents = 0;
};

class Suggester {
  public:
    Suggester(index::Snapshot& snapshot, std::string_view beginning, std::size_t limit)
        : snapshot_(snapshot), text_(spaced(beginning)), limit_(std::min(limit, max_suggestions)) {}

    std::vector<std::string> run() {
        if (limit_ == 0 || std::none_of(text_.begin(), text_.end(), is_word_character)) return {};
        const std::string typed = fold(text_);
        const std::vector<Title> titles = find_titles(schema::whole_title_term(typed));
        // However many words there are, some of the titles show.
        add_words(limit_ - std::min(titles.size(), limit_ / title_share));
        add_titles(titles, typed);
        return std::move(suggestions_);
    }

  private:
    void add(std::string suggestion, std::string folded) {
        if (seen_.insert(std::move(folded)).second) suggestions_.push_back(std::move(suggestion));
    }

    void add_words(std::size_t most) {
        const std::string_view text = text_;
        const std::size_t begin = last_word(text);
        const std::string typed = fold(text.substr(begin));
        if (typed.empty()) return;
        const std::vector<Query> companions = words_before(text.substr(0, begin));
        const std::size_t wanted = most * (companions.empty() ? 1 : tries_per_word);
        for (const index::KnownWord& known : index::complete(snapshot_.database, typed, wanted)) {
            if (suggestions_.size() >= most) return;
            if (!occurs_with(companions, known.word)) continue;
            const std::string suggestion = std::string(text.substr(0, begin)) + known.word;
            add(suggestion, fold(suggestion));
        }
    }

    static Query in_title_or_text(const std::string& word) {
        return {Query::OP_OR, Query(word), Query(std::string(schema::title_prefix) + word)};
    }

    /// The last words before the one that is being typed, as far as the index knows them: a word
    /// that nothing holds, or syntax, does not forbid all completions.
    std::vector<Query> words_before(std::string_view text) {
        std::vector<Query> words;
        const auto tokens = snapshot_.analyzer.analyze(text, {});
        for (std::size_t i = tokens.size(); i > 0 && words.size() < most_companions; --i) {
            const Token& token = tokens[i - 1];
            if (token.type == TokenType::whole || !snapshot_.database.term_exists(token.term))
                continue;
            words.push_back(in_title_or_text(token.term));
        }
        return words;
    }

    /// Whether any document holds the word beside those before it.
    bool occurs_with(std::vector<Query> words, const std::string& word) const {
        if (words.empty()) return true;
        words.push_back(in_title_or_text(word));
        const Query all(Query::OP_AND, words.begin(), words.end());
        snapshot_.postings.require(snapshot_.database, all);
        Xapian::Enquire enquire(snapshot_.database);
        enquire.set_query(all);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        return !enquire.get_mset(0, 1).empty();
    }

    /// Titles that occur more often first, then the shorter ones.
    std::vector<Title> find_titles(const std::string& beginning) const {
        std::vector<Title> found;
        const Xapian::Database& database = snapshot_.database;
        const auto end = database.allterms_end(beginning);
        for (auto it = database.allterms_begin(beginning); it != end && found.size() < most_titles;
             ++it)
            found.push_back({*it, it.get_termfreq()});
        std::sort(found.begin(), found.end(), [](const Title& a, const Title& b) {
            if (a.documents != b.documents) return a.documents > b.documents;
            return a.term.size() != b.term.size() ? a.term.size() < b.term.size() : a.term < b.term;
        });
        return found;
    }

    /// The terms hold the beginnings of titles only.
    void add_titles(const std::vector<Title>& titles, const std::string& typed) {
        for (const Title& title : titles) {
            if (suggestions_.size() >= limit_) return;
            const auto document = snapshot_.database.postlist_begin(title.term);
            if (document == snapshot_.database.postlist_end(title.term)) continue;
            std::string whole =
                index::decode_stored(snapshot_.database.get_document(*document).get_data()).title;
            std::string folded = fold(whole);
            if (folded.starts_with(typed)) add(std::move(whole), std::move(folded));
        }
    }

    index::Snapshot& snapshot_;
    std::string text_;
    std::size_t limit_;
    std::vector<std::string> suggestions_;
    std::unordered_set<std::string> seen_;
};

}  // namespace

std::vector<std::string> suggest(index::Snapshot& snapshot, std::string_view beginning,
                                 std::size_t limit) {
    return Suggester(snapshot, beginning, limit).run();
}

}  // namespace kb::search
