#include "text/gram_tokens.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "text/utf8.hpp"

namespace kb {

namespace {

/// A cluster may carry any number of marks; a bound on what sorting them may cost.
constexpr std::size_t max_folded_bytes = 256;

/// Variation selectors and what else is not seen, but for the tags that tell flags apart.
bool is_dropped(char32_t c) noexcept {
    const bool tag = c >= 0xE0020 && c <= 0xE007F;
    return !tag &&
           u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}
constexpr bool is_skin_tone(char32_t c) noexcept {
    return c >= 0x1F3FB && c <= 0x1F3FF;
}

std::string_view bytes_of(std::string_view text, const Cluster& cluster) {
    return text.substr(cluster.begin, cluster.end - cluster.begin);
}

constexpr std::string_view zero_width_joiner = "\u200D";

/// What stands between joiners. Empty stretches are left out.
std::vector<std::string_view> split_at_joiners(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(zero_width_joiner), text.size());
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + zero_width_joiner.size(), text.size()));
    }
    return parts;
}

/// Emoji and their like begin far above the vulgar fractions.
bool is_fraction(std::string_view text) {
    const char32_t c = decode_utf8(text, 0).code_point;
    return c < 0xC0 || (c >= 0x2150 && c < 0x2190);
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
        if (clusters_[i].begins_word && i > 0) tokens_->next_unit();
        // A voicing mark by itself may fold to nothing: phrases go on across it.
        if (spelled(i, i + 1).empty()) continue;
        if (clusters_[i].begins_word) add_dictionary_word(i, offset);
        if (i + 1 < clusters_.size()) {
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
        const std::string_view bytes = bytes_of(text, cluster);
        if (bytes.find(zero_width_joiner) == std::string_view::npos) {
            add_pictograph(bytes, offset + cluster.begin, TokenType::word);
        } else {
            add_joined_pictographs(bytes, offset + cluster.begin);
        }
        tokens_->next_unit();
    }
}

void GramTokens::add_pictograph(std::string_view text, std::size_t offset, TokenType type) {
    spell_pictograph(text);
    if (folded_.empty()) return;
    tokens_->add(folded_, {offset, offset + text.size(), 0, 1, type});
    tokens_->advance(1);
}

void GramTokens::add_joined_pictographs(std::string_view text, std::size_t offset) {
    std::vector<std::string_view> parts = split_at_joiners(text);
    std::string whole;
    std::erase_if(parts, [&](std::string_view part) {
        spell_pictograph(part);
        if (folded_.empty()) return true;
        if (!whole.empty()) whole += zero_width_joiner;
        whole += folded_;
        return false;
    });
    if (parts.size() > 1 && whole.size() <= max_term_bytes) {
        tokens_->add(whole, {offset, offset + text.size(), 0,
                             static_cast<std::uint32_t>(parts.size()), TokenType::whole});
    }
    for (const std::string_view part : parts) {
        add_pictograph(part, offset + static_cast<std::size_t>(part.data() - text.data()),
                       parts.size() > 1 ? TokenType::part : TokenType::word);
    }
}

void GramTokens::spell_pictograph(std::string_view text) {
    folded_.clear();
    if (is_fraction(text)) {
        accented_.clear();
        folder_.fold(text.substr(0, decode_utf8(text, 0).bytes), accented_, folded_);
        constexpr std::string_view slash = "\u2044";
        if (const std::size_t at = folded_.find(slash); at != std::string::npos) {
            folded_.replace(at, slash.size(), "/");
        }
        return;
    }
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        const bool dropped =
            is_dropped(step.code_point) || (i > 0 && is_skin_tone(step.code_point));
        if (!dropped) folded_.append(text, i, step.bytes);
        i += step.bytes;
    }
}

}  // namespace kb
