#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kb/reader.hpp"

using namespace kb;

namespace {

/// The documents of the sample feeds as JSON Lines, each input's problems before them.
std::string read_sample_feeds() {
    const std::filesystem::path folder = std::filesystem::path(KB_SOURCE_DIR) / "corpus" / "feeds";
    std::string all;
    for (const std::string_view name :
         {"broken.xml", "depot.rdf", "harbour.atom", "kiln.rss", "list.opml", "threads.json"}) {
        DocumentReader reader({(folder / name).string()}, {}, [&](const Problem& problem) {
            all += std::string(name) + ':' + std::to_string(problem.line) + ": " + problem.message +
                   '\n';
        });
        while (const auto document = reader.next())
            all += to_json(*document) + '\n';
    }
    return all;
}

}  // namespace

TEST_CASE("the sample feeds give the documents that were reviewed") {
    const std::filesystem::path golden =
        std::filesystem::path(KB_SOURCE_DIR) / "tests" / "golden" / "feeds.txt";
    const std::string documents = read_sample_feeds();
    if (std::getenv("KB_UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << documents;
    std::ostringstream expected;
    expected << std::ifstream(golden).rdbuf();
    CHECK(documents == expected.str());
}
