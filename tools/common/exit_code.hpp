#pragma once

/// What kbindex tells its caller.
namespace kb::tools::exit_code {

inline constexpr int ok = 0;
inline constexpr int partial = 1;  ///< some inputs failed
inline constexpr int failure = 2;  ///< usage error, or nothing could be done
/// What a shell reports for a program that a signal ended.
constexpr int from_signal(int signal) {
    return 128 + signal;
}

}  // namespace kb::tools::exit_code
