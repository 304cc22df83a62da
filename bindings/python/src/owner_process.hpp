#pragma once

#include <unistd.h>

#include <string>
#include <string_view>

#include "kb/error.hpp"

namespace kb::python {

/// The process that made an object. After a fork the child has a copy that must not be used: it
/// shares files and locks with the parent's, and its threads are gone.
class OwnerProcess {
  public:
    /// Whether this is the process.
    bool here() const noexcept { return id_ == ::getpid(); }

    /// Throws Error(invalid_argument) in any other.
    void require(std::string_view what) const {
        if (here()) return;
        throw Error(ErrorCode::invalid_argument,
                    std::string(what) + " belongs to process " + std::to_string(id_) +
                        ", of which this one is a fork",
                    "open the index anew after a fork");
    }

  private:
    ::pid_t id_ = ::getpid();
};

}  // namespace kb::python
