#include "common/pager.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

namespace kb::tools {
namespace {

constexpr int not_found = 127;  // what a shell exits with if there is no such command

constexpr const char* usual_pager = "command -v less >/dev/null || exit 127; exec less";

/// Ctrl-C is for the pager while it runs.
class InterruptsIgnored {
  public:
    InterruptsIgnored() : previous_(std::signal(SIGINT, SIG_IGN)) {}
    ~InterruptsIgnored() { std::signal(SIGINT, previous_); }
    InterruptsIgnored(const InterruptsIgnored&) = delete;
    InterruptsIgnored& operator=(const InterruptsIgnored&) = delete;

  private:
    void (*previous_)(int);
};

/// Starts `command` in a shell with `input` as its standard input; its process, or -1. The pager
/// gets the signals that this program ignores.
pid_t start(const std::string& command, int input, int unused) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addclose(&actions, unused);
    sigset_t defaults;
    sigemptyset(&defaults);
    for (const int signal : {SIGINT, SIGPIPE, SIGXFSZ})
        sigaddset(&defaults, signal);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    std::string shell = "sh";
    std::string option = "-c";
    std::string words = command;
    const std::array<char*, 4> arguments = {shell.data(), option.data(), words.data(), nullptr};
    pid_t process = -1;
    const int error =
        posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error == 0 ? process : -1;
}

int wait_for(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) == -1) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

/// Whether the pager took the text.
bool show(const std::string& command, std::string_view text) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    const InterruptsIgnored ignored;
    const pid_t process = start(command, ends[0], ends[1]);
    close(ends[0]);
    // A pager that is left before the end closes the pipe: no reason to complain.
    if (process != -1) write_fully(ends[1], text);
    close(ends[1]);
    return process != -1 && wait_for(process) != not_found;
}

}  // namespace

void write_paged(Output& out, std::string_view text, const Terminal& terminal) {
    const char* const chosen = std::getenv("PAGER");  // set to nothing, it asks for none
    const std::string pager = chosen != nullptr ? chosen : usual_pager;
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    const bool wanted = terminal.redraws && terminal.rows != 0 && lines >= terminal.rows &&
                        !pager.empty() && pager != "cat";
    if (wanted) {
        out.flush();
        setenv("LESS", "FRX", 0);
        if (show(pager, text)) return;
    }
    out.write(text);
}

}  // namespace kb::tools
