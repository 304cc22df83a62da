#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace kb::tools {

/// The value of an environment variable; unset and empty are the same.
inline std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
}

}  // namespace kb::tools
