#include "interruptible.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "signals.hpp"

namespace kb::python {
namespace {

/// One piece of work and the thread that waits for it.
class Handover final : public Waiting {
  public:
    std::stop_token stop() const override { return stop_.get_token(); }

    void call(const std::function<void()>& callback) override {
        std::unique_lock lock(mutex_);
        if (stop_.stop_requested()) throw Stopped{};
        callback_ = &callback;
        changed_.notify_all();
        changed_.wait(lock, [this] { return callback_ == nullptr; });
        if (stop_.stop_requested()) throw Stopped{};
    }

    /// On the other thread.
    void work(const std::function<void(Waiting&)>& work) {
        std::exception_ptr failure;
        try {
            work(*this);
        } catch (const Stopped&) {  // what was raised is known to the waiting thread
        } catch (...) {
            failure = std::current_exception();
        }
        const std::lock_guard lock(mutex_);
        failure_ = std::move(failure);
        ended_ = true;
        changed_.notify_all();
    }

    /// On the waiting thread, with the GIL.
    void wait() {
        while (!turn()) {
            guarded(handle_signals);
            run_callback();
        }
    }

    void rethrow() const {
        if (raised_) std::rethrow_exception(raised_);
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    /// Waits for something to do; true at the end.
    bool turn() {
        constexpr auto interval = std::chrono::milliseconds(20);
        const py::gil_scoped_release release;
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, interval, [this] { return ended_ || callback_ != nullptr; });
        return ended_;
    }

    template <typename Action>
    void guarded(Action action) {
        try {
            action();
        } catch (...) {
            if (!raised_) raised_ = std::current_exception();
            stop_.request_stop();
        }
    }

    void run_callback() {
        const std::function<void()>* const callback = pending_callback();
        if (callback == nullptr) return;
        if (!raised_) guarded(*callback);
        const std::lock_guard lock(mutex_);
        callback_ = nullptr;
        changed_.notify_all();
    }

    const std::function<void()>* pending_callback() {
        const std::lock_guard lock(mutex_);
        return callback_;
    }

    std::stop_source stop_;
    std::mutex mutex_;
    std::condition_variable changed_;
    const std::function<void()>* callback_ = nullptr;
    bool ended_ = false;
    std::exception_ptr failure_;
    std::exception_ptr raised_;  ///< of the waiting thread alone
};

}  // namespace

void run_interruptibly(const std::function<void(Waiting&)>& work) {
    Handover handover;
    std::thread thread([&] { handover.work(work); });
    handover.wait();
    {
        const py::gil_scoped_release release;
        thread.join();
    }
    handover.rethrow();
}

}  // namespace kb::python
