#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#pragma GCC visibility push(default)
namespace kb {

/// What a caller can do about a failure decides its code.
enum class ErrorCode {
    invalid_argument,   ///< the call itself is wrong; fix the argument
    not_found,          ///< a file, directory, index or document does not exist
    permission_denied,  ///< the operating system refused access
    io,                 ///< reading or writing failed; the index keeps its last commit
    no_space,           ///< the disk is full; the index keeps its last commit
    not_an_index,       ///< the directory holds something, but not a kb index
    format_too_new,     ///< written by a newer kb; upgrade to read it
    locked,             ///< another writer holds the index
    corrupt,            ///< the index is damaged
    cancelled,          ///< stopped on request
    unsupported,        ///< a known form that this version does not handle
    internal,           ///< a defect in kb
};

/// The code's name as a stable lower-case identifier ("not_found").
std::string_view to_string(ErrorCode code) noexcept;

/// Thrown when an operation as a whole cannot complete. Problems of a single document or of a
/// query are returned as values instead (see Problem and Diagnostic). what() is the message, one
/// line, without the hint.
class Error : public std::runtime_error {
  public:
    /// `message` and `hint` are one line each.
    Error(ErrorCode code, const std::string& message, std::string hint = {})
        : std::runtime_error(message), code_(code), hint_(std::move(hint)) {}

    /// What a caller can do about it.
    ErrorCode code() const noexcept { return code_; }
    /// What the person can do about it; may be empty.
    const std::string& hint() const noexcept { return hint_; }

  private:
    ErrorCode code_;
    std::string hint_;
};

}  // namespace kb
#pragma GCC visibility pop
