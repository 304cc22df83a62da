// What comes with results: completions, corrected spellings, more like this, snippets and
// explanations. Against what plain Xapian offers for it over the same posts: a walk through its
// terms, its spelling dictionary, ESet, MSet::snippet. KB_BENCH_INDEX names an index to ask instead
// of one of the posts; plain Xapian then stands aside.

#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "peers/xapian_index.hpp"
#include "support/posts.hpp"

namespace {

using namespace kb;

std::string given_index() {
    const char* path = ::getenv("KB_BENCH_INDEX");
    return path == nullptr ? std::string() : std::string(path);
}

const std::filesystem::path& kb_index() {
    static const std::filesystem::path path = [] {
        if (!given_index().empty()) return std::filesystem::path(given_index());
        const auto directory = bench::scratch_directory() / "kb";
        Index index(directory, Index::Mode::create);
        for (const Document& document : bench::posts())
            index.add(document);
        index.commit();
        return directory;
    }();
    return path;
}

const Xapian::Database& xapian_database() {
    static const Xapian::Database database = [] {
        const std::string directory = (bench::scratch_directory() / "xapian").string();
        bench::build_xapian_index(directory, bench::posts());
        Xapian::WritableDatabase writable(directory, Xapian::DB_OPEN);
        for (auto it = writable.allterms_begin(); it != writable.allterms_end(); ++it) {
            const std::string term = *it;  // what TermGenerator's FLAG_SPELLING gathers
            if (term.front() >= 'a' && term.front() <= 'z')
                writable.add_spelling(term, it.get_termfreq());
        }
        writable.commit();
        return Xapian::Database(directory);
    }();
    return database;
}

std::vector<std::string> words() {
    std::vector<std::string> words = bench::queries("common");
    for (std::string& word : words) {
        std::transform(word.begin(), word.end(), word.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
    }
    std::erase_if(words, [](const std::string& word) { return word.size() < 5; });
    return words;
}

std::vector<std::string> beginnings(std::size_t letters) {
    std::vector<std::string> beginnings;
    for (const std::string& word : words())
        beginnings.push_back(word.substr(0, letters));
    return beginnings;
}

/// The words with two letters in the middle swapped.
std::vector<std::string> misspelled() {
    std::vector<std::string> list = words();
    for (std::string& word : list)
        std::swap(word[word.size() / 2], word[word.size() / 2 + 1]);
    return list;
}

/// Runs `ask` on one input after the other; each says how much it found.
template <typename Ask>
void run(benchmark::State& state, const std::vector<std::string>& inputs, const Ask& ask) {
    std::size_t found = 0;
    for (const std::string& input : inputs)  // also warms the caches
        found += ask(input);
    if (found == 0) return state.SkipWithError("nothing found");
    std::size_t next = 0;
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(ask(inputs[next++ % inputs.size()]));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
    state.counters["found"] = static_cast<double>(found) / static_cast<double>(inputs.size());
}

void suggest_kb(benchmark::State& state) {
    const Searcher searcher(kb_index());
    run(state, beginnings(static_cast<std::size_t>(state.range(0))),
        [&](const std::string& text) { return searcher.suggest(text, 10).size(); });
}

void suggest_xapian(benchmark::State& state) {
    const Xapian::Database& database = xapian_database();
    run(state, beginnings(static_cast<std::size_t>(state.range(0))), [&](const std::string& text) {
        std::vector<std::pair<Xapian::doccount, std::string>> found;
        for (auto it = database.allterms_begin(text); it != database.allterms_end(text); ++it)
            found.emplace_back(it.get_termfreq(), *it);
        const std::size_t count = std::min<std::size_t>(10, found.size());
        std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count),
                          found.end(), std::greater<>());
        return count;
    });
}

SearchRequest bare(const std::string& query) {
    SearchRequest request;
    request.query = query;
    request.limit = 0;
    request.snippet_length = 0;
    return request;
}

void did_you_mean_kb(benchmark::State& state) {
    const Searcher searcher(kb_index());
    run(state, misspelled(), [&](const std::string& word) {
        return static_cast<std::size_t>(searcher.search(bare(word)).did_you_mean.has_value());
    });
}

