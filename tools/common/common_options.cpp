#include "common/common_options.hpp"

#include "common/option_values.hpp"

namespace kb::tools {
namespace {

ColorMode parse_color(std::string_view value) {
    constexpr std::array modes = {ColorMode::automatic, ColorMode::always, ColorMode::never};
    return modes[parse_choice("color", value, color_modes)];
}

}  // namespace

bool apply_common_option(CommonOptions& options, const GivenOption& option) {
    if (option.name == "db") {
        if (option.value.empty()) throw UsageError("--db: the directory's name is empty");
        options.database = option.value;
    } else if (option.name == "color") {
        options.color = parse_color(option.value);
    } else if (option.name == "quiet") {
        options.verbosity = Verbosity::quiet;
    } else if (option.name == "verbose") {
        options.verbosity = Verbosity::verbose;
    } else if (option.name == "help") {
        options.help = true;
    } else if (option.name == "version") {
        options.version = true;
    } else {
        return false;
    }
    return true;
}

}  // namespace kb::tools
