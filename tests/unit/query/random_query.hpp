#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

/// Random query texts: biased towards the grammar, so that its corners meet each other.
class RandomQueries {
  public:
    explicit RandomQueries(std::uint64_t seed) : random_(seed) {}

    /// Pieces of syntax and words in any order, with and without white space between.
    std::string pieces() {
        std::string text;
        for (std::size_t n = below(16); n > 0; --n) {
            text += pick();
            if (below(3) > 0) text += ' ';
        }
        return text;
    }

    /// A text that follows the grammar.
    std::string grammatical(unsigned depth = 0) {
        std::string text;
        for (std::size_t n = 1 + below(3); n > 0; --n) {
            if (!text.empty()) text += ' ';
            text += operand(depth);
            while (below(3) == 0)
                text += (below(2) == 0 ? " AND " : " OR ") + operand(depth);
        }
        return text;
    }

    /// Any bytes, mostly ASCII.
    std::string bytes() {
        std::string text(below(48), '\0');
        for (char& c : text)
            c = static_cast<char>(below(below(4) == 0 ? 256 : 128));
        return text;
    }

    /// A text of any of these sorts.
    std::string any() {
        switch (below(5)) {
            case 0:
                return bytes();
            case 1:
            case 2:
                return grammatical();
            default:
                return pieces();
        }
    }

  private:
    static constexpr std::array<std::string_view, 84> pieces_ = {"a",
                                                                 "word",
                                                                 "two",
                                                                 "C++",
                                                                 "C#",
                                                                 ".NET",
                                                                 "x.y/z",
                                                                 "foo-bar",
                                                                 "--as-of",
                                                                 "ünï",
                                                                 "模型",
                                                                 "AND",
                                                                 "OR",
                                                                 "NOT",
                                                                 "and",
                                                                 "+",
                                                                 "-",
                                                                 "(",
                                                                 ")",
                                                                 "\"",
                                                                 "“",
                                                                 "”",
                                                                 "\"a b\"",
                                                                 "*",
                                                                 "**",
                                                                 "~",
                                                                 "~1",
                                                                 "~2",
                                                                 "~9",
                                                                 "^2",
                                                                 "^0.5",
                                                                 "^0",
                                                                 "^1",
                                                                 "^",
                                                                 ":",
                                                                 "::",
                                                                 "://",
                                                                 "/",
                                                                 "\\",
                                                                 "\\\"",
                                                                 "title:",
                                                                 "text:",
                                                                 "author:",
                                                                 "kind:",
                                                                 "readme",
                                                                 "article",
                                                                 "source:",
                                                                 "tag:",
                                                                 "lang:",
                                                                 "site:",
                                                                 "id:",
                                                                 "parent:",
                                                                 "after:",
                                                                 "before:",
                                                                 "date:",
                                                                 "points:",
                                                                 "comments:",
                                                                 "foo:",
                                                                 "2023",
                                                                 "2023-11",
                                                                 "2023-11-27",
                                                                 "7d",
                                                                 "3m",
                                                                 "..",
                                                                 ">=",
                                                                 "<",
                                                                 "=",
                                                                 "10",
                                                                 "0",
                                                                 "Note:",
                                                                 "\t",
                                                                 "\n",
                                                                 "\x01",
                                                                 "\xC3",
                                                                 "\xF0\x9F",
                                                                 "…",
                                                                 "—",
                                                                 "\xE3\x80\x80",
                                                                 "\xC2\xA0",
                                                                 "?",
                                                                 "!",
                                                                 "'",
                                                                 "2023-11-27T14:05:00Z",
                                                                 "99999999999999999999"};

    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
    }
    std::string pick() { return std::string(pieces_.at(below(pieces_.size()))); }

    std::string operand(unsigned depth) {
        static constexpr std::array<std::string_view, 6> signs = {"", "", "", "+", "-", "NOT "};
        static constexpr std::array<std::string_view, 14> leaves = {
            "word",          "title:word",
            "\"two words\"", "\"two words\"~3^2",
            "pre*",          "fuzzy~2^0.5",
            "kind:readme",   "tag:\"a \\\" b\"",
            "date:2023-11",  "after:2023",
            "before:7d",     "points:10..20",
            "comments:>5",   "*"};
        static constexpr std::array<std::string_view, 6> fields = {"",       "",     "",
                                                                   "title:", "tag:", "date:"};
        std::string text(signs.at(below(signs.size())));
        if (depth < 5 && below(3) == 0) {
            text += fields.at(below(fields.size()));
            text += '(';
            text += grammatical(depth + 1);
            text += ')';
            if (below(4) == 0) text += "^2.5";
            return text;
        }
        text += leaves.at(below(leaves.size()));
        return text;
    }

    std::mt19937_64 random_;
};
