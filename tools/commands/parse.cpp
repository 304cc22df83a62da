#include "commands/commands.hpp"
#include "commands/inputs.hpp"
#include "kb/document.hpp"

namespace kb::tools {

int run_parse(Session& session, const IndexOptions& options,
              const std::vector<std::string>& words) {
    Inputs inputs(session, options, words);
    std::uint64_t documents = 0;
    while (const auto document = inputs.reader().next()) {
        session.out.write(to_json(*document) + "\n");
        ++documents;
    }
    return exit_code_of(documents, inputs.failures());
}

}  // namespace kb::tools
