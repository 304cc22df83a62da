#include "index/glass/compaction.hpp"

#include <optional>

#include "index/glass/table_reader.hpp"
#include "index/glass/table_writer.hpp"
#include "index/glass/version_file.hpp"
#include "index/stopping.hpp"

namespace kb::index::glass {

namespace fs = std::filesystem;

void compact_tables(const fs::path& from, const Version& version, const fs::path& to,
                    const std::stop_token& stop) {
    const auto copy = [&](Table table) {
        TableReader reader(from, table, version, Tags::as_stored);
        TableWriter writer(to / file_name(table));
        while (const std::optional<Entry> entry = reader.next()) {
            throw_if_stopped(stop);
            writer.add(entry->key, entry->tag, entry->compressed);
        }
        return writer.finish();
    };
    const auto copy_if_any = [&](Table table) {
        return version.table(table).entries == 0 ? std::nullopt : std::optional(copy(table));
    };
    const Tables tables{.postlist = copy(Table::postlist),
                        .docdata = copy(Table::docdata),
                        .termlist = copy(Table::termlist),
                        .position = copy_if_any(Table::position),
                        .spelling = copy_if_any(Table::spelling),
                        .synonym = copy_if_any(Table::synonym)};
    write_version_file(to, random_uuid(), tables, version.statistics);
}

}  // namespace kb::index::glass
