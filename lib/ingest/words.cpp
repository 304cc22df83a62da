#include "ingest/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kb/analyzer.hpp"
#include "text/char_class.hpp"
#include "text/utf8.hpp"

namespace kb::ingest {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// "2.15", "v2.15.0-beta.1", "v3", but not "3".
bool is_version(std::string_view word) {
    const bool marked = word.size() > 1 && word.front() == 'v' && is_digit(word[1]);
    if (marked) word.remove_prefix(1);
    const auto major = std::find_if_not(word.begin(), word.end(), is_digit);
    if (major == word.begin()) return false;
    if (major == word.end()) return marked;
    const std::string_view rest(major, word.end());
    return rest.size() > 1 && rest[0] == '.' && is_digit(rest[1]) &&
           rest.find('/') == std::string_view::npos;
}

/// What has the form owner/repo, but says something else.
constexpr std::array<std::string_view, 22> phrases_with_slash = {
    "tcp/ip",       "ci/cd",         "and/or",    "he/she",   "his/her", "he/him",
    "she/her",      "they/them",     "n/a",       "i/o",      "a/b",     "read/write",
    "input/output", "client/server", "ac/dc",     "os/2",     "on/off",  "yes/no",
    "true/false",   "pros/cons",     "either/or", "gnu/linux"};

bool is_repository(std::string_view word) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    constexpr std::string_view more = "abcdefghijklmnopqrstuvwxyz0123456789-._";
    const std::size_t slash = word.find('/');
    if (slash == std::string_view::npos) return false;
    const std::string_view owner = word.substr(0, slash);
    const std::string_view name = word.substr(slash + 1);
    const auto consists_of = [](std::string_view text, std::string_view allowed,
                                std::size_t limit) {
        return !text.empty() && text.size() <= limit &&
               text.find_first_not_of(allowed) == std::string_view::npos;
    };
    return consists_of(owner, letters, 39) && consists_of(name, more, 100) &&
           !(all_digits(owner) && all_digits(name)) &&
           std::find(phrases_with_slash.begin(), phrases_with_slash.end(), word) ==
               phrases_with_slash.end();
}

/// Whether folding changed no more than the case of the word: names of repositories are ASCII.
bool occurs_in_ascii(std::string_view word, std::string_view text) {
    const auto equal = [](char folded, char original) {
        return folded == original ||
               (original >= 'A' && original <= 'Z' && folded == original - 'A' + 'a');
    };
    return std::search(text.begin(), text.end(), word.begin(), word.end(),
                       [&](char original, char folded) { return equal(folded, original); }) !=
           text.end();
}

WordType type_of(std::string_view word) {
    if (all_digits(word)) return WordType::number;
    if (is_version(word)) return WordType::version;
    if (is_repository(word)) return WordType::repository;
    return WordType::word;
}

enum class Role : std::uint8_t { word, alone, inner, apostrophe, separator, other };

/// What a character of folded text does.
Role role_of(char32_t c) {
    if (c == U'\'' || c == U'’' || c == U'ʼ') return Role::apostrophe;
    if (c == U'.' || c == U'-' || c == U'/' || c == U'_' || c == U'+') return Role::inner;
    if (c == U':' || c == U'|' || c == U',' || c == U'(' || c == U')' || c == U'[' || c == U']' ||
        c == U'–' || c == U'—' || c == U'·' || c == U'•' || c == U'・') {
        return Role::separator;
    }
    const CharClass cls = char_traits(c).cls;
    if (cls == CharClass::ideograph) return Role::alone;
    const bool in_word = is_alphanumeric(cls) || is_spaceless(cls) || cls == CharClass::extend;
    return in_word ? Role::word : Role::other;
}

/// Collects words as the text is read from left to right.
class WordCutter {
  public:
    explicit WordCutter(std::size_t limit) : limit_(limit) {}

    bool full() const { return words_.size() >= limit_; }

    void add(char32_t c, std::string_view bytes) {
        switch (role_of(c)) {
            case Role::word:
                // "-" and the like belong to a word only between two of its characters.
                word_ += pending_;
                pending_.clear();
                word_ += bytes;
                break;
            case Role::inner:
                if (word_.empty() || !pending_.empty()) {
                    end_word();
                    if (c == U'-') add_separator();
                } else {
                    pending_ = bytes;
                }
                break;
            case Role::apostrophe:
                break;
            case Role::alone:
                end_word();
                words_.push_back({WordType::word, std::string(bytes)});
                break;
            case Role::separator:
                end_word();
                add_separator();
                break;
            case Role::other:
                end_word();
                break;
        }
    }

