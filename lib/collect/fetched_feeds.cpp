#include "collect/fetched_feeds.hpp"

#include <utility>

namespace kb::collect {

FetchedFeeds::FetchedFeeds(std::vector<FetchRequest> requests, FetchOptions options,
                           std::stop_token stop)
    : requests_(std::move(requests)),
      options_(std::move(options)),
      on_stop_(std::move(stop), [this] { stop_.request_stop(); }),
      thread_([this] { run(); }) {}

FetchedFeeds::~FetchedFeeds() {
    stop_.request_stop();
    thread_.join();
}

void FetchedFeeds::run() {
    std::exception_ptr failure;
    try {
        const FetchCalls calls = {
            .on_result = [this](std::size_t number,
                                FetchResult result) { put(number, std::move(result)); },
            .may_start = [this] { return has_room(); }};
        fetch_all(requests_, options_, calls, stop_.get_token());
    } catch (...) {
        failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    ended_ = true;
    changed_.notify_all();
}

void FetchedFeeds::put(std::size_t number, FetchResult result) {
    const std::lock_guard lock(mutex_);
    bytes_ += result.body.size();
    waiting_.push_back({number, std::move(result)});
    changed_.notify_all();
}

bool FetchedFeeds::has_room() {
    constexpr std::size_t most_bytes = std::size_t{64} << 20;
    constexpr std::size_t most_results = 256;
    const std::lock_guard lock(mutex_);
    return waiting_.size() < most_results && bytes_ < most_bytes;
}

std::optional<FetchedFeeds::Fetched> FetchedFeeds::take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) {
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
        return std::nullopt;
    }
    Fetched fetched = std::move(waiting_.front());
    waiting_.pop_front();
    bytes_ -= fetched.result.body.size();
    return fetched;
}

}  // namespace kb::collect
