#pragma once

#include <filesystem>
#include <stdexcept>
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

/// Throws Error(corrupt): the index says what cannot be.
[[noreturn]] void throw_corrupt(const std::string& what, const std::string& detail);

/// Runs `operation` and translates Xapian's exceptions, and the standard library's where Xapian
/// believed a damaged length. Xapian::DatabaseModifiedError passes, so that readers can retry.
template <typename Operation>
auto translated(const std::string& what, Operation&& operation) -> decltype(operation()) {
    try {
        return std::forward<Operation>(operation)();
    } catch (const Xapian::DatabaseModifiedError&) {
        throw;
    } catch (const Xapian::Error& error) {
        rethrow(error, what);
    } catch (const std::length_error&) {
        throw_corrupt(what, "an impossible length");
    } catch (const std::out_of_range&) {
        throw_corrupt(what, "an impossible place");
    }
}

/// The same under the writer's lock: nobody else can have changed the database, so what Xapian
/// takes for a newer commit is damage.
template <typename Operation>
auto translated_under_lock(const std::string& what, Operation&& operation)
    -> decltype(operation()) {
    try {
        return translated(what, std::forward<Operation>(operation));
    } catch (const Xapian::DatabaseModifiedError&) {
        throw_corrupt(what, "a block of a commit that never was");
    }
}

}  // namespace kb::index
