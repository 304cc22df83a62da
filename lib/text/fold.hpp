#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kb {

/// Folds of single code points that stay as they are whatever stands next to them.
struct SimpleFold {
    std::array<char, 7> bytes{};
    std::uint8_t size = 0;

    std::string_view view() const noexcept { return {bytes.data(), size}; }
};

/// Takes the differences out of text that a reader of search results does not make: letter case,
/// width and other compatibility forms (NFKC case folding), then diacritics where leaving them out
/// is common practice. Diacritics rule, by the script of the letter that carries them:
///
///   Latin, Greek   all marks; and ı ł ø đ ħ ŧ æ œ ð þ, which do not decompose
///   Arabic         vowel marks and tatweel; madda and hamza on alef, alef wasla; alef maksura and
///                  Persian yeh are yeh, Persian keheh is kaf, teh marbuta is heh
///   Hebrew         points and accents
///   Cyrillic       stress marks on vowels; ё becomes е (й, ї, ў and ќ are letters of their own)
///   Devanagari     the nukta; chandrabindu is anusvara
///   others         none: elsewhere marks are vowels or voicing
///   no letter      all marks
///
/// Decimal digits of all scripts become 0 to 9; the middle dot of the Catalan l·l goes. Not
/// thread-safe.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(Folder&&) noexcept;
    Folder& operator=(Folder&&) noexcept;

    /// Appends the fold of valid UTF-8 `text` to `plain`, and its form before diacritics are taken
    /// off to `accented`.
    void fold(std::string_view text, std::string& accented, std::string& plain);

    /// Whether valid UTF-8 `text` is its own NFKC case fold. Cheaper than folding.
    bool is_folded(std::string_view text);

    /// Takes the diacritics off case-folded UTF-8.
    void strip_diacritics(std::string_view folded, std::string& out);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Code points below this have simple folds: Latin, Greek, Cyrillic, Armenian, Hebrew letters.
inline constexpr char32_t simple_fold_end = 0x0600;

/// The folds of letters and digits below simple_fold_end, for speed: the same as Folder::fold gives
/// for each alone, and in any sequence without combining marks. Built on first use; thread-safe.
struct SimpleFolds {
    std::array<SimpleFold, simple_fold_end> accented{};
    std::array<SimpleFold, simple_fold_end> plain{};
};
const SimpleFolds& simple_folds();

}  // namespace kb
