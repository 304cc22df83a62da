#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/common_options.hpp"
#include "common/program.hpp"
#include "kb/reader.hpp"

namespace kb::tools {

// The values that --format may have.
inline constexpr std::array<std::string_view, 8> input_formats = {
    "auto", "river", "feed", "opml", "markdown", "html", "text", "jsonl"};
inline constexpr std::array<std::string_view, 3> feeds_formats = {"text", "json", "opml"};
inline constexpr std::array<std::string_view, 2> stats_formats = {"text", "json"};

/// The options of all commands of kbindex together; each command takes some of them.
struct IndexOptions : CommonOptions {
    std::optional<std::string> format;  ///< of inputs or of a report, as the command says
    ReadOptions read = {};              ///< without the format
    unsigned jobs = 0;
    bool json_report = false;
    bool all = false;       ///< also feeds that are not due
    bool no_fetch = false;  ///< subscribe without looking
    bool repair = false;
    std::chrono::seconds wait{0};  ///< for another writer
    std::optional<std::string> query;
};

/// The commands of kbindex. `words` are the arguments after the command. They return the exit code
/// and throw UsageError, OutputError and kb::Error.
int run_add(Session& session, const IndexOptions& options, const std::vector<std::string>& words);
int run_parse(Session& session, const IndexOptions& options, const std::vector<std::string>& words);
int run_subscribe(Session& session, const IndexOptions& options,
                  const std::vector<std::string>& words);
int run_unsubscribe(Session& session, const IndexOptions& options,
                    const std::vector<std::string>& words);
int run_feeds(Session& session, const IndexOptions& options, const std::vector<std::string>& words);
int run_update(Session& session, const IndexOptions& options,
               const std::vector<std::string>& words);
int run_delete(Session& session, const IndexOptions& options,
               const std::vector<std::string>& words);
int run_export(Session& session, const IndexOptions& options,
               const std::vector<std::string>& words);
int run_check(Session& session, const IndexOptions& options, const std::vector<std::string>& words);
int run_compact(Session& session, const IndexOptions& options,
                const std::vector<std::string>& words);
int run_rebuild(Session& session, const IndexOptions& options,
                const std::vector<std::string>& words);
int run_backup(Session& session, const IndexOptions& options,
               const std::vector<std::string>& words);
int run_stats(Session& session, const IndexOptions& options, const std::vector<std::string>& words);

}  // namespace kb::tools
