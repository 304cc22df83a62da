#include <doctest/doctest.h>

#include <random>

#include "kb/document.hpp"
#include "kb/error.hpp"

using kb::Document;
using kb::document_from_json;
using kb::to_json;

namespace {

Document full_document() {
    Document d;
    d.id = "https://news.example.org/item?id=1";
    d.kind = kb::Kind::post;
    d.source = "news.example.org";
    d.url = "https://example.org/a";
    d.title = "A \"title\"";
    d.text = "One.\n\nTwo\tthree.";
    d.authors = {"Ada", "Grace"};
    d.tags = {"c++", "søk"};
    d.lang = "en";
    d.published = kb::parse_timestamp("2023-11-27T14:05:00Z");
    d.updated = kb::parse_timestamp("2023-11-28");
    d.points = 129;
    d.comments = 0;
    d.parent = kb::Parent{"p", "Page"};
    return d;
}

/// The message with which a text is refused.
std::string refusal(std::string_view json) {
    try {
        document_from_json(json);
    } catch (const kb::Error& error) {
        CHECK(error.code() == kb::ErrorCode::invalid_argument);
        return error.what();
    }
    return "accepted";
}

std::string refusal_of_field(std::string_view member) {
    return refusal("{\"id\":\"x\"," + std::string(member) + "}");
}

std::string random_text(std::mt19937_64& random) {
    static const std::vector<std::string> pieces = {"a",  "Z", " ",  "\"", "\\", "\n",
                                                    "\t", "é", "多", "😀",  "/",  "\u2028"};
    std::string text;
    for (std::uint64_t n = random() % 20; n > 0; --n)
        text += pieces[random() % pieces.size()];
    return text;
}

Document random_document(std::mt19937_64& random) {
    const auto maybe = [&] { return random() % 2 == 0; };
    Document d;
    d.id = "id" + random_text(random);
    d.kind = static_cast<kb::Kind>(random() % 8);
    if (maybe()) d.source = random_text(random);
    if (maybe()) d.url = "https://e.org/" + std::to_string(random());
    if (maybe()) d.title = random_text(random);
    if (maybe()) d.text = random_text(random);
    for (std::uint64_t n = random() % 3; n > 0; --n)
        d.authors.push_back("a" + random_text(random));
    for (std::uint64_t n = random() % 3; n > 0; --n)
        d.tags.push_back("t" + random_text(random));
    if (maybe()) d.lang = "de";
    const auto time = [&] {
        return kb::Timestamp{
            std::chrono::seconds{static_cast<std::int64_t>(random() % 4000000000U)}};
    };
    if (maybe()) d.published = time();
    if (maybe()) d.updated = time();
    if (maybe()) d.points = random();
    if (maybe()) d.comments = random();
    if (maybe()) d.parent = kb::Parent{"p" + random_text(random), random_text(random)};
    return d;
}

}  // namespace

TEST_CASE("a document is written with its fields in fixed order") {
    CHECK(to_json(full_document()) ==
          R"({"id":"https://news.example.org/item?id=1","kind":"post","source":"news.example.org",)"
          R"("url":"https://example.org/a","title":"A \"title\"","text":"One.\n\nTwo\tthree.",)"
          R"("authors":["Ada","Grace"],"tags":["c++","søk"],"lang":"en",)"
          R"("published":"2023-11-27T14:05:00Z","updated":"2023-11-28T00:00:00Z",)"
          R"("points":129,"comments":0,"parent":{"id":"p","title":"Page"}})");
}

TEST_CASE("absent fields are left out") {
    Document d;
    d.id = "x";
    CHECK(to_json(d) == R"({"id":"x","kind":"article"})");
    d.text = "long";
    CHECK(kb::to_json_without_text(d) == R"({"id":"x","kind":"article"})");
}

TEST_CASE("writing and reading gives the same document and the same bytes") {
    const std::uint64_t seed = 42;
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 5000; ++i) {
        const Document document = random_document(random);
        const std::string json = to_json(document);
        CAPTURE(json);
        const Document back = document_from_json(json);
        REQUIRE(back == document);
        REQUIRE(to_json(back) == json);
    }
}

TEST_CASE("bytes that are no UTF-8 are still written as valid JSON") {
    Document d;
    d.id = "a\xff";
    d.text = "\xc3";
    const Document back = document_from_json(to_json(d));
    CHECK(back.id == "a\uFFFD");
    CHECK(back.text == "\uFFFD");
}

TEST_CASE("null and empty fields mean absent and unknown fields are ignored") {
    bool kind_given = true;
    const Document d = document_from_json(
        R"({"id":"x","kind":null,"title":"","authors":[],"tags":"","published":null,"updated":"",)"
        R"("points":null,"parent":{},"score":{"a":[1,{"b":null}]}})",
        &kind_given);
    Document expected;
    expected.id = "x";
    CHECK(d == expected);
    CHECK_FALSE(kind_given);
}

