// What a search from Python costs over the same call in C++, in one process: each query is asked
// both ways, one after the other, and the difference is the time of the benchmark. Then what it
// costs to look at all hits of a result.

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

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double microseconds(Clock::duration duration) {
    return std::chrono::duration<double, std::micro>(duration).count();
}

/// Seconds that Python takes longer; the counters are medians in microseconds.
void search_added(benchmark::State& state) {
    const Searcher searcher(index_path());
    const py::object search = python().function("search");
    const std::vector<std::string> queries = bench::queries("union");
    std::vector<double> in_cpp;
    std::vector<double> added;
    for (std::size_t next = 0; [[maybe_unused]] auto _ : state) {
        SearchRequest request;
        request.query = queries[next++ % queries.size()];
        const py::str query(request.query);
        const auto start = Clock::now();
        const Results expected = searcher.search(request);
        const auto between = Clock::now();
        const py::object results = search(query);
        const auto end = Clock::now();
        if (py::len(results) != expected.hits.size()) state.SkipWithError("other results");
        in_cpp.push_back(microseconds(between - start));
        added.push_back(microseconds(end - between) - in_cpp.back());
        state.SetIterationTime(std::max(added.back(), 0.0) / 1e6);
    }
    state.counters["documents"] = static_cast<double>(bench::posts().size());
    state.counters["cpp_us"] = median(in_cpp);
    state.counters["added_us"] = median(added);
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
