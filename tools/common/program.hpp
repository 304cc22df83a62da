#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/messages.hpp"
#include "common/output.hpp"

namespace kb::tools {

/// What every command works with.
struct Session {
    explicit Session(std::string_view program) : messages(program) {}

    Output out;
    Messages messages;
};

/// Runs a program: makes the standard descriptors safe, calls `body` with the arguments after the
/// program's name, flushes standard output, and turns everything that was thrown into one line on
/// standard error and an exit code.
int run_program(std::string_view name, int argc, char** argv,
                const std::function<int(Session&, const std::vector<std::string>&)>& body);

}  // namespace kb::tools
