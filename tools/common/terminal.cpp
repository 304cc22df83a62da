#include "common/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "common/environment.hpp"

namespace kb::tools {
namespace {

std::size_t width_by_environment() {
    const std::string text = environment("COLUMNS").value_or("");
    std::size_t columns = 0;
    std::from_chars(text.data(), text.data() + text.size(), columns);
    return columns;
}

std::size_t height_of_terminal(int descriptor) {
    winsize size{};
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

std::size_t width_of_terminal(int descriptor) {
    constexpr std::size_t usual = 80;
    constexpr std::size_t narrowest = 20;  // below this nothing is readable anyway
    winsize size{};
    std::size_t columns = 0;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
    if (columns == 0) columns = width_by_environment();
    return columns == 0 ? usual : std::max(columns, narrowest);
}

/// Terminals that would show the bytes of a link instead of ignoring what they do not know.
bool ignores_unknown_commands(std::string_view type) {
    constexpr std::array<std::string_view, 5> simple = {"linux", "cons25", "vt52", "eterm",
                                                        "eterm-color"};
    return std::find(simple.begin(), simple.end(), type) == simple.end();
}

}  // namespace

Terminal inspect_terminal(int descriptor, ColorMode mode) {
    const std::string type = environment("TERM").value_or("dumb");
    Terminal terminal;
    terminal.interactive = isatty(descriptor) == 1;
    terminal.redraws = terminal.interactive && type != "dumb";
    terminal.colors = mode == ColorMode::always || (mode == ColorMode::automatic &&
                                                    terminal.redraws && !environment("NO_COLOR"));
    terminal.hyperlinks = terminal.redraws && terminal.colors && ignores_unknown_commands(type);
    if (terminal.interactive) {
        terminal.columns = width_of_terminal(descriptor);
        terminal.rows = height_of_terminal(descriptor);
    }
    return terminal;
}

}  // namespace kb::tools
