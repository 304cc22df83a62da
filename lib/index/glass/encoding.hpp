#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace kb::index::glass {

/// How glass spells numbers and strings (common/pack.h of Xapian 1.4).

/// What keys of the table of postings begin with, where they are not terms.
inline constexpr std::string_view metadata_key("\0\xc0", 2);
inline constexpr std::string_view value_statistics_key("\0\xd0", 2);
inline constexpr std::string_view values_key("\0\xd8", 2);
inline constexpr std::string_view lengths_key("\0\xe0", 2);

/// Seven bits a byte, the least significant first.
template <std::unsigned_integral Number>
void append_number(std::string& to, Number number) {
    for (; number >= 0x80; number >>= 7)
        to += static_cast<char>(static_cast<unsigned char>(number) | 0x80);
    to += static_cast<char>(number);
}

/// The bytes that are not zero, the least significant first: the end of the string ends it.
inline void append_last_number(std::string& to, std::uint32_t number) {
    for (; number != 0; number >>= 8)
        to += static_cast<char>(number & 0xff);
}

inline void append_string(std::string& to, std::string_view text) {
    append_number(to, text.size());
    to.append(text);
}

/// A number whose spellings sort bytewise as the numbers do.
inline void append_sortable(std::string& to, std::uint32_t number) {
    if (number < 0x8000) {
        to += static_cast<char>(number >> 8);
        to += static_cast<char>(number);
        return;
    }
    const auto length = static_cast<std::size_t>(37 - std::countl_zero(number)) / 7;
    const auto mark = static_cast<unsigned char>(0xffU << (10 - length));
    for (std::size_t i = length; i-- > 0;) {
        const std::uint64_t byte = std::uint64_t{number} >> (8 * i);
        to += static_cast<char>(i + 1 == length ? byte | mark : byte);
    }
}

/// A term whose spellings, with what follows, sort as the terms do.
inline void append_term(std::string& to, std::string_view term) {
    for (std::size_t begin = 0; begin <= term.size();) {
        const std::size_t zero = term.find('\0', begin);
        if (zero == std::string_view::npos) {
            to.append(term.substr(begin));
            return;
        }
        to.append(term.substr(begin, zero + 1 - begin)).append("\xff");
        begin = zero + 1;
    }
}

}  // namespace kb::index::glass
