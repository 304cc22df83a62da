#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kb {

/// How letters with diacritics are commonly typed without: `typed` stands for `meant`.
struct Respelling {
    std::string_view typed;
    std::string_view meant;
    bool ending = false;              ///< at the end of words only
    std::string_view not_after = {};  ///< letters before which it is not looked for
};

/// The respellings of a Snowball algorithm's language; most have none.
std::span<const Respelling> respellings_of(std::string_view algorithm) noexcept;

/// Writes `word` with all that is typed replaced by what is meant to `out`. Returns false, and
/// leaves `out` undefined, if there is nothing to replace. Linear.
bool respell(std::span<const Respelling> respellings, std::string_view word, std::string& out);

}  // namespace kb
