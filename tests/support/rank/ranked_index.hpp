#pragma once

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "index/database.hpp"
#include "index/layout.hpp"
#include "index/ranking_refresh.hpp"
#include "kb/document.hpp"

namespace kb::test {

/// Makes the ranking file of an index, however small it is. No writer may be open.
inline void make_ranking_file(const std::filesystem::path& directory) {
    Xapian::WritableDatabase database = index::open_writable(directory, false);
    index::refresh_ranking(database, index::current_generation(directory));
}

/// Posts about few things, so that words, tags and whole texts meet again and again.
class PostMaker {
  public:
    explicit PostMaker(std::mt19937& random) : random_(random) {}

    Document make(unsigned number) {
        Document post;
        post.id = "post:" + std::to_string(number);
        post.kind = static_cast<Kind>(below(8));
        post.source = "source " + std::to_string(below(6));
        post.url =
            "https://site" + std::to_string(below(9)) + ".example.org/" + std::to_string(number);
        post.title = words(2 + below(5));
        post.text = below(8) == 0 && !text_.empty() ? text_ : words(5 + below(90));
        text_ = post.text;
        post.lang = std::vector<std::string>{"en", "en", "en", "de", ""}[below(5)];
        if (below(6) != 0) {
            post.published = Timestamp(std::chrono::seconds(1'600'000'000 + below(40) * 1'000'000));
        }
        if (below(3) == 0) post.points = below(50);
        if (below(3) == 0) post.comments = below(30);
        for (unsigned count = below(3); count > 0; --count)
            add_once(post.tags, "tag" + std::to_string(below(5)));
        if (below(2) == 0) post.authors.push_back(below(2) == 0 ? "Ada Lovelace" : "Alan Turing");
        return post;
    }

  private:
    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

    static void add_once(std::vector<std::string>& values, const std::string& value) {
        if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }

    std::string words(unsigned count) {
        static const std::vector<std::string> vocabulary = {
            "the",         "query",  "planner",     "lock",     "index",     "async",
            "runtime",     "kernel", "database",    "postgres", "migration", "schema",
            "parser",      "tokens", "running",     "runs",     "memory",    "allocator",
            "release",     "notes",  "bulk_create", "node.js",  "C++",       "häuser",
            "getUserName", "cache",  "vector",      "search",   "engine",    "ranking"};
        std::string text;
        for (unsigned i = 0; i < count; ++i) {
            // The first words of the list are the common ones.
            const unsigned last = 1 + below(static_cast<unsigned>(vocabulary.size()));
            text += (i == 0 ? "" : " ") + vocabulary[below(last)];
        }
        return text;
    }

    std::mt19937& random_;
    std::string text_;
};

}  // namespace kb::test