TEST_CASE("a stated kind is told from an absent one") {
    bool kind_given = false;
    CHECK(document_from_json(R"({"id":"x","kind":"article"})", &kind_given).kind ==
          kb::Kind::article);
    CHECK(kind_given);
}

TEST_CASE("a single string may stand for a list") {
    const Document d = document_from_json(R"({"id":"x","authors":"Ada","tags":["a","b"]})");
    CHECK(d.authors == std::vector<std::string>{"Ada"});
    CHECK(d.tags == std::vector<std::string>{"a", "b"});
}

TEST_CASE("the last of several equal keys counts") {
    CHECK(document_from_json(R"({"id":"x","title":"a","title":"b"})").title == "b");
}

TEST_CASE("escapes and proper surrogate pairs are read") {
    const Document d = document_from_json(R"( {"id":"\u0041\ud83d\ude00", "text":"a\/\n"} )");
    CHECK(d.id == "A😀");
    CHECK(d.text == "a/\n");
}

TEST_CASE("counts are whole numbers from zero to the largest of 64 bits") {
    const auto points = [](std::string_view number) {
        return document_from_json("{\"id\":\"x\",\"points\":" + std::string(number) + "}").points;
    };
    CHECK(points("0") == 0U);
    CHECK(points("-0") == 0U);
    CHECK(points("18446744073709551615") == 18446744073709551615U);
    CHECK(points("100.0") == 100U);
    CHECK(points("1e2") == 100U);
    for (const std::string_view bad : {"-1", "2.5", "1e300", "true", "\"7\"", "[1]"}) {
        CAPTURE(bad);
        CHECK(refusal_of_field("\"points\":" + std::string(bad)) ==
              "points: not a whole number ≥ 0");
    }
    CHECK(refusal_of_field("\"comments\":18446744073709551616") ==
          "malformed JSON: a number is malformed or too large");
}

TEST_CASE("a field of the wrong type is refused by its name") {
    CHECK(refusal(R"({"id":17})") == "id: not a string");
    CHECK(refusal(R"({"title":"no id"})") == "id: missing or empty");
    CHECK(refusal(R"({"id":""})") == "id: missing or empty");
    CHECK(refusal(R"({"id":null})") == "id: missing or empty");
    CHECK(refusal_of_field(R"("title":["a"])") == "title: not a string");
    CHECK(refusal_of_field(R"("text":{"html":"b"})") == "text: not a string");
    CHECK(refusal_of_field(R"("kind":"poem")").starts_with("kind: not one of post, thread"));
    CHECK(refusal_of_field(R"("authors":[1])") == "authors: not an array of strings");
    CHECK(refusal_of_field(R"("tags":["a",null])") == "tags: not an array of strings");
    CHECK(refusal_of_field(R"("published":"yesterday")").starts_with("published: not a date"));
    CHECK(refusal_of_field(R"("updated":1700000000)") == "updated: not a string");
    CHECK(refusal_of_field(R"("parent":"p")") == "parent: not an object");
    CHECK(refusal_of_field(R"("parent":{"title":"t"})") == "parent.id: missing or empty");
    CHECK(refusal_of_field(R"("parent":{"id":1})") == "parent.id: not a string");
}

TEST_CASE("malformed JSON is refused with its cause") {
    CHECK(refusal("") == "malformed JSON: empty");
    CHECK(refusal("{\"id\":\"x\xff\"}") == "malformed JSON: not valid UTF-8");
    CHECK(refusal("{\"id\":\"cut") == "malformed JSON: a string is not closed");
    CHECK(refusal("{\"id\":\"a\nb\"}") ==
          "malformed JSON: a control character stands unescaped in a string");
    CHECK(refusal(R"({"id":"\ud83d alone"})") ==
          "malformed JSON: a string holds an invalid escape sequence");
    CHECK(refusal(R"({"id":"x","points":1e999})") ==
          "malformed JSON: a number is malformed or too large");
    for (const std::string_view bad : {"{\"id\":\"x\"", "{\"id\":\"x\",}", "{\"id\" \"x\"}",
                                       "not json", "{'id':'x'}", "{\"id\":\"x\"} {\"id\":\"y\"}"}) {
        CAPTURE(bad);
        CHECK(refusal(bad).starts_with("malformed JSON: "));
    }
    for (const std::string_view other : {"[]", "\"text\"", "42", "null", "true"}) {
        CHECK(refusal(other) == "malformed document: not a JSON object");
    }
}

TEST_CASE("deep nesting is refused and harms nothing") {
    const std::string bomb(200000, '[');
    CHECK(refusal_of_field("\"x\":" + bomb).starts_with("malformed JSON: "));
    CHECK(refusal_of_field("\"x\":" + bomb + std::string(200000, ']')) ==
          "malformed JSON: nested too deeply");
    CHECK(document_from_json(R"({"id":"after"})").id == "after");
}

TEST_CASE("documents beyond the size of the kept parser are read as well") {
    Document d;
    d.id = "big";
    d.text.assign(3U << 20U, 'x');
    CHECK(document_from_json(to_json(d)) == d);
}
