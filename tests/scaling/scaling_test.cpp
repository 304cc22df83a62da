// Time per byte over growing inputs: what is four times as long may take about four times as long,
// whatever it holds. Quadratic work takes sixteen times. CPU time of the thread is counted, the
// best of several runs, with a wide margin; KB_SCALING_BYTES in the environment says another size
// than the one of the tests and prints every figure.
#include <doctest/doctest.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "index/stored_document.hpp"
#include "index/subscription_record.hpp"
#include "ingest/age.hpp"
#include "ingest/feed/date.hpp"
#include "ingest/feed_links.hpp"
#include "ingest/fetch/content_type.hpp"
#include "ingest/fetch/web_url.hpp"
#include "ingest/markdown/front_matter.hpp"
#include "ingest/page_date.hpp"
#include "kb/analyzer.hpp"
#include "kb/display.hpp"
#include "kb/document.hpp"
#include "kb/query.hpp"
#include "kb/reader.hpp"
#include "support/rank/collection.hpp"
#include "support/rank/read_everything.hpp"
#include "support/sample_index.hpp"
#include "support/temporary_directory.hpp"
#include "text/charset.hpp"
#include "text/html_text.hpp"
#include "text/markdown_text.hpp"
#include "text/normalize.hpp"

using namespace kb;

namespace {

constexpr std::size_t default_bytes = std::size_t{96} << 10;
constexpr double most_growth = 9;     // for four times the bytes
constexpr double negligible = 0.004;  // seconds: too short to tell anything

/// An input of about so many bytes.
using Shape = std::function<std::string(std::size_t)>;

Shape around(std::string head, std::string piece, std::string tail = {}) {
    return [=](std::size_t bytes) {
        std::string text = head;
        while (text.size() < bytes)
            text += piece;
        return text + tail;
    };
}

Shape numbered(std::string head, std::string before, std::string behind, std::string tail = {}) {
    return [=](std::size_t bytes) {
        std::string text = head;
        for (std::size_t i = 0; text.size() < bytes; ++i)
            text += before + std::to_string(i) + behind;
        return text + tail;
    };
}

/// As many openings as closings.
Shape nested(std::string head, std::string open, std::string close) {
    return [=](std::size_t bytes) {
        const std::size_t levels = bytes / (open.size() + close.size());
        std::string text = head;
        for (std::size_t i = 0; i < levels; ++i)
            text += open;
        for (std::size_t i = 0; i < levels; ++i)
            text += close;
        return text;
    };
}

double cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

using Work = std::function<void(const std::string&)>;

double best_time(const Work& work, const std::string& input, int runs) {
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < runs; ++i) {
        const double begin = cpu_seconds();
        work(input);
        best = std::min(best, cpu_seconds() - begin);
    }
    return best;
}

std::size_t bytes_asked_for() {
    const char* text = std::getenv("KB_SCALING_BYTES");
    return text == nullptr ? default_bytes : std::strtoul(text, nullptr, 10);
}

void check_linear(std::string_view name, const Work& work, const Shape& shape,
                  std::size_t most_bytes) {
    CAPTURE(name);
    double growth = 0;
    // Caches that overflow look like more than linear work once; squares do at every size.
    constexpr int attempts = 4;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const std::size_t bytes = std::min(bytes_asked_for() << attempt, most_bytes / 4);
        const std::string small = shape(bytes);
        const std::string large = shape(4 * bytes);
        const double before = best_time(work, small, attempt + 1);
        const double after = best_time(work, large, attempt + 1);
        growth = after <= negligible ? 0 : after / std::max(before, negligible / 8);
        if (bytes_asked_for() != default_bytes) {
            std::printf("%8.1f ns/byte %5.1f times  %s\n",
                        after * 1e9 / static_cast<double>(large.size()), growth,
                        std::string(name).c_str());
        }
        if (growth < most_growth) return;
    }
    CHECK(growth < most_growth);
}

