#include "index/glass/compaction.hpp"

#include <optional>
#include <utility>

#include "index/glass/deflation.hpp"
#include "index/glass/inflate.hpp"
#include "index/glass/table_reader.hpp"
#include "index/glass/table_writer.hpp"
#include "index/glass/version_file.hpp"
#include "index/stopping.hpp"

namespace kb::index::glass {

namespace fs = std::filesystem;

namespace {

class Compaction {
  public:
    Compaction(const fs::path& from, const Version& version, const fs::path& to,
               const std::stop_token& stop)
        : from_(from), version_(version), to_(to), stop_(stop) {}

    TableRoot copy(Table table) {
        TableReader reader(from_, table, version_, Tags::as_stored);
        TableWriter writer(to_ / file_name(table));
        while (const std::optional<Entry> entry = reader.next()) {
            throw_if_stopped(stop_);
            add(writer, table, *entry);
        }
        return writer.finish();
    }

    std::optional<TableRoot> copy_if_any(Table table) {
        return version_.table(table).entries == 0 ? std::nullopt : std::optional(copy(table));
    }

  private:
    /// Lists of terms are not packed where they were written in bulk. Documents are, by kb.
    void add(TableWriter& writer, Table table, const Entry& entry) {
        if (entry.compressed) return add_packed(writer, entry);
        if (table == Table::termlist) return pack(writer, entry.key, entry.tag);
        writer.add(entry.key, entry.tag);
    }

    void add_packed(TableWriter& writer, const Entry& entry) {
        const std::optional<std::string> tag = inflate(entry.tag, largest_tag);
        if (!tag) throw DamagedTable("an entry cannot be unpacked");
        if (is_risky(tag->size())) return pack(writer, entry.key, *tag);
        writer.add(entry.key, entry.tag, true);
    }

    void pack(TableWriter& writer, const std::string& key, const std::string& tag) {
        const std::string_view packed = deflation_.pack(tag);
        packed.empty() ? writer.add(key, tag) : writer.add(key, packed, true);
    }

    const fs::path& from_;
    const Version& version_;
    const fs::path& to_;
    const std::stop_token& stop_;
    Deflation deflation_;
};

}  // namespace

void compact_tables(const fs::path& from, const Version& version, const fs::path& to,
                    const std::stop_token& stop) {
    Compaction compaction(from, version, to, stop);
    const Tables tables{.postlist = compaction.copy(Table::postlist),
                        .docdata = compaction.copy(Table::docdata),
                        .termlist = compaction.copy(Table::termlist),
                        .position = compaction.copy_if_any(Table::position),
                        .spelling = compaction.copy_if_any(Table::spelling),
                        .synonym = compaction.copy_if_any(Table::synonym)};
    write_version_file(to, random_uuid(), tables, version.statistics);
}

}  // namespace kb::index::glass
