#pragma once

#include <cstddef>
#include <cstdint>

namespace kb::tools {

/// What --color says.
enum class ColorMode : std::uint8_t {
    automatic,  ///< on a terminal, unless NO_COLOR is set or TERM is dumb
    always,
    never,
};

/// What can be done with an open file that might be a terminal.
struct Terminal {
    bool interactive = false;  ///< it is a terminal
    bool colors = false;
    bool hyperlinks = false;  ///< it takes OSC 8 links, or ignores them
    bool redraws = false;     ///< a line may be erased and drawn again
    std::size_t columns = 0;  ///< its width; 0: lines may be of any length
    std::size_t rows = 0;     ///< its height; 0: unknown
};

/// Looks at the file descriptor and at TERM, NO_COLOR and COLUMNS.
Terminal inspect_terminal(int descriptor, ColorMode mode);

}  // namespace kb::tools
