#include <doctest/doctest.h>

#include "ingest/formats.hpp"
#include "reading.hpp"

using kb::Format;
using kb::ingest::format_of_content;
using kb::ingest::format_of_name;
using namespace kb::test;

namespace {

Format content(std::string_view head, Format name = Format::automatic) {
    return format_of_content(head, name);
}

}  // namespace

TEST_CASE("every format is read back from its name") {
    for (const auto& info : kb::ingest::formats()) {
        CHECK(kb::parse_format(kb::to_string(info.format)) == info.format);
    }
    CHECK(kb::to_string(Format::automatic) == "auto");
    CHECK_FALSE(kb::parse_format("River"));
    CHECK_FALSE(kb::parse_format("rss"));
}

TEST_CASE("extensions name formats in letters of either case") {
    CHECK(format_of_name("a/b.TXT") == Format::text);
    CHECK(format_of_name("b.ndjson") == Format::jsonl);
    CHECK(format_of_name("b.md") == Format::markdown);
    CHECK(format_of_name("b.htm") == Format::html);
    CHECK(format_of_name("b.atom") == Format::feed);
    CHECK(format_of_name("b.opml") == Format::opml);
    CHECK(format_of_name("b.pdf") == Format::automatic);
    CHECK(format_of_name(".txt") == Format::automatic);
    CHECK(format_of_name("txt") == Format::automatic);
}

TEST_CASE("content tells JSON Lines, exports and markup") {
    CHECK(content("{\"id\":\"1\"}\n") == Format::jsonl);
    CHECK(content("\n { \"id\": 1}\n") == Format::jsonl);
    CHECK(content("Title\n1 day ago\n") == Format::river);
    CHECK(content("left over\n\n  Title\n  1\u00a0day ago\n") == Format::river);
    CHECK(content("<?xml version=\"1.0\"?>\n<rss version=\"2.0\">") == Format::feed);
    CHECK(content("<feed xmlns=\"http://www.w3.org/2005/Atom\">") == Format::feed);
    CHECK(content("<?xml version=\"1.0\"?>\n<opml version=\"2.0\">") == Format::opml);
    CHECK(content("<!DOCTYPE html>\n<title>") == Format::html);
    CHECK(content("<!-- x --><HTML>") == Format::html);
    CHECK(content("<title>T</title><p>x") == Format::html);
    CHECK(content("<body class=x>") == Format::html);
    CHECK(content("<!doctype html>", Format::markdown) == Format::html);
    CHECK(content("<h1>x</h1>\n```\n<html>\n```", Format::markdown) == Format::automatic);
    CHECK(content("---\ntitle: T\n---\ntext") == Format::markdown);
    CHECK(content("+++\ntitle = 'T'\n+++\ntext", Format::html) == Format::markdown);
    CHECK(content("---\nnot a field\n---\ntext") == Format::automatic);
    CHECK(content("{\"version\": \"https://jsonfeed.org/version/1.1\"}") == Format::feed);
}

TEST_CASE("content that tells nothing is left to the name") {
    CHECK(content("") == Format::automatic);
    CHECK(content("Just text.\n") == Format::automatic);
    CHECK(content("{ curly }\n") == Format::automatic);
    CHECK(content("{\n  \"pretty\": 1\n}\n") == Format::automatic);
    CHECK(content("<3 hearts") == Format::automatic);
    CHECK(content("Title\n\n1 day ago\n") == Format::automatic);
    CHECK(content("Comment\n1 day ago\n", Format::markdown) == Format::automatic);
}

TEST_CASE("feeds are known by their first element, whatever stands before it") {
    CHECK(content("<rdf:RDF xmlns:rdf=\"x\">") == Format::feed);
    CHECK(content("<r:RDF>") == Format::feed);
    CHECK(content("<atom:feed xmlns:atom=\"x\">") == Format::feed);
    CHECK(content("<!-- <html> -->\n<?x y?>\n<!DOCTYPE rss [<!ENTITY a \">\">]>\n<rss>") ==
          Format::feed);
    CHECK(content("\n\n  <CHANNEL>") == Format::feed);
    CHECK(content("Warning: x\n<?xml version=\"1.0\"?><rss>") == Format::feed);
    CHECK(content("Warning: x\n<?xml version=\"1.0\"?><rss>", Format::markdown) ==
          Format::automatic);
    CHECK(content("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\" \"y\"><html>") ==
          Format::html);
    CHECK(content("<o:OPML>") == Format::opml);
    CHECK(content("<p>Text</p>") == Format::automatic);
}

TEST_CASE("the content wins over the name and the user over both") {
    CHECK(read_content("a.txt", "{\"id\":\"1\",\"title\":\"t\"}\n").titles() == Strings{"t"});
    CHECK(read_content("a.jsonl", "Title\n1 day ago\n").messages().size() == 2);
    kb::ReadOptions options;
    options.format = Format::text;
    CHECK(read_content("a.txt", "Title\n1 day ago\n", options).documents.at(0).text ==
          "Title\n1 day ago");
}
