#include "index/writer_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>

#include "index/errors.hpp"
#include "index/layout.hpp"
#include "kb/document.hpp"

namespace kb::index {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto poll_interval = std::chrono::milliseconds(20);
constexpr auto longest_wait = std::chrono::hours(24 * 365);  // that the clock can count

/// "1234 host 2024-05-01T10:15:00Z\n"
std::string own_name() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return std::to_string(::getpid()) + " " + (host[0] == '\0' ? "?" : host.data()) + " " +
           format_timestamp(now) + "\n";
}

std::string_view next_word(std::string_view& text) {
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    return word;
}

bool consists_of(std::string_view word, std::string_view alphabet) {
    return !word.empty() && word.find_first_not_of(alphabet) == std::string_view::npos;
}

/// "process 1234 on host since 2024-05-01T10:15:00Z", or as much as the file says in a form that is
/// to be believed: strangers may have written it.
std::string holder(int file) {
    std::array<char, 512> content{};
    const ssize_t size = ::pread(file, content.data(), content.size(), 0);
    std::string_view text(content.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    const std::string_view process = next_word(text);
    const std::string_view host = next_word(text);
    const std::string_view since = next_word(text);
    if (!consists_of(process, "0123456789")) return "another process";
    std::string name = "process " + std::string(process);
    if (consists_of(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"))
        name.append(" on ").append(host);
    if (const auto time = parse_timestamp(since)) name.append(" since " + format_timestamp(*time));
    return name;
}

/// False if somebody else holds it.
bool try_lock(int file, const std::string& what) {
    while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return false;
        if (errno != EINTR) throw_system_error({errno, std::generic_category()}, what);
    }
    return true;
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& directory, const WriterWait& wait) {
    const std::filesystem::path path = directory / lock_name;
    const std::string what = "cannot write to " + directory.string();
    file_ = FileDescriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!file_) throw_system_error({errno, std::generic_category()}, what);
    const auto end = Clock::now() + std::min<std::chrono::milliseconds>(wait.longest, longest_wait);
    while (!try_lock(file_.get(), what)) {
        if (wait.stop.stop_requested()) {
            throw Error(ErrorCode::cancelled, "stopped while waiting for another writer");
        }
        if (Clock::now() >= end) {
            throw Error(ErrorCode::locked,
                        directory.string() + " is being written by " + holder(file_.get()),
                        "wait until it has finished, or let --wait SECONDS do so");
        }
        std::this_thread::sleep_for(poll_interval);
    }
    // The name of the holder helps people only; a full disk must not stop a delete that frees
    // space.
    const std::string name = own_name();
    if (::ftruncate(file_.get(), 0) == 0) {
        [[maybe_unused]] const ssize_t written = ::pwrite(file_.get(), name.data(), name.size(), 0);
    }
}

}  // namespace kb::index