Work read_as(Format format) {
    return [format](const std::string& input) {
        const test::TemporaryDirectory directory;
        test::write_file(directory / "input", input);
        ReadOptions options;
        options.format = format;
        options.as_of = test::at("2024-06-01");
        DocumentReader reader({(directory / "input").string()}, options);
        while (reader.next()) {
        }
    };
}

struct Case {
    const char* name;
    Shape shape;
};

/// `most_bytes`: more is not read anyway.
void check_all(const Work& work, const std::vector<Case>& cases,
               std::size_t most_bytes = SIZE_MAX) {
    for (const Case& one : cases)
        check_linear(one.name, work, one.shape, most_bytes);
}

const std::string rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>t</title>";
const std::string rss_end = "</channel></rss>";
const std::string entry = "A title of an entry\n\n1 day, 18 hours ago\n\nText of it.\n\n";

}  // namespace

TEST_CASE("rivers are read in linear time") {
    check_all(read_as(Format::river),
              {{"entries", around("", entry)},
               {"one entry", around(entry, "more of the same text\n")},
               {"ages", around("", "1 day ago\n")},
               {"titles and ages", around("", "t\n1 day ago\n")},
               {"blank lines", around(entry, "\n")},
               {"spaces", around(entry, " ")},
               {"trailers", around(entry, "Comments URL: https://example.org/\nPoints: 1\n")},
               {"one line", around(entry, "word ")},
               {"candidates", numbered("Candidates\n\n1 day ago\n\n", "# Name ", "\n\nwords\n\n")},
               {"posts and participants", around(entry, "1 post - 1 participant\n")}});
}

