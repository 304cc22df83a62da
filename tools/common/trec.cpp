#include "common/trec.hpp"

#include "kb/display.hpp"

namespace kb::tools {

std::string trec_column(std::string_view id) {
    std::string column;
    for (const char c : printable(id)) {
        if (c == ' ') {
            column += "%20";
        } else {
            column += c;
        }
    }
    return column;
}

}  // namespace kb::tools
