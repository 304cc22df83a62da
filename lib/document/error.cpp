#include "kb/error.hpp"

namespace kb {

std::string_view to_string(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_argument:
            return "invalid_argument";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::permission_denied:
            return "permission_denied";
        case ErrorCode::io:
            return "io";
        case ErrorCode::no_space:
            return "no_space";
        case ErrorCode::not_an_index:
            return "not_an_index";
        case ErrorCode::format_too_new:
            return "format_too_new";
        case ErrorCode::locked:
            return "locked";
        case ErrorCode::corrupt:
            return "corrupt";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::internal:
            return "internal";
    }
    return "internal";
}

}  // namespace kb
