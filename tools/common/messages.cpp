#include "common/messages.hpp"

#include <unistd.h>

#include "common/output.hpp"
#include "kb/display.hpp"

namespace kb::tools {

Messages::Messages(std::string_view program)
    : program_(program), terminal_(inspect_terminal(STDERR_FILENO, ColorMode::automatic)) {}

void Messages::configure(ColorMode mode, Verbosity verbosity) {
    terminal_ = inspect_terminal(STDERR_FILENO, mode);
    verbosity_ = verbosity;
}

void Messages::error(std::string_view text) const {
    say(program_ + ": ", Role::error, text);
}

void Messages::warning(std::string_view text) const {
    if (!quiet()) say(program_ + ": warning: ", Role::warning, text);
}

void Messages::note(std::string_view text, Role role) const {
    if (!quiet()) say(paint(role, printable_name(text), terminal_.colors), Role::plain, "");
}

void Messages::detail(std::string_view text) const {
    if (verbose()) note(text, Role::detail);
}

void Messages::say(std::string_view prefix, Role role, std::string_view text) const {
    std::string line = paint(role, prefix, terminal_.colors) + printable_name(text) + "\n";
    write_fully(STDERR_FILENO, line);
}

}  // namespace kb::tools