    std::vector<RuleWord> finish() {
        end_word();
        if (words_.size() > limit_) words_.resize(limit_);
        return std::move(words_);
    }

  private:
    void end_word() {
        const bool dash = pending_ == "-";
        pending_.clear();
        if (!word_.empty()) {
            const WordType type = type_of(word_);
            words_.push_back({type, std::exchange(word_, {})});
        }
        if (dash) add_separator();  // "Foo- bar"
    }
    void add_separator() {
        const bool useful = !words_.empty() && words_.back().type != WordType::separator;
        if (useful) words_.push_back({WordType::separator, {}});
    }

    std::size_t limit_;
    std::string word_;
    std::string pending_;
    std::vector<RuleWord> words_;
};

}  // namespace

std::vector<RuleWord> rule_words(std::string_view text, std::size_t limit) {
    constexpr std::size_t bytes_per_word = 64;  // more than enough for words that rules name
    text = truncate_utf8(text, limit * bytes_per_word);
    const std::string folded = fold(text);
    WordCutter cutter(limit);
    for (std::size_t at = 0; at < folded.size() && !cutter.full();) {
        const Utf8Step step = decode_utf8(folded, at);
        cutter.add(step.code_point, std::string_view(folded).substr(at, step.bytes));
        at += step.bytes;
    }
    std::vector<RuleWord> words = cutter.finish();
    for (RuleWord& word : words) {
        if (word.type == WordType::repository && !occurs_in_ascii(word.text, text)) {
            word.type = WordType::word;
        }
    }
    return words;
}

WordPattern::WordPattern(std::string_view pattern) : segments_(1) {
    while (!pattern.empty()) {
        const std::size_t end = std::min(pattern.find(' '), pattern.size());
        const std::string_view word = pattern.substr(0, end);
        pattern.remove_prefix(std::min(end + 1, pattern.size()));
        if (word == "^") {
            at_beginning_ = true;
        } else if (word == "$") {
            at_end_ = true;
        } else if (word == "...") {
            segments_.emplace_back();
        } else if (word == "*") {
            segments_.back().push_back({Item::Type::any});
        } else if (word == "#") {
            segments_.back().push_back({Item::Type::word_type, WordType::number});
        } else if (word == "%v") {
            segments_.back().push_back({Item::Type::word_type, WordType::version});
        } else if (word == "%r") {
            segments_.back().push_back({Item::Type::word_type, WordType::repository});
        } else if (word == ":") {
            segments_.back().push_back({Item::Type::word_type, WordType::separator});
        } else {
            Item item{Item::Type::literal};
            for (std::size_t at = 0; at <= word.size();) {
                const std::size_t bar = std::min(word.find('|', at), word.size());
                item.alternatives.emplace_back(word.substr(at, bar - at));
                at = bar + 1;
            }
            segments_.back().push_back(std::move(item));
        }
    }
}

bool WordPattern::Item::matches(const RuleWord& word) const {
    if (type == Type::word_type) return word.type == word_type;
    if (type == Type::any) return word.type != WordType::separator;
    return std::find(alternatives.begin(), alternatives.end(), word.text) != alternatives.end();
}

bool WordPattern::matches_at(const Segment& segment, const std::vector<RuleWord>& words,
                             std::size_t at) const {
    if (at > words.size() || words.size() - at < segment.size()) return false;
    return std::equal(segment.begin(), segment.end(),
                      words.begin() + static_cast<std::ptrdiff_t>(at),
                      [](const Item& item, const RuleWord& word) { return item.matches(word); });
}

bool WordPattern::matches(const std::vector<RuleWord>& words) const {
    std::size_t at = 0;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        const Segment& segment = segments_[i];
        const bool fixed_begin = i == 0 && at_beginning_;
        const bool fixed_end = i + 1 == segments_.size() && at_end_;
        if (fixed_end) {
            if (words.size() < at + segment.size()) return false;
            const std::size_t last = words.size() - segment.size();
            return (!fixed_begin || last == 0) && matches_at(segment, words, last);
        }
        // Gaps take any words, so the leftmost place is as good as any other.
        while (!matches_at(segment, words, at)) {
            if (fixed_begin || ++at > words.size()) return false;
        }
        at += segment.size();
    }
    return true;
}

}  // namespace kb::ingest
