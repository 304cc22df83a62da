#include "support/short_posts.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "support/posts.hpp"

namespace kb::bench {

namespace {

constexpr std::size_t one_in_few = 100;

std::string in_lower_case(std::string word) {
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return word;
}

/// All words of posts(), one after the other.
const std::vector<std::string>& word_pool() {
    static const std::vector<std::string> pool = [] {
        std::vector<std::string> words;
        for (const Document& post : posts()) {
            for (std::string& word : words_of(post.text))
                words.push_back(in_lower_case(std::move(word)));
        }
        return words;
    }();
    return pool;
}

}  // namespace

std::string ShortPosts::sentence(std::size_t words) {
    const std::vector<std::string>& pool = word_pool();
    std::string text;
    for (std::size_t i = 0; i < words; ++i)
        text.append(i == 0 ? "" : " ").append(pool[random_() % pool.size()]);
    return text;
}

std::optional<Document> ShortPosts::next() {
    if (made_ == count_) return std::nullopt;
    const auto below = [&](std::size_t bound) { return random_() % bound; };
    const auto named = [](const char* what, std::size_t number) {
        return what + std::to_string(number);
    };
    Document post;
    post.id = named("short:", made_);
    post.kind = static_cast<Kind>(below(8));
    post.source = named("Source ", below(20));
    post.url = "https://" + named("site", below(200)) + ".example/" + std::to_string(made_);
    post.title = sentence(3 + below(4));
    post.text = sentence(12 + below(12)) + " " + std::string(word_of_all);
    if (made_ % one_in_few == 0) post.text.append(" ").append(word_of_few);
    post.authors = {named("Author ", below(1'000))};
    post.tags = {named("t#", below(200))};  // no beginning of a word: prefixes look into tags, too
    post.lang = "en";
    constexpr std::int64_t first_second = 1'420'070'400;  // 2015
    constexpr std::size_t seconds_of_ten_years = 315'532'800;
    post.published = Timestamp(std::chrono::seconds(
        first_second + static_cast<std::int64_t>(below(seconds_of_ten_years))));
    post.points = static_cast<std::uint32_t>(below(1'000));
    post.comments = static_cast<std::uint32_t>(below(200));
    ++made_;
    return post;
}

std::vector<std::string> drawn_words(std::size_t count, std::size_t fewest_letters) {
    const std::vector<std::string>& pool = word_pool();
    std::mt19937 random(7);
    std::vector<std::string> words;
    constexpr std::size_t most_tries = 100'000;
    for (std::size_t i = 0; i < most_tries && words.size() < count; ++i) {
        const std::string& word = pool[random() % pool.size()];
        if (word.size() >= fewest_letters) words.push_back(word);
    }
    return words;
}

std::vector<std::pair<std::string, std::string>> drawn_pairs(std::size_t count) {
    std::vector<std::pair<std::string, std::string>> pairs;
    ShortPosts posts(2 * count);
    while (const std::optional<Document> post = posts.next()) {
        const std::vector<std::string> words = words_of(post->text);
        if (pairs.size() < count && words[1] != words[2]) pairs.emplace_back(words[1], words[2]);
    }
    return pairs;
}

}  // namespace kb::bench
