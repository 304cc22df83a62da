#include <doctest/doctest.h>

#include <filesystem>

#include "ingest/markdown/front_matter.hpp"
#include "reading.hpp"

namespace fs = std::filesystem;
using namespace kb::test;
using kb::Document;
using kb::ingest::FrontMatter;

namespace {

/// The front matter and, behind it, "line: message" of each warning.
struct Read {
    FrontMatter matter;
    Strings warnings;
};

Read read_matter(std::string_view post) {
    Read read;
    read.matter = kb::ingest::read_front_matter(
        kb::ingest::split_front_matter(post), [&](std::uint64_t line, const std::string& message) {
            read.warnings.push_back(std::to_string(line) + ": " + message);
        });
    return read;
}

std::string published(const FrontMatter& matter) {
    return matter.published ? kb::format_timestamp(*matter.published) : std::string();
}

Reading read_file(const std::string& name, std::string_view content) {
    const TemporaryDirectory directory;
    fs::create_directories((directory / name).parent_path());
    write_file(directory / name, content);
    return read_inputs({directory.path().string()});
}

}  // namespace

TEST_CASE("front matter stands between lines of dashes at the very beginning") {
    const auto split = kb::ingest::split_front_matter("---\na: b\n---\nbody\n");
    CHECK(split.front_matter == "a: b\n");
    CHECK(split.body == "body\n");
    CHECK(kb::ingest::split_front_matter("---\na: b\n...\nbody").body == "body");
    CHECK(kb::ingest::split_front_matter("+++\na = 1\n+++\nbody").is_toml);
    for (const char* none : {"", "text", "---\ntext", "\n---\na: b\n---\n", "----\na: b\n----\n"})
        CHECK(kb::ingest::split_front_matter(none).body == none);
}

TEST_CASE("front matter gives title, dates, tags, authors, language and link") {
    const FrontMatter matter =
        read_matter(
            "---\nTitle: \"A: b\"\ndate: 2023-11-27 14:05:00 +0100\nlastmod: 2023-12-01\n"
            "tags: [c++, Search Engines]\ncategories:\n  - notes\nlanguage: de\n"
            "author: Ada Lovelace and Charles Babbage\npermalink: https://example.org/a\nslug: "
            "a\n---\n")
            .matter;
    CHECK(matter.title == "A: b");
    CHECK(published(matter) == "2023-11-27T13:05:00Z");
    CHECK(matter.updated.has_value());
    CHECK(matter.tags == Strings{"c++", "Search Engines", "notes"});
    CHECK(matter.authors == Strings{"Ada Lovelace", "Charles Babbage"});
    CHECK(matter.lang == "de");
    CHECK(matter.url == "https://example.org/a");
    CHECK(matter.slug == "a");
}

TEST_CASE("tags in front matter may be a text, and authors may be mappings") {
    CHECK(read_matter("---\ntags: a b\n---\n").matter.tags == Strings{"a", "b"});
    CHECK(read_matter("---\ntags: a b, c\n---\n").matter.tags == Strings{"a b", "c"});
    CHECK(read_matter("---\ntags: []\nkeywords:\n---\n").matter.tags == Strings{});
    CHECK(read_matter("---\nauthors:\n- name: Ada\n  url: x\n- Bob\n---\n").matter.authors ==
          Strings{"Ada", "Bob"});
    CHECK(read_matter("---\nauthor:\n  name: Ada\n  email: x\n---\n").matter.authors ==
          Strings{"Ada"});
}

TEST_CASE("a published flag and a relative permalink are neither date nor link") {
    const Read read = read_matter("---\npublished: true\npermalink: /a/\n---\n");
    CHECK_FALSE(read.matter.published);
    CHECK(read.matter.url == "");
    CHECK(read.warnings == Strings{});
}

TEST_CASE("front matter in TOML is read as far as it is simple") {
    const FrontMatter matter =
        read_matter(
            "+++\n# comment\ntitle = \"A, b # c\"\ndate = 2023-11-27T14:05:00Z\n"
            "authors = ['Ada', \"Bob\"]\n[taxonomies]\ntags = [\"x, y\", \"z\"]\n+++\n")
            .matter;
    CHECK(matter.title == "A, b # c");
    CHECK(published(matter) == "2023-11-27T14:05:00Z");
    CHECK(matter.authors == Strings{"Ada", "Bob"});
    CHECK(matter.tags == Strings{"x, y", "z"});
}

