// Bytes into documents: the readers.

#include <benchmark/benchmark.h>

#include <fstream>
#include <string>

#include "kb/reader.hpp"
#include "support/posts.hpp"

namespace {

using namespace kb;

std::string write_posts(const std::string& name, std::string (*format)(const Document&)) {
    const auto path = bench::scratch_directory() / name;
    std::ofstream file(path, std::ios::binary);
    for (const Document& document : bench::posts())
        file << format(document);
    return path.string();
}

std::string as_json_line(const Document& document) {
    return to_json(document) + "\n";
}

std::string as_river_entry(const Document& document) {
    return (document.title.empty() ? document.id : document.title) +
           "\n2\u00a0weeks, 3\u00a0days ago\n\n" + document.text +
           "\n\nPoints: 12\n\n# Comments: 3\n\n";
}

/// Text as it stands in an element, escaped so often.
std::string escaped(std::string_view text, int times) {
    std::string out(text);
    for (; times > 0; --times) {
        std::string once;
        for (const char c : out) {
            if (c == '&') {
                once += "&amp;";
            } else if (c == '<') {
                once += "&lt;";
            } else {
                once += c;
            }
        }
        out = std::move(once);
    }
    return out;
}

/// All posts as one RSS feed, with what usual feeds have: a description beside the content in HTML.
std::string write_feed() {
    const auto path = bench::scratch_directory() / "posts.rss";
    std::ofstream file(path, std::ios::binary);
    file << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
            "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel><title>Posts</title>"
            "<link>https://posts.example/</link>\n";
    std::size_t number = 0;
    for (const Document& document : bench::posts()) {
        const std::string link = "https://posts.example/" + std::to_string(++number);
        file << "<item><title>" << escaped(document.title, 2) << "</title><link>" << link
             << "?utm_source=feed</link><guid isPermaLink=\"false\">" << link
             << "</guid><dc:creator>An Author</dc:creator>"
                "<pubDate>Mon, 27 Nov 2023 14:05:09 +0100</pubDate><category>posts</category>"
                "<description>"
             << escaped(document.text.substr(0, document.text.find(' ', 200)), 2)
             << "</description><content:encoded><![CDATA[<p>" << escaped(document.text, 1)
             << "</p>]]></content:encoded></item>\n";
    }
    file << "</channel></rss>\n";
    return path.string();
}

/// One text as one file of about a megabyte: the posts one after the other.
std::string write_text(const std::string& name, std::string (*format)(const Document&)) {
    constexpr std::size_t bytes = std::size_t{1} << 20U;
    std::string text;
    for (const Document& document : bench::posts()) {
        if (text.size() < bytes) text += format(document);
    }
    const auto path = bench::scratch_directory() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
}

std::string as_section(const Document& document) {
    return "## " + document.title + "\n\nSee [the *list*](https://example.org/list).\n\n" +
           document.text + "\n\n- item `code`\n\n";
}

std::string as_page_section(const Document& document) {
    return "<div class=\"entry\"><h2>" + document.title +
           "</h2><p>See <a href=\"https://example.org/list\">the <em>list</em></a>.</p>\n<p>" +
           document.text + "</p><ul><li>item <code>code</code></li></ul></div>\n";
}

void read_text(benchmark::State& state, const std::string& path, Format format) {
    for ([[maybe_unused]] auto _ : state) {
        DocumentReader reader({path}, {.format = format, .lang = "en"});
        if (!reader.next()) state.SkipWithError("lost the document");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(std::filesystem::file_size(path)));
}

void parse_markdown_1MB(benchmark::State& state) {
    read_text(state, write_text("text.md", as_section), Format::markdown);
}

void parse_html_1MB(benchmark::State& state) {
    read_text(state, write_text("page.html", as_page_section), Format::html);
}

void read_all(benchmark::State& state, const std::string& path, const ReadOptions& options) {
    for ([[maybe_unused]] auto _ : state) {
        DocumentReader reader({path}, options);
        std::size_t documents = 0;
        while (reader.next())
            ++documents;
        if (documents != bench::posts().size()) state.SkipWithError("lost documents");
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(bench::posts().size()));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(std::filesystem::file_size(path)));
    state.counters["documents"] = static_cast<double>(bench::posts().size());
}

void parse_jsonl(benchmark::State& state) {
    read_all(state, write_posts("posts.jsonl", as_json_line), {.format = Format::jsonl});
}

/// The language is given, so that reading is measured and not language detection.
void parse_river(benchmark::State& state) {
    read_all(state, write_posts("river.txt", as_river_entry),
             {.format = Format::river, .lang = "en"});
}

void parse_river_detecting_language(benchmark::State& state) {
    read_all(state, write_posts("river.txt", as_river_entry), {.format = Format::river});
}

/// Beside it: bench/peers/feedparser_bench.py, on any feed.
void parse_feed(benchmark::State& state) {
    read_all(state, write_feed(), {.format = Format::feed, .lang = "en"});
}

BENCHMARK(parse_feed)->Unit(benchmark::kMillisecond);
BENCHMARK(parse_jsonl)->Unit(benchmark::kMillisecond);
BENCHMARK(parse_markdown_1MB)->Unit(benchmark::kMillisecond);
BENCHMARK(parse_html_1MB)->Unit(benchmark::kMillisecond);
BENCHMARK(parse_river)->Unit(benchmark::kMillisecond);
BENCHMARK(parse_river_detecting_language)->Unit(benchmark::kMillisecond);

}  // namespace
