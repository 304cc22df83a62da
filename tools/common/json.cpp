#include "common/json.hpp"

#include "kb/display.hpp"

namespace kb::tools {

std::string json_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : printable(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

}  // namespace kb::tools
