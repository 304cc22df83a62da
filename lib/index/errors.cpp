#include "index/errors.hpp"

#include <cerrno>
#include <cstring>

namespace kb::index {

namespace {

ErrorCode code_of_errno(int number) {
    switch (number) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return ErrorCode::no_space;
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorCode::permission_denied;
        case ENOENT:
        case ENOTDIR:
            return ErrorCode::not_found;
        default:
            return ErrorCode::io;
    }
}

std::string hint_for(ErrorCode code) {
    switch (code) {
        case ErrorCode::no_space:
            return "free some disk space; what was committed is intact";
        case ErrorCode::permission_denied:
            return "check the permissions of the directory";
        case ErrorCode::corrupt:
            return "save what can be read with kbindex check --repair, or restore a backup";
        case ErrorCode::locked:
            return "wait for the other writer to finish";
        case ErrorCode::format_too_new:
            return "open it with the version of kb that wrote it";
        default:
            return {};
    }
}

/// Xapian keeps errno only as text, at the end of its description.
int errno_of(const Xapian::Error& error) {
    const char* text = error.get_error_string();
    if (text == nullptr) return 0;
    for (const int number : {ENOSPC, EDQUOT, EFBIG, EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EIO}) {
        if (std::strcmp(text, std::strerror(number)) == 0) return number;
    }
    return EIO;
}

ErrorCode code_of(const Xapian::Error& error) {
    const std::string type = error.get_type();
    if (const int number = errno_of(error); number != 0) return code_of_errno(number);
    if (type == "DatabaseCorruptError" || type == "RangeError" || type == "SerialisationError") {
        return ErrorCode::corrupt;
    }
    if (type == "DatabaseLockError") return ErrorCode::locked;
    if (type == "DatabaseVersionError") return ErrorCode::format_too_new;
    if (type == "DatabaseNotFoundError") return ErrorCode::not_found;
    if (type == "DatabaseOpeningError") return ErrorCode::corrupt;
    if (type == "DatabaseClosedError" || type == "InternalError") return ErrorCode::internal;
    if (type == "InvalidArgumentError") return ErrorCode::invalid_argument;
    return ErrorCode::io;
}

}  // namespace

void rethrow(const Xapian::Error& error, const std::string& what) {
    const ErrorCode code = code_of(error);
    std::string detail = error.get_msg();
    if (const char* system = error.get_error_string(); system != nullptr) {
        detail += std::string(" (") + system + ")";
    }
    throw Error(code, what + ": " + detail, hint_for(code));
}

void throw_corrupt(const std::string& what, const std::string& detail) {
    throw Error(ErrorCode::corrupt, what + ": " + detail, hint_for(ErrorCode::corrupt));
}

void throw_system_error(std::error_code code, const std::string& what) {
    const ErrorCode kind = code_of_errno(code.value());
    throw Error(kind, what + ": " + code.message(), hint_for(kind));
}

}  // namespace kb::index
