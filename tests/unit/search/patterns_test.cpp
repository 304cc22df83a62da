#include <doctest/doctest.h>

#include <algorithm>

#include "kb/error.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using test::Ids;
using test::make_document;

namespace {

Ids sorted(Ids ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// Without collapsing: these documents are much alike.
Ids all_ids(const test::SampleIndex& index, std::string query) {
    return index.ids(SearchRequest{.query = std::move(query), .collapse = false});
}

Document with_author(std::string id, std::string author) {
    Document document = make_document(std::move(id), "A title", "a text");
    document.authors = {std::move(author)};
    return document;
}

const test::SampleIndex& sample() {
    static const test::SampleIndex index({
        make_document("persistent", "A persistent queue", "that keeps what it is given"),
        make_document("misspelled", "A queue", "that is perssistent, they say"),
        make_document("other", "Gardens", "nothing of the kind"),
        make_document("german", "Übersicht", "eine Übersicht der Häuser"),
        make_document("russian", "Обзор", "обзор новых данных"),
        make_document("identifier", "Code", "call bulk_create, or bulkCreate, on node.js"),
        with_author("guido", "Guido van Rossum"),
    });
    return index;
}

}  // namespace

TEST_CASE("a word with a tilde finds what is one edit away, the word itself first") {
    CHECK(sample().ids("perssistent~") == Ids{"misspelled", "persistent"});
    CHECK(sample().ids("persistent~") == Ids{"persistent", "misspelled"});
    CHECK(sample().ids("prsistent~") == Ids{"persistent"});
    CHECK(sample().ids("persisetnt~") == Ids{"persistent"});  // a swap is one edit
    CHECK(sample().ids("prsistet~").empty());
    CHECK(sample().ids("prsistet~2") == Ids{"persistent"});
}

TEST_CASE("edits count code points, in any script, without regard to case and diacritics") {
    CHECK(sample().ids("Ubersich~") == Ids{"german"});
    CHECK(sample().ids("ÜBERSICHTT~") == Ids{"german"});
    CHECK(sample().ids("обзар~") == Ids{"russian"});
    CHECK(sample().ids("даных~") == Ids{"russian"});
}

TEST_CASE("edits work in fields and in identifiers") {
    CHECK(sample().ids("title:persistnt~") == Ids{"persistent"});
    CHECK(sample().ids("text:persistnt~").empty());
    CHECK(sample().ids("author:Gudio~") == Ids{"guido"});
    CHECK(sample().ids("bulk_craete~") == Ids{"identifier"});
    CHECK(sample().ids("nod.js~") == Ids{"identifier"});
}

TEST_CASE("a word is never near words that share nothing with it") {
    const test::SampleIndex index({make_document("a", "x", "is in on"),
                                   make_document("b", "x", "q"), make_document("c", "x", "zz")});
    CHECK(index.ids("q~2") == Ids{"b"});
    CHECK(index.search("q~2").warnings.size() == 1);
    CHECK(sorted(index.ids("im~2")) == Ids{"a"});
    CHECK(index.search("im~2").warnings.size() == 1);
    CHECK(index.search("im~").warnings.empty());
}

TEST_CASE("inflections are found beside what is near") {
    const test::SampleIndex index({make_document("stem", "x", "it migrated"),
                                   make_document("near", "x", "a migrattion of birds")});
    CHECK(sorted(index.ids("migration~")) == Ids{"near", "stem"});
}

TEST_CASE("an edit costs: the nearer word ranks first though it is less rare") {
    const test::SampleIndex index({
        make_document("exact1", "x", "sensor and more"),
        make_document("exact2", "x", "sensor and more"),
        make_document("exact3", "x", "sensor and more"),
        make_document("near", "x", "censor and more"),
        make_document("far", "x", "censer and more"),
    });
    CHECK(all_ids(index, "sensor~2") == Ids{"exact1", "exact2", "exact3", "near", "far"});
}

TEST_CASE("a prefix stands for identifiers in every spelling") {
    CHECK(sample().ids("bulk_cr*") == Ids{"identifier"});
    CHECK(sample().ids("bulkCr*") == Ids{"identifier"});
    CHECK(sample().ids("node.j*") == Ids{"identifier"});
    CHECK(sample().ids("node.*") == Ids{"identifier"});
    const test::SampleIndex index({make_document("snake", "x", "get_user_name"),
                                   make_document("camel", "x", "getUserName"),
                                   make_document("constant", "x", "CONN_MAX_AGE")});
    CHECK(sorted(all_ids(index, "getUserN*")) == Ids{"camel", "snake"});
    CHECK(sorted(all_ids(index, "get_user_n*")) == Ids{"camel", "snake"});
    CHECK(index.ids("conn_max*") == Ids{"constant"});
}

TEST_CASE("a prefix is folded, and kept to its field") {
    CHECK(sample().ids("ÜBER*") == Ids{"german"});
    CHECK(sample().ids("uber*") == Ids{"german"});
    CHECK(sample().ids("данн*") == Ids{"russian"});
    CHECK(sample().ids("title:persis*") == Ids{"persistent"});
    CHECK(sample().ids("text:persis*").empty());
    CHECK(sample().ids("author:Gu*") == Ids{"guido"});
    CHECK(sample().ids("Gui*").empty());
}

TEST_CASE("a prefix before punctuation is that of the word") {
    CHECK(sample().ids("persistent,*") == Ids{"persistent"});
}

TEST_CASE("where no spaces divide words, a prefix is found inside running text") {
    const test::SampleIndex index(
        {make_document("zh", "x", "大规模多模态预训练模型"), make_document("en", "x", "models")});
    CHECK(index.ids("模态*") == Ids{"zh"});
    CHECK(index.ids("预训练*") == Ids{"zh"});
}

TEST_CASE("a beginning that is a word itself ranks before longer words") {
    const test::SampleIndex index({make_document("longer", "x", "testing and more"),
                                   make_document("same", "x", "test and more"),
                                   make_document("longest", "x", "testament and more")});
    CHECK(all_ids(index, "test*").front() == "same");
}

TEST_CASE("a pattern stands for so many words and no more, and says so") {
    std::string text;
    for (int i = 0; i < 300; ++i)
        text += "word" + std::to_string(1000 + i) + " ";
    const test::SampleIndex index({make_document("many", "x", text),
                                   make_document("frequent", "x", "word1299"),
                                   make_document("more", "x", "word1299 word1298")});
    const Results results = index.search("word1*");
    REQUIRE(results.warnings.size() == 1);
    CHECK(results.warnings.front().find("more than 256 words") != std::string::npos);
    CHECK(results.total == 3);  // the most frequent are kept
    CHECK(index.search("word1000~2 word1*").warnings.size() == 1);
    CHECK_THROWS_AS(index.search(SearchRequest{.query = "word1*", .strict = true}), Error);
}

TEST_CASE("very many patterns share a budget") {
    std::string text;
    for (int i = 0; i < 2000; ++i)
        text += "word" + std::to_string(1000 + i) + " ";
    const test::SampleIndex index({make_document("many", "x", text)});
    std::string query;
    for (int i = 0; i < 4096; ++i)
        query += "word" + std::to_string(1000 + i % 2000).substr(0, 2) + "* ";
    const Results results = index.search(query);
    CHECK(results.total == 1);
    CHECK(results.warnings.size() < 200);
}

TEST_CASE("a search that takes too long ends with what it has") {
    std::string text;
    for (int i = 0; i < 2000; ++i)
        text += "word" + std::to_string(1000 + i % 700) + " ";
    std::vector<Document> documents;
    for (int i = 0; i < 50; ++i)
        documents.push_back(make_document("d" + std::to_string(i), "x", text));
    const test::SampleIndex index(documents);
    SearchRequest request;
    for (int i = 0; i < 300; ++i)
        request.query += "\"word" + std::to_string(1000 + i % 700) + " word1500\"~9 ";
    request.collapse = false;
    request.timeout = std::chrono::milliseconds(1);
    const Results results = index.search(request);
    CHECK_FALSE(results.total_exact);
    CHECK(results.total <= 50);
    REQUIRE_FALSE(results.warnings.empty());
    CHECK(results.warnings.back().find("stopped after 1 ms") != std::string::npos);
    request.timeout = std::chrono::hours(1'000'000);
    request.query = "word1000";
    CHECK(index.search(request).total_exact);
    CHECK(index.search(request).total == 50);
}

TEST_CASE("a search that is interrupted on the way says that it was cancelled") {
    const test::SampleIndex index(
        {make_document("a", "x", "lantern"), make_document("b", "y", "lantern")});
    SearchRequest request;
    request.query = "lantern";
    std::size_t asked = 0;
    request.interrupted = [&asked] { return ++asked > 1'000'000; };
    CHECK(index.search(request).total == 2);
    const std::size_t needed = asked;
    REQUIRE(needed > 3);
    for (const std::size_t at :
         {std::size_t{1}, needed / 2, needed}) {  // the last while hits are made
        asked = 0;
        request.interrupted = [&asked, at] { return ++asked >= at; };
        try {
            index.search(request);
            FAIL("not cancelled");
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::cancelled);
        }
        CHECK(asked == at);
    }
}

TEST_CASE("a search that is asked to stop says that it was cancelled") {
    std::stop_source source;
    source.request_stop();
    SearchRequest request;
    request.query = "persistent";
    request.stop = source.get_token();
    try {
        sample().search(request);
        FAIL("not cancelled");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
}
