#include <doctest/doctest.h>

#include "kb/results.hpp"

using namespace kb;

TEST_CASE("results are written as the contract says") {
    Results results;
    results.query = "async \"orm\"";
    results.parsed = "async \"orm\"";
    results.total = 3;
    results.took = std::chrono::microseconds(410);
    results.did_you_mean = "async";
    results.warnings = {"careful"};
    Hit hit;
    hit.rank = 1;
    hit.score = 12.25;
    hit.document.id = "x";
    hit.document.title = "Async";
    hit.document.tags = {"a"};
    hit.snippet = "an async story";
    hit.title_highlights = {{0, 5}};
    hit.snippet_highlights = {{3, 8}};
    hit.duplicates = 1;
    results.hits = {hit};
    results.facets = {{"kind", {{"article", 2}}}};
    CHECK(to_json(results) ==
          R"({"query":"async \"orm\"","parsed":"async \"orm\"","total":3,"total_exact":true,)"
          R"("took_ms":0.41,"did_you_mean":"async","warnings":["careful"],"hits":[{"rank":1,)"
          R"("score":12.25,"id":"x","kind":"article","title":"Async","tags":["a"],)"
          R"("snippet":"an async story","highlights":{"title":[[0,5]],"snippet":[[3,8]]},)"
          R"("duplicates":1}],"facets":{"kind":[{"value":"article","count":2}]}})");
}

TEST_CASE("empty results are still whole") {
    CHECK(
        to_json(Results{}) ==
        R"({"query":"","parsed":"","total":0,"total_exact":true,"took_ms":0,"warnings":[],"hits":[],"facets":{}})");
}

TEST_CASE("any bytes give valid JSON") {
    Results results;
    results.query = "\xff\x01\"\\";
    CHECK(to_json(results).find(R"("query":"�\u0001\"\\")") != std::string::npos);
}
