#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "index/glass/statistics.hpp"
#include "index/glass/table_writer.hpp"

namespace kb::index::glass {

inline constexpr const char* version_name = "iamglass";

/// How it begins. With the format's version, the date of its last change: 14 March 2016.
inline constexpr std::string_view magic = "\x0f\x0dXapian Glass\x04\x6e";

struct Tables {
    TableRoot postlist;
    TableRoot docdata;
    TableRoot termlist;
    std::optional<TableRoot> position;  ///< none: no document has positions
    std::optional<TableRoot> spelling = std::nullopt;
    std::optional<TableRoot> synonym = std::nullopt;
};

using Uuid = std::array<unsigned char, 16>;

/// RFC 9562, version 4. Throws Error.
Uuid random_uuid();
/// As Xapian spells it.
std::string to_string(const Uuid& uuid);

/// Makes a database of the tables in a directory, at first_revision: from then on Xapian can open
/// it. Not synchronised to the disk. Throws Error.
void write_version_file(const std::filesystem::path& directory, const Uuid& uuid,
                        const Tables& tables, const Statistics& statistics);

/// Whether the database in a directory, written by Xapian, has the very format that is written
/// here.
bool is_known_format(const std::filesystem::path& directory);

}  // namespace kb::index::glass
