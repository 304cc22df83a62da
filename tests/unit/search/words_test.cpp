#include <doctest/doctest.h>

#include "kb/error.hpp"
#include "support/sample_index.hpp"

using namespace kb;
using test::Ids;
using test::make_document;

namespace {

const test::SampleIndex& sample() {
    static const test::SampleIndex index({
        make_document("both", "Notes", "async code with an orm"),
        make_document("async", "Notes", "async code with flask"),
        make_document("orm", "Notes", "a slow orm"),
        make_document("other", "Notes", "gardening with sensors"),
        make_document("phrase", "Notes", "the code is async, and orm-free as well"),
    });
    return index;
}

Ids sorted(Ids ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace

TEST_CASE("documents with any of the words are found, those with both first") {
    CHECK(sample().ids("async orm").size() == 4);
    CHECK(sample().ids("async orm").front() == "both");
}

TEST_CASE("with match all every word is required") {
    CHECK(sorted(sample().ids(SearchRequest{.query = "async orm", .match = Match::all})) ==
          Ids{"both", "phrase"});
}

TEST_CASE("required and excluded words select") {
    CHECK(sorted(sample().ids("+async -flask")) == Ids{"both", "phrase"});
    CHECK(sorted(sample().ids("+async NOT flask orm")) == Ids{"both", "phrase"});
    CHECK(sorted(sample().ids("-async")) == Ids{"orm", "other"});
}

TEST_CASE("Boolean operators bind and nest") {
    CHECK(sorted(sample().ids("async AND orm")) == Ids{"both", "phrase"});
    CHECK(sorted(sample().ids("gardening OR flask")) == Ids{"async", "other"});
    CHECK(sorted(sample().ids("(gardening OR flask) AND code")) == Ids{"async"});
    CHECK(sorted(sample().ids("gardening OR flask AND code")) == Ids{"async", "other"});
}

TEST_CASE("a phrase matches its words in order and adjacent") {
    CHECK(sample().ids("\"async code\"").size() == 2);
    CHECK(sample().ids("\"code async\"").empty());
    CHECK(sample().ids("\"code async\"~5").size() == 3);
}

TEST_CASE("a phrase matches surface forms, a word its inflections") {
    CHECK(sample().ids("sensor") == Ids{"other"});
    CHECK(sample().ids("\"sensor\"").empty());
    CHECK(sample().ids("\"sensors\"") == Ids{"other"});
}

TEST_CASE("a prefix stands for the words that begin so") {
    CHECK(sample().ids("gard*") == Ids{"other"});
    CHECK(sorted(sample().ids("flas* garden*")) == Ids{"async", "other"});
}

TEST_CASE("a weight moves a word's documents up") {
    CHECK(sample().ids("slow flask^50").front() == "async");
    CHECK(sample().ids("slow^50 flask").front() == "orm");
}

TEST_CASE("punctuation alone finds nothing and requires nothing") {
    CHECK(sample().ids("???").empty());
    CHECK(sample().ids("").empty());
    CHECK(sample().ids("+gardening +???") == Ids{"other"});
}

TEST_CASE("a lone star finds everything") {
    CHECK(sample().ids("*").size() == 5);
    CHECK(sample().search("*").total == 5);
}

TEST_CASE("a required word that no document has finds nothing") {
    CHECK(sample().ids("+nonexistent async").empty());
    CHECK(sample().ids("async AND nonexistent").empty());
}

TEST_CASE("strict turns warnings into errors") {
    CHECK(sample().search("\"async").warnings.size() == 1);
    CHECK_THROWS_AS(sample().search(SearchRequest{.query = "\"async", .strict = true}), Error);
    CHECK_NOTHROW(sample().search(SearchRequest{.query = "async", .strict = true}));
}

TEST_CASE("identifiers are found whole and by part, however they are spelled") {
    const test::SampleIndex index({
        make_document("snake", "x", "call bulk_create here"),
        make_document("camel", "x", "call getUserName here"),
        make_document("words", "x", "create the user in bulk"),
        make_document("node", "x", "runs on node.js 18"),
        make_document("cpp", "x", "written in C++ and C#"),
        make_document("net", "x", "written for .NET"),
        make_document("version", "x", "released as v2.15.1 today"),
        make_document("package", "x", "npm install @scope/pkg"),
        make_document("repo", "x", "see owner/repo for more"),
        make_document("constant", "x", "set CONN_MAX_AGE to 20"),
    });
    CHECK(index.ids("bulk_create") == Ids{"snake"});
    CHECK(index.ids("bulkCreate") == Ids{"snake"});
    CHECK(index.ids("bulk create").front() == "snake");
    CHECK(index.ids("\"bulk create\"") == Ids{"snake"});
    CHECK(index.ids("getUserName") == Ids{"camel"});
    CHECK(index.ids("get_user_name") == Ids{"camel"});
    CHECK(index.ids("\"user name\"") == Ids{"camel"});
    CHECK(index.ids("node.js") == Ids{"node"});
    CHECK(index.ids("C++") == Ids{"cpp"});
    CHECK(index.ids("c#") == Ids{"cpp"});
    CHECK(index.ids(".net") == Ids{"net"});
    CHECK(index.ids("v2.15") == Ids{"version"});
    CHECK(index.ids("2.15.1") == Ids{"version"});
    CHECK(index.ids("@scope/pkg") == Ids{"package"});
    CHECK(index.ids("owner/repo") == Ids{"repo"});
    CHECK(index.ids("CONN_MAX_AGE") == Ids{"constant"});
    CHECK(index.ids("conn max age").front() == "constant");
}

TEST_CASE("of phrases beyond the bound the words are required, wherever they stand") {
    const test::SampleIndex index({test::make_document("apart", "", "zebra or yak"),
                                   test::make_document("one", "", "zebra alone")});
    std::string phrases;
    for (int i = 0; i < 256; ++i)
        phrases += "\"nothing here" + std::to_string(i) + "\" ";
    CHECK(index.search(phrases).warnings.empty());
    CHECK(index.ids("\"zebra yak\"").empty());
    CHECK(index.ids(phrases + "\"zebra yak\"") == test::Ids{"apart"});
    CHECK(index.search(phrases + "\"zebra yak\"").warnings.size() == 1);
}

TEST_CASE("the words of a hyphenated compound rank like words side by side") {
    const test::SampleIndex index({test::make_document("both", "", "the layer at the boundary"),
                                   test::make_document("one", "", "a layer of paint"),
                                   test::make_document("whole", "", "a boundary-layer"),
                                   test::make_document("mail", "", "an email")});
    CHECK(index.ids("boundary-layer").front() == "whole");
    CHECK(index.ids("boundary-layer").size() == 3);
    CHECK(index.ids("+boundary-layer") == test::Ids{"whole"});
    CHECK(index.ids("boundary_layer") == test::Ids{"whole"});
    CHECK(index.ids("e-mail") == test::Ids{"mail"});
}

TEST_CASE("what is excluded may be a conjunction of alternatives") {
    std::vector<Document> documents;
    for (int i = 0; i < 40; ++i) {
        Document document = test::make_document("d" + std::to_string(i), i % 2 == 0 ? "runs" : "",
                                                i % 3 == 0 ? "runs and runner" : "others");
        if (i % 5 == 0) document.tags = {"python"};
        documents.push_back(document);
    }
    const test::SampleIndex index(documents);
    const auto count = [&](const std::string& query) {
        return index.search(SearchRequest{.query = query, .collapse = false}).total;
    };
    CHECK(count("-(+run* tag:python)") == 35);
    CHECK(count("+others -(+run* tag:python)") + count("+others +(+run* tag:python)") ==
          count("others"));
    CHECK(count("-(\"runs and runner\" AND run*)") == 26);
    CHECK(count("-(run* -tag:python)") == 40 - count("run* -tag:python"));
}
