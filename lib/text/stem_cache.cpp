#include "text/stem_cache.hpp"

#include <xxhash.h>

namespace kb {

namespace {

/// About 2 MiB.
constexpr std::size_t entry_count = std::size_t{1} << 14;

std::size_t slot_of(std::string_view term) noexcept {
    return static_cast<std::size_t>(XXH3_64bits(term.data(), term.size())) & (entry_count - 1);
}

}  // namespace

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
    if (entries_.empty()) entries_.resize(entry_count);
}

const Stems& StemCache::stems(std::string_view accented, std::string_view plain) {
    Entry& entry = entries_[slot_of(accented)];
    if (entry.stemmer != current_ || entry.accented != accented || entry.plain != plain) {
        entry.stemmer = current_;
        entry.accented = accented;
        entry.plain = plain;
        compute(entry);
    }
    return entry.stems;
}

void StemCache::compute(Entry& entry) {
    Stems& stems = entry.stems;
    stems.stem.clear();
    stems.alternative.clear();
    folder_.strip_diacritics(current_->stem(entry.accented), stems.stem);
    if (stems.stem.empty()) stems.stem = entry.plain;
    if (entry.plain == entry.accented) return;
    folder_.strip_diacritics(current_->stem(entry.plain), stems.alternative);
    if (stems.alternative == stems.stem) stems.alternative.clear();
}

}  // namespace kb
