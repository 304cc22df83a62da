#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace kb::tools {

/// Standard output cannot be written.
class OutputError : public std::runtime_error {
  public:
    explicit OutputError(int error);

    /// The reader has gone away: no reason to complain.
    bool closed() const noexcept { return closed_; }

  private:
    bool closed_;
};

/// Standard output, buffered, with every write checked. One thread at a time.
class Output {
  public:
    Output() = default;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// Throws OutputError.
    void write(std::string_view text);
    /// Throws OutputError. What was not flushed when the object goes away is lost.
    void flush();

  private:
    std::string buffer_;
};

/// Writes to a file descriptor in full, through interrupts. Returns 0 or errno.
int write_fully(int descriptor, std::string_view text);

}  // namespace kb::tools
