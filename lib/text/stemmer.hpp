#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kb {

/// Stems words by the rules of a language. Behind it are the Snowball algorithms. Not thread-safe.
class Stemmer {
  public:
    virtual ~Stemmer() = default;

    /// The stem of a case-folded word with its diacritics.
    virtual std::string stem(const std::string& word) = 0;
};

/// The name of the stemming algorithm for a BCP-47 primary tag, or empty if there is none.
std::string_view stemming_algorithm(std::string_view lang) noexcept;

/// A stemmer of that algorithm, which must be one that stemming_algorithm() gives.
std::unique_ptr<Stemmer> make_stemmer(std::string_view algorithm);

}  // namespace kb
