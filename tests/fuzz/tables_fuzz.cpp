// Any bytes may stand in the tables of an index: they are refused, or read without harm, by kb's
// own reader and, once that finds them sound, by Xapian.
//
// An input is a whole database: for each table the number of its blocks of 2 KiB (a byte; 255:
// there is no file), the size of what follows its magic in the version file (a byte), that, the
// tables. tests/fuzz/pack_tables makes one of a directory.
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/support.hpp"
#include "index/check/tables.hpp"
#include "index/glass/salvage.hpp"
#include "index/glass/table_reader.hpp"
#include "index/glass/version_check.hpp"
#include "index/glass/version_file.hpp"
#include "index/glass/version_reader.hpp"
#include "index/salvage.hpp"
#include "index/xapian.hpp"
#include "kb/error.hpp"
#include "support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
namespace glass = kb::index::glass;
using kb::fuzz::check;

constexpr std::size_t block_bytes = 2048;
constexpr std::size_t no_file = 255;
constexpr std::size_t head_bytes = glass::table_count + 1;

glass::Table table(std::size_t number) {
    return static_cast<glass::Table>(number);
}

/// Lays the database out in a directory.
void unpack(std::string_view input, const fs::path& directory) {
    const std::string_view head = input.substr(0, head_bytes);
    input.remove_prefix(head_bytes);
    const auto take = [&](std::size_t bytes) {
        const std::string_view taken = input.substr(0, bytes);
        input.remove_prefix(taken.size());
        return taken;
    };
    const auto number = [&](std::size_t i) -> std::size_t {
        return static_cast<unsigned char>(head[i]);
    };
    const std::string_view version = take(number(glass::table_count));
    kb::test::write_file(directory / glass::version_name,
                         std::string(glass::magic).append(version));
    for (std::size_t i = 0; i < glass::table_count; ++i) {
        const fs::path path = directory / glass::file_name(table(i));
        if (number(i) == no_file) {
            fs::remove(path);
        } else {
            kb::test::write_file(path, take(number(i) * block_bytes));
        }
    }
}

/// The entries of a table, if it is sound.
std::optional<std::vector<glass::Entry>> read_table(const fs::path& directory, glass::Table table,
                                                    const glass::Version& version) {
    std::vector<glass::Entry> entries;
    try {
        glass::TableReader reader(directory, table, version);
        while (std::optional<glass::Entry> entry = reader.next()) {
            check(entries.empty() || entries.back().key < entry->key, "keys out of order");
            entries.push_back(std::move(*entry));
        }
    } catch (const glass::DamagedTable&) {
        return std::nullopt;
    }
    check(entries.size() == version.table(table).entries, "not as many entries as stated");
    return entries;
}

/// What is saved of a table: all of it, if it is sound.
void salvage_table(const fs::path& directory, glass::Table table,
                   const std::optional<glass::Version>& version) {
    glass::TableSalvage salvage(directory, table, version);
    std::vector<glass::Entry> saved;
    while (std::optional<glass::Entry> entry = salvage.next())
        saved.push_back(std::move(*entry));
    if (!version || version->table(table).is_empty) return;
    const auto entries = read_table(directory, table, *version);
    if (!entries) return;
    check(salvage.lost() == 0 && saved.size() == entries->size(), "a sound table loses entries");
    for (std::size_t i = 0; i < saved.size(); ++i) {
        check(saved[i].key == (*entries)[i].key && saved[i].tag == (*entries)[i].tag,
              "a sound table is saved otherwise than it is read");
    }
}

/// Whether all tables make sense by themselves, which is asked before Xapian writes to them.
bool are_sound(const fs::path& directory) {
    try {
        kb::index::require_sound_tables(directory, {});
        return true;
    } catch (const kb::Error& error) {
        check(error.code() == kb::ErrorCode::corrupt, "another error than corrupt", error.what());
        return false;
    }
}

void check_tables(const fs::path& directory, const glass::Version& version) {
    const auto one_line = [](const std::string& problem) {
        check(problem.find('\n') == std::string::npos, "a problem of several lines", problem);
    };
    kb::index::check_tables(
        directory, version,
        {.problem = one_line,
         .document = [](std::uint32_t, const std::string& stored) -> std::optional<std::string> {
             return stored;
         },
         .ids_disagree = [] {}});
}

void read_all(const Xapian::Database& database) {
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        for (auto it = database.postlist_begin(*term); it != database.postlist_end(*term); ++it)
            it.get_wdf();
    }
    for (auto it = database.postlist_begin({}); it != database.postlist_end({}); ++it) {
        const Xapian::Document document = database.get_document(*it);
        document.get_data();
        for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
            for (auto at = term.positionlist_begin(); at != term.positionlist_end(); ++at)
                check(*at != ~0U, "no position");
        }
        for (auto value = document.values_begin(); value != document.values_end(); ++value)
            value.get_valueno();
    }
    for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key)
        database.get_metadata(*key);
}

/// Xapian may still find fault with sound tables that do not agree with each other.
void let_xapian_at(const fs::path& directory) {
    try {
        read_all(glass::open_tables(directory));
        Xapian::WritableDatabase database(directory.string(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
        Xapian::Document document;
        document.set_data("data");
        document.add_posting("word", 1);
        document.add_value(0, "value");
        database.replace_document("word", document);
        database.delete_document(1);
        database.commit();
    } catch (const Xapian::Error&) {
    } catch (const std::logic_error&) {  // Xapian believed a damaged length
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kb::test::TemporaryDirectory directory;
    if (size < head_bytes) return 0;
    unpack({reinterpret_cast<const char*>(data), size}, directory.path());
    const std::optional<glass::Version> version = glass::read_version(directory.path());
    for (std::size_t i = 0; i < glass::table_count; ++i)
        salvage_table(directory.path(), table(i), version);
    kb::index::Salvage documents(directory.path());
    while (documents.next()) {
    }
    if (!version) return 0;
    check_tables(directory.path(), *version);
    if (are_sound(directory.path())) let_xapian_at(directory.path());
    return 0;
}