TEST_CASE("feeds are read in linear time") {
    check_all(
        read_as(Format::feed),
        {{"items", numbered(rss, "<item><title>a ", "</title><guid>x</guid></item>", rss_end)},
         {"nested", nested(rss, "<a>", "</a>")},
         {"never closed", around(rss, "<a>")},
         {"never opened", around(rss, "</a>")},
         {"empty elements", around(rss, "<a/>", rss_end)},
         {"attributes", numbered(rss + "<item", " a", "=\"b\"", "/>" + rss_end)},
         {"one attribute repeated", around(rss + "<item", " a='b'", "/>" + rss_end)},
         {"entities", around(rss + "<item><title>", "&amp;&#65;&nbsp;&bad;", "</title></item>")},
         {"ampersands", around(rss + "<item><title>", "&", "</title></item>")},
         {"signs", around(rss, "<")},
         {"a comment", around(rss + "<!--", "- -")},
         {"character data", around(rss + "<item><title>", "<![CDATA[x]]>", "</title></item>")},
         {"brackets", around(rss + "<item><title><![CDATA[", "]]", "")},
         {"declarations",
          numbered("<!DOCTYPE rss [", "<!ENTITY a", " \"x\">", "]>" + rss + rss_end)},
         {"namespaces", numbered(rss, "<a xmlns:b", "=\"c\"/>", rss_end)},
         {"html within", around(rss + "<item><description>", "&lt;div&gt;&lt;b&gt;")},
         {"categories", numbered(rss + "<item>", "<category>c", "</category>", "</item>")},
         {"json", numbered(R"({"version":"https://jsonfeed.org/version/1.1","items":[{"id":"x"})",
                           R"(,{"content_text":"words","id":")", "\"}", "]}")},
         {"json nested",
          around(R"({"version":"https://jsonfeed.org/version/1.1","items":)", "[")}});
}

TEST_CASE("HTML is read in linear time") {
    const std::string page = "<!doctype html><title>t</title><body>";
    check_all(read_as(Format::html),
              {{"paragraphs", around(page, "<p>some words of it</p>\n")},
               {"nested", nested(page, "<div>", "</div>")},
               {"formatting never closed", around(page, "<b><i>x")},
               {"formatting and paragraphs", around(page, "<p><b><a>x")},
               {"tables", around(page, "<table><tr><td>x")},
               {"text within tables", around(page + "<table>", "x<b>")},
               {"anchors", around(page, "<a href=b>x")},
               {"buttons and forms", around(page, "<button><form>")},
               {"attributes", numbered(page + "<p", " a", "=b", ">x")},
               {"entities", around(page, "&amp;&#65;&notit;")},
               {"scripts", around(page, "<script><!--<script>")},
               {"lists", around(page, "<ul><li>x")},
               {"select", around(page, "<select><option>x")},
               {"templates", around(page, "<template>x")},
               {"headings", numbered(page, "<h2>h ", "</h2>")},
               {"linked data", around(page + "<script type='application/ld+json'>", "[{\"a\":")},
               {"meta", around("<!doctype html><head>", "<meta name=keywords content='a,b'>")}});
}

TEST_CASE("Markdown is read in linear time") {
    check_all(read_as(Format::markdown), {{"quotes", around("", "> ", "a")},
                                          {"lists", around("", "* ", "a")},
                                          {"indented lists", numbered("", "* ", "\n")},
                                          {"backticks", around("", "`a``b")},
                                          {"brackets", around("", "[")},
                                          {"brackets closed", nested("", "[", "]")},
                                          {"links", around("", "[a](b")},
                                          {"images", around("", "![a](b) ")},
                                          {"stars", around("", "*a **b _c ")},
                                          {"stars nested", nested("", "*a **a ", " a** a*")},
                                          {"tables", around("|a|b|\n|-|-|\n", "|x|y|\n")},
                                          {"wide tables", around("", "|a")},
                                          {"references", numbered("", "[a", "]: b\n", "[a1]")},
                                          {"footnotes", numbered("", "[^a", "]: b\n", "[^a1]")},
                                          {"html", around("", "<div>\n")},
                                          {"html comments", around("", "<!-- ")},
                                          {"code", around("", "```\n")},
                                          {"autolinks", around("", "www.a.b@c.d ")},
                                          {"entities", around("", "&amp;&#65;")},
                                          {"dollars", around("", "$a$$b")},
                                          {"tildes", around("", "~a~~b")},
                                          {"a ruler and lines", around("---\n", "line\n")}});
}

TEST_CASE("front matter is read in linear time") {
    const auto read = [](bool is_toml) {
        return [is_toml](const std::string& text) {
            ingest::read_front_matter({text, {}, is_toml},
                                      [](std::uint64_t, const std::string&) {});
        };
    };
    constexpr std::size_t most = 60'000;  // a little less than is read
    check_all(read(false),
              {{"keys", numbered("", "k", ": v\n")},
               {"aliases", around("a: &a [b]\ntags: [", "*a, ", "]\n")},
               {"anchors", numbered("tags: [", "&a", " b, ", "]\n")},
               {"tags", numbered("tags: [", "t", ", ", "]\n")},
               {"nested", around("a: ", "[")},
               {"quotes", around("title: \"", "\\\"", "\"\n")},
               {"question marks", around("", "? ")},
               {"a folded line", around("title: >\n", " a\n\n")},
               {"comments", around("", "# a\n")},
               {"a comment", around("#", "a")}},
              most);
    check_all(read(true),
              {{"keys", numbered("", "k", " = 1\n")},
               {"tags", numbered("tags = [", "\"t", "\", ", "]\n")},
               {"tables", numbered("", "[t", "]\n")},
               {"quotes", around("title = \"", "\\\"", "\"\n")}},
              most);
}

TEST_CASE("dates are read in linear time") {
    const Work read = [](const std::string& text) {
        ingest::parse_feed_date(text);
        ingest::parse_page_date(text);
        ingest::date_in_path(text);
        ingest::parse_http_date(text);
        ingest::parse_age(text);
        parse_timestamp(text);
    };
    check_all(read, {{"digits", around("", "1")},
                     {"spaces", around("", " ", "1 Nov 2023")},
                     {"words", around("", "Mon, 1 November 2023 ")},
                     {"ages", around("", "1 day, ", "1 hour ago")},
                     {"paths", around("", "/2023/11")},
                     {"dashes", around("", "2023-")},
                     {"colons", around("2023-11-01T", "1:")},
                     {"parentheses", around("1 Nov 2023 ", "(")},
                     {"nonsense", around("", "\u00a0,")}});
}

TEST_CASE("bytes of any charset are read in linear time") {
    const Work read = [](const std::string& bytes) {
        Charset charset = detect_charset(bytes);
        std::string text;
        Utf8Decoder(charset).decode(bytes, true, text);
        undo_double_encoding(text);
        find_charset(bytes);
        looks_binary(bytes);
    };
    check_all(read, {{"ascii", around("", "word ")},
                     {"latin", around("",
                                      "M\xfc"
                                      "ller ")},
                     {"escapes", around("", "\x1b$B\x1b(B")},
                     {"leads", around("", "\xe3")},
                     {"continuations", around("", "\x80")},
                     {"utf-16", around("\xff\xfe", std::string("a\0\xd8\0", 4))},
                     {"twice encoded", around("", "\u00c3\u00bc")},
                     {"pairs", around("", "\xa4\xa2\x8e\xb1")}});
}

TEST_CASE("what servers say is read in linear time") {
    const Work read = [](const std::string& text) {
        ingest::parse_content_type(text);
        ingest::feed_links(text, "https://example.org/");
        ingest::parse_url("https://example.org/" + text);
        without_credentials("https://" + text);
        canonical_url("https://" + text);
        index::encode_subscription(index::decode_subscription("url=https://example.org/\n" + text));
    };
    check_all(read,
              {{"parameters", around("text/html", ";a=\"b\"")},
               {"quotes", around("text/html;charset=", "\"\\\"")},
               {"links", numbered("", "<link rel=alternate type=application/rss+xml href=f", ">")},
               {"bases", around("", "<base href=a>")},
               {"users", around("", "a:b@")},
               {"lines", numbered("", "etag=", "\n")},
               {"tags", numbered("", "tag=", "\n")},
               {"percents", around("", "%2e%2e/")}});
}

namespace {

using Fill = std::function<void(test::PlainCollection&, std::uint32_t ordinal)>;

/// A ranking file of about so many bytes, of which each document takes `bytes_each`.
Shape ranking_file(std::size_t bytes_each, const Fill& fill) {
    return [=](std::size_t bytes) {
        test::PlainCollection collection;
        const auto documents = static_cast<std::uint32_t>(bytes / bytes_each);
        for (std::uint32_t ordinal = 0; ordinal < documents; ++ordinal) {
            collection.docids.push_back(ordinal + 1);
            collection.lengths.push_back(1);
            collection.newness.push_back(ordinal);
            collection.groups.push_back(0);
            collection.points.push_back(1);
            collection.tags.emplace_back();
            fill(collection, ordinal);
        }
        const test::TemporaryDirectory directory;
        test::write_ranking_file(collection, directory / "ranking");
        return test::read_file(directory / "ranking");
    };
}

}  // namespace

TEST_CASE("ranking files are opened, verified, searched and looked up in, in linear time") {
    const Work read = [](const std::string& bytes) {
        const test::TemporaryDirectory directory;
        test::write_file(directory / "ranking", bytes);
        const rank::RankingFile file(directory / "ranking");
        file.verify();
        test::read_everything(file);
        for (std::size_t number = 0; number < file.terms(); ++number) {
            const std::string term = "w" + std::to_string(number);
            REQUIRE(file.frequency(term) > 0);
            file.find(term);
        }
    };
    const auto term = [](std::uint32_t number) { return "w" + std::to_string(number); };
    check_all(
        read,
        {{"a term each",
          ranking_file(100, [=](auto& made, auto i) { made.terms[term(i)][i] = 1; })},
         {"one term", ranking_file(40, [=](auto& made, auto i) { made.terms[term(0)][i] = 1; })},
         {"some terms",
          ranking_file(80, [=](auto& made, auto i) { made.terms[term(i % 50)][i] = i % 9; })},
         {"tags", ranking_file(50, [=](auto& made, auto i) {
              made.tags.back() = {1, 2, 3, 4, 5};
              made.terms[term(0)][i] = 1;
          })}});
}

TEST_CASE("documents are stored, indexed, found and shown in linear time") {
    const Work keep = [](const std::string& text) {
        const Document document = test::make_document("a", text.substr(0, 1000), "needle " + text);
        index::decode_stored(index::encode_stored(document));
        const test::SampleIndex index({document});
        SearchRequest request{.query = "needle word1 \"a b\" ab*"};
        request.explain = true;
        request.snippet_fragments = 3;
        index.search(request);
    };
    check_all(keep, {{"words", numbered("", "word", " ")},
                     {"one word", around("", "a ")},
                     {"two words", around("", "a b ")},
                     {"a long word", around("", "ab")},
                     {"camels", around("", "aB")},
                     {"lines", around("", "a\n\n")},
                     {"chinese", around("", "多模态预训练")},
                     {"marks", around("a", "\u0301")}});
}

TEST_CASE("lists, lines and plain text are read in linear time") {
    check_all(
        read_as(Format::opml),
        {{"outlines", numbered("<opml><body>", "<outline xmlUrl='https://example.org/", "'/>")},
         {"nested", around("<opml><body>", "<outline text='a'>")}});
    check_all(read_as(Format::jsonl),
              {{"lines", numbered("", "{\"id\":\"", "\"}\n")},
               {"errors", around("", "{\"id\":7}\n")},
               {"nested", around("{\"id\":", "[")},
               {"fields", numbered("{\"id\":\"a\"", ",\"f", "\":1", "}")},
               {"tags", numbered("{\"id\":\"a\",\"tags\":[\"x\"", ",\"", "\"", "]}")},
               {"escapes", around("{\"id\":\"a\",\"text\":\"", "\\u0301\\n", "\"}")}});
    check_all(read_as(Format::text), {{"one line", around("", "word ")},
                                      {"one word", around("", "x")},
                                      {"marks", around("a", "\u0301")},
                                      {"lines", around("", "a line\n")},
                                      {"bullets", around("", "  * a\n")},
                                      {"no utf-8", around("", "\xff\xfe\xfd ")},
                                      {"links", around("", "https://example.org/a?b ")}});
    check_all(
        read_as(Format::automatic),
        {{"braces", around("", "{")}, {"signs", around("", "<")}, {"bangs", around("", "<!")}});
}

TEST_CASE("text is analysed and shown in linear time") {
    const Work analyze = [](const std::string& text) {
        Analyzer analyzer;  // with no word known yet
        for (const char* lang : {"en", "de", ""})
            analyzer.analyze(text, lang);
    };
    const std::vector<Case> texts = {
        {"words", numbered("", "word", " ")}, {"one word", around("", "ab")},
        {"camels", around("", "aB")},         {"dots", around("", "a.")},
        {"signs", around("", "-+_/")},        {"digits", around("", "1,")},
        {"slashes", around("", "a/b")},       {"chinese", around("", "多模态预训练")},
        {"thai", around("", "ภาษาไทย")},      {"marks", around("a", "\u0301")},
        {"joiners", around("", "👩\u200d")},   {"apostrophes", around("", "l'")},
        {"dashes", around("", "a-b-")}};
    check_all(analyze, texts);
    check_all([](const std::string& text) { clean_line(clean_text(text)); }, texts);
    check_all(
        [](const std::string& text) { wrap(fit_width(printable(text), text.size() / 2), 80); },
        texts);
    check_all([](const std::string& text) { printable_link("https://" + text); }, texts);
    check_all([](const std::string& text) { canonical_url("https://example.org/" + text); },
              {{"dots", around("", "../")}, {"parameters", around("?", "utm_a=b&")}});
}

TEST_CASE("queries are read in linear time up to what is read of them") {
    const Work parse = [](const std::string& text) { to_string(parse_query(text, {}).root); };
    check_all(parse, {{"words", around("", "a ")},
                      {"parentheses", around("", "(")},
                      {"negations", around("", "-(a ")},
                      {"operators", around("", "a OR b AND ")},
                      {"quotes", around("", "\"a ")},
                      {"fields", around("", "tag:a ")},
                      {"dates", around("", "date:2023..2024 ")},
                      {"weights", around("a", "^1")},
                      {"stars", around("a", "*")}});
}
