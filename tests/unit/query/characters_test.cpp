#include <doctest/doctest.h>

#include <string_view>

#include "query/characters.hpp"

using kb::query::character_at;
using kb::query::CharacterClass;

namespace {

CharacterClass class_of(std::string_view text) {
    CHECK(character_at(text, 0).length == text.size());
    return character_at(text, 0).type;
}

}  // namespace

TEST_CASE("letters, digits and unknown signs are words, known punctuation is not") {
    for (const std::string_view text : {"a", "Z", "7", "é", "模", "ก", "🎉", "ª", "\u200D", "々"}) {
        CAPTURE(text);
        CHECK(class_of(text) == CharacterClass::word);
    }
    for (const std::string_view text :
         {"!", "*", "_", "~", "…", "—", "。", "、", "！", "「", "¿"}) {
        CAPTURE(text);
        CHECK(class_of(text) == CharacterClass::punctuation);
    }
}

TEST_CASE("Unicode's white space, control characters and invisible marks are spaces") {
    for (const std::string_view text :
         {" ", "\t", "\n", "\x1B", "\x7F", "\u0085", "\u00A0", "\u1680", "\u2003", "\u200B",
          "\u200F", "\u2028", "\u202E", "\u202F", "\u205F", "\u2066", "\u3000", "\uFEFF"}) {
        CAPTURE(text);
        CHECK(class_of(text) == CharacterClass::space);
    }
    CHECK(character_at(std::string_view("\0", 1), 0).type == CharacterClass::space);
}

TEST_CASE("double quotes of every style are quotes, single ones are not") {
    for (const std::string_view text : {"\"", "“", "”", "„", "‟", "«", "»", "＂"}) {
        CAPTURE(text);
        CHECK(class_of(text) == CharacterClass::quote);
    }
    CHECK(class_of("'") == CharacterClass::punctuation);
    CHECK(class_of("’") == CharacterClass::punctuation);
}

TEST_CASE("bytes that are no UTF-8 are spaces of one byte") {
    for (const std::string_view text :
         {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\x80", "\xE2\x82",
          "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF0\x9F\x8E", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xFF"}) {
        CAPTURE(text.size());
        CHECK(character_at(text, 0).length == 1);
        CHECK(character_at(text, 0).type == CharacterClass::space);
    }
}

TEST_CASE("the edges of each length of sequence are read") {
    for (const std::string_view text :
         {"\u07FF", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF"}) {
        CHECK(class_of(text) == CharacterClass::word);
    }
}

TEST_CASE("white space is made plain") {
    CHECK(kb::query::with_plain_spaces(" a\t b\xFF \n") == "a  b");
    CHECK(kb::query::with_single_spaces(" a\t b\xFF \n") == "a b");
    CHECK(kb::query::with_single_spaces("\u3000").empty());
}
