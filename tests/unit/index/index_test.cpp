#include "kb/index.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "kb/error.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

ErrorCode code_of(const std::function<void()>& operation) {
    try {
        operation();
    } catch (const Error& error) {
        return error.code();
    }
    FAIL("nothing was thrown");
    return ErrorCode::internal;
}

}  // namespace

TEST_CASE("a committed document is visible to an open searcher, an uncommitted one is not") {
    const test::SampleIndex sample({make_document("a", "Alpha", "first")});
    const Searcher searcher(sample.path());
    Index index(sample.path());
    index.add(make_document("b", "Beta", "second"));
    CHECK_FALSE(searcher.document("b"));
    index.commit();
    CHECK(searcher.document("b"));
}

TEST_CASE("changes that were not committed are gone with the writer") {
    const test::SampleIndex sample({make_document("a", "Alpha", "first")});
    {
        Index index(sample.path());
        index.add(make_document("b", "Beta", "second"));
        index.erase("a");
    }
    const Searcher searcher(sample.path());
    CHECK(searcher.document("a"));
    CHECK_FALSE(searcher.document("b"));
}

TEST_CASE("discard drops what was added since the last commit and the writer goes on") {
    const test::SampleIndex sample({});
    Index index(sample.path());
    index.add(make_document("a", "Alpha", "first"));
    index.discard();
    index.add(make_document("b", "Beta", "second"));
    index.commit();
    const Searcher searcher(sample.path());
    CHECK_FALSE(searcher.document("a"));
    CHECK(searcher.document("b"));
}

TEST_CASE("adding tells what changed") {
    const test::SampleIndex sample({});
    Index index(sample.path());
    CHECK(index.add(make_document("a", "Alpha", "first")) == Change::added);
    CHECK(index.add(make_document("a", "Alpha", "first")) == Change::unchanged);
    CHECK(index.add(make_document("a", "Alpha", "second")) == Change::updated);
    index.commit();
    CHECK(index.add(make_document("a", "Alpha", "second")) == Change::unchanged);
    CHECK(Searcher(sample.path()).document("a")->text == "second");
    CHECK(sample.ids("first").empty());
    CHECK(sample.ids("second") == test::Ids{"a"});
}

TEST_CASE("an erased document is found no more") {
    const test::SampleIndex sample(
        {make_document("a", "Alpha", "first"), make_document("b", "Beta", "x")});
    Index index(sample.path());
    CHECK(index.erase("a"));
    CHECK_FALSE(index.erase("a"));
    index.commit();
    CHECK(sample.ids("first").empty());
    CHECK(Searcher(sample.path()).stats().documents == 1);
}

TEST_CASE("a document without id is refused") {
    const test::SampleIndex sample({});
    Index index(sample.path());
    CHECK(code_of([&] { index.add(make_document("", "Alpha", "first")); }) ==
          ErrorCode::invalid_argument);
}

TEST_CASE("documents are stored normalised") {
    const test::SampleIndex sample({make_document(" a ", "  Al\x1b[31mpha\n beta ", "x\r\ny")});
    const auto document = Searcher(sample.path()).document("a");
    REQUIRE(document);
    CHECK(document->title == "Al[31mpha beta");
    CHECK(document->text == "x\ny");
}

TEST_CASE("an id longer than a Xapian term is found, replaced and erased like any other") {
    const std::string id = "https://example.org/" + std::string(500, 'p');
    const test::SampleIndex sample(
        {make_document(id + "1", "One", "x"), make_document(id + "2", "Two", "y")});
    const Searcher searcher(sample.path());
    REQUIRE(searcher.document(id + "1"));
    CHECK(searcher.document(id + "1")->title == "One");
    CHECK_FALSE(searcher.document(id));
    Index index(sample.path());
    CHECK(index.add(make_document(id + "1", "One", "z")) == Change::updated);
    CHECK(index.erase(id + "2"));
    index.commit();
    CHECK(searcher.stats().documents == 1);
}

