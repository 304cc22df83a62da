#include <doctest/doctest.h>

#include "reading.hpp"

using kb::Document;
using kb::Kind;
using namespace kb::test;

TEST_CASE("each line is a document") {
    const Reading reading = read_content("a.jsonl",
                                         "{\"id\":\"1\",\"title\":\"One\",\"kind\":\"episode\"}\n"
                                         "\n   \r\n"
                                         "{\"id\":\"2\",\"title\":\"Foo 1.2 released\"}");
    CHECK(reading.messages() == Strings{});
    CHECK(reading.titles() == Strings{"One", "Foo 1.2 released"});
    CHECK(reading.documents[0].kind == Kind::episode);
    CHECK(reading.documents[1].kind == Kind::release);
}

TEST_CASE("a bad line is a failure with its number and the stream goes on") {
    const Reading reading = read_content("a.jsonl",
                                         "{\"id\":\"1\"}\n"
                                         "{\"id\":\"2\",\"points\":-1}\n"
                                         "{\"id\":\"3\",\"title\":\"cut\n"
                                         "{\"title\":\"no id\"}\n"
                                         "{\"id\":\"\\u0000 \"}\n"
                                         "{\"id\":\"4\"}\n");
    CHECK(reading.documents.size() == 2);
    CHECK(reading.messages() == Strings{"2: points: not a whole number ≥ 0",
                                        "3: malformed JSON: a string is not closed",
                                        "4: id: missing or empty", "5: id: missing or empty"});
}

TEST_CASE("a last line that is cut off is a failure that says so") {
    const Reading reading = read_content("a.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\",\"tit");
    CHECK(reading.documents.size() == 1);
    CHECK(reading.messages() ==
          Strings{"2: malformed JSON: a string is not closed (the last line has no end: perhaps "
                  "the input was cut off)"});
}

TEST_CASE("a line beyond the limit is a failure and the next ones are read") {
    kb::ReadOptions options;
    options.max_document_bytes = std::uint64_t{64} << 10U;
    const Reading reading = read_content("a.jsonl",
                                         "{\"id\":\"1\"}\n{\"id\":\"2\",\"text\":\"" +
                                             std::string(1U << 21U, 'x') + "\"}\n{\"id\":\"3\"}\n",
                                         options);
    CHECK(reading.documents.size() == 2);
    CHECK(reading.messages() == Strings{"2: the line is longer than 64 KiB and was skipped"});
}

TEST_CASE("documents are normalised and the user's options override them") {
    kb::ReadOptions options;
    options.source = "Mine";
    options.kind = Kind::thread;
    options.lang = "fr";
    const Document document =
        read_content(
            "a.jsonl",
            "\xEF\xBB\xBF{\"id\":\" 1 \",\"url\":\"HTTP://E.org#x\",\"title\":\" a\\n b \","
            "\"tags\":[\"x\",\"\",\"x\"],\"kind\":\"post\",\"source\":\"s\",\"lang\":\"de\"}",
            options)
            .documents.at(0);
    CHECK(document.id == "1");
    CHECK(document.url == "http://e.org/");
    CHECK(document.title == "a b");
    CHECK(document.tags == Strings{"x"});
    CHECK(document.source == "Mine");
    CHECK(document.kind == Kind::thread);
    CHECK(document.lang == "fr");
}

TEST_CASE("the host of the link is the source where none is given") {
    const Reading reading =
        read_content("a.jsonl", "{\"id\":\"1\",\"url\":\"https://www.e.org/x\"}\n{\"id\":\"2\"}\n");
    CHECK(reading.documents[0].source == "e.org");
    CHECK(reading.documents[1].source == "");
}

TEST_CASE("what was read and written again reads the same") {
    const Reading first = read_content(
        "a.jsonl",
        "{\"id\":\"1\",\"title\":\"Grüße aus dem Keller, in dem es kalt ist\",\"points\":3,"
        "\"published\":\"2024-01-01\",\"parent\":{\"id\":\"0\",\"title\":\"t\"}}\n");
    const std::string written = kb::to_json(first.documents.at(0)) + "\n";
    const Reading second = read_content("a.jsonl", written);
    CHECK(second.documents == first.documents);
    CHECK(kb::to_json(second.documents.at(0)) + "\n" == written);
}
