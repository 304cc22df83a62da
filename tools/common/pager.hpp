#pragma once

#include <string_view>

#include "common/output.hpp"
#include "common/terminal.hpp"

namespace kb::tools {

/// Writes text to standard output; where that is a terminal with fewer rows than the text has
/// lines, through $PAGER (less if unset, nothing if empty or cat), as git does: with LESS=FRX if
/// LESS is unset. A pager that cannot be started is done without. Throws OutputError.
void write_paged(Output& out, std::string_view text, const Terminal& terminal);

}  // namespace kb::tools
