// Bytes into documents: the readers.

#include <benchmark/benchmark.h>

#include <fstream>
#include <string>

#include "kb/reader.hpp"
#include "support/posts.hpp"

namespace {

using namespace kb;

std::string write_posts(const std::string& name, std::string (*format)(const Document&)) {
    const auto path = bench::scratch_directory() / name;
    std::ofstream file(path, std::ios::binary);
    for (const Document& document : bench::posts())
        file << format(document);
    return path.string();
}

std::string as_json_line(const Document& document) {
    return to_json(document) + "\n";
}

std::string as_river_entry(const Document& document) {
    return (document.title.empty() ? document.id : document.title) +
           "\n2\u00a0weeks, 3\u00a0days ago\n\n" + document.text +
           "\n\nPoints: 12\n\n# Comments: 3\n\n";
}

void read_all(benchmark::State& state, const std::string& path, const ReadOptions& options) {
    for ([[maybe_unused]] auto _ : state) {
        DocumentReader reader({path}, options);
        std::size_t documents = 0;
        while (reader.next())
            ++documents;
        if (documents != bench::posts().size()) state.SkipWithError("lost documents");
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(bench::posts().size()));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(std::filesystem::file_size(path)));
    state.counters["documents"] = static_cast<double>(bench::posts().size());
}

void parse_jsonl(benchmark::State& state) {
    read_all(state, write_posts("posts.jsonl", as_json_line), {.format = Format::jsonl});
}

/// The language is given, so that reading is measured and not language detection.
void parse_river(benchmark::State& state) {
    read_all(state, write_posts("river.txt", as_river_entry),
             {.format = Format::river, .lang = "en"});
}

void parse_river_detecting_language(benchmark::State& state) {
    read_all(state, write_posts("river.txt", as_river_entry), {.format = Format::river});
}

BENCHMARK(parse_jsonl)->Unit(benchmark::kMillisecond);
BENCHMARK(parse_river)->Unit(benchmark::kMillisecond);
BENCHMARK(parse_river_detecting_language)->Unit(benchmark::kMillisecond);

}  // namespace
