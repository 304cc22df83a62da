#include "common/output.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace kb::tools {

OutputError::OutputError(int error)
    : std::runtime_error("cannot write to standard output: " +
                         std::generic_category().message(error)),
      closed_(error == EPIPE) {}

void Output::write(std::string_view text) {
    constexpr std::size_t limit = std::size_t{1} << 16;
    buffer_ += text;
    if (buffer_.size() >= limit) flush();
}

void Output::flush() {
    const int error = write_fully(STDOUT_FILENO, buffer_);
    buffer_.clear();
    if (error != 0) throw OutputError(error);
}

int write_fully(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

}  // namespace kb::tools
