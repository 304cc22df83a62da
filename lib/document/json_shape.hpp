#pragma once

#include <cstddef>
#include <string_view>

namespace kb {

/// Brackets, colons and commas of a JSON text outside of its strings. A parser takes up to a dozen
/// bytes for each and for what stands between them, in advance.
inline constexpr std::size_t most_json_signs = std::size_t{1} << 18U;

/// Goes through a JSON text by its brackets, commas and strings, without understanding it. Of what
/// is no JSON it makes something. Linear.
class JsonScanner {
  public:
    explicit JsonScanner(std::string_view json, std::size_t begin = 0) : json_(json), at_(begin) {}

    /// The next bracket, colon, comma or quote outside of strings (the opening one, for all of the
    /// string); '\0' at the end.
    char next() {
        begin_ = json_.find_first_of("{}[]:,\"", at_);
        if (begin_ >= json_.size()) {
            begin_ = at_ = json_.size();
            return '\0';
        }
        const char sign = json_[begin_];
        at_ = sign == '"' ? string_end(begin_ + 1) : begin_ + 1;
        if (sign == '{' || sign == '[') ++depth_;
        if ((sign == '}' || sign == ']') && depth_ > 0) --depth_;
        return sign;
    }

    /// Where that begins, and behind what it ends.
    std::size_t begin() const noexcept { return begin_; }
    std::size_t end() const noexcept { return at_; }
    /// How many brackets are open behind it.
    std::size_t depth() const noexcept { return depth_; }

  private:
    std::size_t string_end(std::size_t at) const {
        while ((at = json_.find_first_of("\"\\", at)) < json_.size()) {
            if (json_[at] == '"') return at + 1;
            at += 2;
        }
        return json_.size();
    }

    std::string_view json_;
    std::size_t at_;
    std::size_t begin_ = 0;
    std::size_t depth_ = 0;
};

/// Whether a JSON text has more than most_json_signs.
inline bool has_too_many_signs(std::string_view json) {
    if (json.size() <= most_json_signs) return false;
    JsonScanner scanner(json);
    std::size_t signs = 0;
    while (const char sign = scanner.next()) {
        if (sign != '"' && ++signs > most_json_signs) return true;
    }
    return false;
}

}  // namespace kb
