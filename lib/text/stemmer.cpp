#include "text/stemmer.hpp"

#include <xapian.h>

#include <array>

namespace kb {

namespace {

struct LanguageStemmer {
    std::string_view lang;
    std::string_view algorithm;
};

constexpr std::array language_stemmers = {
    LanguageStemmer{"ar", "arabic"},     LanguageStemmer{"ca", "catalan"},
    LanguageStemmer{"da", "danish"},     LanguageStemmer{"de", "german"},
    LanguageStemmer{"en", "english"},    LanguageStemmer{"es", "spanish"},
    LanguageStemmer{"eu", "basque"},     LanguageStemmer{"fi", "finnish"},
    LanguageStemmer{"fr", "french"},     LanguageStemmer{"ga", "irish"},
    LanguageStemmer{"hu", "hungarian"},  LanguageStemmer{"hy", "armenian"},
    LanguageStemmer{"id", "indonesian"}, LanguageStemmer{"it", "italian"},
    LanguageStemmer{"lt", "lithuanian"}, LanguageStemmer{"nb", "norwegian"},
    LanguageStemmer{"ne", "nepali"},     LanguageStemmer{"nl", "dutch"},
    LanguageStemmer{"nn", "norwegian"},  LanguageStemmer{"no", "norwegian"},
    LanguageStemmer{"pt", "portuguese"}, LanguageStemmer{"ro", "romanian"},
    LanguageStemmer{"ru", "russian"},    LanguageStemmer{"sv", "swedish"},
    LanguageStemmer{"ta", "tamil"},      LanguageStemmer{"tr", "turkish"},
};

class SnowballStemmer final : public Stemmer {
  public:
    explicit SnowballStemmer(std::string_view algorithm) : stem_(std::string(algorithm)) {}

    std::string stem(const std::string& word) override { return stem_(word); }

  private:
    Xapian::Stem stem_;
};

}  // namespace

std::string_view stemming_algorithm(std::string_view lang) noexcept {
    for (const LanguageStemmer& entry : language_stemmers) {
        if (entry.lang == lang) return entry.algorithm;
    }
    return {};
}

std::unique_ptr<Stemmer> make_stemmer(std::string_view algorithm) {
    return std::make_unique<SnowballStemmer>(algorithm);
}

}  // namespace kb
