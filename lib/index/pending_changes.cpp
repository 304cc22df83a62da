#include "index/pending_changes.hpp"

#include <xxhash.h>

namespace kb::index {

namespace {

constexpr std::size_t hashes = std::size_t{1} << 22;

// As measured with Xapian 1.4.22.
constexpr std::size_t bytes_of_term = 400;
constexpr std::size_t bytes_of_use = 24;
constexpr std::size_t bytes_of_position_list = 64;

}  // namespace

void PendingChanges::add(const DocumentTerms& terms) {
    seen_.resize(hashes);
    const std::size_t before = bytes_;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const DocumentTerms::Term term = terms[i];
        bytes_ += bytes_of_use;
        if (!term.positions.empty()) bytes_ += bytes_of_position_list + term.positions.size();
        const std::size_t hash = XXH3_64bits(term.name.data(), term.name.size()) % hashes;
        if (seen_[hash]) continue;
        seen_[hash] = true;
        bytes_ += bytes_of_term;
    }
    last_ = bytes_ - before;
}

void PendingChanges::clear() {
    seen_.clear();
    bytes_ = 0;
    last_ = 0;
}

}  // namespace kb::index
