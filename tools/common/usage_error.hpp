#pragma once

#include <stdexcept>

namespace kb::tools {

/// The command line asks for something that does not exist. The message is one line without the
/// program's name; whoever prints it points to the help.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace kb::tools
