#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "rank/bm25.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

/// A word that no stemmer changes, so that this oracle needs none.
std::string word(unsigned number) {
    return "zq" + std::string(1, static_cast<char>('a' + number)) + "x";
}

struct Posting {
    std::map<unsigned, unsigned> wdf;
    unsigned length = 0;
};

constexpr unsigned vocabulary = 12;
constexpr unsigned title_weight = 4;

/// The slow, obviously right scorer: every document, every query word, straight from the formula.
std::vector<std::pair<std::string, double>> exhaustive(
    const std::map<std::string, Posting>& documents, const std::vector<unsigned>& query,
    const Bm25Parameters& parameters) {
    double average_length = 0;
    for (const auto& [id, posting] : documents)
        average_length += posting.length;
    average_length /= static_cast<double>(documents.size());
    std::vector<std::pair<std::string, double>> scores;
    for (const auto& [id, posting] : documents) {
        double score = 0;
        bool matched = false;
        for (const unsigned number : query) {
            const auto in_document = posting.wdf.find(number);
            if (in_document == posting.wdf.end()) continue;
            const auto frequency = static_cast<std::uint64_t>(std::count_if(
                documents.begin(), documents.end(),
                [&](const auto& other) { return other.second.wdf.contains(number); }));
            const double idf = rank::inverse_document_frequency(documents.size(), frequency);
            score += rank::Bm25Scorer(parameters, average_length, idf)
                         .score(in_document->second, posting.length);
            matched = true;
        }
        if (matched) scores.emplace_back(id, score);
    }
    std::sort(scores.begin(), scores.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    return scores;
}

}  // namespace

TEST_CASE("ranked search returns the documents, order and scores of the exhaustive scorer") {
    const unsigned seed = 20240601;
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::vector<Document> documents;
    std::map<std::string, Posting> postings;
    for (int i = 0; i < 300; ++i) {
        Document document = test::make_document("d" + std::to_string(i), "", "");
        Posting& posting = postings[document.id];
        const auto draw = [&] {
            return static_cast<unsigned>(random() % vocabulary * (random() % vocabulary) /
                                         vocabulary);
        };
        for (auto n = random() % 3; n > 0; --n) {
            const unsigned number = draw();
            document.title += word(number) + " ";
            posting.wdf[number] += title_weight;
            posting.length += title_weight;
        }
        for (auto n = 1 + random() % 60; n > 0; --n) {
            const unsigned number = draw();
            document.text += word(number) + " ";
            posting.wdf[number] += 1;
            posting.length += 1;
        }
        documents.push_back(document);
    }
    const test::SampleIndex index(documents);
    for (int round = 0; round < 100; ++round) {
        std::vector<unsigned> query;
        for (unsigned number = 0; number < vocabulary; ++number) {
            if (random() % 4 == 0) query.push_back(number);
        }
        if (query.empty()) continue;
        SearchRequest request;
        request.collapse = false;
        request.profile = find_profile("classic").value();
        request.limit = 1 + random() % 20;
        request.profile.bm25 = {.k1 = static_cast<double>(random() % 30) / 10.0,
                                .b = static_cast<double>(random() % 11) / 10.0};
        for (const unsigned number : query)
            request.query += word(number) + " ";
        CAPTURE(request.query);
        const auto expected = exhaustive(postings, query, request.profile.bm25);
        const Results results = index.search(request);
        CHECK(results.total == expected.size());
        REQUIRE(results.hits.size() == std::min<std::size_t>(request.limit, expected.size()));
        for (std::size_t i = 0; i < results.hits.size(); ++i) {
            CHECK(results.hits[i].score == doctest::Approx(expected[i].second).epsilon(1e-9));
            const auto own = std::find_if(expected.begin(), expected.end(), [&](const auto& entry) {
                return entry.first == results.hits[i].document.id;
            });
            REQUIRE(own != expected.end());
            CHECK(results.hits[i].score == doctest::Approx(own->second).epsilon(1e-9));
        }
    }
}

TEST_CASE("a word in the title counts more than in the text") {
    const test::SampleIndex index(
        {test::make_document("text", "Other", "zebra and much more of the same"),
         test::make_document("title", "Zebra", "other and much more of the same")});
    CHECK(index.ids("zebra") == test::Ids{"title", "text"});
}

TEST_CASE("a rare word counts more than a frequent one") {
    std::vector<Document> documents;
    for (int i = 0; i < 20; ++i)
        documents.push_back(
            test::make_document("c" + std::to_string(i), "", "common thing " + std::to_string(i)));
    documents.push_back(test::make_document("rare", "", "unusual thing 99"));
    const test::SampleIndex index(documents);
    CHECK(index.ids("common unusual").front() == "rare");
}
