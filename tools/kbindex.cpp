#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "commands/commands.hpp"
#include "common/allocator.hpp"
#include "common/exit_code.hpp"
#include "common/index_values.hpp"
#include "common/option_parser.hpp"
#include "common/option_values.hpp"
#include "common/program.hpp"
#include "kb/version.hpp"

namespace kb::tools {
namespace {

constexpr std::array<std::string_view, 8> kinds = {"post",      "thread",     "readme",  "release",
                                                   "statement", "newsletter", "episode", "article"};

constexpr std::array<std::string_view, 1> report_formats = {"json"};

constexpr OptionSpec as_of_spec = {"as-of", '\0', "DATE",
                                   "what \"2 days ago\" counts back from: 2023-11-29 or\n"
                                   "2023-11-29T14:05:00Z (default: the file's time)"};
constexpr OptionSpec format_spec = {"format",
                                    '\0',
                                    "F",
                                    "auto, river, feed, opml, markdown, html, text or\n"
                                    "jsonl (default: auto, by content, then by name)",
                                    ValueSource::words,
                                    input_formats};
constexpr OptionSpec kind_spec = {"kind",
                                  '\0',
                                  "K",
                                  "post, thread, readme, release, statement,\n"
                                  "newsletter, episode or article, for every document",
                                  ValueSource::words,
                                  kinds};
constexpr OptionSpec lang_spec = {"lang", '\0', "L", "language of every document, as in en or de"};
constexpr OptionSpec source_spec = {"source", '\0', "S", "source of every document",
                                    ValueSource::source};
constexpr OptionSpec jobs_spec = {"jobs", '\0', "N", "threads (default: one a processor)"};
constexpr OptionSpec report_spec = {
    "report", '\0', "json", "print the result as JSON", ValueSource::words, report_formats};
constexpr OptionSpec allow_private_spec = {"allow-private", '\0', "",
                                           "fetch from private networks, too"};
constexpr OptionSpec timeout_spec = {"timeout", '\0', "SECONDS", "for one fetch (default: 60)"};
constexpr OptionSpec proxy_spec = {"proxy", '\0', "URL", "fetch through this proxy"};
constexpr OptionSpec no_fetch_spec = {"no-fetch", '\0', "", "subscribe without looking at the URL"};
constexpr OptionSpec all_spec = {"all", '\0', "", "also feeds that are not due yet, or gone"};
constexpr OptionSpec feeds_format_spec = {
    "format", '\0', "F", "text, json or opml (default: text)", ValueSource::words, feeds_formats};
constexpr OptionSpec query_spec = {"query", '\0', "Q", "delete everything that this query finds",
                                   ValueSource::query};
constexpr OptionSpec wait_spec = {"wait", '\0', "SECONDS",
                                  "for another writer to finish (default: 0)"};
constexpr OptionSpec repair_spec = {"repair", '\0', "",
                                    "save all that can be read into a new index"};
constexpr OptionSpec report_format_spec = {
    "format", '\0', "F", "text or json (default: text)", ValueSource::words, stats_formats};

constexpr std::array add_specs = {format_spec,  source_spec, kind_spec,   lang_spec,
                                  as_of_spec,   jobs_spec,   report_spec, allow_private_spec,
                                  timeout_spec, proxy_spec,  wait_spec};
constexpr std::array subscribe_specs = {no_fetch_spec, allow_private_spec, timeout_spec, proxy_spec,
                                        wait_spec};
constexpr std::array unsubscribe_specs = {wait_spec};
constexpr std::array feeds_specs = {feeds_format_spec};
constexpr std::array update_specs = {jobs_spec,    all_spec,   report_spec, allow_private_spec,
                                     timeout_spec, proxy_spec, wait_spec};
constexpr std::array delete_specs = {query_spec, wait_spec};
constexpr std::array stats_specs = {report_format_spec};
constexpr std::array check_specs = {repair_spec, jobs_spec, wait_spec};
constexpr std::array compact_specs = {wait_spec};
constexpr std::array rebuild_specs = {jobs_spec, wait_spec};
constexpr std::array backup_specs = {wait_spec};

struct Command {
    std::string_view name;
    std::string_view arguments;
    std::string_view summary;
    std::span<const OptionSpec> options;
    int (*run)(Session&, const IndexOptions&, const std::vector<std::string>&);
    std::string_view details;
};

constexpr std::array commands = {
    Command{"add", "INPUT...", "read, normalise, index and commit", add_specs, run_add,
            R"(An INPUT is a file, a directory (searched recursively, hidden files skipped), an
http(s) URL or - for standard input. A document whose id the index holds already
is replaced if anything in it changed. The index is made if there is none.

Examples:
  kbindex add river.txt --as-of 2023-11-29
  kbindex add posts/ notes.jsonl
  kbindex parse river.txt | grep -v spam | kbindex add -
  kbindex add --kind newsletter --source "Data Weekly" issues/
  kbindex --db /srv/kb add posts.jsonl --report json

Exit status: 0 all well; 1 some inputs failed, the rest is indexed; 2 usage
error, or nothing could be done. Ctrl-C keeps what was added so far.
)"},
    Command{"parse", "INPUT...", "show the normalised documents as JSON Lines", add_specs,
            run_parse,
            R"(Reads as add does, writes one JSON object a line to standard output, and touches
no index.

Examples:
  kbindex parse river.txt --as-of 2023-11-29
  kbindex parse posts/ | jq -r .title
  kbindex parse - --format river < river.txt > posts.jsonl
)"},
    Command{"subscribe", "URL|OPML...", "collect feeds", subscribe_specs, run_subscribe,
            R"(A URL is fetched once, to see whether it is a feed, or a page that names its
feeds (the first is taken, the others are shown). An OPML file (- for standard
input) is taken as it is; its folders become tags. Subscribing again changes
nothing but what the list says anew. The command update fetches.

Examples:
  kbindex subscribe https://example.org/feed.xml
  kbindex subscribe https://example.org/blog/
  kbindex subscribe feeds.opml
  kbindex --db other feeds --format opml | kbindex subscribe -

Exit status: 0 all well; 1 some failed; 2 usage error, or all failed.
)"},
    Command{"unsubscribe", "URL...", "collect feeds no longer", unsubscribe_specs, run_unsubscribe,
            R"(The documents that came from them stay.

Examples:
  kbindex unsubscribe https://example.org/feed.xml
  kbindex delete --query 'source:"Old Feed"'
)"},
    Command{"feeds", "", "show what is collected, and how it goes", feeds_specs, run_feeds,
            R"(A feed is ok, new (never fetched), failing (the last error and the time of the
next try follow), or gone (it said so, and is fetched no more).

Examples:
  kbindex feeds
  kbindex feeds --format json | jq -r '.[] | select(.errors > 0) | .url'
  kbindex feeds --format opml > feeds.opml
)"},
    Command{"update", "", "fetch the feeds and add what is new", update_specs, run_update,
            R"(Asks every feed whether it has changed, one at a time from each host. Feeds that
failed wait twice as long each time, or as long as their server says; --all asks
all the same. A changed item replaces the old one and keeps its first date; an
item that left its feed stays.

Examples:
  kbindex update
  kbindex update -q --report json

Exit status: 0 all well; 1 some feeds failed, the rest is indexed; 2 usage
error, or all failed. Ctrl-C keeps what was added so far.
)"},
    Command{"delete", "ID... | --query Q", "remove documents", delete_specs, run_delete,
            R"(Examples:
  kbindex delete https://example.org/post
  kbindex delete -- -an-id-that-begins-with-a-dash
  kbindex delete --query 'source:"Old Feed" before:2020'

A query that kbsearch would answer with a warning is refused. Exit status: 0 all
deleted; 1 some ids do not exist; 2 usage error, or no id exists.
)"},
    Command{"export",
            "",
            "write all documents as JSON Lines, by id",
            {},
            run_export,
            R"(Examples:
  kbindex export > posts.jsonl
  kbindex export | kbindex --db copy add -
)"},
    Command{"stats", "", "show what the index holds", stats_specs, run_stats,
            R"(Examples:
  kbindex stats
  kbindex stats --format json | jq .documents
)"},
    Command{"check", "", "look through the whole index for damage", check_specs, run_check,
            R"(Looks through all tables, and for every document whether it can be read and is
found by its id. Changes nothing, unless --repair is given and there is damage:
then every document that can still be read is analysed into a new index, which
takes the damaged one's place. The damaged one is kept in a directory beside it,
named in the report, until you remove it; there must be room for both.

Exit status: 0 sound, or repaired without loss; 1 problems, each a line, or with
--repair a loss; 2 there is nothing to check.

Examples:
  kbindex check
  kbindex check --repair
)"},
    Command{"compact", "", "give back the space that updates left", compact_specs, run_compact,
            R"(Writes the index anew without gaps; needs room for a second copy meanwhile.
Searches go on. Interrupted or failed, it leaves the index as it was.
)"},
    Command{"rebuild", "", "analyse every stored document again", rebuild_specs, run_rebuild,
            R"(For an index that an older kb wrote, or when words are cut or stemmed in a
better way than they were; needs room for a second index meanwhile. Searches go
on. Interrupted or failed, it leaves the index as it was.
)"},
    Command{"backup", "DIR", "copy the index, as it is now", backup_specs, run_backup,
            R"(Copies one whole commit into DIR, which must not exist or be empty, and looks
through the copy for damage. Searches and a writer go on meanwhile. The copy is
an index like any other: search it with --db DIR, or put it in the place of a
lost one.

Examples:
  kbindex backup /media/backups/posts-2024-05-01
  kbindex --db /media/backups/posts-2024-05-01 stats
)"},
};

/// Every option that any command knows, once: the command may stand anywhere.
std::vector<OptionSpec> all_options() {
    std::vector<OptionSpec> all(common_option_specs.begin(), common_option_specs.end());
    for (const Command& command : commands) {
        for (const OptionSpec& spec : command.options) {
            const auto same_name = [&](const OptionSpec& other) { return other.name == spec.name; };
            if (std::none_of(all.begin(), all.end(), same_name)) all.push_back(spec);
        }
    }
    return all;
}

/// Takes an option that says how to fetch; false if it is not one.
bool apply_fetch_option(IndexOptions& options, const GivenOption& option) {
    constexpr std::uint64_t most_seconds = 86'400;
    FetchOptions& fetch = options.read.fetch;
    if (option.name == "allow-private") {
        fetch.allow_private = true;
    } else if (option.name == "timeout") {
        const auto seconds = parse_count("timeout", option.value, most_seconds);
        fetch.total_timeout = std::chrono::seconds{std::max<std::uint64_t>(seconds, 1)};
        fetch.connect_timeout = std::min(fetch.connect_timeout, fetch.total_timeout);
    } else if (option.name == "proxy") {
        fetch.proxy = option.value;
    } else {
        return false;
    }
    return true;
}

void apply_option(IndexOptions& options, const GivenOption& option) {
    constexpr std::uint64_t most_jobs = 1024;
    constexpr std::uint64_t most_seconds = 10'000'000;
    if (apply_common_option(options, option) || apply_fetch_option(options, option)) return;
    if (option.name == "format") options.format = option.value;
    if (option.name == "source") options.read.source = option.value;
    if (option.name == "kind") {
        options.read.kind = parse_kind(kinds[parse_choice("kind", option.value, kinds)]);
    }
    if (option.name == "lang") options.read.lang = parse_language("lang", option.value);
    if (option.name == "as-of") options.read.as_of = parse_date("as-of", option.value);
    if (option.name == "jobs") {
        options.jobs = static_cast<unsigned>(parse_count("jobs", option.value, most_jobs));
    }
    if (option.name == "report") {
        parse_choice("report", option.value, report_formats);
        options.json_report = true;
    }
    if (option.name == "wait") {
        options.wait = std::chrono::seconds{parse_count("wait", option.value, most_seconds)};
    }
    if (option.name == "repair") options.repair = true;
    if (option.name == "all") options.all = true;
    if (option.name == "no-fetch") options.no_fetch = true;
    if (option.name == "query") options.query = option.value;
}

bool takes(const Command& command, const GivenOption& option) {
    const auto is_it = [&](const OptionSpec& spec) { return spec.name == option.name; };
    return std::any_of(command.options.begin(), command.options.end(), is_it) ||
           std::any_of(common_option_specs.begin(), common_option_specs.end(), is_it);
}

const Command& find_command(std::string_view name) {
    for (const Command& command : commands) {
        if (command.name == name) return command;
    }
    throw UsageError("unknown command '" + std::string(name) + "'");
}

std::string program_help() {
    std::string help =
        "kbindex - keep a full-text index of collected posts\n\n"
        "Usage: kbindex [OPTIONS] COMMAND [ARGUMENTS]\n\nCommands:\n";
    for (const Command& command : commands) {
        std::string name = "  " + std::string(command.name);
        name.resize(28, ' ');
        help.append(name).append(command.summary).append("\n");
    }
    help += "\nOptions of all commands:\n" + option_list(common_option_specs);
    help += R"(
Examples:
  kbindex add river.txt --as-of 2023-11-29
  kbindex stats
  kbsearch async orm
  kbindex backup posts-2024-05-01

kbindex COMMAND --help tells more. Options may stand anywhere; -- ends them.
)";
    return help;
}

