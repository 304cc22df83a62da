#include "ingest/lines.hpp"

#include <doctest/doctest.h>

using namespace kb::ingest;

namespace {

std::string joined(std::string_view text) {
    return join_blocks(split_lines(text));
}

}  // namespace

TEST_CASE("white space of every script and without width is trimmed") {
    CHECK(trim(" \t\u00a0\u3000a b\u2003\u200b\ufeff\r") == "a b");
    CHECK(trim("\u200b\u2060") == "");
    CHECK(trim("\xff") == "\xff");
    CHECK(is_blank("\u00a0 \t"));
    CHECK_FALSE(is_blank("."));
}

TEST_CASE("indentation is counted in characters and removed as far as there is some") {
    CHECK(indentation("  \t\u00a0x ") == 4);
    CHECK(dedent("\u00a0\u00a0\u00a0x", 2) == "\u00a0x");
    CHECK(dedent("  x", 4) == "x");
    CHECK(dedent("x  ", 4) == "x  ");
    CHECK(dedent("\t\tx", 1) == "\tx");
}

TEST_CASE("a bullet needs white space behind it") {
    CHECK(bullet_bytes("• x") == 4);
    CHECK(bullet_bytes("-  x") == 3);
    CHECK(bullet_bytes("*bold*") == 0);
    CHECK(bullet_bytes("-1 degrees") == 0);
}

TEST_CASE("blocks are separated by exactly one blank line") {
    CHECK(joined("\n\na  \nb\n \n\t\n\nc\n\n") == "a\nb\n\nc");
    CHECK(joined("") == "");
    CHECK(joined(" \n \n") == "");
}

TEST_CASE("blank lines within an indented code block stay as they are") {
    CHECK(joined("Code:\n\n\n    def a():\n        pass\n\n\n    def b():\n\n\nText") ==
          "Code:\n\n    def a():\n        pass\n\n\n    def b():\n\nText");
    CHECK(joined("\tx\n\n\n\ty") == "\tx\n\n\n\ty");
}

TEST_CASE("indented lists are no code") {
    CHECK(joined("    • a\n\n\n    • b") == "    • a\n\n    • b");
}
