// One table: kb, plain Xapian and SQLite FTS5 over the same posts, the same queries, in the same
// run, one thread, warm, top ten. Each query is timed several times and its best time counts; the
// table gives percentiles over the queries, and ratios first.
//
//     KB_BENCH_POSTS=posts.jsonl KB_BENCH_QUERIES=queries.tsv KB_BENCH_DOCUMENTS=150000
//     build/release/bench/kb_peers [DIRECTORY [CLASS...]]
//
// Without KB_BENCH_POSTS the posts are made up. DIRECTORY keeps the indexes for the next run.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "index/snapshot.hpp"
#include "kb/index.hpp"
#include "kb/query.hpp"
#include "kb/reader.hpp"
#include "kb/searcher.hpp"
#include "peers/sqlite_index.hpp"
#include "peers/xapian_index.hpp"
#include "rank/ranked_search.hpp"
#include "search/plan.hpp"
#include "search/ranking_expression.hpp"
#include "support/posts.hpp"

namespace {

using namespace kb;
using Clock = std::chrono::steady_clock;

constexpr int repetitions = 5;

double seconds_of(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The ranking path by itself, as Xapian's get_mset(0, 10) is: from the words to ten documents.
class RankingPath {
  public:
    explicit RankingPath(const std::filesystem::path& directory) : pool_(directory) {}

    std::size_t search(const std::string& text, Match match) {
        const Query query = parse_query(text, {.now = Timestamp()});
        return pool_.read([&](index::Snapshot& snapshot) -> std::size_t {
            search::Deadline deadline;
            const search::Plan plan = search::make_plan(query.root, match, snapshot, deadline);
            if (!snapshot.ranking) throw std::runtime_error("there is no ranking file");
            index::RankingSnapshot& ranking = *snapshot.ranking;
            const rank::ScoringModel model = {RankingProfile{}.bm25,
                                              snapshot.database.get_avlength()};
            ranking.set_model(model);
            search::BoundPlan bound = search::bind_plan(plan.root, snapshot);
            return rank::best_documents(bound.root, ranking.table(), {.limit = 10, .model = model})
                .size();
        });
    }

  private:
    index::SnapshotPool pool_;
};

/// The best time of each query, in microseconds, ascending.
std::vector<double> times(const std::vector<std::string>& queries,
                          const std::function<std::size_t(const std::string&)>& search,
                          int rounds) {
    std::vector<double> best(queries.size(), 1e18);
    std::size_t found = 0;
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < queries.size(); ++i) {
            const double seconds = seconds_of([&] { found += search(queries[i]); });
            best[i] = std::min(best[i], seconds * 1e6);
        }
    }
    if (found == 0) throw std::runtime_error("nothing found");
    std::sort(best.begin(), best.end());
    return best;
}

double percentile(const std::vector<double>& ascending, double share) {
    const auto place = static_cast<std::size_t>(share * static_cast<double>(ascending.size() - 1));
    return ascending[place];
}

struct Row {
    std::string name;
    std::vector<double> microseconds;
};

void print(const std::string& query_class, const std::vector<Row>& rows) {
    const Row& base = rows.front();
    for (const Row& row : rows) {
        std::printf("| %s | %s |", query_class.c_str(), row.name.c_str());
        for (const double share : {0.5, 0.95}) {
            std::printf(" %.2f |",
                        percentile(row.microseconds, share) / percentile(base.microseconds, share));
        }
        for (const double share : {0.5, 0.95, 0.99})
            std::printf(" %.0f |", percentile(row.microseconds, share));
        std::printf("\n");
    }
    std::fflush(stdout);
}

/// Writes the posts as JSON Lines and adds them as kbindex would.
void build_kb(const std::filesystem::path& directory) {
    const std::filesystem::path file = directory.string() + ".jsonl";
    {
        std::ofstream lines(file);
        for (const Document& post : bench::posts())
            lines << to_json(post) << '\n';
    }
    Index index(directory, Index::Mode::create);
    DocumentReader reader({file.string()}, {.format = Format::jsonl});
    index.add_all(reader, {});
    std::filesystem::remove(file);
}

