#include "collect/schedule.hpp"

#include <algorithm>

namespace kb::collect {
namespace {

using std::chrono::seconds;

constexpr seconds longest_wait_asked_for = std::chrono::hours{7 * 24};

struct BackOff {
    seconds first;
    seconds longest;
};
constexpr BackOff answered = {std::chrono::minutes{5}, std::chrono::hours{24}};
constexpr BackOff unanswered = {std::chrono::minutes{1}, std::chrono::hours{1}};

seconds part_of(seconds whole, double part) {
    return seconds{static_cast<seconds::rep>(static_cast<double>(whole.count()) * part)};
}

}  // namespace

std::chrono::seconds wait_after_failure(const FetchResult& result, std::uint32_t errors,
                                        double random) {
    if (result.retry_after) {
        const seconds asked = std::clamp(*result.retry_after, seconds{1}, longest_wait_asked_for);
        return asked + part_of(asked, random / 10);
    }
    const BackOff& back_off = result.status == 0 ? unanswered : answered;
    constexpr std::uint32_t most_doublings = 12;  // reaches the longest wait
    const std::uint32_t doublings = std::min(std::max(errors, 1U) - 1, most_doublings);
    const seconds wait =
        std::min(back_off.first * (seconds::rep{1} << doublings), back_off.longest);
    return wait / 2 + part_of(wait / 2, random);
}

bool is_due(const Subscription& subscription, Timestamp now) {
    return !subscription.disabled && (!subscription.next_due || *subscription.next_due <= now);
}

Subscription after_success(Subscription subscription, const FetchResult& result, Timestamp now) {
    if (!result.moved_to.empty()) subscription.url = result.moved_to;
    if (result.outcome == FetchOutcome::content || !result.etag.empty()) {
        subscription.etag = result.etag;
    }
    if (result.outcome == FetchOutcome::content || !result.last_modified.empty()) {
        subscription.last_modified = result.last_modified;
    }
    subscription.last_fetch = now;
    subscription.last_success = now;
    subscription.next_due.reset();
    subscription.errors = 0;
    subscription.last_error.clear();
    subscription.disabled = false;
    return subscription;
}

Subscription after_failure(Subscription subscription, const FetchResult& result,
                           const std::string& message, Timestamp now, double random) {
    subscription.last_fetch = now;
    subscription.last_error = message;
    if (subscription.errors < UINT32_MAX) ++subscription.errors;
    if (result.outcome == FetchOutcome::gone) {
        subscription.disabled = true;
        subscription.next_due.reset();
        return subscription;
    }
    // What was not asked for was refused by ourselves: there is nobody to be spared.
    if (result.outcome == FetchOutcome::refused) return subscription;
    subscription.next_due = now + wait_after_failure(result, subscription.errors, random);
    return subscription;
}

}  // namespace kb::collect
