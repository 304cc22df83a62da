#include <doctest/doctest.h>

#include <algorithm>

#include "support/sample_index.hpp"
#include "text/utf8.hpp"

using namespace kb;
using test::make_document;

namespace {

const std::string filler = "Nothing of interest stands in this sentence, nor in the next one. ";

std::string repeat(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

Hit first_hit(const std::string& text, SearchRequest request) {
    return test::SampleIndex({make_document("a", "x", text)}).search(std::move(request)).hits.at(0);
}

std::string snippet(const std::string& text, SearchRequest request) {
    return first_hit(text, std::move(request)).snippet;
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("several fragments show what stands far apart, in the order of the text") {
    const std::string text = repeat(filler, 10) + "Here are pools. " + repeat(filler, 10) +
                             "There is an orm. " + repeat(filler, 10) + "Async code. " +
                             repeat(filler, 10);
    for (const std::uint32_t fragments : {2U, 3U, 7U}) {
        CAPTURE(fragments);
        const std::string three = snippet(
            text,
            {.query = "async orm pool", .snippet_length = 300, .snippet_fragments = fragments});
        CHECK(count_code_points(three) <= 300);
        if (fragments == 2) continue;
        CHECK(three.find("pools") < three.find("orm"));
        CHECK(three.find("orm") < three.find("Async"));
        CHECK(holds(three, " … "));
    }
}

TEST_CASE("fragments that meet are one") {
    const std::string text = "One pool and one orm and one async task, side by side in a line.";
    CHECK(snippet(text, {.query = "async orm pool", .snippet_fragments = 3}) == text);
}

TEST_CASE("fragments keep to the length together, and each has some room") {
    const std::string text = repeat("needle and pin. " + filler, 50);
    for (const std::uint32_t length : {0U, 1U, 7U, 8U, 40U, 79U, 80U, 120U, 240U, 1000U}) {
        for (const std::uint32_t fragments : {0U, 1U, 2U, 5U, 100U}) {
            CAPTURE(length);
            CAPTURE(fragments);
            const Hit hit = first_hit(
                text,
                {.query = "needle pin", .snippet_length = length, .snippet_fragments = fragments});
            CHECK(count_code_points(hit.snippet) <= length);
            std::uint32_t end = 0;
            for (const TextRange range : hit.snippet_highlights) {
                CHECK(range.begin >= end);
                CHECK(range.end > range.begin);
                end = range.end;
            }
            CHECK(end <= count_code_points(hit.snippet));
        }
    }
}

TEST_CASE("words side by side are shown rather than the same words apart") {
    const std::string text = "A pool. " + filler + "Then async. " + repeat(filler, 10) +
                             "The async pool. " + repeat(filler, 10);
    CHECK(holds(snippet(text, {.query = "async pool", .snippet_length = 120}), "The async pool"));
}

TEST_CASE("line ends of code stay visible, those of prose do not") {
    const std::string code =
        "Use it so:\n\nfrom tarn import AsyncPool\npool = AsyncPool(size=3)\nasync with pool:\n"
        "    run()\n\nThat was the code,\nwrapped like this.";
    CHECK(snippet(code, {.query = "pool"}) ==
          "Use it so: from tarn import AsyncPool ⏎ pool = AsyncPool(size=3) ⏎ async with pool: ⏎ "
          "run() That was the code, wrapped like this.");
}

TEST_CASE("snippets of code keep to the length, too") {
    const std::string code = repeat("a = 1\nb = needle\n", 300);
    for (std::uint32_t length = 1; length < 80; ++length) {
        CAPTURE(length);
        CHECK(count_code_points(snippet(code, {.query = "needle", .snippet_length = length})) <=
              length);
    }
}

TEST_CASE("a passage begins with its sentence, in Chinese too") {
    Document document = make_document(
        "a", "x",
        repeat("这里没有什么。", 60) + "我们发布了预训练模型。" + repeat("没有什么。", 60));
    document.lang = "zh";
    const Hit hit = test::SampleIndex({document})
                        .search(SearchRequest{.query = "预训练", .snippet_length = 40})
                        .hits.at(0);
    CHECK(hit.snippet.starts_with("…这里没有什么。"));
    CHECK(holds(hit.snippet, "我们发布了预训练模型。"));
}
