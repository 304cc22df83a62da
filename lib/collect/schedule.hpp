#pragma once

#include "kb/fetch.hpp"
#include "kb/subscriptions.hpp"

namespace kb::collect {

/// When a feed that failed is asked again. A server that says when (Retry-After) is obeyed, within
/// bounds, plus up to a tenth. Otherwise the wait doubles with every failure in a row, from five
/// minutes to a day, or from one minute to an hour where no server answered, because then it is
/// likely our network that fails; half of it is left to chance (`random`, 0 ≤ x < 1), so that feeds
/// that failed together do not come back together ("equal jitter").
std::chrono::seconds wait_after_failure(const FetchResult& result, std::uint32_t errors,
                                        double random);

/// Whether it may be asked at that time.
bool is_due(const Subscription& subscription, Timestamp now);

/// The subscription after a fetch whose content, if any, was read well. Moves it where a permanent
/// redirect led, keeps the new validators, disables what is gone.
Subscription after_success(Subscription subscription, const FetchResult& result, Timestamp now);

/// The subscription after a fetch that failed, or whose content could not be read. The validators
/// stay those of the last content that was.
Subscription after_failure(Subscription subscription, const FetchResult& result,
                           const std::string& message, Timestamp now, double random);

}  // namespace kb::collect
