// What a search from Python costs over the same call in C++: the time of the call, less what the
// search itself says that it took. Then what it costs to look at all hits of a result.

#include <benchmark/benchmark.h>
#include <pybind11/embed.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
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

/// Requires that there are values.
double quantile(std::vector<double>& values, double share) {
    const auto place = values.begin() +
                       static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

/// Seconds that Python takes longer than the search in C++ says of itself; the counters are
/// microseconds.
void search_added(benchmark::State& state) {
    const Searcher searcher(index_path());
    const py::object search = python().function("search");
    const std::vector<std::string> queries = bench::queries("union");
    std::vector<double> added;
    std::vector<double> in_cpp;
    for (std::size_t next = 0; [[maybe_unused]] auto _ : state) {
        const std::string& query = queries[next++ % queries.size()];
        const py::str words(query);
        const auto start = Clock::now();
        const py::object results = search(words);
        const double took = microseconds(Clock::now() - start);
        const Results expected = searcher.search({.query = query});
        if (py::len(results) != expected.hits.size()) state.SkipWithError("other results");
        in_cpp.push_back(py::float_(results.attr("took_ms")).cast<double>() * 1000);
        added.push_back(took - in_cpp.back());
        state.SetIterationTime(added.back() / 1e6);
    }
    state.counters["documents"] = static_cast<double>(bench::posts().size());
    state.counters["cpp_median_us"] = quantile(in_cpp, 0.5);
    state.counters["added_median_us"] = quantile(added, 0.5);
    state.counters["added_p95_us"] = quantile(added, 0.95);
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
