// A library to preload into a program: counts the calls that change files below a directory, and at
// the n-th of them lets the program die or the call fail. Can write down all calls, with what they
// write, so that a test can make up what a power cut would have left.
//
//     KB_FAULT_UNDER=DIR   the calls that count are those on files below DIR; without it, none
//     KB_FAULT_AT=N        the call to go wrong, from 1; absent: none
//     KB_FAULT=HOW         kill    the process dies before the call
//                          torn    it dies after half of a write; before any other call
//                          short   half is written, and the call says so
//                          eio     the call fails once
//                          enospc  the call fails, and all later ones that need room
//                          readonly  it fails, and all later ones, as on a read-only file system
//     KB_FAULT_LOG=FILE    one line a call: name, inode, offset, bytes, path, and for a rename or
//                          link the second path, separated by tabs; then the bytes written
//
// Everything is done by system calls, so that nothing here comes back here.

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>

namespace {

enum class Fault { none, kill, torn, cut_short, eio, enospc, read_only };

struct Settings {
    std::string under;
    std::string log;
    long at = 0;
    Fault fault = Fault::none;
};

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

const Settings& settings() {
    static const Settings all = [] {
        Settings read;
        read.under = environment("KB_FAULT_UNDER");
        read.log = environment("KB_FAULT_LOG");
        read.at = std::atol(environment("KB_FAULT_AT").c_str());
        const std::string how = environment("KB_FAULT");
        if (how == "kill") read.fault = Fault::kill;
        if (how == "torn") read.fault = Fault::torn;
        if (how == "short") read.fault = Fault::cut_short;
        if (how == "eio") read.fault = Fault::eio;
        if (how == "enospc") read.fault = Fault::enospc;
        if (how == "readonly") read.fault = Fault::read_only;
        return read;
    }();
    return all;
}

struct Call {
    const char* name = "";
    std::string path = {};
    std::string second = {};
    ino_t inode = 0;
    off_t offset = 0;
    std::string_view bytes = {};
    bool needs_room = false;
    /// Of a write: with how few bytes it can be done.
    bool divisible = false;
};

std::string link_target(const std::string& link) {
    std::array<char, 4096> target{};
    const long size =
        ::syscall(SYS_readlinkat, AT_FDCWD, link.c_str(), target.data(), target.size());
    return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : std::string();
}

std::string path_of(int file) {
    return link_target("/proc/self/fd/" + std::to_string(file));
}

std::string absolute(int directory, const char* path) {
    if (path[0] == '/') return path;
    const std::string base =
        directory == AT_FDCWD ? link_target("/proc/self/cwd") : path_of(directory);
    return base + "/" + path;
}

ino_t inode_of(const char* path, int directory = AT_FDCWD) {
    struct stat status {};
    return ::fstatat(directory, path, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_ino : 0;
}
ino_t inode_of(int file) {
    struct stat status {};
    return ::fstat(file, &status) == 0 ? status.st_ino : 0;
}

bool counts(const std::string& path) {
    const std::string& under = settings().under;
    return !under.empty() && path.starts_with(under) &&
           (path.size() == under.size() || path[under.size()] == '/');
}

[[noreturn]] void die() {
    ::syscall(SYS_kill, ::syscall(SYS_getpid), SIGKILL);
    for (;;) {
    }
}

/// What is to become of a call.
struct Verdict {
    int error = 0;
    bool half = false;
    bool die_after = false;
};

class Watch {
  public:
    Verdict judge(const Call& call) {
        ++calls_;
        if (full_ && call.needs_room) return {.error = ENOSPC};
        if (read_only_) return {.error = EROFS};
        if (calls_ != settings().at) return {};
        switch (settings().fault) {
            case Fault::none:
                break;
            case Fault::kill:
                die();
            case Fault::torn:
                if (!call.divisible) die();
                return {.half = true, .die_after = true};
            case Fault::cut_short:
                return {.half = call.divisible};
            case Fault::eio:
                return {.error = EIO};
            case Fault::enospc:
                full_ = true;
                return {.error = call.needs_room ? ENOSPC : 0};
            case Fault::read_only:
                read_only_ = true;
                return {.error = EROFS};
        }
        return {};
    }

    void write_down(const Call& call, std::size_t bytes) {
        if (settings().log.empty()) return;
        if (log_ < 0) {
            log_ = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, settings().log.c_str(),
                                              O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
        }
        std::string record = std::string(call.name) + "\t" + std::to_string(call.inode) + "\t" +
                             std::to_string(call.offset) + "\t" + std::to_string(bytes) + "\t" +
                             call.path + "\t" + call.second + "\n";
        record.append(call.bytes.substr(0, bytes));
        ::syscall(SYS_write, log_, record.data(), record.size());
    }

    std::mutex mutex;

  private:
    long calls_ = 0;
    bool full_ = false;
    bool read_only_ = false;
    int log_ = -1;
};

Watch& watch() {
    static Watch only;
    return only;
}

/// Runs `operation(bytes)` unless it is to fail, and writes it down if it went well.
template <typename Operation>
long watched(Call call, Operation&& operation) {
    if (!counts(call.path)) return operation(call.bytes.size());
    const std::lock_guard lock(watch().mutex);
    const Verdict verdict = watch().judge(call);
    if (verdict.error != 0) {
        errno = verdict.error;
        return -1;
    }
    const std::size_t bytes = verdict.half ? call.bytes.size() / 2 : call.bytes.size();
    const long result = operation(bytes);
    if (verdict.die_after) die();
    if (result >= 0) {
        const int error = errno;
        if (call.inode == 0) call.inode = inode_of(call.path.c_str());
        watch().write_down(call, call.divisible ? static_cast<std::size_t>(result) : 0);
        errno = error;
    }
    return result;
}

long write_at(int file, const void* data, std::size_t size, off_t offset, bool positioned) {
    const Call call{.name = "write",
                    .path = path_of(file),
                    .inode = inode_of(file),
                    .offset = positioned ? offset : ::lseek(file, 0, SEEK_CUR),
                    .bytes = {static_cast<const char*>(data), size},
                    .needs_room = true,
                    .divisible = true};
    return watched(call, [&](std::size_t bytes) {
        return positioned ? ::syscall(SYS_pwrite64, file, data, bytes, offset)
                          : ::syscall(SYS_write, file, data, bytes);
    });
}

int open_at(int directory, const char* path, int flags, mode_t mode) {
    const auto open = [&](std::size_t) {
        return ::syscall(SYS_openat, directory, path, flags, mode);
    };
    if ((flags & (O_CREAT | O_TRUNC)) == 0) return static_cast<int>(open(0));
    const bool exists = inode_of(path, directory) != 0;
    const bool changes = exists ? (flags & O_TRUNC) != 0 : (flags & O_CREAT) != 0;
    if (!changes) return static_cast<int>(open(0));
    return static_cast<int>(watched({.name = exists ? "truncate" : "create",
                                     .path = absolute(directory, path),
                                     .needs_room = !exists},
                                    open));
}

int sync_file(int file, long number) {
    const Call call{.name = "sync", .path = path_of(file), .inode = inode_of(file)};
    return static_cast<int>(watched(call, [&](std::size_t) { return ::syscall(number, file); }));
}

int rename_at(int from_directory, const char* from, int to_directory, const char* to,
              unsigned flags) {
    const Call call{.name = "rename",
                    .path = absolute(from_directory, from),
                    .second = absolute(to_directory, to),
                    .inode = inode_of(from, from_directory)};
    return static_cast<int>(watched(call, [&](std::size_t) {
        return ::syscall(SYS_renameat2, from_directory, from, to_directory, to, flags);
    }));
}

int link_at(int from_directory, const char* from, int to_directory, const char* to, int flags) {
    const Call call{.name = "link",
                    .path = absolute(from_directory, from),
                    .second = absolute(to_directory, to),
                    .inode = inode_of(from, from_directory),
                    .needs_room = true};
    return static_cast<int>(watched(call, [&](std::size_t) {
        return ::syscall(SYS_linkat, from_directory, from, to_directory, to, flags);
    }));
}

int unlink_at(int directory, const char* path, int flags) {
    const Call call{.name = (flags & AT_REMOVEDIR) != 0 ? "rmdir" : "unlink",
                    .path = absolute(directory, path),
                    .inode = inode_of(path, directory)};
    return static_cast<int>(watched(
        call, [&](std::size_t) { return ::syscall(SYS_unlinkat, directory, path, flags); }));
}

int make_directory_at(int directory, const char* path, mode_t mode) {
    const Call call{.name = "mkdir", .path = absolute(directory, path), .needs_room = true};
    return static_cast<int>(
        watched(call, [&](std::size_t) { return ::syscall(SYS_mkdirat, directory, path, mode); }));
}

int truncate_file(int file, off_t size) {
    const Call call{
        .name = "truncate", .path = path_of(file), .inode = inode_of(file), .offset = size};
    return static_cast<int>(
        watched(call, [&](std::size_t) { return ::syscall(SYS_ftruncate, file, size); }));
}

mode_t mode_argument(int flags, va_list& arguments) {
    return (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

}  // namespace

// The names that programs call, each in all its forms.
extern "C" {

#define KB_OPEN(name)                                        \
    int name(const char* path, int flags, ...) {             \
        va_list arguments;                                   \
        va_start(arguments, flags);                          \
        const mode_t mode = mode_argument(flags, arguments); \
        va_end(arguments);                                   \
        return open_at(AT_FDCWD, path, flags, mode);         \
    }
KB_OPEN(open)
KB_OPEN(open64)
#undef KB_OPEN
#define KB_OPENAT(name)                                         \
    int name(int directory, const char* path, int flags, ...) { \
        va_list arguments;                                      \
        va_start(arguments, flags);                             \
        const mode_t mode = mode_argument(flags, arguments);    \
        va_end(arguments);                                      \
        return open_at(directory, path, flags, mode);           \
    }
KB_OPENAT(openat)
KB_OPENAT(openat64)
#undef KB_OPENAT

ssize_t write(int file, const void* data, size_t size) {
    return write_at(file, data, size, 0, false);
}
ssize_t pwrite(int file, const void* data, size_t size, off_t offset) {
    return write_at(file, data, size, offset, true);
}
ssize_t pwrite64(int file, const void* data, size_t size, off_t offset) {
    return write_at(file, data, size, offset, true);
}
ssize_t writev(int file, const struct iovec* parts, int count) {
    std::string data;
    for (int i = 0; i < count; ++i)
        data.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    return write_at(file, data.data(), data.size(), 0, false);
}
// Callers do without these where the file system does.
ssize_t sendfile(int, int, off_t*, size_t) {
    errno = EINVAL;
    return -1;
}
ssize_t sendfile64(int, int, off_t*, size_t) {
    errno = EINVAL;
    return -1;
}
ssize_t copy_file_range(int, off_t*, int, off_t*, size_t, unsigned) {
    errno = ENOSYS;
    return -1;
}

int ftruncate(int file, off_t size) noexcept {
    return truncate_file(file, size);
}
int ftruncate64(int file, off_t size) noexcept {
    return truncate_file(file, size);
}
int fsync(int file) {
    return sync_file(file, SYS_fsync);
}
int fdatasync(int file) {
    return sync_file(file, SYS_fdatasync);
}
int rename(const char* from, const char* to) noexcept {
    return rename_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}
int renameat(int from_directory, const char* from, int to_directory, const char* to) noexcept {
    return rename_at(from_directory, from, to_directory, to, 0);
}
int renameat2(int from_directory, const char* from, int to_directory, const char* to,
              unsigned flags) noexcept {
    return rename_at(from_directory, from, to_directory, to, flags);
}
int link(const char* from, const char* to) noexcept {
    return link_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}
int linkat(int from_directory, const char* from, int to_directory, const char* to,
           int flags) noexcept {
    return link_at(from_directory, from, to_directory, to, flags);
}
int unlink(const char* path) noexcept {
    return unlink_at(AT_FDCWD, path, 0);
}
int unlinkat(int directory, const char* path, int flags) noexcept {
    return unlink_at(directory, path, flags);
}
int rmdir(const char* path) noexcept {
    return unlink_at(AT_FDCWD, path, AT_REMOVEDIR);
}
int remove(const char* path) noexcept {
    struct stat status {};
    const bool directory =
        ::fstatat(AT_FDCWD, path, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
    return unlink_at(AT_FDCWD, path, directory ? AT_REMOVEDIR : 0);
}
int mkdir(const char* path, mode_t mode) noexcept {
    return make_directory_at(AT_FDCWD, path, mode);
}
int mkdirat(int directory, const char* path, mode_t mode) noexcept {
    return make_directory_at(directory, path, mode);
}
}
