#include "index/glass/version_reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <bit>
#include <limits>

#include "index/file_descriptor.hpp"
#include "index/glass/decoding.hpp"
#include "index/glass/free_list.hpp"
#include "index/glass/version_file.hpp"

namespace kb::index::glass {

namespace {

constexpr std::size_t uuid_bytes = 16;
constexpr std::uint64_t deepest_level = 9;
constexpr std::uint64_t largest_block = 32;  // in units of 2 KiB
constexpr std::uint64_t largest_free_list = 64;
constexpr std::uint64_t largest_number = std::numeric_limits<std::uint64_t>::max();

FreeListPlace read_place(Decoder& from) {
    const std::uint32_t block = from.number32();
    constexpr std::uint64_t words = largest_block << 9;
    return {block, static_cast<std::uint32_t>(from.number(words) * 4)};
}

/// Xapian reads and writes there without another look.
bool is_place(const FreeListPlace& place, const TableState& state) {
    if (place.offset == 0) return true;
    return place.block < state.blocks && place.offset >= free_list_begin &&
           place.offset <= state.block_bytes - free_list_entry_bytes;
}

bool read_free_list(std::string_view bytes, TableState& state) {
    if (bytes.empty()) return state.is_empty;
    Decoder from(bytes);
    from.number();  // the revision
    state.blocks = from.number32();
    state.first_free = read_place(from);
    state.last_free = read_place(from);
    return from.ended_well() && is_place(state.first_free, state) &&
           is_place(state.last_free, state) && (state.is_empty || state.root < state.blocks);
}

bool read_state(Decoder& from, TableState& state) {
    state.root = from.number32();
    const std::uint64_t level_and_marks = from.number(deepest_level << 2 | 3);
    state.level = static_cast<std::uint32_t>(level_and_marks >> 2);
    state.is_empty = (level_and_marks & 1) != 0;
    state.entries = from.number(largest_number);
    const std::uint64_t block = from.number(largest_block);
    from.number();  // what is compressed
    const std::string_view free_list = from.bytes(from.number(largest_free_list));
    if (!from.good() || !std::has_single_bit(block)) return false;
    state.block_bytes = static_cast<std::uint32_t>(block << 11);
    return read_free_list(free_list, state);
}

bool read_statistics(Decoder& from, Statistics& statistics) {
    if (from.at_end()) return true;  // no document
    statistics.documents = from.number32();
    const std::uint64_t last = statistics.documents + from.number();
    statistics.shortest = from.number32();
    statistics.greatest_wdf = from.number32();
    const std::uint64_t longest = statistics.greatest_wdf + from.number();
    from.number();  // the oldest changeset
    statistics.total_length = from.number(largest_number);
    statistics.greatest_spelling = from.number32();
    constexpr std::uint64_t largest = std::numeric_limits<std::uint32_t>::max();
    if (last > largest || longest > largest) return false;
    statistics.last_docid = static_cast<std::uint32_t>(last);
    statistics.longest = static_cast<std::uint32_t>(longest);
    return from.ended_well();
}

}  // namespace

const char* file_name(Table table) noexcept {
    constexpr std::array<const char*, table_count> names = {"postlist.glass", "docdata.glass",
                                                            "termlist.glass", "position.glass",
                                                            "spelling.glass", "synonym.glass"};
    return names[static_cast<std::size_t>(table)];
}

std::optional<Version> parse_version(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return std::nullopt;
    Decoder from(bytes.substr(magic.size()));
    Version version;
    from.bytes(uuid_bytes);
    version.revision = from.number32();
    for (TableState& state : version.tables) {
        if (!from.good() || !read_state(from, state)) return std::nullopt;
    }
    if (!read_statistics(from, version.statistics)) return std::nullopt;
    return version;
}

std::optional<Version> read_version(const std::filesystem::path& directory) {
    constexpr std::size_t read_by_xapian = 256;
    const FileDescriptor file(::open((directory / version_name).c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, read_by_xapian + 1> bytes{};
    const ssize_t size = file ? ::read(file.get(), bytes.data(), bytes.size()) : -1;
    if (size < 0) return std::nullopt;
    return parse_version({bytes.data(), static_cast<std::size_t>(size)});
}

}  // namespace kb::index::glass
