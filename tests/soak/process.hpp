#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kb::soak {

/// Runs a program to its end, or to `kill_after`, when it is killed. Its output is dropped, what it
/// says of errors is not. Returns its exit code; nothing if it was killed.
std::optional<int> run(const std::vector<std::string>& command,
                       std::optional<std::chrono::microseconds> kill_after = std::nullopt);

/// What a program writes to standard output; nothing if it fails.
std::optional<std::string> output_of(const std::vector<std::string>& command);

/// Resident memory of this process, in MB.
double resident_megabytes();
/// Has the allocator hand over to the system what it keeps of freed memory.
void give_back_free_memory();
/// Files, sockets and the like that this process has open.
std::size_t open_files();

/// True where a sanitizer holds on to memory that is freed.
constexpr bool under_sanitizer() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return true;
#endif
#endif
    return false;
}

}  // namespace kb::soak