void did_you_mean_nothing_to_correct_kb(benchmark::State& state) {
    const Searcher searcher(kb_index());
    run(state, words(), [&](const std::string& word) {
        return static_cast<std::size_t>(searcher.search(bare(word)).total > 0);
    });
}

void did_you_mean_xapian(benchmark::State& state) {
    const Xapian::Database& database = xapian_database();
    run(state, misspelled(), [&](const std::string& word) {
        return database.get_spelling_suggestion(word).empty() ? std::size_t{0} : std::size_t{1};
    });
}

std::vector<std::string> some_ids() {
    std::vector<std::string> ids;
    const Searcher searcher(kb_index());
    for (const std::string& word : words()) {
        SearchRequest request = bare(word);
        request.limit = 1;
        for (const Hit& hit : searcher.search(request).hits)
            ids.push_back(hit.document.id);
    }
    return ids;
}

void similar_kb(benchmark::State& state) {
    const Searcher searcher(kb_index());
    run(state, some_ids(), [&](const std::string& id) {
        SearchRequest request = bare({});
        request.limit = 10;
        request.similar_to = id;
        return searcher.search(request).hits.size();
    });
}

void similar_xapian(benchmark::State& state) {
    const Xapian::Database& database = xapian_database();
    run(state, some_ids(), [&](const std::string& id) {
        Xapian::RSet like;
        like.add_document(*database.postlist_begin("Q" + id));
        Xapian::Enquire enquire(database);
        enquire.set_query(Xapian::Query(std::string()));
        const Xapian::ESet terms = enquire.get_eset(30, like);
        enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
        return static_cast<std::size_t>(enquire.get_mset(0, 10).size());
    });
}

void hits_kb(benchmark::State& state, std::uint32_t length, std::uint32_t fragments, bool explain) {
    const Searcher searcher(kb_index());
    run(state, bench::queries("union"), [&](const std::string& query) {
        SearchRequest request;
        request.query = query;
        request.snippet_length = length;
        request.snippet_fragments = fragments;
        request.explain = explain;
        return searcher.search(request).hits.size();
    });
}

void hits_xapian(benchmark::State& state, bool snippets) {
    const Xapian::Database& database = xapian_database();
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("en"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    run(state, bench::queries("union"), [&](const std::string& query) {
        Xapian::Enquire enquire(database);
        enquire.set_query(parser.parse_query(query));
        const Xapian::MSet hits = enquire.get_mset(0, 10);
        for (auto it = hits.begin(); it != hits.end(); ++it) {
            const std::string text = document_from_json(it.get_document().get_data()).text;
            if (snippets) benchmark::DoNotOptimize(hits.snippet(text, 240, Xapian::Stem("en")));
        }
        return static_cast<std::size_t>(hits.size());
    });
}

const bool registered = [] {
    const auto add = [](const std::string& name, auto... arguments) {
        return benchmark::RegisterBenchmark(name.c_str(), arguments...)
            ->Unit(benchmark::kMicrosecond);
    };
    add("suggest_kb", suggest_kb)->DenseRange(1, 4);
    add("did_you_mean_kb", did_you_mean_kb);
    add("did_you_mean_nothing_to_correct_kb", did_you_mean_nothing_to_correct_kb);
    add("similar_kb", similar_kb);
    add("ten_hits_kb", hits_kb, 0U, 1U, false);
    add("ten_hits_kb_with_snippets", hits_kb, 240U, 1U, false);
    add("ten_hits_kb_with_3_fragments", hits_kb, 240U, 3U, false);
    add("ten_hits_kb_explained", hits_kb, 0U, 1U, true);
    if (!given_index().empty()) return true;
    add("suggest_xapian", suggest_xapian)->DenseRange(1, 4);
    add("did_you_mean_xapian", did_you_mean_xapian);
    add("similar_xapian", similar_xapian);
    add("ten_hits_xapian", hits_xapian, false);
    add("ten_hits_xapian_with_snippets", hits_xapian, true);
    return true;
}();

}  // namespace