std::string command_help(const Command& command) {
    std::string help =
        "kbindex " + std::string(command.name) + " - " + std::string(command.summary);
    help += "\n\nUsage: kbindex " + std::string(command.name) + " [OPTIONS]";
    if (!command.arguments.empty()) help.append(" ").append(command.arguments);
    help += "\n\n";
    if (!command.options.empty()) help += "Options:\n" + option_list(command.options) + "\n";
    help += "Options of all commands:\n" + option_list(common_option_specs) + "\n";
    return help.append(command.details);
}

/// What the words after a command may be.
ValueSource argument_source(std::string_view command) {
    if (command == "add" || command == "parse" || command == "subscribe") return ValueSource::file;
    if (command == "delete") return ValueSource::id;
    if (command == "unsubscribe") return ValueSource::feed;
    return ValueSource::none;
}

Completions complete_command_name(std::string_view beginning) {
    Completions completions;
    for (const Command& command : commands) {
        if (command.name.starts_with(beginning)) {
            completions.candidates.push_back(
                {std::string(command.name), std::string(command.summary)});
        }
    }
    return completions;
}

/// The options that a command takes; without one, those of all.
std::vector<OptionSpec> options_of(std::string_view name) {
    std::vector<OptionSpec> specs;
    for (const Command& command : commands) {
        if (command.name == name) specs.assign(command.options.begin(), command.options.end());
    }
    specs.insert(specs.end(), common_option_specs.begin(), common_option_specs.end());
    return specs;
}

