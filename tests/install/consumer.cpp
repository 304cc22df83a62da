// What the consumer projects build: writes an index, searches it, catches an error that crosses the
// library's border, and passes values of std:: types through it both ways.
#include <kb/kb.hpp>

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

int main() {
    kb::Index index("posts", kb::Index::Mode::create);
    index.add({.id = "1",
               .title = "Connection pools",
               .text = "Why our pools ran dry.",
               .tags = {"sql"}});
    std::vector<kb::Document> more = {
        {.id = "2", .title = "Größe", .text = "getUserName", .lang = "de"}};
    index.add_all(
        [&more]() -> std::optional<kb::Document> {
            if (more.empty()) return std::nullopt;
            kb::Document document = std::move(more.back());
            more.pop_back();
            return document;
        },
        {.jobs = 2});

    const kb::Searcher searcher("posts");
    const kb::Results pool = searcher.search({.query = "pool OR user", .facets = {"lang"}});
    const kb::Query query = kb::parse_query("tag:sql \"open", {});
    std::string caught;
    try {
        const kb::Searcher nowhere("nowhere");
    } catch (const kb::Error& error) {
        caught = to_string(error.code());
    }
    std::cout << kb::version() << ' ' << pool.total << ' ' << pool.facets.size() << ' '
              << query.diagnostics.size() << ' ' << caught << '\n';
    const bool well = pool.total == 2 && query.diagnostics.size() == 1 && caught == "not_found";
    std::filesystem::remove_all("posts");
    return well ? 0 : 1;
}
