#include "text/stem_cache.hpp"

#include <xxhash.h>

#include <algorithm>

namespace kb {

namespace {

/// One MiB.
constexpr std::size_t entry_count = std::size_t{1} << 14;

std::size_t slot_of(std::string_view term) noexcept {
    return static_cast<std::size_t>(XXH3_64bits(term.data(), term.size())) & (entry_count - 1);
}

}  // namespace

Stems StemCache::Entry::stems() const noexcept {
    const char* const stem = text.data() + term_size;
    return {{stem, stem_size}, {stem + stem_size, alternative_size}};
}

void StemCache::Entry::store(const Stemmer* by, std::string_view accented,
                             const Stems& found) noexcept {
    const std::size_t size = accented.size() + found.stem.size() + found.alternative.size();
    if (size > text.size()) return;
    stemmer = by;
    term_size = static_cast<std::uint8_t>(accented.size());
    stem_size = static_cast<std::uint8_t>(found.stem.size());
    alternative_size = static_cast<std::uint8_t>(found.alternative.size());
    char* out = std::copy(accented.begin(), accented.end(), text.begin());
    out = std::copy(found.stem.begin(), found.stem.end(), out);
    std::copy(found.alternative.begin(), found.alternative.end(), out);
}

void StemCache::select(std::string_view lang) {
    const std::string_view algorithm = stemming_algorithm(lang);
    if (algorithm.empty()) {
        current_ = nullptr;
        return;
    }
    auto it = stemmers_.find(algorithm);
    if (it == stemmers_.end()) {
        it = stemmers_.emplace(std::string(algorithm), make_stemmer(algorithm)).first;
    }
    current_ = it->second.get();
    respellings_ = respellings_of(algorithm);
    if (entries_.empty()) entries_.resize(entry_count);
}

Stems StemCache::stems(std::string_view accented) {
    Entry& entry = entries_[slot_of(accented)];
    if (entry.stemmer == current_ && entry.term() == accented) return entry.stems();
    const Stems found = compute(accented);
    entry.store(current_, accented, found);
    return found;
}

Stems StemCache::compute(std::string_view accented) {
    accented_ = accented;
    plain_.clear();
    stem_.clear();
    alternative_.clear();
    folder_.strip_diacritics(accented_, plain_);
    folder_.strip_diacritics(current_->stem(accented_), stem_);
    if (stem_.empty()) stem_ = plain_;
    if (plain_ != accented_) {
        folder_.strip_diacritics(current_->stem(plain_), alternative_);
    } else if (respell(respellings_, plain_, respelled_)) {
        folder_.strip_diacritics(current_->stem(respelled_), alternative_);
    }
    if (alternative_ == stem_) alternative_.clear();
    return {stem_, alternative_};
}

}  // namespace kb
