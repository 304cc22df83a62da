#include "index/check/tables.hpp"

#include <optional>

#include "index/check/document_sums.hpp"
#include "index/check/postlist_sums.hpp"
#include "index/digest.hpp"
#include "index/errors.hpp"
#include "index/generation.hpp"
#include "index/glass/decoding.hpp"
#include "index/glass/table_reader.hpp"
#include "index/stopping.hpp"

namespace kb::index {

namespace {

namespace fs = std::filesystem;
using glass::Table;

class TablesCheck {
  public:
    TablesCheck(fs::path generation, const glass::Version& version, const TablesListener& listener)
        : generation_(std::move(generation)),
          version_(version),
          listener_(listener),
          postlist_(version),
          term_lists_(version),
          positions_(version) {}

    /// Whether each table makes sense by itself.
    void read() {
        postings_sound_ = walk(Table::postlist, [&](const auto& e) { postlist_.add(e); }) &&
                          sound([&] { postlist_.finish(); });
        documents_sound_ = walk(Table::docdata, [&](const auto& e) { take_document(e); });
        lists_sound_ = walk(Table::termlist, [&](const auto& e) { term_lists_.add(e); });
        positions_sound_ = walk(Table::position, [&](const auto& e) { positions_.add(e); });
        walk(Table::spelling, [](const auto&) {});
        walk(Table::synonym, [](const auto&) {});
    }

    /// Whether the sound ones agree.
    void compare() {
        if (documents_sound_ && documents_ != version_.statistics.documents) {
            problem("the database counts " + std::to_string(version_.statistics.documents) +
                    " documents, but holds " + std::to_string(documents_));
        }
        if (postings_sound_ && lists_sound_) compare_postings();
        if (documents_sound_ && lists_sound_ && all_readable_ && ids_ != term_lists_.ids)
            listener_.ids_disagree();
        if (postings_sound_ && positions_sound_) compare_digests();
        if (postings_sound_) compare_metadata();
    }

  private:
    void problem(const std::string& what) { listener_.problem(what); }

    template <typename Step>
    bool sound(Step&& step) {
        try {
            step();
            return true;
        } catch (const glass::DamagedTable& damage) {
            problem(damage.what());
            return false;
        }
    }

    template <typename Take>
    bool walk(Table table, Take&& take) {
        return sound([&] {
            glass::TableReader reader(generation_, table, version_);
            while (const std::optional<glass::Entry> entry = reader.next()) {
                throw_if_stopped(listener_.stop);
                take(*entry);
            }
        });
    }

    void take_document(const glass::Entry& entry) {
        glass::Decoder key(entry.key);
        const std::uint32_t docid = key.sortable();
        if (!key.ended_well() || docid < 1 || docid > version_.statistics.last_docid) {
            throw glass::DamagedTable("docdata.glass: a document has an impossible number");
        }
        ++documents_;
        const std::optional<std::string> id = listener_.document(docid, entry.tag);
        if (id) ids_ += weight(docid) * digest(*id);
        all_readable_ = all_readable_ && id;
    }

    void compare_postings() {
        if (term_lists_.documents != version_.statistics.documents)
            problem("termlist.glass holds the terms of another number of documents");
        if (postlist_.postings != term_lists_.postings)
            problem("postlist.glass and termlist.glass name different terms of documents");
        if (postlist_.lengths != term_lists_.lengths)
            problem("postlist.glass and termlist.glass name different lengths of documents");
        if (postlist_.slots != term_lists_.slots)
            problem("postlist.glass and termlist.glass name different values of documents");
        if (postlist_.groups != term_lists_.groups)
            problem("documents are in other groups by their values than by their terms");
    }

    /// Where older versions wrote some of the documents, there is no digest of all.
    void compare_digests() {
        if (postlist_.documents_with_digest != version_.statistics.documents) return;
        if (postlist_.values + positions_.positions != postlist_.digests)
            problem("positions or values of documents are others than were written");
    }

    void compare_metadata() {
        if (postlist_.metadata_digest && *postlist_.metadata_digest != postlist_.metadata)
            problem("subscriptions, completions or marks are others than were written");
    }

    fs::path generation_;
    const glass::Version& version_;
    const TablesListener& listener_;
    PostlistSums postlist_;
    TermListSums term_lists_;
    PositionSums positions_;
    bool postings_sound_ = false;
    bool documents_sound_ = false;
    bool lists_sound_ = false;
    bool positions_sound_ = false;
    std::uint64_t documents_ = 0;
    std::uint64_t ids_ = 0;
    bool all_readable_ = true;
};

}  // namespace

void check_tables(const fs::path& generation, const glass::Version& version,
                  const TablesListener& listener) {
    TablesCheck check(generation, version, listener);
    check.read();
    check.compare();
}

void require_sound_tables(const fs::path& generation, const std::stop_token& stop,
                          std::uint64_t most_bytes) {
    const auto version = glass::read_version(generation);
    if (!version || bytes_on_disk(generation) > most_bytes) return;
    TablesCheck(
        generation, *version,
        {.problem = [](const std::string& what) { throw_corrupt("the index is damaged", what); },
         .document = [](std::uint32_t, const std::string&) { return std::nullopt; },
         .ids_disagree = [] {},
         .stop = stop})
        .read();
}

}  // namespace kb::index
