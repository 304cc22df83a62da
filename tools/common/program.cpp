#include "common/program.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <new>

#include "common/exit_code.hpp"
#include "common/usage_error.hpp"
#include "kb/error.hpp"

namespace kb::tools {
namespace {

/// A program that is started with standard output closed must not get the index's first file as
/// standard output. The stand-ins fail on use, as the closed ones would.
void occupy_standard_descriptors() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
        const int opened = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        if (opened == -1) return;  // then nothing else can be opened either
    }
}

/// Xapian ends the program where writing fails while it gives up a batch (it rethrows an exception
/// that is handled already). The batch is not there then, as after any other failure.
[[noreturn]] void end_with_a_line() {
    const std::string line = std::string(program_invocation_short_name) +
                             ": writing failed, or an internal error; what was committed is "
                             "intact\n";
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
    ::_exit(exit_code::failure);
}

std::string with_hint(const Error& error) {
    std::string text = error.what();
    if (!error.hint().empty()) text += " (" + error.hint() + ")";
    return text;
}

int run_and_flush(Session& session, const std::vector<std::string>& arguments,
                  const std::function<int(Session&, const std::vector<std::string>&)>& body) {
    const int code = body(session, arguments);
    session.out.flush();
    return code;
}

}  // namespace

int run_program(std::string_view name, int argc, char** argv,
                const std::function<int(Session&, const std::vector<std::string>&)>& body) {
    occupy_standard_descriptors();
    std::set_terminate(end_with_a_line);
    // A reader that goes away is seen as an error of write(): a batch must not die of a closed
    // standard error.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // nor of a limit to the size of files
    Session session(name);
    try {
        return run_and_flush(session, std::vector<std::string>(argv + (argc > 0), argv + argc),
                             body);
    } catch (const UsageError& error) {
        session.messages.error(std::string(error.what()) + "; see " + std::string(name) +
                               " --help");
    } catch (const OutputError& error) {
        if (error.closed()) return exit_code::from_signal(SIGPIPE);
        session.messages.error(error.what());
    } catch (const Error& error) {
        session.messages.error(with_hint(error));
    } catch (const std::bad_alloc&) {
        session.messages.error("out of memory");
    } catch (const std::exception& error) {
        session.messages.error("internal error: " + std::string(error.what()));
    }
    return exit_code::failure;
}

}  // namespace kb::tools
