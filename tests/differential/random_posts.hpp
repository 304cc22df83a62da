#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kb/document.hpp"
#include "text/utf8.hpp"

namespace kb::test {

/// Small documents of many languages over few words, and queries about them; the same for the same
/// seed everywhere.
class RandomPosts {
  public:
    explicit RandomPosts(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

    Document document(std::size_t number) {
        Document document;
        document.id = "doc:" + std::to_string(number);
        document.lang = pick(languages);
        document.title = words(4);
        for (std::size_t n = below(4); n > 0; --n)
            document.text += (document.text.empty() ? "" : "\n\n") + words(12);
        for (std::size_t n = below(3); n > 0; --n)
            document.tags.push_back(pick(tags));
        for (std::size_t n = below(3); n > 0; --n)
            document.authors.push_back(pick(names) + " " + pick(names));
        document.kind = kinds[below(kinds.size())];
        if (below(3) > 0) document.source = pick(sources);
        if (below(4) > 0) document.url = "https://" + pick(hosts) + "/" + std::to_string(number);
        if (below(4) > 0) document.published = Timestamp{std::chrono::seconds{day(below(60))}};
        if (below(2) == 0) document.points = below(30) * below(30);
        if (below(2) == 0) document.comments = below(60);
        if (below(5) == 0) document.parent = Parent{"page " + std::to_string(below(3)), "A page"};
        return document;
    }

    /// A query that follows the grammar.
    std::string query(unsigned depth = 0) {
        std::string text;
        for (std::size_t n = 1 + below(3); n > 0; --n) {
            if (!text.empty()) text += ' ';
            text += operand(depth);
            while (below(5) == 0)
                text += (below(2) == 0 ? " AND " : " OR ") + operand(depth);
        }
        return text;
    }

  private:
    static constexpr std::array<std::string_view, 9> languages = {"en", "en", "en", "de", "fr",
                                                                  "ru", "zh", "ja", "es"};
    static constexpr std::array<std::string_view, 76> vocabulary = {"sensor",
                                                                    "sensors",
                                                                    "Sensing",
                                                                    "run",
                                                                    "running",
                                                                    "runs",
                                                                    "migration",
                                                                    "migrations",
                                                                    "migrate",
                                                                    "migrated",
                                                                    "persistent",
                                                                    "persistence",
                                                                    "a",
                                                                    "the",
                                                                    "of",
                                                                    "async",
                                                                    "orm",
                                                                    "ORMs",
                                                                    "flask",
                                                                    "Django's",
                                                                    "don't",
                                                                    "Haus",
                                                                    "Häuser",
                                                                    "Straße",
                                                                    "strasse",
                                                                    "über",
                                                                    "l'index",
                                                                    "évolution",
                                                                    "évolutions",
                                                                    "naïve",
                                                                    "evolución",
                                                                    "данные",
                                                                    "данных",
                                                                    "ёлка",
                                                                    "елка",
                                                                    "数据库",
                                                                    "多模态",
                                                                    "模型",
                                                                    "训练",
                                                                    "多模态模型",
                                                                    "検索エンジン",
                                                                    "テスト",
                                                                    "エンジン",
                                                                    "ภาษาไทย",
                                                                    "ไทย",
                                                                    "한국어입니다",
                                                                    "한국",
                                                                    "bulk_create",
                                                                    "bulkCreate",
                                                                    "BULK_CREATE",
                                                                    "getUserName",
                                                                    "get_user_name",
                                                                    "user",
                                                                    "name",
                                                                    "create",
                                                                    "node.js",
                                                                    "C++",
                                                                    "C#",
                                                                    ".NET",
                                                                    "v2.15.1",
                                                                    "2.15",
                                                                    "@scope/pkg",
                                                                    "owner/repo",
                                                                    "CONN_MAX_AGE",
                                                                    "foo-bar",
                                                                    "foo",
                                                                    "user@host.com",
                                                                    "#tag",
                                                                    "3,14",
                                                                    "1,234",
                                                                    "ｗｉｄｅ",
                                                                    "👍",
                                                                    "https://a.example/b",
                                                                    "--as-of",
                                                                    "½",
                                                                    "O'Reilly"};
    static constexpr std::array<std::string_view, 6> tags = {"Python", "c++", "machine learning",
                                                             "Café",   "go",  "data base"};
    static constexpr std::array<std::string_view, 6> names = {"Ada", "Lovelace", "Guido",
                                                              "Zoë", "van",      "Øster"};
    static constexpr std::array<std::string_view, 4> sources = {"Hacker News", "hacker news",
                                                                "Blog", "Zoë's Blog"};
    static constexpr std::array<std::string_view, 5> hosts = {
        "github.com", "gist.github.com", "www.example.org", "example.org", "notgithub.com"};
    static constexpr std::array<Kind, 3> kinds = {Kind::article, Kind::readme, Kind::post};

    std::string pick(const auto& choices) { return std::string(choices[below(choices.size())]); }

    static std::int64_t day(std::size_t number) {
        return 1'696'118'400 + 86'400 * static_cast<std::int64_t>(number) / 2;  // 2023-10-01
    }

    std::string words(std::size_t most) {
        static constexpr std::array<std::string_view, 10> between = {" ", " ",  " ",  " ", " ",
                                                                     " ", ", ", ". ", "",  " — "};
        std::string text;
        for (std::size_t n = below(most + 1); n > 0; --n) {
            text += pick(vocabulary);
            if (n > 1) text += pick(between);
        }
        return text;
    }

    /// The first characters of a word.
    std::string beginning() {
        const std::string word = pick(vocabulary);
        std::size_t end = 0;
        for (std::size_t n = 1 + below(6); n > 0 && end < word.size(); --n)
            end += decode_utf8(word, end).bytes;
        return word.substr(0, end);
    }

    /// A word with some edits.
    std::string misspelled() {
        std::string word = pick(vocabulary);
        for (std::size_t n = 1 + below(2); n > 0; --n) {
            const std::size_t at = below(word.size());
            if (static_cast<unsigned char>(word[at]) >= 0x80) continue;
            switch (below(4)) {
                case 0:
                    word.erase(at, 1);
                    break;
                case 1:
                    word.insert(at, 1, 'x');
                    break;
                case 2:
                    word[at] = 's';
                    break;
                default:
                    if (at + 1 < word.size() && static_cast<unsigned char>(word[at + 1]) < 0x80)
                        std::swap(word[at], word[at + 1]);
            }
            if (word.empty()) return "x";
        }
        return word;
    }

    std::string word_operand() {
        static constexpr std::array<std::string_view, 8> fields = {
            "", "", "", "", "title:", "text:", "author:", "title:"};
        const std::string field = pick(fields);
        const bool author = field == "author:";
        switch (below(8)) {
            case 0:
                return field + '"' + (author ? pick(names) + " " + pick(names) : words(3)) + '"';
            case 1:
                return field + '"' + words(3) + "\"~" + std::to_string(1 + below(6));
            case 2:
                return field + (author ? pick(names).substr(0, 2) : beginning()) + '*';
            case 3:
                return field + misspelled() + (below(2) == 0 ? "~" : "~2");
            case 4:
                return field + pick(vocabulary) + "^" + std::to_string(1 + below(9));
            default:
                return field + (author ? pick(names) : pick(vocabulary));
        }
    }

    std::string date() {
        static constexpr std::array<std::string_view, 8> dates = {
            "2023-10-07", "2023-10", "2023", "2023-10-12T12:00:00Z", "7d", "3w", "1m", "2023-11"};
        return pick(dates);
    }

    std::string filter() {
        static constexpr std::array<std::string_view, 3> kind_names = {"article", "readme", "post"};
        static constexpr std::array<std::string_view, 6> sites = {
            "github.com", "GitHub.com", "gist.github.com", "www.example.org", "example.org", "com"};
        static constexpr std::array<std::string_view, 7> numbers = {">=100",   "<50", "0",  ">0",
                                                                    "10..200", "=25", "..7"};
        switch (below(12)) {
            case 0:
                return "kind:" + pick(kind_names);
            case 1:
                return "source:\"" + pick(sources) + '"';
            case 2:
            case 3:
                return "tag:\"" + pick(tags) + '"';
            case 4:
                return "lang:" + pick(languages);
            case 5:
                return "site:" + pick(sites);
            case 6:
                return below(2) == 0 ? "id:doc:" + std::to_string(below(100))
                                     : "parent:\"page " + std::to_string(below(3)) + '"';
            case 7:
                return "after:" + date();
            case 8:
                return "before:" + date();
            case 9:
                return "date:" + date() + (below(2) == 0 ? "" : "..");
            case 10:
                return "points:" + pick(numbers);
            default:
                return "comments:" + pick(numbers);
        }
    }

    std::string operand(unsigned depth) {
        static constexpr std::array<std::string_view, 8> signs = {"", "",  "",  "",
                                                                  "", "+", "-", "NOT "};
        static constexpr std::array<std::string_view, 6> group_fields = {"",       "",     "",
                                                                         "title:", "tag:", "kind:"};
        const std::string sign = pick(signs);
        if (depth < 4 && below(6) == 0) {
            return sign + pick(group_fields) + '(' + query(depth + 1) + ')' +
                   (below(4) == 0 ? "^2.5" : "");
        }
        if (below(4) == 0) return sign + filter();
        if (below(20) == 0) return sign + '*';
        return sign + word_operand();
    }

    std::mt19937_64 random_;
};

}  // namespace kb::test