TEST_CASE("documents are visited in the order of their ids, long ones included") {
    const std::string stem(250, 'm');
    std::vector<Document> documents;
    for (const std::string& id :
         {stem + "b", std::string("a"), stem + "a", std::string(210, 'm') + "n", std::string("z"),
          std::string(210, 'm')}) {
        documents.push_back(make_document(id, id, "text"));
    }
    const test::SampleIndex sample(documents);
    std::vector<std::string> visited;
    Searcher(sample.path()).for_each([&](const Document& document) {
        visited.push_back(document.id);
        return true;
    });
    std::vector<std::string> sorted = visited;
    std::sort(sorted.begin(), sorted.end());
    CHECK(visited == sorted);
    CHECK(visited.size() == documents.size());
}

TEST_CASE("a visit ends when the visitor says so") {
    const test::SampleIndex sample({make_document("a", "A", "x"), make_document("b", "B", "x")});
    int visits = 0;
    Searcher(sample.path()).for_each([&](const Document&) { return ++visits < 1; });
    CHECK(visits == 1);
}

TEST_CASE("statistics count documents, kinds and bytes") {
    Document readme = make_document("b", "B", "x");
    readme.kind = Kind::readme;
    const test::SampleIndex sample({make_document("a", "A", "x"), readme});
    const IndexStats stats = Searcher(sample.path()).stats();
    CHECK(stats.documents == 2);
    CHECK(stats.terms > 4);
    CHECK(stats.bytes > 0);
    CHECK(stats.last_commit);
    const std::vector<std::pair<Kind, std::uint64_t>> kinds = {{Kind::readme, 1},
                                                               {Kind::article, 1}};
    CHECK(stats.kinds == kinds);
}

TEST_CASE("a second writer is told who holds the index") {
    const test::SampleIndex sample({});
    const Index first(sample.path());
    try {
        const Index second(sample.path());
        FAIL("both hold the lock");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::locked);
        CHECK(std::string(error.what()).find("process " + std::to_string(::getpid())) !=
              std::string::npos);
    }
}

TEST_CASE("the lock is free again when the writer is gone") {
    const test::SampleIndex sample({});
    { const Index first(sample.path()); }
    CHECK_NOTHROW(Index(sample.path()));
}

TEST_CASE("a closed index leaves the lock at once and drops what was pending") {
    const test::SampleIndex sample({test::make_document("1", "One", "harbour")});
    Index closed(sample.path());
    for (int i = 0; i < 50; ++i)
        closed.add(test::make_document("new" + std::to_string(i), "New", "harbour"));
    closed.erase("1");
    closed.close();
    {
        Index next(sample.path());
        next.add(test::make_document("2", "Two", "harbour"));
        std::thread elsewhere([gone = std::move(closed)] {});
        next.commit();
        elsewhere.join();
    }
    CHECK(sample.ids("harbour").size() == 2);
    CHECK(check_index(sample.path()).problems.empty());
}

TEST_CASE("an index that is not there is an error, not a new index") {
    const test::TemporaryDirectory directory;
    CHECK(code_of([&] { Index index(directory / "none"); }) == ErrorCode::not_found);
    CHECK(code_of([&] { Searcher searcher(directory / "none"); }) == ErrorCode::not_found);
    CHECK_FALSE(std::filesystem::exists(directory / "none"));
}

TEST_CASE("creating makes parent directories and keeps an existing index") {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "x" / "y";
    {
        Index index(path, Index::Mode::create);
        index.add(make_document("a", "A", "x"));
        index.commit();
    }
    Index again(path, Index::Mode::create);
    CHECK(Searcher(path).document("a"));
}

TEST_CASE("a phrase is found across the pieces that a huge text is analysed in") {
    std::string text;
    while (text.size() < 700'000)
        text += "some words to fill the pages of a very long book, number " +
                std::to_string(text.size()) + ".\n";
    const test::SampleIndex sample({make_document("long", "x", text)});
    for (std::size_t at = 200'000; at < 600'000; at += 20'011) {
        const std::size_t begin = text.find("number", at);
        const std::string phrase = text.substr(begin, text.find('.', begin) - begin);
        CAPTURE(phrase);
        CHECK(sample.ids("\"" + phrase + "\"") == test::Ids{"long"});
    }
    const std::size_t cut = text.rfind(' ', 256 << 10);
    const std::string around = text.substr(text.rfind('\n', cut - 80) + 1, 160);
    const std::string phrase = around.substr(0, around.rfind(' '));
    CHECK(sample.ids("\"" + phrase + "\"") == test::Ids{"long"});
}
