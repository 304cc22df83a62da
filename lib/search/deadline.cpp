#include "search/deadline.hpp"

#include <utility>

#include "kb/error.hpp"

namespace kb::search {

Deadline::Deadline(std::optional<Clock::time_point> end, std::stop_token stop,
                   std::function<bool()> interrupted)
    : end_(end), stop_(std::move(stop)), interrupted_(std::move(interrupted)) {}

bool Deadline::look() noexcept {
    if (!cancelled_) cancelled_ = stop_.stop_requested() || (interrupted_ && interrupted_());
    if (!passed_) passed_ = cancelled_ || (end_ && Clock::now() >= *end_);
    return passed_;
}

void Deadline::throw_if_cancelled() {
    look();
    if (cancelled_) throw Error(ErrorCode::cancelled, "the search was stopped");
}

}  // namespace kb::search
