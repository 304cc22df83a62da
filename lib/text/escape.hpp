#pragma once

#include <string>
#include <string_view>

namespace kb {

/// Appends text as XML and HTML write it, between tags or within double quotes.
inline void append_escaped(std::string_view text, std::string& out) {
    for (const char c : text) {
        switch (c) {
            case '<':
                out += "&lt;";
                break;
            case '&':
                out += "&amp;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
}

}  // namespace kb
