#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace kb::tools {

/// While it lives, the first SIGINT or SIGTERM asks to stop; the second ends the program at once.
/// Make it before any other thread, so that all inherit the blocked signals; one at a time.
class SignalStop {
  public:
    SignalStop();
    ~SignalStop();
    SignalStop(const SignalStop&) = delete;
    SignalStop& operator=(const SignalStop&) = delete;

    std::stop_token token() const noexcept { return source_.get_token(); }
    /// The signal that came, or 0.
    int signal() const noexcept { return signal_; }

  private:
    void wait_for_signals();

    sigset_t signals_{};
    sigset_t previous_mask_{};
    std::stop_source source_;
    std::atomic<int> signal_ = 0;
    std::atomic<bool> closing_ = false;
    std::thread waiter_;
};

}  // namespace kb::tools
