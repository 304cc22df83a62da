#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "index/glass/statistics.hpp"

namespace kb::index::glass {

/// The tables of a database, in the order of the version file.
enum class Table : std::uint8_t { postlist, docdata, termlist, position, spelling, synonym };
inline constexpr std::size_t table_count = 6;

/// "postlist.glass"
const char* file_name(Table table) noexcept;

/// A place in the list of free blocks: a block of the list and an offset in it.
struct FreeListPlace {
    std::uint32_t block = 0;
    std::uint32_t offset = 0;

    bool operator==(const FreeListPlace&) const = default;
};

/// What the version file says of a table.
struct TableState {
    std::uint32_t root = 0;
    std::uint32_t level = 0;  ///< of the root; 0: the root is a leaf
    bool is_empty = true;     ///< it has no root yet, and perhaps no file
    std::uint64_t entries = 0;
    std::uint32_t block_bytes = 0;
    std::uint32_t blocks = 0;  ///< in use or free; the next one to be made has this number
    FreeListPlace first_free;
    FreeListPlace last_free;
};

struct Version {
    std::uint32_t revision = 0;
    std::array<TableState, table_count> tables;
    Statistics statistics;

    const TableState& table(Table table) const { return tables[static_cast<std::size_t>(table)]; }
};

/// Reads a version file of the one format that kb knows; nothing if it says what cannot be.
std::optional<Version> parse_version(std::string_view bytes);

/// The same of a database's directory; nothing, too, if the file cannot be read.
std::optional<Version> read_version(const std::filesystem::path& directory);

}  // namespace kb::index::glass
