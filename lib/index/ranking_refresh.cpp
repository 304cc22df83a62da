#include "index/ranking_refresh.hpp"

#include <algorithm>
#include <system_error>

#include "index/ranking_builder.hpp"
#include "index/ranking_mark.hpp"

namespace kb::index {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t fewest_new_documents = 1'000;
constexpr std::uint64_t share = 10;  // one in so many

void remove_others(const fs::path& generation, const fs::path& current) {
    std::error_code error;
    fs::directory_iterator entries(generation, error);
    for (; !error && entries != end(entries); entries.increment(error)) {
        const fs::path& path = entries->path();
        std::error_code ignored;
        if (path.filename().string().starts_with(ranking_name_prefix) && path != current)
            fs::remove(path, ignored);
    }
}

}  // namespace

bool ranking_is_due(const Xapian::Database& database, const fs::path& generation) {
    const std::uint64_t documents = database.get_doccount();
    if (documents < fewest_ranked_documents) return false;
    const std::optional<RankingMark> mark = read_mark(database);
    if (!mark || mark->tail(database) > std::max(fewest_new_documents, documents / share)) {
        return true;
    }
    std::string problem;
    return open_ranking(database, generation, problem) == nullptr;
}

namespace {

void make_ranking(Xapian::WritableDatabase& database, const fs::path& generation,
                  const RankingSnapshot* earlier, const std::stop_token& stop) {
    RankingMark mark;
    mark.built_from = database.get_revision();
    mark.revision = mark.built_from + 1;
    const fs::path path = ranking_path(generation, mark);
    mark.last_docid =
        build_ranking_file(database, path, ranking_identity(database, mark), earlier, stop);
    database.begin_transaction();
    write_mark(database, mark);
    database.commit_transaction();
    remove_others(generation, path);
}

}  // namespace

std::unique_ptr<RankingSnapshot> verified_ranking(const Xapian::Database& database,
                                                  const fs::path& generation) {
    std::string problem;
    std::unique_ptr<RankingSnapshot> ranking = open_ranking(database, generation, problem);
    try {
        if (ranking) ranking->file().verify();
    } catch (const rank::DamagedFile&) {
        return nullptr;
    }
    return ranking;
}

void refresh_ranking(Xapian::WritableDatabase& database, const fs::path& generation,
                     const std::stop_token& stop) {
    make_ranking(database, generation, verified_ranking(database, generation).get(), stop);
}

void rank_generation(const fs::path& generation, const RankingSnapshot* earlier,
                     const std::stop_token& stop) {
    Xapian::WritableDatabase database(generation.string(),
                                      Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
    if (database.get_doccount() >= fewest_ranked_documents) {
        make_ranking(database, generation, earlier, stop);
    } else if (has_mark(database)) {  // copied from the old generation
        remove_mark(database);
        database.commit();
    }
}

}  // namespace kb::index
