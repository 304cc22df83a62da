#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

namespace kb::index {

// What it takes for files to survive a power cut: their content is synced, and so is the directory
// that names them. All throw Error(no_space, permission_denied, io).

/// Writes a small file and syncs it. Its name is not durable yet.
void write_durably(const std::filesystem::path& path, const std::string& content);

/// Makes durable which names a directory holds.
void sync_directory(const std::filesystem::path& directory);

/// Syncs all files of a directory, and their names.
void sync_files(const std::filesystem::path& directory);

/// Copies a file without syncing it. Throws also Error(cancelled).
void copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
               const std::stop_token& stop);

/// Makes a directory with usual permissions, not durably. One that exists is left as it is.
void make_directory(const std::filesystem::path& directory);

/// Makes a directory that only its owner may enter, and parents with usual permissions, durably.
/// One that exists is left as it is.
void make_private_directory(const std::filesystem::path& directory);

}  // namespace kb::index
