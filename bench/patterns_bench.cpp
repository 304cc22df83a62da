// Prefixes, words within an edit distance, phrases: against OP_WILDCARD, a walk through the whole
// dictionary, OP_PHRASE and OP_NEAR. Xapian 1.4 has no query by edit distance; the walk is what its
// users write themselves.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "support/comparison.hpp"
#include "support/short_posts.hpp"

namespace {

using namespace kb;
using Xapian::Query;

constexpr std::size_t questions_each = 50;
/// Words that kb lets a pattern stand for at most; no pattern here stands for as many.
constexpr Xapian::termcount most_words = 256;

std::vector<bench::Question> prefixes(std::size_t letters) {
    std::vector<bench::Question> questions;
    for (const std::string& word : bench::drawn_words(questions_each, letters + 1)) {
        const std::string beginning = word.substr(0, letters);
        questions.push_back({bench::ten_hits(beginning + "*"), [=](const Xapian::Database&) {
                                 return Query(Query::OP_WILDCARD, beginning, most_words,
                                              Query::WILDCARD_LIMIT_MOST_FREQUENT,
                                              Query::OP_SYNONYM);
                             }});
    }
    return questions;
}

/// The optimal string alignment distance of two ASCII texts.
std::size_t edit_distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        now[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before_last.swap(last);
        last.swap(now);
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = std::min(now[j], before_last[j - 2] + 1);
        }
    }
    return now.back();
}

/// The word by its stem, as kb finds it, and the terms of the dictionary that are near it.
Query near_by_walking(const Xapian::Database& database, const std::string& word,
                      std::size_t distance) {
    std::vector<std::string> near;
    for (auto it = database.allterms_begin(); it != database.allterms_end(); ++it) {
        const std::string term = *it;
        const bool is_word = term.front() >= 'a' && term.front() <= 'z';
        if (!is_word || term.size() > word.size() + distance ||
            word.size() > term.size() + distance)
            continue;
        if (edit_distance(term, word) <= distance) near.push_back(term);
    }
    return {Query::OP_OR, bench::stem_of(word), Query(Query::OP_SYNONYM, near.begin(), near.end())};
}

std::vector<bench::Question> near_words(std::size_t distance) {
    std::vector<bench::Question> questions;
    constexpr std::size_t fewest_letters = 7;
    for (const std::string& word : bench::drawn_words(questions_each, fewest_letters)) {
        questions.push_back({bench::ten_hits(word + "~" + std::to_string(distance)),
                             [=](const Xapian::Database& database) {
                                 return near_by_walking(database, word, distance);
                             }});
    }
    return questions;
}

std::vector<bench::Question> phrases(Query::op op, Xapian::termcount slop) {
    std::vector<bench::Question> questions;
    for (const auto& [first, second] : bench::drawn_pairs(questions_each)) {
        std::string query = "\"" + first + " " + second + "\"";
        if (slop > 0) query += "~" + std::to_string(slop);
        const std::vector<std::string> terms = {first, second};
        // Xapian's window is that of all words, the phrase's own included.
        const Xapian::termcount window = slop + (slop == 0 ? 2 : 1);
        questions.push_back({bench::ten_hits(query), [=](const Xapian::Database&) {
                                 return Query(op, terms.begin(), terms.end(), window);
                             }});
    }
    return questions;
}

const bool registered = [] {
    using Questions = std::function<std::vector<bench::Question>()>;
    const auto add = [](const std::string& name, Questions questions) {
        bench::compare({.name = name, .questions = std::move(questions)});
    };
    add("prefix/3_letters", [] { return prefixes(3); });
    add("prefix/4_letters", [] { return prefixes(4); });
    add("edit_distance/1", [] { return near_words(1); });
    add("edit_distance/2", [] { return near_words(2); });
    add("phrase/exact", [] { return phrases(Query::OP_PHRASE, 0); });
    add("phrase/within_5", [] { return phrases(Query::OP_NEAR, 5); });
    return true;
}();

}  // namespace
