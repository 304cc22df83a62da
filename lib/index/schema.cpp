#include "index/schema.hpp"

#include <algorithm>

#include "text/hash_hex.hpp"
#include "text/stemmer.hpp"
#include "text/utf8.hpp"

namespace kb::index::schema {

namespace {

constexpr bool slot_is_free(std::uint32_t slot) {
    for (const FieldInfo& info : fields) {
        if (info.slot == slot) return false;
    }
    return true;
}
static_assert(slot_is_free(order_slot) && slot_is_free(fingerprint_slot) &&
              slot_is_free(group_slot) && slot_is_free(digest_slot));

constexpr char value_separator = '\x1f';     // a control character: no normalised value holds it
constexpr std::size_t max_term_bytes = 240;  // Xapian's limit is 245

/// Long values keep their beginning, so that sorting terms nearly sorts values.
std::string bounded_term(std::string_view prefix, std::string_view value) {
    std::string term(prefix);
    if (prefix.size() + value.size() <= max_term_bytes) return term.append(value);
    return term.append(value.substr(0, long_id_prefix)).append("\x01").append(hash_hex(value));
}

constexpr std::size_t date_bytes = 8;

/// Whether a stemmer may have had a say. By the term alone, so that a word and the whole of an
/// identifier that is spelled like it ("javascript", "JavaScript") have the same key.
bool is_made_of_letters(std::string_view term) {
    return std::all_of(term.begin(), term.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
    });
}

}  // namespace

std::string id_term(std::string_view id) {
    return bounded_term(field("id").prefix, id);
}

std::string filter_term(const FieldInfo& info, std::string_view value) {
    const bool exact = info.name == "id" || info.name == "parent";
    return exact ? bounded_term(info.prefix, value) : bounded_term(info.prefix, fold(value));
}

bool has_positions(std::string_view term) {
    // Surface forms are folded, so they never begin like a prefix.
    const auto end =
        std::find_if_not(term.begin(), term.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const std::string_view prefix = term.substr(0, static_cast<std::size_t>(end - term.begin()));
    return prefix == text_prefix || prefix == title_prefix || prefix == tag_word_prefix ||
           prefix == author_prefix;
}

std::string whole_title_term(std::string_view title) {
    return std::string(whole_title_prefix).append(truncate_utf8(title, max_title_term));
}

std::string title_words_term(std::span<const Token> title) {
    std::string words;
    for (const Token& token : title) {
        if (token.type == TokenType::whole) continue;  // said by its parts
        words.append(words.empty() ? "" : " ").append(token.term);
    }
    return words.empty() ? words : bounded_term(title_words_prefix, words);
}

/// RFC 1035; the parents of a longer text that claims to be one would take quadratic space.
constexpr std::size_t max_host_bytes = 253;

std::vector<std::string> site_hosts(std::string_view host) {
    std::vector<std::string> hosts;
    if (host.size() > max_host_bytes) return {std::string(host)};
    while (true) {
        const std::size_t dot = host.find('.');
        if (dot == std::string_view::npos) {
            if (hosts.empty() && !host.empty()) hosts.emplace_back(host);  // "localhost"
            return hosts;
        }
        hosts.emplace_back(host);
        host.remove_prefix(dot + 1);
    }
}

bool keyed_by_stem(const Token& token) {
    return token.type != TokenType::gram && is_made_of_letters(token.term);
}

void append_stem_keys(const Token& token, std::string_view lang, std::vector<std::string>& keys) {
    if (!keyed_by_stem(token) || stemming_algorithm(lang).empty()) {
        keys.push_back(":" + token.term);
        return;
    }
    std::string prefix(lang);
    prefix += ':';
    keys.push_back(prefix + token.stem);
    if (!token.alternative_stem.empty()) keys.push_back(prefix + token.alternative_stem);
}

std::string order_key(const Document& document) {
    std::string key(date_bytes, '\0');
    if (document.published) {
        const auto seconds =
            static_cast<std::uint64_t>(document.published->time_since_epoch().count()) ^
            (std::uint64_t{1} << 63);
        for (std::size_t i = 0; i < date_bytes; ++i) {
            key[i] = static_cast<char>(seconds >> (8 * (date_bytes - 1 - i)));
        }
    }
    for (const char c : document.id)
        key += static_cast<char>(~static_cast<unsigned char>(c));
    // Complemented UTF-8 without NUL never holds 0xff: it makes a shorter id the greater one.
    key += '\xff';
    return key;
}

std::string oldest_first_key(const std::string& order_key) {
    std::string key = order_key;
    const auto date_end =
        key.begin() + static_cast<std::ptrdiff_t>(std::min(date_bytes, key.size()));
    const bool dated = std::any_of(key.begin(), date_end, [](char c) { return c != '\0'; });
    if (!dated) return key;
    std::transform(key.begin(), date_end, key.begin(),
                   [](char c) { return static_cast<char>(~static_cast<unsigned char>(c)); });
    return key;
}

std::string join_values(const std::vector<std::string>& values) {
    std::string joined;
    for (const std::string& value : values) {
        if (!joined.empty()) joined += value_separator;
        joined += value;
    }
    return joined;
}

std::vector<std::string_view> split_values(std::string_view joined) {
    std::vector<std::string_view> values;
    while (!joined.empty()) {
        const std::size_t end = std::min(joined.find(value_separator), joined.size());
        values.push_back(joined.substr(0, end));
        joined.remove_prefix(std::min(end + 1, joined.size()));
    }
    return values;
}

}  // namespace kb::index::schema
