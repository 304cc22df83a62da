#include "index/database.hpp"

#include <charconv>

#include "index/check/tables.hpp"
#include "index/durable.hpp"
#include "index/errors.hpp"
#include "index/glass/version_check.hpp"
#include "index/layout.hpp"
#include "index/metadata.hpp"
#include "index/ranking_mark.hpp"
#include "index/schema.hpp"

namespace kb::index {

namespace fs = std::filesystem;

namespace {

constexpr const char* first_generation = "g1";

/// Looking through so much takes some tens of milliseconds.
constexpr std::uint64_t looked_through_before_writing = std::uint64_t{32} << 20;

Xapian::WritableDatabase create_first(const fs::path& directory) {
    // An unnamed generation is what a first writer left that was killed before its first commit.
    Xapian::WritableDatabase database((directory / first_generation).string(),
                                      Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
    put_metadata(database, schema::format_key, std::to_string(schema::format));
    database.commit();
    sync_directory(directory / first_generation);
    set_current_generation(directory, first_generation);
    return database;
}

void check_positions(const Xapian::Database& database, const fs::path& directory) {
    if (!lacks_positions(database)) return;
    throw_corrupt("cannot open " + directory.string(), "the table of positions is missing");
}

Xapian::Database open_readable(const fs::path& directory, int oldest) {
    const fs::path generation = current_generation(directory);
    return translated("cannot open " + directory.string(), [&] {
        Xapian::Database database = glass::open_tables(generation);
        check_format(database, directory, oldest);
        check_positions(database, directory);
        return database;
    });
}

}  // namespace

bool lacks_positions(const Xapian::Database& database) {
    if (database.has_positions()) return false;
    auto term = database.allterms_begin();
    if (term == database.allterms_end()) return false;
    // Words carry no prefix: they stand before or behind the capitals, and have positions.
    if ((*term).front() >= 'A') term.skip_to("[");
    return term != database.allterms_end();
}

void check_format(const Xapian::Database& database, const fs::path& directory, int oldest) {
    const std::string text = database.get_metadata(schema::format_key);
    if (text.empty()) {
        throw Error(ErrorCode::not_an_index,
                    directory.string() + " holds a Xapian database that kb did not write",
                    "choose another directory with --db");
    }
    int format = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), format);
    if (error != std::errc() || end != text.data() + text.size() || format < 1) {
        throw Error(ErrorCode::corrupt, directory.string() + " states no valid format number",
                    "restore a backup, or index the sources into a new directory");
    }
    if (format > schema::format) {
        throw Error(ErrorCode::format_too_new,
                    directory.string() + " has index format " + text + ", written by a newer kb; " +
                        "this version reads up to format " + std::to_string(schema::format),
                    "upgrade kb, or index the sources into a new directory");
    }
    if (format < oldest) {
        throw Error(ErrorCode::unsupported,
                    directory.string() + " was written by an older kb, in index format " + text,
                    "bring it up to date with: kbindex rebuild --db " + directory.string());
    }
}

std::map<std::string, std::string> lasting_metadata(const Xapian::Database& database) {
    std::map<std::string, std::string> metadata;
    for (auto it = database.metadata_keys_begin(); it != database.metadata_keys_end(); ++it)
        metadata[*it] = database.get_metadata(*it);
    for (const auto& mark : metadata_of(RankingMark{}))
        metadata.erase(mark.first);
    metadata.erase(std::string(metadata_digest_key));
    metadata[schema::format_key] = std::to_string(schema::format);
    return metadata;
}

Xapian::Database open_database(const fs::path& directory) {
    return open_readable(directory, schema::oldest_searchable);
}

Xapian::Database open_stored(const fs::path& directory) {
    return open_readable(directory, schema::oldest_readable);
}

Xapian::WritableDatabase open_writable(const fs::path& directory, bool create) {
    return translated_under_lock("cannot open " + directory.string(), [&] {
        if (create && occupant(directory) == Occupant::nothing) return create_first(directory);
        const fs::path generation = current_generation(directory);
        require_sound_tables(generation, {}, looked_through_before_writing);
        // Looked at before it is opened for writing: nothing of a foreign database is touched.
        const Xapian::Database untouched = glass::open_tables(generation);
        check_format(untouched, directory, schema::oldest_searchable);
        check_positions(untouched, directory);
        return Xapian::WritableDatabase(generation.string(),
                                        Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
    });
}

}  // namespace kb::index
