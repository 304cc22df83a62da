// What a search from Python costs over the same call in C++, in one process: each query is asked
// both ways, one after the other, now the one first and now the other, since the second finds warm
// caches; the difference is the time of the benchmark. Then what it costs to look at all hits of a
// result.

#include <benchmark/benchmark.h>
#include <pybind11/embed.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "kb/index.hpp"
#include "kb/searcher.hpp"
#include "support/posts.hpp"

namespace {

namespace py = pybind11;
using namespace kb;
using Clock = std::chrono::steady_clock;

constexpr const char* functions = R"(
import sys
sys.path.insert(0, package)
import kb

searcher = kb.Searcher(index)

def search(query):
    return searcher.search(query, limit=10)

def look_at(results):
    for hit in results:
        hit.id, hit.title, hit.url, hit.score, hit.published, hit.snippet, hit.highlights
)";

/// The interpreter, and the functions above.
class Python {
  public:
    explicit Python(const std::string& index) {
        scope_["package"] = KB_PYTHON_DIR;
        scope_["index"] = index;
        py::exec(functions, scope_);
    }
    py::object function(const char* name) const { return scope_[name]; }

  private:
    py::scoped_interpreter interpreter_;
    py::dict scope_ = py::module_::import("__main__").attr("__dict__");
};

const std::string& index_path() {
    static const std::string path = [] {
        const auto directory = bench::scratch_directory() / "kb";
        Index index(directory, Index::Mode::create);
        for (const Document& document : bench::posts())
            index.add(document);
        index.commit();
        return directory.string();
    }();
    return path;
}

const Python& python() {
    static const Python python(index_path());
    return python;
}

double microseconds(Clock::duration duration) {
    return std::chrono::duration<double, std::micro>(duration).count();
}

template <typename Work>
double time_of(const Work& work) {
    const auto start = Clock::now();
    work();
    return microseconds(Clock::now() - start);
}

/// Seconds that Python takes longer; the counters are means in microseconds.
void search_added(benchmark::State& state) {
    const Searcher searcher(index_path());
    const py::object search = python().function("search");
    const std::vector<std::string> queries = bench::queries("union");
    double in_cpp = 0;
    double in_python = 0;
    for (std::size_t next = 0; [[maybe_unused]] auto _ : state) {
        const bool cpp_first = (next + next / queries.size()) % 2 == 0;
        SearchRequest request;
        request.query = queries[next++ % queries.size()];
        const py::str query(request.query);
        Results expected;
        py::object results;
        const auto ask_cpp = [&] { expected = searcher.search(request); };
        const auto ask_python = [&] { results = search(query); };
        double cpp = cpp_first ? time_of(ask_cpp) : 0;
        const double python_time = time_of(ask_python);
        if (!cpp_first) cpp = time_of(ask_cpp);
        if (py::len(results) != expected.hits.size()) state.SkipWithError("other results");
        in_cpp += cpp;
        in_python += python_time;
        state.SetIterationTime(std::max(python_time - cpp, 0.0) / 1e6);
    }
    const auto rounds = static_cast<double>(state.iterations());
    state.counters["documents"] = static_cast<double>(bench::posts().size());
    state.counters["cpp_us"] = in_cpp / rounds;
    state.counters["added_us"] = (in_python - in_cpp) / rounds;
}

void look_at_ten_hits(benchmark::State& state) {
    const py::object results = python().function("search")(bench::queries("union").front());
    const py::object look_at = python().function("look_at");
    if (py::len(results) != 10) state.SkipWithError("not ten hits");
    for ([[maybe_unused]] auto _ : state)
        look_at(results);
}

BENCHMARK(search_added)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(look_at_ten_hits)->Unit(benchmark::kMicrosecond);

}  // namespace
