#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kb::index {

/// What lies in an index directory:
///
///     XAPIANDB     names the current generation; also a Xapian stub, so that Xapian's own tools
///                  read the directory as a database
///     g1/          the generation: a Xapian glass database
///     writer.lock  held by the one writer
///
///     damaged-g1/  a generation that check --repair has replaced; nobody's
///
/// A generation is replaced as a whole by writing the next one beside it and renaming XAPIANDB.
inline constexpr const char* stub_name = "XAPIANDB";
inline constexpr const char* lock_name = "writer.lock";
inline constexpr const char* damaged_prefix = "damaged-";

/// What a directory holds.
enum class Occupant {
    nothing,         ///< nothing that anyone misses: a first writer may have been killed here
    index,           ///< a stub, at least
    nameless,        ///< generations that hold documents, but no stub
    something_else,  ///< what is not ours
};

/// "g" and a number.
bool is_generation_name(std::string_view name);

/// Looks without opening a database. Throws Error(permission_denied, io).
Occupant occupant(const std::filesystem::path& directory);

/// All generations in a directory, the oldest first. What cannot be read is none.
std::vector<std::filesystem::path> generations(const std::filesystem::path& directory);
/// The 7 of "g7".
std::uint64_t generation_number(const std::filesystem::path& generation);

/// What to say of a directory that holds no index, an index without a stub, or something else.
[[noreturn]] void throw_no_index(const std::filesystem::path& directory);
[[noreturn]] void throw_nameless(const std::filesystem::path& directory);
[[noreturn]] void throw_not_an_index(const std::filesystem::path& directory);

/// The path of the current generation. The stub is read by our own narrow parser: a name of the
/// form g<number> and nothing else, because Xapian's own stubs could name programs to run.
/// Throws Error(not_found, not_an_index, permission_denied, corrupt).
std::filesystem::path current_generation(const std::filesystem::path& directory);

/// Makes `name` the current generation, atomically and durably. Throws Error.
void set_current_generation(const std::filesystem::path& directory, const std::string& name);

}  // namespace kb::index