class Peers {
  public:
    explicit Peers(const std::filesystem::path& directory) {
        const auto kb_path = directory / "kb";
        const auto xapian_path = (directory / "xapian").string();
        const auto sqlite_path = (directory / "fts5.db").string();
        build("kb", kb_path, [&] { build_kb(kb_path); });
        build("Xapian", xapian_path,
              [&] { bench::build_xapian_index(xapian_path, bench::posts()); });
        build("FTS5", sqlite_path, [&] { bench::SqliteSearch(sqlite_path, true, bench::posts()); });
        searcher_.emplace(kb_path);
        path_.emplace(kb_path);
        any_.emplace(xapian_path, Xapian::Query::OP_OR);
        all_.emplace(xapian_path, Xapian::Query::OP_AND);
        sqlite_.emplace(sqlite_path, false, std::vector<Document>());
    }

    void compare(const std::string& query_class) {
        const bool near = query_class == "near";
        std::vector<std::string> queries = bench::queries(near ? "phrase" : query_class);
        if (queries.empty()) return;
        const std::vector<std::string> words = queries;
        if (query_class == "phrase" || near) {
            for (std::string& query : queries)
                query = "\"" + query + "\"";
        }
        const std::vector<std::string> of_xapian = near ? within_five(words) : queries;
        if (near) {
            for (std::string& query : queries)
                query += "~5";
        }
        const bool all = query_class == "intersection";
        const Match match = all ? Match::all : Match::any;
        bench::XapianSearch& xapian = all ? *all_ : *any_;
        std::vector<Row> rows;
        rows.push_back({"kb, ranking path",
                        times(
                            queries, [&](const auto& query) { return path_->search(query, match); },
                            repetitions)});
        rows.push_back({"kb, whole search: exact total, documents",
                        times(
                            queries,
                            [&](const auto& query) {
                                SearchRequest request;
                                request.query = query;
                                request.match = match;
                                request.snippet_length = 0;
                                return searcher_->search(request).hits.size();
                            },
                            repetitions)});
        rows.push_back({"Xapian, get_mset",
                        times(
                            of_xapian, [&](const auto& query) { return xapian.rank(query, false); },
                            repetitions)});
        rows.push_back(
            {"Xapian, exact total, documents",
             times(
                 of_xapian, [&](const auto& query) { return xapian.search(query, true); }, 2)});
        rows.push_back(
            {"SQLite FTS5",
             times(
                 words, [&](const auto& query) { return sqlite_->search(query, query_class); },
                 1)});
        print(query_class, rows);
    }

  private:
    /// As Xapian's query parser wants it said.
    static std::vector<std::string> within_five(const std::vector<std::string>& queries) {
        std::vector<std::string> said;
        for (const std::string& query : queries) {
            std::string& text = said.emplace_back();
            for (const char c : query)
                c == ' ' ? text += " NEAR/5 " : text += c;
        }
        return said;
    }

    static void build(const char* name, const std::filesystem::path& path,
                      const std::function<void()>& work) {
        if (std::filesystem::exists(path)) return;
        const double seconds = seconds_of(work);
        std::cerr << name << ": " << bench::posts().size() << " posts indexed in " << seconds
                  << " s\n";
    }

    std::optional<Searcher> searcher_;
    std::optional<RankingPath> path_;
    std::optional<bench::XapianSearch> any_;
    std::optional<bench::XapianSearch> all_;
    std::optional<bench::SqliteSearch> sqlite_;
};

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path directory = argc > 1 ? argv[1] : bench::scratch_directory();
    std::filesystem::create_directories(directory);
    Peers peers(directory);
    std::printf("%zu posts. Times as multiples of kb's ranking path, then in µs.\n\n",
                bench::posts().size());
    std::printf("| queries | engine | ×, median | ×, p95 | median | p95 | p99 |\n");
    std::printf("|---|---|---|---|---|---|---|\n");
    std::vector<std::string> classes(argv + std::min(argc, 2), argv + argc);
    if (classes.empty())
        classes = {"union", "stop", "title", "common", "intersection", "phrase", "near"};
    for (const std::string& query_class : classes)
        peers.compare(query_class);
}
