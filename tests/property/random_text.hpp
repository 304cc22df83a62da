#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace kb::test {

/// Random text, the same for the same seed on every machine.
class RandomText {
  public:
    explicit RandomText(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }

    std::string_view pick(std::span<const std::string_view> choices) {
        return choices[below(choices.size())];
    }

    /// Up to `count` of the choices, one after the other.
    std::string sequence(std::span<const std::string_view> choices, std::size_t count) {
        std::string text;
        for (std::size_t n = below(count + 1); n > 0; --n)
            text += pick(choices);
        return text;
    }

    std::string bytes(std::size_t count) {
        std::string text;
        for (std::size_t n = below(count + 1); n > 0; --n) {
            text.push_back(static_cast<char>(below(256)));
        }
        return text;
    }

  private:
    std::mt19937_64 engine_;
};

/// What identifiers, numbers, contractions and their like are made of.
inline constexpr std::array<std::string_view, 64> ascii_pieces = {
    "a",  "b",  "s",  "t",  "v",   "A",   "B",  "S",  "V",     "foo", "Bar",  "HTTP",   "x",
    "re", "ll", "ve", "d",  "m",   "0",   "1",  "23", "456",   "7",   "_",    "__",     "-",
    "--", ".",  "..", ",",  ",",   "/",   "//", ":",  "::",    "://", "@",    "+",      "++",
    "#",  "##", "'",  "'",  "&",   "=",   "==", " ",  "  ",    "\n",  "\t",   "(",      ")",
    "[",  "\"", "*",  "\\", "123", "c++", "C#", "v2", "don't", "'s",  "\x01", "running"};

/// What the rest of the world writes with, some of it broken.
inline constexpr std::array<std::string_view, 72> unicode_pieces = {
    "é",      "e\u0301", "ß",      "İ",      "ı",      "Ł",        "ﬁ",       "Ⅷ",      "½",
    "²",      "ä",       "Ä",      "я",      "Я",      "ё",        "и\u0306", "й",      "α",
    "ς",      "ώ",       "ب",      "\u064E", "\u0640", "أ",        "ש",       "\u05B8", "ह",
    "\u094D", "ี",        "ก",      "ำ",      "ລ",      "ក",        "မ",       "日",     "本",
    "の",     "テ",      "ー",     "ｶ",      "ﾞ",      "한",       "\u1112",  "\u1161", "〇",
    "々",     "Ａ",      "２",     "＋",     "、",     "。",       "’",       "ʼ",      "·",
    "\u00AD", "\u200B",  "\u200D", "\uFE0F", "\uFEFF", "👍",        "🏽",    "❤",      "🇩",
    "\u20E3", "\uFDFA",  "\u3164", "\u0344", "\xFF",   "\xE6\x97", "\x80",    "\u00A0", "\u2028"};

}  // namespace kb::test
