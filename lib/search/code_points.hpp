#pragma once

#include <cstddef>
#include <string_view>

#include "text/utf8.hpp"

namespace kb::search {

/// The byte after `count` code points from `begin`, or the end.
inline std::size_t advance(std::string_view text, std::size_t begin, std::size_t count) {
    while (begin < text.size() && count > 0) {
        ++begin;
        while (begin < text.size() && is_continuation(text[begin]))
            ++begin;
        --count;
    }
    return begin;
}

}  // namespace kb::search
