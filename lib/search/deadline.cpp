#include "search/deadline.hpp"

#include <utility>

namespace kb::search {

Deadline::Deadline(std::optional<Clock::time_point> end, std::stop_token stop)
    : end_(end), stop_(std::move(stop)) {}

bool Deadline::look() noexcept {
    if (!passed_) passed_ = stop_.stop_requested() || (end_ && Clock::now() >= *end_);
    return passed_;
}

}  // namespace kb::search
