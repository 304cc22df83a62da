#include "common/database_path.hpp"

#include <sys/stat.h>

#include "common/environment.hpp"
#include "common/usage_error.hpp"

namespace kb::tools {
namespace {

namespace fs = std::filesystem;

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

void protect_new_files(const fs::path& database) {
    constexpr mode_t owner_only = 0700;
    constexpr mode_t all = 0777;
    struct stat status {};
    const bool exists = ::stat(database.c_str(), &status) == 0;
    const mode_t allowed = exists ? status.st_mode & all : owner_only;
    const mode_t usual = ::umask(all);
    ::umask(usual | (all & ~allowed));
}

}  // namespace kb::tools
