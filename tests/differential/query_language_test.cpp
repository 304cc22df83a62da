// Random queries over random collections: Searcher must find what brute force finds.
// KB_ORACLE_SEED and KB_ORACLE_QUERIES choose other ones and more of them.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <tuple>
#include <vector>

#include "differential/oracle.hpp"
#include "differential/random_posts.hpp"
#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"
#include "support/temporary_directory.hpp"
#include "unit/query/random_query.hpp"

using namespace kb;

namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const char* const value = std::getenv(name);
    return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

const Timestamp now = test::at("2023-10-31T12:00:00Z");

/// A collection that changes, in an index and in the oracle.
class Collections {
  public:
    explicit Collections(std::uint64_t seed)
        : posts_(seed), index_(directory_ / "index", Index::Mode::create) {}

    /// Adds, replaces and deletes some.
    void change(std::size_t additions) {
        for (std::size_t n = additions; n > 0; --n) {
            Document document = posts_.document(posts_.below(most_documents));
            oracle_.put(document);
            index_.add(std::move(document));
        }
        for (std::size_t n = additions / 4; n > 0; --n) {
            const std::string id = "doc:" + std::to_string(posts_.below(most_documents));
            oracle_.erase(id);
            index_.erase(id);
        }
        index_.commit();
    }

    std::filesystem::path path() const { return directory_ / "index"; }
    test::RandomPosts& posts() { return posts_; }
    test::Oracle& oracle() { return oracle_; }

  private:
    static constexpr std::size_t most_documents = 100;

    test::TemporaryDirectory directory_;
    test::RandomPosts posts_;
    test::Oracle oracle_;
    Index index_;
};

/// Best first; equal ones newest first, then by id.
bool in_order(const Results& results) {
    const auto key = [](const Hit& hit) {
        const auto& published = hit.document.published;
        return std::make_tuple(-hit.score, !published,
                               published ? -published->time_since_epoch().count() : 0,
                               std::string_view(hit.document.id));
    };
    return std::is_sorted(results.hits.begin(), results.hits.end(),
                          [&](const Hit& a, const Hit& b) { return key(a) < key(b); });
}

SearchRequest request_for(const std::string& query, Match match) {
    SearchRequest request;
    request.query = query;
    request.limit = 1000;
    request.match = match;
    request.snippet_length = 0;
    request.collapse = false;
    request.now = now;
    return request;
}

void check_query(const Searcher& searcher, test::Oracle& oracle, const std::string& text,
                 Match match) {
    CAPTURE(text);
    const Query query = parse_query(text, {.now = now});
    const std::string canonical = to_string(query.root);
    CAPTURE(canonical);
    const std::string mode = match == Match::all ? "all" : "any";
    CAPTURE(mode);
    const Results results = searcher.search(request_for(text, match));
    test::Ids found;
    for (const Hit& hit : results.hits)
        found.push_back(hit.document.id);
    std::sort(found.begin(), found.end());
    const test::Ids expected = oracle.matches(query.root, match);
    if (found != expected) {
        test::Ids wrong;
        std::set_symmetric_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                                      std::back_inserter(wrong));
        const bool missing = std::binary_search(expected.begin(), expected.end(), wrong.front());
        const std::string difference = (missing ? "missing " : "too much ") + wrong.front() +
                                       " of " + std::to_string(wrong.size()) + ": " +
                                       to_json(oracle.document(wrong.front()));
        CAPTURE(difference);
        REQUIRE(found == expected);
    }
    REQUIRE(results.total == expected.size());
    REQUIRE(results.total_exact);
    REQUIRE(in_order(results));
}

}  // namespace

TEST_CASE("Searcher finds what a look at every document finds") {
    const std::uint64_t seed = setting("KB_ORACLE_SEED", 20261125);
    const std::uint64_t queries = setting("KB_ORACLE_QUERIES", 10'000);
    CAPTURE(seed);
    Collections collections(seed);
    RandomQueries pieces(seed);
    constexpr std::uint64_t epochs = 5;
    for (std::uint64_t epoch = 0; epoch < epochs; ++epoch) {
        CAPTURE(epoch);
        collections.change(40);
        const Searcher searcher(collections.path());
        test::RandomPosts& posts = collections.posts();
        for (std::uint64_t n = queries / epochs; n > 0; --n) {
            const std::string text = posts.below(8) == 0 ? pieces.any() : posts.query();
            check_query(searcher, collections.oracle(), text,
                        posts.below(3) == 0 ? Match::all : Match::any);
        }
    }
}
