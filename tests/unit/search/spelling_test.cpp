#include <doctest/doctest.h>

#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

const test::SampleIndex& sample() {
    static const test::SampleIndex index([] {
        std::vector<Document> documents = {
            make_document("1", "Persistent connections", "a persistent connection and an orm"),
            make_document("2", "Connection pools", "persistent pools; node.js, postgres"),
            make_document("3", "Bulk create", "bulk create of posts. postgres 15 on Debian"),
            make_document("4", "Анализ текста", "морфологический анализ русского текста"),
            make_document("5", "検索エンジン", "全文検索エンジンを作る"),
            make_document("6", "Rare words", "connexion, receipt, wierd, Übersicht"),
        };
        documents[0].authors = {"Ada Lovelace"};
        documents[3].lang = "ru";
        documents[4].lang = "ja";
        for (int i = 0; i < 120; ++i)
            documents.push_back(make_document("c" + std::to_string(i), "Report",
                                              "database report number of the weird kind"));
        return documents;
    }());
    return index;
}

std::string did_you_mean(std::string query) {
    return sample().search(std::move(query)).did_you_mean.value_or("");
}

}  // namespace

TEST_CASE("a misspelled word is corrected to what the index knows") {
    CHECK(did_you_mean("perssistent") == "persistent");
    CHECK(did_you_mean("conection pool") == "connection pool");
    CHECK(did_you_mean("psotgres") == "postgres");
    CHECK(did_you_mean("dtabsae") == "database");  // two edits
}

TEST_CASE("of several spellings the most frequent is meant") {
    CHECK(did_you_mean("connectioon") == "connection");
    CHECK(did_you_mean("reprot") == "report");
}

TEST_CASE("words that match are left alone, whatever their spelling") {
    for (const char* query :
         {"persistent", "pools connection", "persistant", "orm", "bulk create", "node js",
          "node.js", "bulk_create", "reports", "connexions", "debian", "create*", "perssistent*"})
        CHECK_MESSAGE(did_you_mean(query).empty(), query);
}

TEST_CASE("a word that next to nothing holds is corrected if nearly all say it otherwise") {
    CHECK(did_you_mean("wierd report") == "weird report");
    CHECK(did_you_mean("receipt report").empty());
    // Three documents hold "connection" and one "connexion": both are words.
    CHECK(did_you_mean("connexion").empty());
}

TEST_CASE("the rest of the query stays as it was typed") {
    CHECK(did_you_mean(
              "+Perssistent  title:conection -pols (\"an ormm\"~3 OR databse^2) kind:article") ==
          "+persistent  title:connection -pols (\"an orm\"~3 OR database^2) kind:article");
    CHECK(did_you_mean("author:lovelac") == "author:lovelace");
}

TEST_CASE("a word may be two, and two words one") {
    CHECK(did_you_mean("bulkcreate") == "bulk create");
    CHECK(did_you_mean("connectionpools report") == "connection pools report");
    CHECK(did_you_mean("+bulkcreate") == "+\"bulk create\"");
    CHECK(did_you_mean("bulkcreate AND posts") == "\"bulk create\" AND posts");
    CHECK(did_you_mean("post gres") == "postgres");
    CHECK(did_you_mean("data base report") == "database report");
    CHECK(did_you_mean("reportdebian").empty());  // never side by side
}

TEST_CASE("other scripts are corrected, running text without spaces is not") {
    CHECK(did_you_mean("анлиз текста") == "анализ текста");
    CHECK(did_you_mean("検索エンジソ").empty());
}

TEST_CASE("numbers, identifiers and short words are left alone") {
    for (const char* query : {"2023", "v2.15", "persist_ent2", "ot", "x", "C++", "15a"})
        CHECK_MESSAGE(did_you_mean(query).empty(), query);
}

TEST_CASE("what is excluded or nothing comes near is left alone") {
    CHECK(did_you_mean("report -perssistent").empty());
    CHECK(did_you_mean("zzyzxqwv").empty());
}

TEST_CASE("a correction that finds nothing is not offered") {
    CHECK(did_you_mean("perssistent AND морфологический").empty());
    CHECK(did_you_mean("perssistent kind:readme").empty());
}

TEST_CASE("a query of many unknown words is answered in bounded time") {
    std::string query;
    for (std::size_t i = 0; i < 4000; ++i)
        query += "perssistent" + std::string(1 + i % 26, static_cast<char>('a' + i % 26)) + " ";
    CHECK_NOTHROW(did_you_mean(query));
}
