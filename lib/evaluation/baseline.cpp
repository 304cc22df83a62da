#include "evaluation/baseline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace kb::evaluation {
namespace {

constexpr double k1 = 0.9;
constexpr double b = 0.4;

/// Lucene's English stop words; sorted.
constexpr std::array<std::string_view, 33> stop_words = {
    "a",   "an",    "and",  "are",   "as",    "at",   "be",   "but", "by",  "for",  "if",
    "in",  "into",  "is",   "it",    "no",    "not",  "of",   "on",  "or",  "such", "that",
    "the", "their", "then", "there", "these", "they", "this", "to",  "was", "will", "with"};

bool is_word_byte(unsigned char c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

Baseline::Baseline(const Searcher& searcher) {
    searcher.for_each([this](const Document& document) {
        add(document);
        return true;
    });
    const double total = std::accumulate(lengths_.begin(), lengths_.end(), 0.0);
    average_length_ = lengths_.empty() ? 0 : total / static_cast<double>(lengths_.size());
}

void Baseline::add(const Document& document) {
    const auto number = static_cast<std::uint32_t>(ids_.size());
    const std::vector<std::string> words = stems(document.title + " " + document.text);
    ids_.push_back(document.id);
    lengths_.push_back(static_cast<std::uint32_t>(words.size()));
    for (const std::string& word : words) {
        std::vector<Posting>& postings = postings_[word];
        if (postings.empty() || postings.back().document != number) postings.push_back({number, 0});
        ++postings.back().count;
    }
}

std::vector<std::string> Baseline::stems(std::string_view text) {
    std::vector<std::string> stems;
    for (std::size_t i = 0; i < text.size();) {
        std::string word;
        for (; i < text.size() && is_word_byte(static_cast<unsigned char>(text[i])); ++i) {
            const char c = text[i];
            word += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        }
        ++i;
        if (word.empty() || std::binary_search(stop_words.begin(), stop_words.end(), word))
            continue;
        stems.push_back(analyzer_.stem(word, "en"));
    }
    return stems;
}

void Baseline::score(const std::vector<Posting>& postings, double weight,
                     std::vector<double>& scores) const {
    const auto documents = static_cast<double>(ids_.size());
    const auto frequency = static_cast<double>(postings.size());
    const double idf = std::log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5));
    for (const Posting& posting : postings) {
        const double count = posting.count;
        const double norm = 1.0 - b + b * lengths_[posting.document] / average_length_;
        scores[posting.document] += weight * idf * count * (k1 + 1.0) / (count + k1 * norm);
    }
}

std::vector<ScoredDocument> Baseline::search(std::string_view query, std::size_t limit) {
    std::map<std::string, double> weights;
    for (const std::string& stem : stems(query))
        weights[stem] += 1.0;
    std::vector<double> scores(ids_.size());
    for (const auto& [stem, weight] : weights) {
        const auto postings = postings_.find(stem);
        if (postings != postings_.end()) score(postings->second, weight, scores);
    }
    std::vector<ScoredDocument> ranking;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (scores[i] > 0) ranking.push_back({ids_[i], scores[i]});
    }
    order_as_trec_eval(ranking);
    ranking.resize(std::min(ranking.size(), limit));
    return ranking;
}

}  // namespace kb::evaluation
