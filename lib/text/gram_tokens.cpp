#include "text/gram_tokens.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace kb {

namespace {

/// A cluster may carry any number of marks; a bound on what sorting them may cost.
constexpr std::size_t max_folded_bytes = 256;

constexpr bool is_variation_selector(char32_t c) noexcept {
    return c == 0xFE0E || c == 0xFE0F;
}
constexpr bool is_skin_tone(char32_t c) noexcept {
    return c >= 0x1F3FB && c <= 0x1F3FF;
}

std::string_view bytes_of(std::string_view text, const Cluster& cluster) {
    return text.substr(cluster.begin, cluster.end - cluster.begin);
}

void spell_pictograph(std::string_view text, std::string& out) {
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        const bool dropped =
            is_variation_selector(step.code_point) || (i > 0 && is_skin_tone(step.code_point));
        if (!dropped) out.append(text, i, step.bytes);
        i += step.bytes;
    }
}

}  // namespace

void GramTokens::add(std::string_view text, std::size_t offset, CharClass script) {
    if (script == CharClass::hangul) {
        segmenter_.characters(text, clusters_);
    } else {
        segmenter_.words(text, clusters_);
    }
    spell(text);
    for (std::size_t i = 0; i < clusters_.size(); ++i) {
        if (clusters_[i].begins_word) {
            if (i > 0) tokens_->next_unit();
            add_dictionary_word(i, offset);
        }
        if (i + 1 < clusters_.size() && !spelled(i, i + 1).empty()) {
            TokenPlace pair = place(i, i + 2, offset);
            pair.length = 1;
            tokens_->add(spelled(i, i + 2), pair);
        }
        tokens_->add(spelled(i, i + 1), place(i, i + 1, offset));
        tokens_->advance(1);
    }
    tokens_->next_unit();
}

void GramTokens::spell(std::string_view text) {
    folded_.clear();
    places_.clear();
    const bool short_clusters = std::all_of(
        clusters_.begin(), clusters_.end(),
        [](const Cluster& cluster) { return cluster.end - cluster.begin <= max_folded_bytes; });
    const bool folded = short_clusters && folder_.is_folded(text);
    for (const Cluster& cluster : clusters_) {
        places_.push_back(folded_.size());
        const std::string_view bytes = bytes_of(text, cluster);
        if (folded) {
            folded_ += bytes;
        } else {
            accented_.clear();
            folder_.fold(truncate_utf8(bytes, max_folded_bytes), accented_, folded_);
        }
    }
    places_.push_back(folded_.size());
}

std::string_view GramTokens::spelled(std::size_t first, std::size_t last) const {
    return std::string_view(folded_).substr(places_[first], places_[last] - places_[first]);
}

TokenPlace GramTokens::place(std::size_t first, std::size_t last, std::size_t offset) const {
    return {offset + clusters_[first].begin, offset + clusters_[last - 1].end, 0,
            static_cast<std::uint32_t>(last - first), TokenType::gram};
}

void GramTokens::add_dictionary_word(std::size_t first, std::size_t offset) {
    std::size_t last = first + 1;
    while (last < clusters_.size() && !clusters_[last].begins_word)
        ++last;
    if (last - first < 3 || spelled(first, last).size() > max_term_bytes) return;
    TokenPlace word = place(first, last, offset);
    word.type = TokenType::whole;
    tokens_->add(spelled(first, last), word);
}

void GramTokens::add_pictographs(std::string_view text, std::size_t offset) {
    segmenter_.characters(text, clusters_);
    for (const Cluster& cluster : clusters_) {
        folded_.clear();
        spell_pictograph(bytes_of(text, cluster), folded_);
        tokens_->add(folded_,
                     {offset + cluster.begin, offset + cluster.end, 0, 1, TokenType::word});
        tokens_->advance(1);
        tokens_->next_unit();
    }
}

}  // namespace kb
