#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "common/messages.hpp"
#include "common/option_parser.hpp"
#include "common/terminal.hpp"

namespace kb::tools {

/// The options that every program takes.
struct CommonOptions {
    std::optional<std::string> database;
    ColorMode color = ColorMode::automatic;
    Verbosity verbosity = Verbosity::normal;
    bool help = false;
    bool version = false;
};

inline constexpr std::array<std::string_view, 3> color_modes = {"auto", "always", "never"};

inline constexpr std::array common_option_specs = {
    OptionSpec{"db", '\0', "DIR",
               "the index (default: $KB_DB, $XDG_DATA_HOME/kb/index,\n"
               "~/.local/share/kb/index)",
               ValueSource::directory},
    OptionSpec{"color", '\0', "WHEN", "auto, always or never (NO_COLOR is obeyed)",
               ValueSource::words, color_modes},
    OptionSpec{"quiet", 'q', "", "say nothing but errors on standard error"},
    OptionSpec{"verbose", 'v', "", "say more"},
    OptionSpec{"help", 'h', "", "show this help"},
    OptionSpec{"version", '\0', "", "show the version"},
};

/// Takes an option that is one of the common ones; false if it is not. Throws UsageError.
bool apply_common_option(CommonOptions& options, const GivenOption& option);

}  // namespace kb::tools
