#include "text/fold.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <stdexcept>

#include "kb/analyzer.hpp"
#include "text/char_class.hpp"
#include "text/combining.hpp"
#include "text/icu.hpp"
#include "text/utf8.hpp"

namespace kb {

namespace {

/// Letters that do not decompose, as they are typed without their stroke, ligature or variant form.
constexpr std::string_view equivalent_of(char32_t c) noexcept {
    switch (c) {
        case U'ı':
            return "i";
        case U'ł':
            return "l";
        case U'ø':
            return "o";
        case U'đ':
        case U'ð':
            return "d";
        case U'ħ':
            return "h";
        case U'ŧ':
            return "t";
        case U'æ':
            return "ae";
        case U'œ':
            return "oe";
        case U'þ':
            return "th";
        case 0x0671:  // alef wasla
            return "\u0627";
        case 0x0649:  // alef maksura
        case 0x06CC:  // Persian yeh
            return "\u064A";
        case 0x0629:  // teh marbuta
        case 0x06C1:  // Urdu heh
            return "\u0647";
        case 0x06A9:  // Persian keheh
            return "\u0643";
        default:
            return {};
    }
}

constexpr bool is_cyrillic_vowel(char32_t c) noexcept {
    return std::u32string_view(U"аеиоуыэюяіє").find(c) != std::u32string_view::npos;
}

constexpr char32_t devanagari_nukta = 0x093C;
constexpr char32_t devanagari_chandrabindu = 0x0901;
constexpr char32_t devanagari_anusvara = 0x0902;

/// Whether the mark is left out after the letter `base` of that script.
bool drops_mark(char32_t mark, char32_t base, UScriptCode script) noexcept {
    switch (script) {
        case USCRIPT_LATIN:
        case USCRIPT_GREEK:
        case USCRIPT_HEBREW:
        case USCRIPT_COMMON:
        case USCRIPT_INHERITED:
            return true;
        case USCRIPT_ARABIC:
            if (mark >= 0x0653 && mark <= 0x0655) return base == 0x0627;
            return true;
        case USCRIPT_CYRILLIC:
            if (mark == 0x0300 || mark == 0x0301) return is_cyrillic_vowel(base);
            return mark == 0x0308 && base == U'е';
        case USCRIPT_DEVANAGARI:
            return mark == devanagari_nukta;
        default:
            return false;
    }
}

bool is_mark(char32_t c) noexcept {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

UScriptCode script_of(char32_t c) noexcept {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(static_cast<UChar32>(c), &status);
}

constexpr char32_t arabic_tatweel = 0x0640;

/// Removes diacritics from decomposed, case-folded text.
void strip_decomposed(std::string_view decomposed, std::string& out) {
    char32_t base = 0;
    UScriptCode script = USCRIPT_COMMON;
    for (std::size_t i = 0; i < decomposed.size();) {
        const Utf8Step step = decode_utf8(decomposed, i);
        const char32_t c = step.code_point;
        i += step.bytes;
        if (c >= 0x80 && is_mark(c)) {
            if (drops_mark(c, base, script)) continue;
            append_utf8(c == devanagari_chandrabindu ? devanagari_anusvara : c, out);
            continue;
        }
        base = c;
        script = c < 0x80 ? USCRIPT_LATIN : script_of(c);
        if (c == arabic_tatweel) continue;
        const std::string_view equivalent = equivalent_of(c);
        if (equivalent.empty()) {
            append_utf8(c, out);
        } else {
            out += equivalent;
        }
    }
}

/// Appends with decimal digits of all scripts as ASCII and without the middle dot of l·l.
void append_with_digits(std::string_view text, std::string& out) {
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = decode_utf8(text, i);
        const auto c = static_cast<UChar32>(step.code_point);
        if (step.code_point == middle_dot || step.code_point == hyphenation_point) {
            i += step.bytes;
            continue;
        }
        if (c >= 0x80 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
            out.push_back(static_cast<char>('0' + u_charDigitValue(c)));
        } else {
            out.append(text, i, step.bytes);
        }
        i += step.bytes;
    }
}

}  // namespace

class Folder::Impl {
  public:
    void fold(std::string_view text, std::string& accented, std::string& plain) {
        limited_.clear();
        append_with_few_marks(text, limited_);
        normalize(case_fold_, limited_, folded_);
        const std::size_t start = accented.size();
        append_with_digits(folded_, accented);
        strip(std::string_view(accented).substr(start), plain);
    }

    bool is_folded(std::string_view text) const {
        UErrorCode status = U_ZERO_ERROR;
        const bool folded = case_fold_.isNormalizedUTF8(as_piece(text), status) != 0;
        check_icu(status, "compare text");
        return folded;
    }

    void strip(std::string_view folded, std::string& out) {
        if (is_ascii(folded)) {
            out += folded;
            return;
        }
        normalize(decompose_, folded, decomposed_);
        stripped_.clear();
        strip_decomposed(decomposed_, stripped_);
        normalize(compose_, stripped_, composed_);
        out += composed_;
    }

  private:
    static void normalize(const icu::Normalizer2& form, std::string_view text, std::string& out) {
        out.clear();
        icu::StringByteSink<std::string> sink(&out);
        UErrorCode status = U_ZERO_ERROR;
        form.normalizeUTF8(0, as_piece(text), sink, nullptr, status);
        check_icu(status, "normalise text");
    }

    const icu::Normalizer2& case_fold_ = icu_normalizer(NormalForm::nfkc_case_fold);
    const icu::Normalizer2& decompose_ = icu_normalizer(NormalForm::nfd);
    const icu::Normalizer2& compose_ = icu_normalizer(NormalForm::nfc);
    std::string limited_;
    std::string folded_;
    std::string decomposed_;
    std::string stripped_;
    std::string composed_;
};

Folder::Folder() : impl_(std::make_unique<Impl>()) {}
Folder::~Folder() = default;
Folder::Folder(Folder&&) noexcept = default;
Folder& Folder::operator=(Folder&&) noexcept = default;

void Folder::fold(std::string_view text, std::string& accented, std::string& plain) {
    impl_->fold(text, accented, plain);
}

bool Folder::is_folded(std::string_view text) {
    return impl_->is_folded(text);
}

void Folder::strip_diacritics(std::string_view folded, std::string& out) {
    impl_->strip(folded, out);
}

namespace {

SimpleFold simple_fold(std::string_view text) {
    SimpleFold fold;
    // No letter of these blocks expands to more; the property test compares them all.
    fold.size = static_cast<std::uint8_t>(std::min(text.size(), fold.bytes.size()));
    std::copy_n(text.begin(), fold.size, fold.bytes.begin());
    return fold;
}

SimpleFolds build_simple_folds() {
    SimpleFolds folds;
    Folder folder;
    std::string source;
    std::string accented;
    std::string plain;
    for (char32_t c = 0; c < simple_fold_end; ++c) {
        if (!is_alphanumeric(char_traits(c).cls)) continue;
        source.clear();
        accented.clear();
        plain.clear();
        append_utf8(c, source);
        folder.fold(source, accented, plain);
        folds.accented[c] = simple_fold(accented);
        folds.plain[c] = simple_fold(plain);
    }
    return folds;
}

std::string ascii_lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

}  // namespace

const SimpleFolds& simple_folds() {
    static const SimpleFolds folds = build_simple_folds();
    return folds;
}

std::string fold(std::string_view text) {
    if (is_ascii(text)) return ascii_lower_case(text);
    std::string accented;
    std::string plain;
    Folder().fold(repair_utf8(text), accented, plain);
    return plain;
}

}  // namespace kb
