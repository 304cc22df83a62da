#pragma once

#include <string>
#include <string_view>

#include "common/style.hpp"
#include "common/terminal.hpp"

namespace kb::tools {

/// How much is said on standard error.
enum class Verbosity : std::uint8_t {
    quiet,  ///< errors only
    normal,
    verbose,
};

/// What a program says on standard error, a line at a time. Everything passes through
/// printable_name(), for file names are among it.
/// Failing to write is no failure of the program. One thread at a time.
class Messages {
  public:
    explicit Messages(std::string_view program);

    void configure(ColorMode mode, Verbosity verbosity);

    /// "program: text"; always said.
    void error(std::string_view text) const;
    /// "program: warning: text", unless quiet.
    void warning(std::string_view text) const;
    /// The text alone, unless quiet.
    void note(std::string_view text, Role role = Role::plain) const;
    /// The text alone, if verbose.
    void detail(std::string_view text) const;

    const Terminal& terminal() const noexcept { return terminal_; }
    bool quiet() const noexcept { return verbosity_ == Verbosity::quiet; }
    bool verbose() const noexcept { return verbosity_ == Verbosity::verbose; }

  private:
    void say(std::string_view prefix, Role role, std::string_view text) const;

    std::string program_;
    Terminal terminal_;
    Verbosity verbosity_ = Verbosity::normal;
};

}  // namespace kb::tools
