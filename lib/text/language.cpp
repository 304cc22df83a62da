// The header after it needs FILE and does not say so.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <optional>

#include "kb/analyzer.hpp"
#include "text/utf8.hpp"

namespace kb {

namespace {

/// More text does not change the answer.
constexpr std::size_t examined_bytes = std::size_t{64} << 10;
/// Fewer letters say little about a language, unless its script does.
constexpr std::size_t enough_letters = 20;
/// The share of the text that one language or script must have, in percent.
constexpr std::size_t clear_majority = 60;

/// Scripts that one language in practice has for itself. Han and Kana are counted apart.
struct ScriptLanguage {
    UScriptCode script;
    std::string_view lang;
};
constexpr std::array script_languages = {
    ScriptLanguage{USCRIPT_HANGUL, "ko"},    ScriptLanguage{USCRIPT_THAI, "th"},
    ScriptLanguage{USCRIPT_GREEK, "el"},     ScriptLanguage{USCRIPT_HEBREW, "he"},
    ScriptLanguage{USCRIPT_ARMENIAN, "hy"},  ScriptLanguage{USCRIPT_GEORGIAN, "ka"},
    ScriptLanguage{USCRIPT_LAO, "lo"},       ScriptLanguage{USCRIPT_KHMER, "km"},
    ScriptLanguage{USCRIPT_MYANMAR, "my"},   ScriptLanguage{USCRIPT_TAMIL, "ta"},
    ScriptLanguage{USCRIPT_TELUGU, "te"},    ScriptLanguage{USCRIPT_KANNADA, "kn"},
    ScriptLanguage{USCRIPT_MALAYALAM, "ml"}, ScriptLanguage{USCRIPT_GUJARATI, "gu"},
    ScriptLanguage{USCRIPT_GURMUKHI, "pa"},  ScriptLanguage{USCRIPT_SINHALA, "si"},
};

/// How many letters of which scripts a text has.
struct Letters {
    std::array<std::size_t, script_languages.size()> of_script{};
    std::size_t han = 0;
    std::size_t kana = 0;
    std::size_t total = 0;
};

void count_letter(char32_t c, Letters& letters) {
    ++letters.total;
    if (c < 0x250) return;
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
    if (script == USCRIPT_HAN) ++letters.han;
    if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) ++letters.kana;
    for (std::size_t i = 0; i < script_languages.size(); ++i) {
        if (script_languages[i].script == script) ++letters.of_script[i];
    }
}

/// The language that the script alone tells, or empty.
std::string_view language_of_script(const Letters& letters) {
    const auto prevails = [&](std::size_t n) {
        return n > 0 && n * 100 >= letters.total * clear_majority;
    };
    for (std::size_t i = 0; i < script_languages.size(); ++i) {
        if (prevails(letters.of_script[i])) return script_languages[i].lang;
    }
    if (!prevails(letters.han + letters.kana)) return {};
    // Japanese can hardly do without Kana; Chinese quotes some at most.
    return letters.kana * 20 >= letters.han ? "ja" : "zh";
}

/// Whether a stretch between blanks is prose rather than a link, an address, a path or code.
bool is_prose(std::string_view word) {
    constexpr std::string_view code = "/\\@_{}<>=|$#`";
    return word.find_first_of(code) == std::string_view::npos;
}

/// The prose of a text as valid UTF-8, and its letters.
std::string prose_of(std::string_view text, Letters& letters) {
    constexpr std::string_view blanks = " \t\r\n";
    std::string prose;
    prose.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = std::min(text.find_first_of(blanks, i), text.size());
        const std::string_view word = text.substr(i, end - i);
        i = end + 1;
        if (!is_prose(word)) continue;
        for (std::size_t at = 0; at < word.size();) {
            const Utf8Step step = decode_utf8(word, at);
            if (u_isalpha(static_cast<UChar32>(step.code_point)) != 0) {
                count_letter(step.code_point, letters);
            }
            // The detector takes no control characters.
            append_utf8(step.valid && step.code_point >= 0x20 ? step.code_point : U' ', prose);
            at += step.bytes;
        }
        prose.push_back(' ');
    }
    return prose;
}

/// The detector's code as a BCP-47 primary tag; empty for "unknown".
std::string primary_tag(std::string_view code) {
    code = code.substr(0, code.find('-'));
    if (code == "un" || code.starts_with("xx")) return {};
    if (code == "iw") return "he";
    if (code == "jw") return "jv";
    return std::string(code);
}

/// What CLD2 makes of the text, if it is sure.
std::string language_by_statistics(const std::string& prose) {
    const CLD2::CLDHints no_hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    std::array<CLD2::Language, 3> languages{};
    std::array<int, 3> percents{};
    std::array<double, 3> scores{};
    int text_bytes = 0;
    int valid_prefix = 0;
    bool reliable = false;
    CLD2::ExtDetectLanguageSummaryCheckUTF8(
        prose.data(), static_cast<int>(prose.size()), true, &no_hints, 0, languages.data(),
        percents.data(), scores.data(), nullptr, &text_bytes, &reliable, &valid_prefix);
    if (!reliable || percents[0] < static_cast<int>(clear_majority)) return {};
    return primary_tag(CLD2::LanguageCode(languages[0]));
}

}  // namespace

std::string detect_language(std::string_view text) {
    Letters letters;
    const std::string prose = prose_of(truncate_utf8(text, examined_bytes), letters);
    if (letters.total >= enough_letters) {
        if (std::string lang = language_by_statistics(prose); !lang.empty()) return lang;
    }
    return std::string(language_of_script(letters));
}

}  // namespace kb
