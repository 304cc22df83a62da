#include "index/glass/version_check.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "index/file_descriptor.hpp"
#include "index/glass/version_file.hpp"
#include "index/glass/version_reader.hpp"

namespace kb::index::glass {

bool is_plausible_version(std::string_view bytes) {
    return !bytes.starts_with(magic) || parse_version(bytes);
}

void require_plausible_version(const std::filesystem::path& directory) {
    constexpr std::size_t read_by_xapian = 256;
    const FileDescriptor file(::open((directory / version_name).c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return;
    std::array<char, read_by_xapian + 1> bytes{};
    const ssize_t size = ::read(file.get(), bytes.data(), bytes.size());
    if (size < 0 || is_plausible_version({bytes.data(), static_cast<std::size_t>(size)})) return;
    throw Xapian::DatabaseCorruptError("the version file says what cannot be");
}

Xapian::Database open_tables(const std::filesystem::path& generation) {
    require_plausible_version(generation);
    return Xapian::Database(generation.string(), Xapian::DB_BACKEND_GLASS);
}

}  // namespace kb::index::glass
