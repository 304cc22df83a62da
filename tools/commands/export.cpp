#include "commands/commands.hpp"
#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/usage_error.hpp"
#include "kb/searcher.hpp"

namespace kb::tools {

int run_export(Session& session, const IndexOptions& options,
               const std::vector<std::string>& words) {
    if (!words.empty())
        throw UsageError("export takes no arguments, but was given '" + words.front() + "'");
    const Searcher searcher(database_path(options.database));
    searcher.for_each([&session](const Document& document) {
        session.out.write(to_json(document) + "\n");
        return true;
    });
    return exit_code::ok;
}

}  // namespace kb::tools
