#include "common/signals.hpp"

#include <pthread.h>

namespace kb::tools {
namespace {

/// Lets the signal do what it does by default, which ends the program.
void die_of(int signal, const sigset_t& signals) {
    std::signal(signal, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    raise(signal);
}

}  // namespace

SignalStop::SignalStop() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, &previous_mask_);
    waiter_ = std::thread([this] { wait_for_signals(); });
}

SignalStop::~SignalStop() {
    closing_ = true;
    pthread_kill(waiter_.native_handle(), SIGTERM);  // wakes the waiter, and it alone
    waiter_.join();
    pthread_sigmask(SIG_SETMASK, &previous_mask_, nullptr);
}

void SignalStop::wait_for_signals() {
    for (int signal = 0; sigwait(&signals_, &signal) == 0;) {
        if (closing_) return;
        if (signal_ != 0) die_of(signal, signals_);
        signal_ = signal;
        source_.request_stop();
    }
}

}  // namespace kb::tools
