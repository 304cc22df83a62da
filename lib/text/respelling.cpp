#include "text/respelling.hpp"

#include <algorithm>
#include <array>

namespace kb {

namespace {

/// Not in neue, Frauen, Quelle.
constexpr std::string_view before_ue = "aeiouq";

constexpr std::array german = {
    Respelling{"ae", "ä"},
    Respelling{"oe", "ö"},
    Respelling{"ue", "ü", false, before_ue},
};
constexpr std::array nordic = {
    Respelling{"aa", "å"},
    Respelling{"ae", "æ"},
    Respelling{"oe", "ø"},
};
constexpr std::array spanish = {
    Respelling{"cion", "ción", true},
    Respelling{"sion", "sión", true},
};
constexpr std::array portuguese = {
    Respelling{"cao", "ção", true},
    Respelling{"sao", "são", true},
    Respelling{"coes", "ções", true},
    Respelling{"soes", "sões", true},
};
constexpr std::array catalan = {Respelling{"cio", "ció", true}, Respelling{"sio", "sió", true}};

bool applies(const Respelling& respelling, std::string_view word, std::size_t at) {
    if (word[at] != respelling.typed[0] || !word.substr(at).starts_with(respelling.typed)) {
        return false;
    }
    if (respelling.ending && at + respelling.typed.size() != word.size()) return false;
    return at == 0 || respelling.not_after.find(word[at - 1]) == std::string_view::npos;
}

}  // namespace

std::span<const Respelling> respellings_of(std::string_view algorithm) noexcept {
    if (algorithm == "german") return german;
    if (algorithm == "danish" || algorithm == "norwegian") return nordic;
    if (algorithm == "spanish") return spanish;
    if (algorithm == "portuguese") return portuguese;
    if (algorithm == "catalan") return catalan;
    return {};
}

bool respell(std::span<const Respelling> respellings, std::string_view word, std::string& out) {
    bool changed = false;
    out.clear();
    for (std::size_t i = 0; i < word.size();) {
        const auto found =
            std::find_if(respellings.begin(), respellings.end(),
                         [&](const Respelling& candidate) { return applies(candidate, word, i); });
        if (found == respellings.end()) {
            out.push_back(word[i++]);
            continue;
        }
        out += found->meant;
        i += found->typed.size();
        changed = true;
    }
    return changed;
}

}  // namespace kb
