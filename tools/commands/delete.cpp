#include <algorithm>

#include "commands/commands.hpp"
#include "commands/inputs.hpp"
#include "common/database_path.hpp"
#include "common/numbers.hpp"
#include "common/usage_error.hpp"
#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/searcher.hpp"

namespace kb::tools {
namespace {

/// All documents that a query finds. A query that does not mean what it looks like is refused:
/// what is deleted by mistake is gone.
std::vector<std::string> ids_matching(const std::filesystem::path& database,
                                      const std::string& query) {
    constexpr std::uint64_t page = 10'000;
    const Searcher searcher(database);
    SearchRequest request;
    request.query = query;
    request.limit = page;
    request.snippet_length = 0;
    request.collapse = false;
    std::vector<std::string> ids;
    for (;; request.offset += page) {
        Results results = searcher.search(request);
        if (!results.warnings.empty()) {
            throw Error(ErrorCode::invalid_argument, "--query: " + results.warnings.front(),
                        "a doubtful query deletes nothing");
        }
        for (Hit& hit : results.hits)
            ids.push_back(std::move(hit.document.id));
        if (results.hits.size() < page) return ids;
    }
}

void check_usage(const IndexOptions& options, const std::vector<std::string>& ids) {
    if (options.query && !ids.empty()) throw UsageError("give either ids or --query, not both");
    if (!options.query && ids.empty()) throw UsageError("nothing to delete: give ids or --query");
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
    if (options.query && std::all_of(options.query->begin(), options.query->end(), blank)) {
        throw UsageError("--query is empty");
    }
}

}  // namespace

int run_delete(Session& session, const IndexOptions& options,
               const std::vector<std::string>& words) {
    check_usage(options, words);
    const auto database = database_path(options.database);
    protect_new_files(database);
    // First of all, so that nothing changes between search and deletion.
    Index index(database, Index::Mode::existing, {.longest = options.wait});
    std::uint64_t deleted = 0;
    std::uint64_t missing = 0;
    for (const std::string& id : options.query ? ids_matching(database, *options.query) : words) {
        if (index.erase(id)) {
            ++deleted;
        } else {
            ++missing;
            session.messages.error("no document with the id " + id);
        }
    }
    index.commit();
    session.messages.note("deleted " + counted(deleted, "document", "documents"));
    return exit_code_of(deleted, missing);
}

}  // namespace kb::tools
