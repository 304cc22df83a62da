#include <algorithm>
#include <array>
#include <string_view>

#include "commands/commands.hpp"
#include "common/database_path.hpp"
#include "common/exit_code.hpp"
#include "common/json.hpp"
#include "common/numbers.hpp"
#include "common/option_values.hpp"
#include "kb/searcher.hpp"

namespace kb::tools {
namespace {

std::string as_json(const IndexStats& stats) {
    std::string json = "{\"documents\":" + std::to_string(stats.documents) +
                       ",\"terms\":" + std::to_string(stats.terms) +
                       ",\"bytes\":" + std::to_string(stats.bytes);
    if (stats.last_commit) {
        json += ",\"last_commit\":" + json_string(format_timestamp(*stats.last_commit));
    }
    json += ",\"kinds\":{";
    for (const auto& [kind, count] : stats.kinds) {
        if (json.back() != '{') json += ',';
        json += json_string(to_string(kind)) + ":" + std::to_string(count);
    }
    json += "},\"warnings\":[";
    for (const std::string& warning : stats.warnings)
        json.append(json.back() == '[' ? "" : ",").append(json_string(warning));
    return json + "]}\n";
}

void add_row(std::string& table, std::string_view label, std::string_view value) {
    constexpr std::size_t label_width = 14;
    std::string cell(label);
    cell.resize(std::max(cell.size() + 1, label_width), ' ');
    table += cell.append(value).append("\n");
}

std::string as_text(const IndexStats& stats) {
    std::string table;
    add_row(table, "documents", with_thousands(stats.documents));
    for (const auto& [kind, count] : stats.kinds) {
        add_row(table, "  " + std::string(to_string(kind)), with_thousands(count));
    }
    add_row(table, "terms", with_thousands(stats.terms));
    add_row(table, "size", human_bytes(stats.bytes));
    add_row(table, "last commit",
            stats.last_commit ? format_timestamp(*stats.last_commit) : "never");
    return table;
}

}  // namespace

int run_stats(Session& session, const IndexOptions& options,
              const std::vector<std::string>& words) {
    if (!words.empty())
        throw UsageError("stats takes no arguments, but was given '" + words.front() + "'");
    const bool json = parse_choice("format", options.format.value_or("text"), stats_formats) == 1;
    const IndexStats stats = Searcher(database_path(options.database)).stats();
    for (const std::string& warning : stats.warnings)
        session.messages.warning(warning);
    session.out.write(json ? as_json(stats) : as_text(stats));
    return exit_code::ok;
}

}  // namespace kb::tools
