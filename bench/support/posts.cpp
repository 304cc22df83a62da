#include "support/posts.hpp"

#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "kb/reader.hpp"

namespace kb::bench {

namespace {

constexpr std::size_t default_documents = 5'000;
constexpr std::size_t queries_per_class = 100;

std::string environment(const char* name) {
    const char* value = ::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::size_t wanted_documents() {
    const std::string text = environment("KB_BENCH_DOCUMENTS");
    return text.empty() ? default_documents : std::stoul(text);
}

/// Words with the frequencies of a natural language and syllables of none.
class Vocabulary {
  public:
    explicit Vocabulary(std::mt19937& random) : random_(random) {
        constexpr std::size_t size = 30'000;
        std::vector<double> weights;
        for (std::size_t rank = 0; rank < size; ++rank) {
            words_.push_back(make_word());
            weights.push_back(1.0 / static_cast<double>(rank + 2));
        }
        draw_ = std::discrete_distribution<std::size_t>(weights.begin(), weights.end());
    }

    /// A word of a text about a topic: every third is one of the topic's own, so that words come
    /// together as they do in real texts.
    const std::string& draw(std::size_t topic) {
        const std::size_t rank = draw_(random_);
        if (random_() % 3 != 0) return words_[rank];
        return words_[(first_topical + topic * words_per_topic + rank % words_per_topic) %
                      words_.size()];
    }

    static constexpr std::size_t topics = 200;

  private:
    static constexpr std::size_t first_topical = 50;
    static constexpr std::size_t words_per_topic = 120;

    std::string make_word() {
        constexpr std::string_view consonants = "bcdfghklmnprstvw";
        constexpr std::string_view vowels = "aeiou";
        std::string word;
        for (unsigned syllables = 1 + static_cast<unsigned>(random_() % 4); syllables > 0;
             --syllables) {
            word += consonants[random_() % consonants.size()];
            word += vowels[random_() % vowels.size()];
        }
        return word + consonants[random_() % consonants.size()];
    }

    std::mt19937& random_;
    std::vector<std::string> words_;
    std::discrete_distribution<std::size_t> draw_;
};

std::vector<Document> made_up_posts(std::size_t count) {
    std::mt19937 random(1);
    Vocabulary vocabulary(random);
    std::size_t topic = 0;
    const auto sentence = [&](unsigned words) {
        std::string text;
        for (unsigned i = 0; i < words; ++i)
            text += (i == 0 ? "" : " ") + vocabulary.draw(topic);
        return text;
    };
    std::vector<Document> documents;
    for (std::size_t i = 0; i < count; ++i) {
        Document document;
        topic = random() % Vocabulary::topics;
        document.id = "made-up:" + std::to_string(i);
        document.kind = static_cast<Kind>(random() % 8);
        document.source = "Source " + std::to_string(random() % 20);
        document.title = sentence(3 + static_cast<unsigned>(random() % 6));
        for (unsigned n = 5 + static_cast<unsigned>(random() % 20); n > 0; --n) {
            document.text += sentence(6 + static_cast<unsigned>(random() % 12)) + ".\n";
        }
        document.lang = "en";
        document.published = Timestamp(
            std::chrono::seconds(1'500'000'000 + static_cast<int>(random() % 200'000'000)));
        documents.push_back(std::move(document));
    }
    return documents;
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

std::vector<std::string> drawn_queries(const std::string& query_class) {
    std::mt19937 random(7);
    std::vector<std::string> queries;
    while (queries.size() < queries_per_class) {
        const std::vector<std::string> words = words_of(posts()[random() % posts().size()].text);
        if (words.size() < 8) continue;
        const std::size_t at = random() % (words.size() - 3);
        const std::size_t count = query_class == "common"   ? 1
                                  : query_class == "phrase" ? 2
                                                            : 2 + random() % 3;
        std::string query;
        for (std::size_t i = 0; i < count; ++i)
            query += (i == 0 ? "" : " ") + words[at + i];
        queries.push_back(query);
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
    std::vector<std::string> found = read_queries(path)[query_class];
    if (found.empty())
        throw std::runtime_error("no queries of class " + query_class + " in " + path);
    return found;
}

std::filesystem::path scratch_directory() {
    static const Scratch scratch;
    return scratch.path;
}

}  // namespace kb::bench