TEST_CASE("bad front matter is a warning with its line") {
    CHECK(read_matter("---\ntitle: T\ndate: soon\n---\n").warnings ==
          Strings{"3: the front matter's date is no date that is known"});
    const Read broken = read_matter("---\ntitle: T\nx: [a\n---\n");
    REQUIRE(broken.warnings.size() == 1);
    CHECK(broken.warnings[0].find("the front matter is no YAML and was left out") !=
          std::string::npos);
    CHECK(read_matter("---\n- a\n---\n").warnings ==
          Strings{"2: the front matter is no mapping and was left out"});
}

TEST_CASE("hostile front matter is left out") {
    CHECK(read_matter("---\na: " + std::string(70'000, 'x') + "\n---\n").warnings ==
          Strings{"1: the front matter is larger than 64 KiB and was left out"});
    CHECK(read_matter("---\na: " + std::string(20'000, '[') + "\n---\n").warnings.size() == 1);
    CHECK(read_matter("---\n" + std::string(20'000, '{') + "\n---\n").warnings.size() == 1);
    std::string dashes;
    for (int i = 0; i < 5'000; ++i)
        dashes += "- ";
    CHECK(read_matter("---\n" + dashes + "\n---\n").warnings.size() == 1);
    CHECK(read_matter("---\na: &x [y, y]\ntags: [*x, *x, z]\ntitle: *x\n---\n").matter.tags ==
          Strings{"z"});
}

TEST_CASE("a Jekyll post has its date, and without title its title, from its name") {
    const Document document =
        read_file("_posts/2023-11-27-my-first-post.md", "text\n").documents.at(0);
    CHECK(document.title == "my first post");
    CHECK(kb::format_timestamp(document.published.value()) == "2023-11-27T00:00:00Z");
    CHECK(document.kind == kb::Kind::article);
}

TEST_CASE("the title in front matter wins over a heading, and either over the name") {
    CHECK(read_file("a.md", "---\ntitle: T\n---\n# H\n").titles() == Strings{"T"});
    CHECK(read_file("a.md", "# H\n\ntext").titles() == Strings{"H"});
    CHECK(read_file("some name.md", "text").titles() == Strings{"some name"});
    CHECK(read_file("owner/repo/README.md", "text").titles() == Strings{"repo"});
    CHECK(read_file("my-post/index.md", "text").titles() == Strings{"my-post"});
}

TEST_CASE("names of files tell READMEs and changelogs") {
    CHECK(read_file("README.md", "# T").documents.at(0).kind == kb::Kind::readme);
    CHECK(read_file("readme.de.md", "# T").documents.at(0).kind == kb::Kind::readme);
    CHECK(read_file("CHANGELOG.md", "# T").documents.at(0).kind == kb::Kind::release);
    CHECK(read_file("reading.md", "# T").documents.at(0).kind == kb::Kind::article);
}

TEST_CASE("a canonical link in front matter is the identity") {
    const Document document =
        read_file("a.md", "---\ncanonical_url: https://Example.org/a?utm_source=x\n---\ntext")
            .documents.at(0);
    CHECK(document.id == "https://example.org/a");
    CHECK(document.url == "https://example.org/a");
    CHECK(document.source == "example.org");
}

TEST_CASE("Markdown without text is a warning") {
    CHECK(read_file("a.md", "<!-- nothing -->\n").messages() == Strings{"[0: holds no text]"});
    CHECK(read_file("a.md", " \n").messages() == Strings{"[0: holds no text]"});
}

TEST_CASE("the sample posts and READMEs have title, date, tags and authors") {
    const std::string corpus = std::string(KB_SOURCE_DIR) + "/corpus/";
    const Reading posts = read_inputs({corpus + "blog"});
    CHECK(posts.messages() == Strings{});
    CHECK(posts.titles() == Strings{"Slow queries: where the time goes", "Kompost im Winter",
                                    "La pomme de terre oubliée", "中文全文检索的分词"});
    for (const Document& document : posts.documents) {
        CHECK(document.published.has_value());
        CHECK_FALSE(document.tags.empty());
    }
    CHECK(posts.documents.at(1).authors == Strings{"Jonna Reiter", "Ole Brandt"});
    CHECK(posts.documents.at(3).text.find("词，可以") != std::string::npos);
    const Reading repositories = read_inputs({corpus + "repositories"});
    CHECK(repositories.titles() == Strings{"Changelog", "Kiln", "Otter"});
    CHECK(repositories.documents.at(1).kind == kb::Kind::readme);
    CHECK(repositories.documents.at(1).text.find("badge") == std::string::npos);
}
