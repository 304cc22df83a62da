#pragma once

#include <cstddef>
#include <string_view>

namespace kb::search {

/// Tells line ends that mean something, as those of source code, from those of running text.
/// Remembers the last block that it looked at: cheap for line ends asked for in order. Borrows the
/// text. Not thread-safe.
class CodeLines {
  public:
    explicit CodeLines(std::string_view text) : text_(text) {}

    /// Whether the newline at `at` ends a line of what looks like code: a block between blank lines
    /// (looked at up to block_reach bytes around) at least two and a third of whose lines are
    /// indented or hold what prose does not.
    bool breaks_at(std::size_t at);

    static constexpr std::size_t block_reach = 2000;

  private:
    std::string_view text_;
    std::size_t known_until_ = 0;  ///< the last decision holds for newlines before this
    bool is_code_ = false;
};

}  // namespace kb::search
