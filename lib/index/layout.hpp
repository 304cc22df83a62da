#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace kb::index {

/// What lies in an index directory:
///
///     XAPIANDB     names the current generation; also a Xapian stub, so that Xapian's own tools
///                  read the directory as a database
///     g1/          the generation: a Xapian glass database
///     writer.lock  held by the one writer
///
/// A generation is replaced as a whole by writing the next one beside it and renaming XAPIANDB.
inline constexpr const char* stub_name = "XAPIANDB";
inline constexpr const char* lock_name = "writer.lock";

/// What a directory holds.
enum class Occupant { nothing, index, something_else };

/// "g" and a number.
bool is_generation_name(std::string_view name);

/// Looks without opening a database. Throws Error(permission_denied, io).
Occupant occupant(const std::filesystem::path& directory);

/// What to say of a directory that holds no index, or something else.
[[noreturn]] void throw_no_index(const std::filesystem::path& directory);
[[noreturn]] void throw_not_an_index(const std::filesystem::path& directory);

/// The path of the current generation. The stub is read by our own narrow parser: a name of the
/// form g<number> and nothing else, because Xapian's own stubs could name programs to run.
/// Throws Error(not_found, not_an_index, permission_denied, corrupt).
std::filesystem::path current_generation(const std::filesystem::path& directory);

/// Makes `name` the current generation, atomically and durably. Throws Error.
void set_current_generation(const std::filesystem::path& directory, const std::string& name);

}  // namespace kb::index
