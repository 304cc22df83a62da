#include <kb/kb.hpp>

#include <iostream>

int main() {
    kb::Index index("posts", kb::Index::Mode::create);
    index.add({.id = "1", .title = "Connection pools", .text = "Why our pools ran dry."});
    index.commit();
    const kb::Results results = kb::Searcher("posts").search({.query = "pool"});
    std::cout << kb::version() << ' ' << results.total << '\n';
    return results.total == 1 ? 0 : 1;
}
