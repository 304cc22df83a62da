#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

#include "pybind.hpp"

namespace kb::python {

/// Lets one thread at a time use an object of the library that is not thread-safe, now that work
/// goes on without the GIL.
class Exclusive {
  public:
    /// `what` names the object in messages.
    explicit Exclusive(std::string what) : what_(std::move(what)) {}

    class Use {
      public:
        explicit Use(Exclusive& owner);
        ~Use();
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

      private:
        Exclusive& owner_;
    };

    /// Waits until no other thread uses the object, without the GIL and handling signals. Throws
    /// Error(invalid_argument) if this very thread does, from within a callback.
    Use use() { return Use(*this); }

  private:
    std::string what_;
    std::timed_mutex mutex_;
    std::atomic<std::thread::id> user_{};
};

}  // namespace kb::python
