#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "support/sample_index.hpp"

using namespace kb;

TEST_CASE("threads share a searcher while a writer commits, and each answer is of one commit") {
    constexpr int commits = 30;
    constexpr int batch = 5;
    const test::SampleIndex sample({});
    const Searcher searcher(sample.path());
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> answers = 0;
    const auto read = [&] {
        std::uint64_t last = 0;
        while (!done || answers == 0) {
            const Results results =
                searcher.search({.query = "shared word", .limit = 1000, .facets = {"kind"}});
            const bool whole_batches = results.total % batch == 0;
            const bool consistent = results.hits.size() == results.total;
            if (!whole_batches || !consistent || results.total < last) ++wrong;
            last = results.total;
            ++answers;
        }
    };
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i)
        readers.emplace_back(read);
    Index index(sample.path());
    for (int commit = 0; commit < commits; ++commit) {
        for (int i = 0; i < batch; ++i) {
            const std::string id = std::to_string(commit * batch + i);
            index.add(test::make_document(id, "Post " + id, "a shared word and " + id));
        }
        index.commit();
    }
    done = true;
    for (std::thread& reader : readers)
        reader.join();
    CHECK(wrong == 0);
    CHECK(answers > 0);
    CHECK(searcher.search({.query = "shared", .limit = 0}).total == commits * batch);
}
