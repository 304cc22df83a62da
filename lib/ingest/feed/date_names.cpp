#include "ingest/feed/date_names.hpp"

#include <algorithm>
#include <array>

namespace kb::ingest {
namespace {

/// The beginning that all forms of a month's name share, folded.
struct MonthStem {
    std::string_view stem;
    unsigned month;
};

// The first stem that fits decides, so longer ones stand before those that they begin with.
// clang-format off
constexpr std::array month_stems = {
    // English, and what most European languages share with it
    MonthStem{"jan", 1}, MonthStem{"feb", 2}, MonthStem{"marras", 11}, MonthStem{"mar", 3},
    MonthStem{"apr", 4}, MonthStem{"may", 5}, MonthStem{"jun", 6}, MonthStem{"jul", 7},
    MonthStem{"aug", 8}, MonthStem{"sep", 9}, MonthStem{"oct", 10}, MonthStem{"nov", 11},
    MonthStem{"dec", 12},
    // German, Dutch, Scandinavian
    MonthStem{"mrz", 3}, MonthStem{"mai", 5}, MonthStem{"okt", 10}, MonthStem{"dez", 12},
    MonthStem{"maa", 3}, MonthStem{"mrt", 3}, MonthStem{"mei", 5}, MonthStem{"maj", 5},
    MonthStem{"des", 12},
    // French
    MonthStem{"fev", 2}, MonthStem{"avr", 4}, MonthStem{"juil", 7}, MonthStem{"juin", 6},
    MonthStem{"aou", 8},
    // Spanish, Italian, Portuguese, Catalan
    MonthStem{"ene", 1}, MonthStem{"gen", 1}, MonthStem{"abr", 4}, MonthStem{"mag", 5},
    MonthStem{"giu", 6}, MonthStem{"lug", 7}, MonthStem{"ago", 8}, MonthStem{"set", 9},
    MonthStem{"ott", 10}, MonthStem{"out", 10}, MonthStem{"dic", 12},
    // Romanian, Hungarian
    MonthStem{"ian", 1}, MonthStem{"iun", 6}, MonthStem{"iul", 7}, MonthStem{"noi", 11},
    MonthStem{"szep", 9},
    // Polish, Czech
    MonthStem{"stycz", 1}, MonthStem{"lut", 2}, MonthStem{"kwie", 4}, MonthStem{"czerw", 6},
    MonthStem{"lip", 7}, MonthStem{"sierp", 8}, MonthStem{"wrze", 9}, MonthStem{"pazdz", 10},
    MonthStem{"listop", 11}, MonthStem{"grud", 12},
    MonthStem{"led", 1}, MonthStem{"unor", 2}, MonthStem{"brez", 3}, MonthStem{"dubn", 4},
    MonthStem{"dube", 4}, MonthStem{"kvet", 5}, MonthStem{"cervenc", 7}, MonthStem{"cervenec", 7},
    MonthStem{"cerv", 6}, MonthStem{"srp", 8}, MonthStem{"zari", 9}, MonthStem{"rij", 10},
    MonthStem{"pros", 12},
    // Turkish, Finnish
    MonthStem{"oca", 1}, MonthStem{"sub", 2}, MonthStem{"nis", 4}, MonthStem{"haz", 6},
    MonthStem{"tem", 7}, MonthStem{"agu", 8}, MonthStem{"eyl", 9}, MonthStem{"eki", 10},
    MonthStem{"kas", 11}, MonthStem{"ara", 12},
    MonthStem{"tammi", 1}, MonthStem{"helmi", 2}, MonthStem{"huhti", 4}, MonthStem{"touko", 5},
    MonthStem{"kesa", 6}, MonthStem{"heina", 7}, MonthStem{"elo", 8}, MonthStem{"syys", 9},
    MonthStem{"loka", 10}, MonthStem{"joul", 12},
    // Russian, Bulgarian, Ukrainian
    MonthStem{"янв", 1}, MonthStem{"яну", 1}, MonthStem{"фев", 2}, MonthStem{"мар", 3},
    MonthStem{"апр", 4}, MonthStem{"май", 5}, MonthStem{"мая", 5}, MonthStem{"июн", 6},
    MonthStem{"июл", 7}, MonthStem{"юни", 6}, MonthStem{"юли", 7}, MonthStem{"авг", 8},
    MonthStem{"сен", 9}, MonthStem{"септ", 9}, MonthStem{"окт", 10}, MonthStem{"ноя", 11},
    MonthStem{"ное", 11}, MonthStem{"дек", 12},
    MonthStem{"січ", 1}, MonthStem{"лют", 2}, MonthStem{"берез", 3}, MonthStem{"квіт", 4},
    MonthStem{"трав", 5}, MonthStem{"черв", 6}, MonthStem{"лип", 7}, MonthStem{"серп", 8},
    MonthStem{"верес", 9}, MonthStem{"жовт", 10}, MonthStem{"листоп", 11}, MonthStem{"груд", 12},
    // Greek
    MonthStem{"ιαν", 1}, MonthStem{"φεβ", 2}, MonthStem{"μαρ", 3}, MonthStem{"μαω", 3},
    MonthStem{"απρ", 4}, MonthStem{"μαι", 5}, MonthStem{"ιουν", 6}, MonthStem{"ιον", 6},
    MonthStem{"ιουλ", 7}, MonthStem{"ιολ", 7}, MonthStem{"αυγ", 8}, MonthStem{"σεπ", 9},
    MonthStem{"οκτ", 10}, MonthStem{"νοε", 11}, MonthStem{"δεκ", 12},
    // Arabic
    MonthStem{"يناير", 1}, MonthStem{"فبراير", 2}, MonthStem{"مارس", 3}, MonthStem{"ابريل", 4},
    MonthStem{"مايو", 5}, MonthStem{"يونيو", 6}, MonthStem{"يوليو", 7}, MonthStem{"اغسطس", 8},
    MonthStem{"سبتمبر", 9}, MonthStem{"اكتوبر", 10}, MonthStem{"نوفمبر", 11},
    MonthStem{"ديسمبر", 12},
};

struct Zone {
    std::string_view name;
    int minutes;
};

// Names with several meanings are read as RFC 5322 does, or as feeds mostly mean them (BST is
// British, IST Indian). RFC 822's military letters but for Z are left out: RFC 5322 tells why.
constexpr std::array zones = {
    Zone{"utc", 0}, Zone{"gmt", 0}, Zone{"ut", 0}, Zone{"z", 0}, Zone{"uct", 0},
    // North America
    Zone{"nst", -210}, Zone{"ndt", -150}, Zone{"ast", -240}, Zone{"adt", -180},
    Zone{"at", -240}, Zone{"est", -300}, Zone{"edt", -240}, Zone{"et", -300},
    Zone{"cst", -360}, Zone{"cdt", -300}, Zone{"ct", -360}, Zone{"mst", -420},
    Zone{"mdt", -360}, Zone{"mt", -420}, Zone{"pst", -480}, Zone{"pdt", -420},
    Zone{"pt", -480}, Zone{"akst", -540}, Zone{"akdt", -480}, Zone{"hst", -600},
    // Europe
    Zone{"wet", 0}, Zone{"west", 60}, Zone{"bst", 60}, Zone{"cet", 60}, Zone{"cest", 120},
    Zone{"met", 60}, Zone{"mest", 120}, Zone{"mez", 60}, Zone{"mesz", 120}, Zone{"eet", 120},
    Zone{"eest", 180}, Zone{"msk", 180}, Zone{"msd", 240}, Zone{"trt", 180},
    // elsewhere
    Zone{"brt", -180}, Zone{"brst", -120}, Zone{"art", -180}, Zone{"clt", -240},
    Zone{"clst", -180}, Zone{"cot", -300}, Zone{"sast", 120}, Zone{"gst", 240},
    Zone{"pkt", 300}, Zone{"ist", 330}, Zone{"npt", 345}, Zone{"ict", 420}, Zone{"wib", 420},
    Zone{"hkt", 480}, Zone{"sgt", 480}, Zone{"awst", 480}, Zone{"jst", 540}, Zone{"kst", 540},
    Zone{"acst", 570}, Zone{"acdt", 630}, Zone{"aest", 600}, Zone{"aedt", 660},
    Zone{"nzst", 720}, Zone{"nzdt", 780},
};

struct HalfOfDay {
    std::string_view sign;
    bool afternoon;
    bool whole;  ///< the word must be no longer
};

constexpr std::array halves_of_day = {
    HalfOfDay{"am", false, true}, HalfOfDay{"pm", true, true},
    HalfOfDay{"πμ", false, true}, HalfOfDay{"μμ", true, true},
    HalfOfDay{"上午", false, false}, HalfOfDay{"下午", true, false},
    HalfOfDay{"午前", false, false}, HalfOfDay{"午後", true, false},
    HalfOfDay{"오전", false, false}, HalfOfDay{"오후", true, false},
};
// clang-format on

}  // namespace

std::optional<unsigned> month_of_name(std::string_view word) noexcept {
    // A stem with an ending first: "mar" is March, though it begins a longer stem of another month.
    for (const MonthStem& entry : month_stems) {
        if (word.starts_with(entry.stem)) return entry.month;
    }
    constexpr std::size_t shortest_abbreviation = 3;
    if (word.size() < shortest_abbreviation) return std::nullopt;
    for (const MonthStem& entry : month_stems) {
        if (entry.stem.starts_with(word)) return entry.month;
    }
    return std::nullopt;
}

std::optional<int> zone_of_name(std::string_view word) noexcept {
    for (const Zone& zone : zones) {
        if (zone.name == word) return zone.minutes;
    }
    return std::nullopt;
}

std::optional<bool> half_of_day(std::string_view word) noexcept {
    for (const HalfOfDay& half : halves_of_day) {
        const bool found =
            half.whole ? word == half.sign : word.find(half.sign) != std::string_view::npos;
        if (found) return half.afternoon;
    }
    return std::nullopt;
}

}  // namespace kb::ingest
