#include <doctest/doctest.h>

#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

/// The code points [range) of UTF-8 text.
std::string cut(const std::string& text, TextRange range) {
    std::string piece;
    std::uint32_t position = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) ++position;
        if (position >= range.begin && position < range.end) piece += text[i];
    }
    return piece;
}

std::vector<std::string> marked(const std::string& text, const std::vector<TextRange>& ranges) {
    std::vector<std::string> pieces;
    for (const TextRange range : ranges)
        pieces.push_back(cut(text, range));
    return pieces;
}

std::size_t code_points(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

Hit first_hit(const Document& document, SearchRequest request) {
    return test::SampleIndex({document}).search(std::move(request)).hits.at(0);
}
Hit first_hit(const Document& document, std::string query) {
    return first_hit(document, SearchRequest{.query = std::move(query)});
}

using Pieces = std::vector<std::string>;

const std::string filler = "Nothing of interest stands in this sentence, nor in the next one. ";

std::string repeat(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

}  // namespace

TEST_CASE("inflected words are marked in title and snippet") {
    const Hit hit =
        first_hit(make_document("a", "Über Migrations", "We were migrating the databases."),
                  "migration database");
    CHECK(marked(hit.document.title, hit.title_highlights) == Pieces{"Migrations"});
    CHECK(marked(hit.snippet, hit.snippet_highlights) == Pieces{"migrating", "databases"});
    CHECK(hit.document.text.empty());
}

TEST_CASE("a phrase is marked as one, and its words alone are not") {
    const Hit hit =
        first_hit(make_document("a", "x", "code first, then async code follows"), "\"async code\"");
    CHECK(marked(hit.snippet, hit.snippet_highlights) == Pieces{"async code"});
}

TEST_CASE("an identifier is marked however it is spelled") {
    const Hit hit = first_hit(
        make_document("a", "x", "call bulk_create, bulkCreate or bulk create; not create"),
        "bulk_create");
    CHECK(marked(hit.snippet, hit.snippet_highlights) ==
          Pieces{"bulk_create", "bulkCreate", "bulk create"});
}

TEST_CASE("excluded words and filters are not marked") {
    const Hit hit = first_hit(make_document("a", "x", "alpha beta article en"),
                              "alpha -gamma kind:article lang:en");
    CHECK(marked(hit.snippet, hit.snippet_highlights) == Pieces{"alpha"});
}

TEST_CASE("a word asked for in the title is not marked in the text") {
    const Hit hit = first_hit(make_document("a", "Alpha", "alpha"), "title:alpha");
    CHECK(hit.title_highlights.size() == 1);
    CHECK(hit.snippet_highlights.empty());
}

TEST_CASE("the passage that holds most of the query is shown") {
    const std::string text = "An orm alone. " + repeat(filler, 30) +
                             "Here async code meets the orm at last. " + repeat(filler, 30);
    const Hit hit = first_hit(make_document("a", "x", text), "async orm");
    CHECK(hit.snippet.find("async code meets the orm") != std::string::npos);
    CHECK(hit.snippet.starts_with("…"));
    CHECK(hit.snippet.ends_with("…"));
}

TEST_CASE("a match far into a long text is found") {
    const std::string text = repeat(filler, 3000) + "needle in the end";
    const Hit hit = first_hit(make_document("a", "x", text), "needle");
    CHECK(marked(hit.snippet, hit.snippet_highlights) == Pieces{"needle"});
}

TEST_CASE("snippets keep to the length that was asked for") {
    const std::string text = repeat(filler, 10) + "needle " + repeat(filler, 10);
    for (const std::uint32_t length : {0U, 1U, 2U, 3U, 5U, 20U, 80U, 200U, 10000U}) {
        CAPTURE(length);
        const Hit hit = first_hit(make_document("a", "x", text),
                                  SearchRequest{.query = "needle", .snippet_length = length});
        CHECK(code_points(hit.snippet) <= length);
        for (const TextRange range : hit.snippet_highlights)
            CHECK(range.end <= code_points(hit.snippet));
        if (length >= 20) CHECK(marked(hit.snippet, hit.snippet_highlights) == Pieces{"needle"});
    }
}

TEST_CASE("a snippet ends with a whole word, also right behind a match") {
    for (std::uint32_t length = 20; length < 60; ++length) {
        CAPTURE(length);
        const Hit hit = first_hit(
            make_document(
                "a", "x",
                "the queue drained slowly while needle pumps refilled everything downstream again"),
            SearchRequest{.query = "queue needle", .snippet_length = length});
        std::string last = hit.snippet.substr(hit.snippet.rfind(' ') + 1);
        if (last.ends_with("…")) last.erase(last.size() - std::string("…").size());
        CHECK(
            std::string(
                "the queue drained slowly while needle pumps refilled everything downstream again ")
                .find(last + " ") != std::string::npos);
    }
}

TEST_CASE("without a match in the text its beginning is shown") {
    const Hit hit = first_hit(make_document("a", "Needle", repeat(filler, 10)), "needle");
    CHECK(hit.snippet.starts_with("Nothing of interest"));
    CHECK(hit.snippet_highlights.empty());
}

TEST_CASE("snippets are one line") {
    const Hit hit = first_hit(make_document("a", "x", "one\n\n  needle\tand\nmore"), "needle");
    CHECK(hit.snippet == "one needle and more");
}

TEST_CASE("Chinese and Japanese are marked inside running text") {
    Document chinese =
        make_document("a", "多模态预训练模型",
                      repeat("这里没有什么。", 60) + "我们发布了多模态预训练模型的新版本。" +
                          repeat("这里没有什么。", 60));
    chinese.lang = "zh";
    const Hit hit = first_hit(chinese, "预训练");
    CHECK(marked(hit.document.title, hit.title_highlights) == Pieces{"预训练"});
    CHECK(marked(hit.snippet, hit.snippet_highlights) == Pieces{"预训练"});
    CHECK(code_points(hit.snippet) <= 240);

    Document japanese = make_document("b", "x", "新しい検索エンジンのテストを書きました");
    japanese.lang = "ja";
    const Hit second = first_hit(japanese, "検索 テスト");
    CHECK(marked(second.snippet, second.snippet_highlights) == Pieces{"検索", "テスト"});
}

TEST_CASE("a snippet never cuts a character that is composed of several") {
    // A family emoji is seven code points; a cut inside would show strangers.
    const std::string family = "👨‍👩‍👧‍👦";
    const Hit hit = first_hit(make_document("a", "x", "needle" + repeat(family, 60)),
                              SearchRequest{.query = "needle*", .snippet_length = 40});
    std::string rest = hit.snippet.substr(6, hit.snippet.size() - 6 - std::string("…").size());
    while (rest.starts_with(family))
        rest.erase(0, family.size());
    CHECK(rest.empty());
}

TEST_CASE("a text of one enormous word has a snippet") {
    const Hit hit = first_hit(make_document("a", "needle", std::string(300'000, 'x')), "needle");
    CHECK(code_points(hit.snippet) <= 240);
}
