#include <algorithm>

#include "commands/commands.hpp"
#include "commands/inputs.hpp"
#include "common/database_path.hpp"
#include "common/numbers.hpp"
#include "common/usage_error.hpp"
#include "kb/index.hpp"
#include "kb/searcher.hpp"

namespace kb::tools {
namespace {

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
    const std::vector<std::string> ids =
        options.query ? ids_matching(Searcher(database), *options.query) : words;
    for (const std::string& id : ids) {
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