/// What completes the last of these words of a command line.
Completions complete(const std::vector<std::string>& words) {
    const std::vector<OptionSpec> all = all_options();
    const CursorPlace anywhere = cursor_place(words, all);
    const std::string command = anywhere.arguments.empty() ? "" : anywhere.arguments.front();
    const std::vector<OptionSpec> specs = options_of(command);
    const CursorPlace place = cursor_place(words, specs);
    if (place.option != nullptr)
        return complete_value(place, place.option->values, place.option->words, values_of_index);
    if (place.option_name) return complete_option_name(place, specs);
    if (command.empty()) return complete_command_name(place.word);
    return complete_value(place, argument_source(command), {}, values_of_index);
}

int run_command(Session& session, const Command& command, const Arguments& arguments,
                const IndexOptions& options) {
    for (const GivenOption& option : arguments.options) {
        if (!takes(command, option)) {
            throw UsageError(std::string(command.name) + " has no option '--" + option.name + "'");
        }
    }
    return command.run(session, options, {arguments.words.begin() + 1, arguments.words.end()});
}

int run(Session& session, const std::vector<std::string>& tokens) {
    if (is_completion(tokens)) {
        session.out.write(completion_lines(complete({tokens.begin() + 1, tokens.end()})));
        return exit_code::ok;
    }
    const Arguments arguments = parse_arguments(tokens, all_options());
    IndexOptions options;
    for (const GivenOption& option : arguments.options)
        apply_option(options, option);
    session.messages.configure(options.color, options.verbosity);

    if (options.version) {
        session.out.write("kbindex " + std::string(version()) + "\n");
        return exit_code::ok;
    }
    if (arguments.words.empty()) {
        if (!options.help) throw UsageError("no command");
        session.out.write(program_help());
        return exit_code::ok;
    }
    const Command& command = find_command(arguments.words.front());
    if (options.help) {
        session.out.write(command_help(command));
        return exit_code::ok;
    }
    return run_command(session, command, arguments, options);
}

}  // namespace
}  // namespace kb::tools

int main(int argc, char** argv) {
    kb::tools::give_back_large_blocks();
    return kb::tools::run_program("kbindex", argc, argv, kb::tools::run);
}
