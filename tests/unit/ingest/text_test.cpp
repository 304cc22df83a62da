#include <doctest/doctest.h>

#include "reading.hpp"

using kb::Document;
using namespace kb::test;

TEST_CASE("a text's first line is its title") {
    const Document document =
        read_content("note.txt", "\n  On kettles \n\nThey boil.\n\n\nStill.\n").documents.at(0);
    CHECK(document.title == "On kettles");
    CHECK(document.text == "They boil.\n\nStill.");
    CHECK(document.id.starts_with("kb:"));
    CHECK_FALSE(document.published);
    CHECK(document.kind == kb::Kind::article);
}

TEST_CASE("a first line that the text goes on from stays in the text") {
    const Document document =
        read_content("note.txt", "They boil,\nand whistle.\n").documents.at(0);
    CHECK(document.title == "They boil,");
    CHECK(document.text == "They boil,\nand whistle.");
}

TEST_CASE("a text without a short first line is named for its file") {
    const std::string line(201, 'x');
    const Document document = read_content("long.note.txt", line + "\n").documents.at(0);
    CHECK(document.title == "long.note");
    CHECK(document.text == line);
    const std::string wide = [] {
        std::string text;
        for (int i = 0; i < 200; ++i)
            text += "é";
        return text;
    }();
    CHECK(read_content("wide.txt", wide).documents.at(0).title == wide);
}

TEST_CASE("a text without anything to see is no document but a warning") {
    CHECK(read_content("a.txt", "").messages() == Strings{"[0: is empty]"});
    CHECK(read_content("a.txt", " \n\t\n\u3000\n").messages() == Strings{"[0: holds no text]"});
}

TEST_CASE("a text beyond the limit is a failure") {
    kb::ReadOptions options;
    options.max_document_bytes = 2048;
    for (const std::string& content :
         {std::string(3000, 'x'), std::string(1500, 'x') + "\n" + std::string(1500, 'y')}) {
        const Reading reading = read_content("a.txt", content, options);
        CHECK(reading.documents.empty());
        CHECK(reading.messages() == Strings{"0: the text is larger than 2 KiB"});
    }
}

TEST_CASE("texts in other charsets are read with a warning that names it") {
    const Reading reading =
        read_content("a.txt",
                     "Ein Brief\n\nDie Gr\xF6\xDF"
                     "e der B\xE4ume \xFC"
                     "ber dem Flu\xDF kostet "
                     "nichts, sagte der M\xFCller, und die M\xFChle drehte sich.\n");
    CHECK(reading.documents.at(0).text.starts_with("Die Größe der Bäume über dem Fluß"));
    REQUIRE(reading.messages().size() == 1);
    CHECK(reading.messages().at(0).starts_with("[0: is not UTF-8 and was read as "));
}

TEST_CASE("a few bad bytes do not turn UTF-8 into another charset") {
    const Reading reading =
        read_content("a.txt", "Grüße\n\naus dem Keller, schöne Grüße \xFF bis später.\n");
    CHECK(reading.documents.at(0).text == "aus dem Keller, schöne Grüße \uFFFD bis später.");
    CHECK(reading.messages() == Strings{"[0: 1 malformed character was replaced by U+FFFD]"});
}
