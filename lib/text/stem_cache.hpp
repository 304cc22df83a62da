#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.hpp"
#include "text/respelling.hpp"
#include "text/stemmer.hpp"

namespace kb {

/// The stems of a term as Token holds them.
struct Stems {
    std::string_view stem;
    std::string_view alternative;
};

/// Stems terms and remembers the results, as stemming takes longer than all the rest of the
/// analysis. Bounded: a term takes the place of another one. Not thread-safe.
class StemCache {
  public:
    /// Selects the language of the terms to come; empty or unknown: terms are their own stems.
    void select(std::string_view lang);

    /// Whether the selected language has a stemmer.
    bool active() const noexcept { return current_ != nullptr; }

    /// The stems of a case-folded term of the selected language that still has its diacritics.
    /// Valid until the next call. REQUIRES: active().
    Stems stems(std::string_view accented);

  private:
    /// A term and its stems in one cache line. Longer ones are not remembered.
    struct alignas(64) Entry {
        const Stemmer* stemmer = nullptr;
        std::uint8_t term_size = 0;
        std::uint8_t stem_size = 0;
        std::uint8_t alternative_size = 0;
        std::array<char, 53> text{};  ///< term, stem, alternative

        std::string_view term() const noexcept { return {text.data(), term_size}; }
        Stems stems() const noexcept;
        void store(const Stemmer* by, std::string_view accented, const Stems& found) noexcept;
    };

    Stems compute(std::string_view accented);

    std::map<std::string, std::unique_ptr<Stemmer>, std::less<>> stemmers_;  ///< by algorithm
    Stemmer* current_ = nullptr;
    std::span<const Respelling> respellings_;  ///< of the selected language
    std::vector<Entry> entries_;
    Folder folder_;
    std::string accented_;
    std::string plain_;
    std::string respelled_;
    std::string stem_;
    std::string alternative_;
};

}  // namespace kb
