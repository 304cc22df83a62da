#include "search/tail_source.hpp"

#include <algorithm>

namespace kb::search {

void TailSource::init(const Xapian::Database& database) {
    size_ = static_cast<Xapian::doccount>(
        std::min<std::uint64_t>(mark_.tail(database), database.get_doccount()));
    last_ = database.get_lastdocid();
    place_ = 0;
    begun_ = false;
}

void TailSource::next(double /*min_weight*/) {
    if (begun_) ++place_;
    begun_ = true;
}

void TailSource::skip_to(Xapian::docid document, double /*min_weight*/) {
    begun_ = true;
    const auto& changed = mark_.changed;
    if (document > mark_.last_docid) {
        place_ = std::max(place_, changed.size() + (document - mark_.last_docid - 1));
    } else if (place_ < changed.size()) {
        const auto from = changed.begin() + static_cast<std::ptrdiff_t>(place_);
        place_ = static_cast<std::size_t>(std::lower_bound(from, changed.end(), document) -
                                          changed.begin());
    }
}

bool TailSource::at_end() const {
    return place_ >= mark_.changed.size() && get_docid() > last_;
}

Xapian::docid TailSource::get_docid() const {
    const auto& changed = mark_.changed;
    if (place_ < changed.size()) return changed[place_];
    return mark_.last_docid + 1 + static_cast<Xapian::docid>(place_ - changed.size());
}

}  // namespace kb::search
