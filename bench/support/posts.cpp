#include "support/posts.hpp"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "kb/reader.hpp"
#include "support/made_up_posts.hpp"

namespace kb::bench {

namespace {

constexpr std::size_t default_documents = 5'000;
constexpr std::size_t queries_per_class = 200;

std::string environment(const char* name) {
    const char* value = ::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::size_t wanted_documents() {
    const std::string text = environment("KB_BENCH_DOCUMENTS");
    return text.empty() ? default_documents : std::stoul(text);
}

std::vector<Document> read_posts(const std::string& path, std::size_t count) {
    DocumentReader reader({path}, {.format = Format::jsonl});
    std::vector<Document> documents;
    while (documents.size() < count) {
        std::optional<Document> document = reader.next();
        if (!document) break;
        documents.push_back(std::move(*document));
    }
    if (documents.empty()) throw std::runtime_error("no posts in " + path);
    return documents;
}

/// Lines of the queries file, by class.
std::map<std::string, std::vector<std::string>> read_queries(const std::string& path) {
    const std::map<std::string, std::string> classes = {{"game_or", "union"},
                                                        {"term_common", "common"},
                                                        {"game_and", "intersection"},
                                                        {"game_phrase", "phrase"}};
    std::map<std::string, std::vector<std::string>> queries;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        if (second == std::string::npos) continue;
        const auto name = classes.find(line.substr(0, first));
        if (name != classes.end()) queries[name->second].push_back(line.substr(second + 1));
    }
    return queries;
}

/// The words of a query drawn from a post: side by side for phrases, from anywhere else; the most
/// frequent words only where the class asks for them.
std::string drawn_query(const std::string& query_class, std::mt19937& random) {
    const Document& post = posts()[random() % posts().size()];
    const std::vector<std::string> words =
        words_of(query_class == "title" ? post.title : post.text);
    if (words.size() < 8 && query_class != "title") return {};
    const std::size_t count = query_class == "title"    ? words.size()
                              : query_class == "common" ? 1
                              : query_class == "phrase" ? 2
                                                        : 2 + random() % 5;
    const bool sampled = query_class == "union" || query_class == "intersection";
    const std::size_t first = query_class == "title" ? 0 : random() % (words.size() - count);
    std::string query;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string& word = words[sampled ? random() % words.size() : first + i];
        if (sampled && is_made_up_stop_word(word)) continue;
        query += (query.empty() ? "" : " ") + word;
    }
    return query;
}

std::vector<std::string> drawn_queries(const std::string& query_class) {
    std::mt19937 random(7);
    std::vector<std::string> queries;
    while (queries.size() < queries_per_class) {
        std::string query = drawn_query(query_class, random);
        if (!query.empty()) queries.push_back(std::move(query));
    }
    return queries;
}

class Scratch {
  public:
    Scratch() {
        std::string pattern = (std::filesystem::temp_directory_path() / "kb-bench-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("cannot make " + pattern);
        path = pattern;
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::filesystem::path path;
};

}  // namespace

const std::vector<Document>& posts() {
    static const std::vector<Document> documents = [] {
        const std::string path = environment("KB_BENCH_POSTS");
        return path.empty() ? made_up_posts(wanted_documents())
                            : read_posts(path, wanted_documents());
    }();
    return documents;
}

std::size_t text_bytes(const std::vector<Document>& documents) {
    std::size_t bytes = 0;
    for (const Document& document : documents)
        bytes += document.title.size() + document.text.size();
    return bytes;
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + " ") {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    return words;
}

std::vector<std::string> queries(const std::string& query_class) {
    const std::string path = environment("KB_BENCH_QUERIES");
    if (path.empty()) return drawn_queries(query_class);
    return read_queries(path)[query_class];
}

std::filesystem::path scratch_directory() {
    static const Scratch scratch;
    return scratch.path;
}

}  // namespace kb::bench
