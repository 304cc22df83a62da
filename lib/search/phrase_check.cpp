#include "search/phrase_check.hpp"

#include <cstdint>

namespace kb::search {

bool holds_phrase(const Xapian::Database& database, Xapian::docid document,
                  const std::vector<std::string>& terms) {
    const Xapian::PositionIterator end;
    std::vector<Xapian::PositionIterator> positions;
    positions.reserve(terms.size());
    for (const std::string& term : terms) {
        positions.push_back(database.positionlist_begin(document, term));
        if (positions.back() == end) return false;
    }
    std::uint64_t start = *positions.front();
    std::size_t agreed = 1;  // terms, cyclically, that stand where `start` wants them
    for (std::size_t i = 1 % terms.size(); agreed < terms.size(); i = (i + 1) % terms.size()) {
        const std::uint64_t wanted = start + i;
        if (wanted > UINT32_MAX) return false;
        positions[i].skip_to(static_cast<Xapian::termpos>(wanted));
        if (positions[i] == end) return false;
        const std::uint64_t found = *positions[i];
        if (found == wanted) {
            ++agreed;
        } else {
            start = found - i;  // found > wanted ≥ i
            agreed = 1;
        }
    }
    return true;
}

}  // namespace kb::search
