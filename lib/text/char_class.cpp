#include "text/char_class.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace kb {

namespace {

/// Apostrophes as they are typed, and what plays their part within words of other scripts: they
/// join silently.
constexpr bool is_apostrophe(char32_t c) noexcept {
    switch (c) {
        case 0x2019:  // right single quotation mark, the apostrophe of typography
        case 0x2018:  // left one, where word processors guess wrong
        case 0x00B4:  // acute accent, typed for it
        case 0x02BC:  // modifier letter apostrophe (Ukrainian, Breton)
        case 0x02BB:  // okina (Hawaiian)
        case 0x02BD:  // ayn and alef of transliterated Arabic and Hebrew
        case 0x02BE:
        case 0x02BF:
        case 0x02B9:  // soft sign of transliterated Russian
        case 0x05F3:  // Hebrew geresh
        case 0x05F4:  // Hebrew gershayim
        case 0xFF07:  // full-width apostrophe
            return true;
        default:
            return false;
    }
}

/// Symbols that are part of identifiers even in full width (Ｃ＋＋). Full-width commas, colons and
/// full stops are sentence punctuation.
constexpr std::string_view fullwidth_symbols = "+#@_-/&";

CharTraits fullwidth_traits(char32_t c) noexcept {
    const auto traits = ascii_traits(static_cast<char>(c - 0xFF01 + 0x21));
    if (is_alphanumeric(traits.cls)) return traits;
    if (fullwidth_symbols.find(traits.symbol) != std::string_view::npos) return traits;
    return {};
}

CharClass letter_class(UChar32 c) noexcept {
    if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) return CharClass::ideograph;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(c, &status)) {
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_KATAKANA_OR_HIRAGANA:
        case USCRIPT_BOPOMOFO:
        case USCRIPT_HAN:
            return CharClass::ideograph;
        case USCRIPT_HANGUL:
            return CharClass::hangul;
        case USCRIPT_COMMON:
            // The prolonged sound mark and its like stand in several scripts.
            if (uscript_hasScript(c, USCRIPT_KATAKANA)) return CharClass::ideograph;
            break;
        default:
            break;
    }
    if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) {
        return CharClass::complex;
    }
    return CharClass::letter;
}

/// Pictographs that are words of their own. Below U+2600 are (c), (tm), arrows and bullets, which
/// only a variation selector makes emoji.
bool is_pictograph(UChar32 c) noexcept {
    if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION)) return true;
    if (c >= 0x1F000) return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
    return c >= 0x2600 && u_hasBinaryProperty(c, UCHAR_EMOJI);
}

/// ½ is a word that reads 1/2.
bool is_fraction(UChar32 c) noexcept {
    return u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE) == U_DT_FRACTION;
}

/// Superscripts and circled digits stand for a digit; fractions do not, and 3½ is not 31/2.
bool is_digit_form(UChar32 c) noexcept {
    return u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE) == U_NT_DIGIT;
}

CharClass general_class(UChar32 c) noexcept {
    switch (u_charType(c)) {
        case U_UPPERCASE_LETTER:
        case U_TITLECASE_LETTER:
            return CharClass::upper;
        case U_LOWERCASE_LETTER:
            return CharClass::lower;
        case U_MODIFIER_LETTER:
        case U_OTHER_LETTER:
        case U_LETTER_NUMBER:
            return letter_class(c);
        case U_DECIMAL_DIGIT_NUMBER:
            return CharClass::digit;
        case U_OTHER_NUMBER:
            if (is_digit_form(c)) return CharClass::digit;
            return is_fraction(c) ? CharClass::pictograph : CharClass::other;
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_COMBINING_SPACING_MARK:
            return CharClass::extend;
        default:
            return is_pictograph(c) ? CharClass::pictograph : CharClass::other;
    }
}

}  // namespace

CharTraits char_traits(char32_t c) noexcept {
    if (c < 0x80) return ascii_table[c];
    if (c >= 0x4E00 && c <= 0x9FFF) return {CharClass::ideograph, 0};
    if (c >= 0xAC00 && c <= 0xD7A3) return {CharClass::hangul, 0};
    if (is_apostrophe(c)) return {CharClass::joiner, '\''};
    if (c == 0x2010 || c == 0x2011) return {CharClass::joiner, '-'};
    if (c >= 0xFF01 && c <= 0xFF5E) return fullwidth_traits(c);
    // The zero-width space is ignorable, but stands between words of Thai and Khmer.
    if (c == 0x200B) return {};
    const auto code_point = static_cast<UChar32>(c);
    if (u_hasBinaryProperty(code_point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        return {CharClass::extend, 0};
    }
    return {general_class(code_point), 0};
}

}  // namespace kb
