#include "search/deadline_source.hpp"

#include <algorithm>

namespace kb::search {

void DeadlineSource::init(const Xapian::Database& database) {
    last_ = database.get_lastdocid();
    at_ = 0;
}

void DeadlineSource::next(double min_weight) {
    skip_to(at_ + 1, min_weight);
}

// Between two calls much may happen: the clock is looked at every time.
void DeadlineSource::skip_to(Xapian::docid id, double /*min_weight*/) {
    at_ = deadline_.look() ? last_ + 1 : std::max(at_, id);
}

bool DeadlineSource::at_end() const {
    return at_ > last_;
}

}  // namespace kb::search
