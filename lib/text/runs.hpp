#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/char_class.hpp"
#include "text/fold.hpp"

namespace kb {

/// ASCII text as the lexer reads it.
class AsciiRun {
  public:
    /// `offset` is where the run begins in the text.
    AsciiRun(std::string_view text, std::size_t offset) : text_(text), offset_(offset) {}

    std::size_t size() const noexcept { return text_.size(); }
    CharClass cls(std::size_t i) const noexcept { return traits(i).cls; }
    char symbol(std::size_t i) const noexcept { return traits(i).symbol; }
    std::size_t byte_begin(std::size_t i) const noexcept { return offset_ + i; }
    std::size_t byte_end(std::size_t i) const noexcept { return offset_ + i + 1; }

  private:
    CharTraits traits(std::size_t i) const noexcept {
        return ascii_table[static_cast<unsigned char>(text_[i])];
    }

    std::string_view text_;
    std::size_t offset_;
};

/// Any UTF-8 text as the lexer reads it: decoded, with combining marks counted to the character
/// before them, as is the middle dot of the Catalan l·l, and with zero-width non-joiners of Persian
/// and quotation marks within Hebrew words as apostrophes: they join silently. Invalid bytes and
/// marks that follow nothing separate words.
class UnicodeRun {
  public:
    void assign(std::string_view text, std::size_t offset);

    std::size_t size() const noexcept { return chars_.size(); }
    CharClass cls(std::size_t i) const noexcept { return chars_[i].traits.cls; }
    char symbol(std::size_t i) const noexcept { return chars_[i].traits.symbol; }
    std::size_t byte_begin(std::size_t i) const noexcept { return offset_ + chars_[i].begin; }
    std::size_t byte_end(std::size_t i) const noexcept { return offset_ + chars_[i].end; }

    /// The bytes of characters [begin, end), which must not be empty.
    std::string_view bytes(std::size_t begin, std::size_t end) const noexcept {
        return text_.substr(chars_[begin].begin, chars_[end - 1].end - chars_[begin].begin);
    }
    /// Whether simple_folds() covers characters [begin, end).
    bool simple(std::size_t begin, std::size_t end) const noexcept;
    char32_t code_point(std::size_t i) const noexcept { return chars_[i].code_point; }

  private:
    struct Char {
        char32_t code_point = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        CharTraits traits;
        bool marked = false;
    };

    std::string_view text_;
    std::size_t offset_ = 0;
    std::vector<Char> chars_;
};

}  // namespace kb
