#include "index/layout.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>

#include "index/durable.hpp"
#include "index/errors.hpp"
#include "index/file_descriptor.hpp"
#include "index/glass/version_check.hpp"
#include "index/xapian.hpp"

namespace kb::index {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t max_stub_bytes = 1024;
constexpr std::size_t max_name_bytes = 19;  // of numbers that 64 bits hold

std::error_code last_error() {
    return {errno, std::generic_category()};
}

/// Whether anybody would miss it. A first writer that failed leaves one without documents.
bool holds_documents(const fs::path& generation) {
    try {
        return glass::open_tables(generation).get_doccount() > 0;
    } catch (const Xapian::Error&) {     // damaged, or not begun
    } catch (const std::logic_error&) {  // Xapian believed a damaged length
    }
    constexpr std::uintmax_t empty_table_bytes = 8192;
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(generation / "docdata.glass", error);
    return !error && bytes > empty_table_bytes;
}

/// Says why a directory has no stub that can be opened.
[[noreturn]] void throw_without_stub(const fs::path& directory, std::error_code error) {
    switch (occupant(directory)) {
        case Occupant::nothing:
            throw_no_index(directory);
        case Occupant::something_else:
            throw_not_an_index(directory);
        case Occupant::nameless:
            throw_nameless(directory);
        case Occupant::index:
            break;
    }
    throw_system_error(error, "cannot read " + (directory / stub_name).string());
}

}  // namespace

bool is_generation_name(std::string_view name) {
    return name.size() >= 2 && name.size() <= max_name_bytes && name.front() == 'g' &&
           std::all_of(name.begin() + 1, name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Occupant occupant(const fs::path& directory) {
    std::error_code error;
    const fs::file_status status = fs::status(directory, error);
    if (status.type() == fs::file_type::not_found) return Occupant::nothing;
    if (error) throw_system_error(error, "cannot open " + directory.string());
    if (status.type() != fs::file_type::directory) return Occupant::something_else;
    if (fs::exists(directory / stub_name, error)) return Occupant::index;
    fs::directory_iterator entries(directory, error);
    if (error) throw_system_error(error, "cannot open " + directory.string());
    // A first writer that was killed leaves its lock and an unnamed generation; both are reused.
    const bool foreign =
        std::any_of(begin(entries), end(entries), [](const fs::directory_entry& entry) {
            const std::string name = entry.path().filename().string();
            return name != lock_name && !is_generation_name(name) &&
                   !name.starts_with(damaged_prefix) && name != std::string(stub_name) + ".new";
        });
    if (foreign) return Occupant::something_else;
    const std::vector<fs::path> all = generations(directory);
    return std::any_of(all.begin(), all.end(), holds_documents) ? Occupant::nameless
                                                                : Occupant::nothing;
}

std::vector<fs::path> generations(const fs::path& directory) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entries(directory, error); !error && entries != end(entries);
         entries.increment(error)) {
        if (is_generation_name(entries->path().filename().string()))
            found.push_back(entries->path());
    }
    std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) {
        return generation_number(a) < generation_number(b);
    });
    return found;
}

std::uint64_t generation_number(const fs::path& generation) {
    const std::string name = generation.filename().string();
    std::uint64_t number = 0;
    std::from_chars(name.data() + 1, name.data() + name.size(), number);
    return number;
}

void throw_no_index(const fs::path& directory) {
    throw Error(ErrorCode::not_found, "there is no index at " + directory.string(),
                "make one with: kbindex add --db " + directory.string() + " INPUT...");
}

void throw_nameless(const fs::path& directory) {
    throw Error(ErrorCode::corrupt,
                (directory / stub_name).string() + ", which names the index's tables, is damaged",
                "bring the index back with: kbindex check --repair --db " + directory.string());
}

void throw_not_an_index(const fs::path& directory) {
    throw Error(ErrorCode::not_an_index,
                directory.string() + " holds something that is not a kb index",
                "choose another directory with --db");
}

fs::path current_generation(const fs::path& directory) {
    const fs::path stub = directory / stub_name;
    const FileDescriptor file(::open(stub.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) throw_without_stub(directory, last_error());
    std::array<char, max_stub_bytes> bytes{};
    const ssize_t size = ::read(file.get(), bytes.data(), bytes.size());
    if (size < 0) throw_system_error(last_error(), "cannot read " + stub.string());
    const std::string_view content(bytes.data(), static_cast<std::size_t>(size));
    constexpr std::string_view keyword = "auto ";
    if (content.starts_with(keyword) && content.ends_with('\n')) {
        const std::string_view name =
            content.substr(keyword.size(), content.size() - keyword.size() - 1);
        if (is_generation_name(name)) return directory / name;
    }
    const std::vector<fs::path> all = generations(directory);
    if (std::any_of(all.begin(), all.end(), holds_documents)) throw_nameless(directory);
    throw_not_an_index(directory);
}

void set_current_generation(const fs::path& directory, const std::string& name) {
    const fs::path fresh = directory / (std::string(stub_name) + ".new");
    write_durably(fresh, "auto " + name + "\n");
    sync_directory(directory);  // the generation is there before its name is
    std::error_code error;
    fs::rename(fresh, directory / stub_name, error);
    if (error) throw_system_error(error, "cannot write " + (directory / stub_name).string());
    sync_directory(directory);
}

}  // namespace kb::index
