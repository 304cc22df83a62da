#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kb::tools {

/// "1,234,567".
std::string with_thousands(std::uint64_t number);

/// "1 point", "2,000 points".
std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural);

/// "512 bytes", "3.4 kB", "12.0 MB".
std::string human_bytes(std::uint64_t bytes);

/// The number with that many decimals, whatever the locale.
std::string fixed(double number, int decimals);

/// The shortest decimal that reads back as the same number.
std::string shortest(double number);

}  // namespace kb::tools
