#pragma once

#include <stop_token>

#include "kb/error.hpp"

namespace kb::index {

/// Throws Error(cancelled) if that is asked for.
inline void throw_if_stopped(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Error(ErrorCode::cancelled, "stopped; the last commit stands");
}

}  // namespace kb::index
