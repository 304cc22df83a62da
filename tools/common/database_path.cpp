#include "common/database_path.hpp"

#include <system_error>

#include "common/environment.hpp"
#include "common/usage_error.hpp"
#include "kb/error.hpp"

namespace kb::tools {
namespace {

namespace fs = std::filesystem;

ErrorCode code_of(const std::error_code& error) {
    if (error == std::errc::permission_denied) return ErrorCode::permission_denied;
    if (error == std::errc::no_space_on_device) return ErrorCode::no_space;
    return ErrorCode::io;
}

}  // namespace

fs::path database_path(const std::optional<std::string>& given) {
    if (given) return *given;
    if (const auto path = environment("KB_DB")) return *path;
    // The XDG specification says to ignore relative paths here.
    const auto data = environment("XDG_DATA_HOME");
    if (data && fs::path(*data).is_absolute()) return fs::path(*data) / "kb" / "index";
    if (const auto home = environment("HOME")) return fs::path(*home) / ".local/share/kb/index";
    throw UsageError("no index named: neither --db nor KB_DB nor HOME is set");
}

void create_parent_directories(const fs::path& database) {
    const fs::path parent = fs::absolute(database).lexically_normal().parent_path();
    std::error_code error;
    fs::create_directories(parent, error);
    if (!error) return;
    throw Error(code_of(error),
                "cannot create directory " + parent.string() + ": " + error.message(),
                "choose another place with --db");
}

}  // namespace kb::tools
