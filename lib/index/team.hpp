#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace kb::index {

/// Threads that hand work to each other until the input ends, or until one of them fails: then all
/// stop, and whoever waits for them hears of the first failure. What they share is guarded by
/// lock().
class Team {
  public:
    using Lock = std::unique_lock<std::mutex>;

    Lock lock() { return Lock(mutex_); }

    /// Waits until condition() holds; false if all have been stopped meanwhile.
    template <typename Condition>
    bool wait(Lock& lock, const Condition& condition) {
        changed_.wait(lock, [&] { return stopped_ || condition(); });
        return !stopped_;
    }
    /// To be called after every change of what others wait for.
    void changed() { changed_.notify_all(); }

    /// Says that no more work comes.
    void end_of_input() {
        const Lock held = lock();
        ended_ = true;
        changed();
    }
    /// Whether no more work comes. Under the lock.
    bool ended() const noexcept { return ended_; }

    /// Whether all have been stopped. Under the lock.
    bool stopped() const noexcept { return stopped_; }

    /// Runs a member's part on the calling thread.
    template <typename Body>
    void run(Body&& body) {
        try {
            body();
        } catch (...) {
            const Lock held = lock();
            if (!failure_) failure_ = std::current_exception();
            stopped_ = true;
            changed();
        }
    }
    /// Runs a member's part on a thread of its own.
    template <typename Body>
    void start(Body body) {
        threads_.emplace_back([this, body = std::move(body)]() mutable { run(body); });
    }

    /// Waits for all threads; rethrows the first failure.
    void finish() {
        for (std::thread& thread : threads_)
            thread.join();
        threads_.clear();
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ended_ = false;
    bool stopped_ = false;
    std::exception_ptr failure_;
    std::vector<std::thread> threads_;
};

}  // namespace kb::index
