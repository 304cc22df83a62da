#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.hpp"
#include "text/stemmer.hpp"

namespace kb {

/// The stems of a term as Token holds them.
struct Stems {
    std::string stem;
    std::string alternative;
};

/// Stems terms and remembers the results, as stemming takes longer than all the rest of the
/// analysis. Bounded: a term takes the place of another one. Not thread-safe.
class StemCache {
  public:
    /// Selects the language of the terms to come; empty or unknown: terms are their own stems.
    void select(std::string_view lang);

    /// Whether the selected language has a stemmer.
    bool active() const noexcept { return current_ != nullptr; }

    /// The stems of a term of the selected language, in its forms with and without diacritics.
    /// Valid until the next call. REQUIRES: active().
    const Stems& stems(std::string_view accented, std::string_view plain);

  private:
    struct Entry {
        const Stemmer* stemmer = nullptr;
        std::string accented;
        std::string plain;
        Stems stems;
    };

    void compute(Entry& entry);

    std::map<std::string, std::unique_ptr<Stemmer>, std::less<>> stemmers_;  ///< by algorithm
    Stemmer* current_ = nullptr;
    std::vector<Entry> entries_;
    Folder folder_;
};

}  // namespace kb
