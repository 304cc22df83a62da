#pragma once

#include <filesystem>
#include <system_error>
#include <utility>

#include "index/xapian.hpp"
#include "kb/error.hpp"

namespace kb::index {

/// Turns what Xapian throws into what a person can act on. `what` names the operation and the
/// place, as in "cannot open posts".
[[noreturn]] void rethrow(const Xapian::Error& error, const std::string& what);

/// The same for an errno-like failure.
[[noreturn]] void throw_system_error(std::error_code code, const std::string& what);

/// Runs `operation` and translates Xapian's exceptions. Xapian::DatabaseModifiedError passes, so
/// that readers can retry.
template <typename Operation>
auto translated(const std::string& what, Operation&& operation) -> decltype(operation()) {
    try {
        return std::forward<Operation>(operation)();
    } catch (const Xapian::DatabaseModifiedError&) {
        throw;
    } catch (const Xapian::Error& error) {
        rethrow(error, what);
    }
}

}  // namespace kb::index
