#include "kb/searcher.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "arguments.hpp"
#include "bind.hpp"
#include "document_stream.hpp"
#include "signals.hpp"
#include "strings.hpp"
#include "times.hpp"

namespace kb::python {
namespace {

constexpr std::uint64_t most_results = 1'000'000'000;
constexpr std::uint64_t longest_snippet = 100'000;

/// A Searcher of Python. Streams may outlive it.
class SearcherHandle {
  public:
    explicit SearcherHandle(std::string path)
        : path_(std::move(path)), searcher_(without_gil([this] {
              return std::make_shared<const Searcher>(std::filesystem::path(path_));
          })) {}

    const std::string& path() const noexcept { return path_; }
    const std::shared_ptr<const Searcher>& searcher() const noexcept { return searcher_; }

  private:
    std::string path_;
    std::shared_ptr<const Searcher> searcher_;
};

constexpr std::uint64_t most_fragments = 100;
constexpr std::uint64_t most_suggestions = 1'000'000;

std::shared_ptr<Results> search(const SearcherHandle& handle, const py::str& query,
                                py::handle similar_to, py::handle limit, py::handle offset,
                                py::handle sort, py::handle match, py::handle facets,
                                py::handle snippet_length, py::handle fragments, bool collapse,
                                bool strict, bool explain, py::handle now) {
    SearchRequest request;
    request.query = to_utf8_lossy(query);
    if (!similar_to.is_none()) request.similar_to = to_utf8_lossy(similar_to.cast<py::str>());
    request.limit = to_count(limit, "limit", most_results);
    request.offset = to_count(offset, "offset", most_results);
    request.sort = to_sort(sort);
    request.match = to_match(match);
    request.facets = to_names(facets, "facets");
    request.snippet_length =
        static_cast<std::uint32_t>(to_count(snippet_length, "snippet_length", longest_snippet));
    request.snippet_fragments =
        static_cast<std::uint32_t>(to_count(fragments, "fragments", most_fragments));
    request.collapse = collapse;
    request.strict = strict;
    request.explain = explain;
    request.now = to_timestamp(now, "now");
    return without_gil(
        [&] { return std::make_shared<Results>(handle.searcher()->search(request)); });
}

py::list suggest(const SearcherHandle& handle, const py::str& beginning, py::handle limit) {
    const std::string text = to_utf8_lossy(beginning);
    const std::size_t most = to_count(limit, "limit", most_suggestions);
    const std::vector<std::string> suggestions =
        without_gil([&] { return handle.searcher()->suggest(text, most); });
    py::list list;
    for (const std::string& suggestion : suggestions)
        list.append(to_str(suggestion));
    return list;
}

std::optional<Document> stored_document(const SearcherHandle& handle, const py::str& id) {
    const std::string key = to_utf8_lossy(id);
    return without_gil([&] { return handle.searcher()->document(key); });
}

py::object document(const SearcherHandle& handle, const py::str& id) {
    std::optional<Document> found = stored_document(handle, id);
    if (!found) return py::none();
    return py::cast(std::make_shared<Document>(std::move(*found)));
}

/// Without stats(), which walks all terms.
std::uint64_t count_documents(const SearcherHandle& handle) {
    SearchRequest request;
    request.query = "*";
    request.limit = 0;
    request.collapse = false;
    return without_gil([&] { return handle.searcher()->search(request).total; });
}

py::object stats(const SearcherHandle& handle) {
    const IndexStats stats = without_gil([&] { return handle.searcher()->stats(); });
    py::dict kinds;
    for (const auto& [kind, count] : stats.kinds)
        kinds[to_str(to_string(kind))] = count;
    return py::module_::import("kb._records")
        .attr("Stats")(stats.documents, stats.terms, stats.bytes, to_datetime(stats.last_commit),
                       kinds);
}

std::shared_ptr<Document> next_document(DocumentStream& stream) {
    std::optional<Document> document = without_gil([&] { return stream.next(SignalPoll{}); });
    if (!document) throw py::stop_iteration();
    return std::make_shared<Document>(std::move(*document));
}

void bind_stream(py::module_& module) {
    py::class_<DocumentStream>(module, "DocumentIterator")
        .def("__iter__", [](py::object& self) { return self; })
        .def("__next__", &next_document);
}

}  // namespace

void bind_searcher(py::module_& module) {
    bind_stream(module);
    py::class_<SearcherHandle> searcher(
        module, "Searcher",
        "Reads an index. Every call sees one consistent commit, the newest at its start. May be "
        "shared between threads. Iterates over all documents in ascending order of id.");
    searcher.attr("__module__") = "kb";
    searcher
        .def(py::init(
                 [](py::handle path) { return std::make_unique<SearcherHandle>(to_path(path)); }),
             py::arg("path"))
        .def("search", &search, py::arg("query") = "", py::kw_only(),
             py::arg("similar_to") = py::none(), py::arg("limit") = 10, py::arg("offset") = 0,
             py::arg("sort") = "relevance", py::arg("match") = "any",
             py::arg("facets") = py::tuple(), py::arg("snippet_length") = 240,
             py::arg("fragments") = 1, py::arg("collapse") = true, py::arg("strict") = false,
             py::arg("explain") = false, py::arg("now") = py::none(),
             "Answers a query. Any text is a valid query: what looks like syntax but is not is "
             "searched as words, with a warning (with strict, an InvalidArgumentError).")
        .def("suggest", &suggest, py::arg("beginning"), py::arg("limit") = 10,
             "Completions of a query's beginning, best first: of its last word, then titles.")
        .def(
            "similar",
            [](const py::object& self, const py::str& id, const py::str& query,
               const py::kwargs& options) {
                return self.attr("search")(query, py::arg("similar_to") = id, **options);
            },
            py::arg("id"), py::arg("query") = "",
            "What resembles the document of that id, among what the query finds.")
        .def("document", &document, py::arg("id"), "The stored document of that id, or None.")
        .def("stats", &stats, "A kb.Stats.")
        .def_property_readonly("path",
                               [](const SearcherHandle& s) { return path_to_str(s.path()); })
        .def("__contains__", [](const SearcherHandle& s,
                                const py::str& id) { return stored_document(s, id).has_value(); })
        .def("__len__", &count_documents)
        .def("__iter__",
             [](const SearcherHandle& s) { return std::make_unique<DocumentStream>(s.searcher()); })
        .def("__repr__",
             [](const SearcherHandle& s) {
                 return py::str("kb.Searcher({!r})").format(path_to_str(s.path()));
             })
        .def(py::pickle([](const SearcherHandle& s) { return py::bytes(s.path()); },
                        [](const py::bytes& path) {
                            return std::make_unique<SearcherHandle>(std::string(path));
                        }));
}

}  // namespace kb::python
