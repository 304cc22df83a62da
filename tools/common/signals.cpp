#include "common/signals.hpp"

#include <pthread.h>

namespace kb::tools {
namespace {

constexpr int wake_up = SIGUSR1;  // tells the waiting thread to look whether it is over

/// A job in the background has its interrupts ignored by whoever started it; that stands.
bool is_ignored(int signal) {
    struct sigaction action {};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// Lets the signal do what it does by default, which ends the program.
void die_of(int signal, const sigset_t& signals) {
    std::signal(signal, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    raise(signal);
}

}  // namespace

SignalStop::SignalStop() {
    sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM}) {
        if (!is_ignored(signal)) sigaddset(&signals_, signal);
    }
    sigaddset(&signals_, wake_up);
    pthread_sigmask(SIG_BLOCK, &signals_, &previous_mask_);
    waiter_ = std::thread([this] { wait_for_signals(); });
}

SignalStop::~SignalStop() {
    closing_ = true;
    pthread_kill(waiter_.native_handle(), wake_up);
    waiter_.join();
    pthread_sigmask(SIG_SETMASK, &previous_mask_, nullptr);
}

void SignalStop::wait_for_signals() {
    for (int signal = 0; sigwait(&signals_, &signal) == 0;) {
        if (closing_) return;
        if (signal == wake_up) continue;
        if (signal_ != 0) die_of(signal, signals_);
        signal_ = signal;
        source_.request_stop();
    }
}

}  // namespace kb::tools
