#include "support/made_up_posts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string_view>
#include <unordered_set>

namespace kb::bench {

namespace {

constexpr std::size_t stop_words = 30;

/// Words with the frequencies of a natural language and syllables of none, the most frequent first.
std::vector<std::string> make_words(std::size_t count) {
    constexpr std::string_view consonants = "bcdfghklmnprstvw";
    constexpr std::string_view vowels = "aeiou";
    std::mt19937 random(1);
    std::vector<std::string> words;
    std::unordered_set<std::string> known;
    while (words.size() < count) {
        // Frequent words are short, as they are in any language.
        const std::size_t shortest = words.size() < 200 ? 1 : words.size() < 5'000 ? 2 : 3;
        std::string word;
        for (std::size_t syllables = shortest + random() % 2; syllables > 0; --syllables) {
            word += consonants[random() % consonants.size()];
            word += vowels[random() % vowels.size()];
        }
        word += consonants[random() % consonants.size()];
        if (known.insert(word).second) words.push_back(word);
    }
    return words;
}

const std::vector<std::string>& words() {
    constexpr std::size_t size = 200'000;
    static const std::vector<std::string> made = make_words(size);
    return made;
}

/// Draws ranks by Zipf's law as Mandelbrot corrected it: the weight of rank r is 1 / (r + 2.7).
std::discrete_distribution<std::size_t> zipf(std::size_t size) {
    std::vector<double> weights;
    for (std::size_t rank = 0; rank < size; ++rank)
        weights.push_back(1.0 / (static_cast<double>(rank) + 2.7));
    return {weights.begin(), weights.end()};
}

class Writer {
  public:
    /// A post about one topic. Every third word is one of the topic's own.
    Document post(std::size_t number) {
        topic_ = draw(topics);
        Document document;
        document.id = "made-up:" + std::to_string(number);
        document.kind = static_cast<Kind>(draw(8));
        document.source = "Source " + std::to_string(draw(20));
        document.title = sentence(3 + draw(6));
        constexpr double longest = 1'000;
        auto left = static_cast<std::size_t>(std::min(length_(random_), longest)) + 10;
        while (left > 0) {
            const std::size_t count = std::min<std::size_t>(left, 6 + draw(12));
            document.text += sentence(count) + ".\n";
            left -= count;
        }
        document.lang = "en";
        document.published = Timestamp(std::chrono::seconds(1'500'000'000 + draw(200'000'000)));
        return document;
    }

  private:
    static constexpr std::size_t topics = 1'000;
    static constexpr std::size_t words_per_topic = 150;

    /// As good as random, and always the same (the finaliser of SplitMix64).
    static std::uint64_t spread(std::uint64_t number) {
        number = (number + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
        number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
        return number ^ (number >> 31);
    }

    std::size_t draw(std::size_t count) { return random_() % count; }

    const std::string& word() {
        if (draw(3) != 0) return words()[general_(random_)];
        // Topics share words of the middle of the vocabulary, each with frequencies of its own.
        constexpr std::size_t middle = 30'000;
        const std::size_t number = topic_ * words_per_topic + topical_(random_);
        return words()[stop_words + spread(number) % middle];
    }

    std::string sentence(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += (i == 0 ? "" : " ") + word();
        return text;
    }

    std::mt19937 random_{1};
    std::size_t topic_ = 0;
    std::discrete_distribution<std::size_t> general_ = zipf(words().size());
    std::discrete_distribution<std::size_t> topical_ = zipf(words_per_topic);
    std::lognormal_distribution<double> length_{std::log(100.0), 0.8};
};

}  // namespace

std::vector<Document> made_up_posts(std::size_t count) {
    Writer writer;
    std::vector<Document> posts;
    posts.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        posts.push_back(writer.post(i));
    return posts;
}

bool is_made_up_stop_word(const std::string& word) {
    const auto end = words().begin() + stop_words;
    return std::find(words().begin(), end, word) != end;
}

}  // namespace kb::bench
