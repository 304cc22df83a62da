#pragma once

#include <string>
#include <string_view>

namespace kb {

/// XXH3-128 of the bytes in 32 hexadecimal digits, which never change: ids and terms are made of
/// them.
std::string hash_hex(std::string_view bytes);

}  // namespace kb
