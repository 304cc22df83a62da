#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "kb/fetch.hpp"

namespace kb::collect {

/// Fetches on a thread of its own and keeps what came until it is taken. When too much waits to be
/// taken, no further transfer begins.
class FetchedFeeds {
  public:
    struct Fetched {
        std::size_t number = 0;  ///< of its request
        FetchResult result;
    };

    /// Begins at once. A stop ends the fetching; what came before can still be taken.
    FetchedFeeds(std::vector<FetchRequest> requests, FetchOptions options, std::stop_token stop);
    ~FetchedFeeds();
    FetchedFeeds(const FetchedFeeds&) = delete;
    FetchedFeeds& operator=(const FetchedFeeds&) = delete;

    /// Waits for the next one; nothing when there are no more. Throws what fetch_all threw.
    std::optional<Fetched> take();

  private:
    void run();
    void put(std::size_t number, FetchResult result);
    bool has_room();

    std::vector<FetchRequest> requests_;
    FetchOptions options_;
    std::stop_source stop_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Fetched> waiting_;
    std::size_t bytes_ = 0;
    bool ended_ = false;
    std::exception_ptr failure_;
    std::stop_callback<std::function<void()>> on_stop_;
    std::thread thread_;
};

}  // namespace kb::collect
