#include "kb/searcher.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "arguments.hpp"
#include "bind.hpp"
#include "docs.hpp"
#include "document_stream.hpp"
#include "owner_process.hpp"
#include "records.hpp"
#include "searcher_handle.hpp"
#include "signals.hpp"
#include "strings.hpp"
#include "subscriptions.hpp"
#include "times.hpp"

namespace kb::python {
namespace {

constexpr std::uint64_t most_results = 1'000'000'000;
constexpr std::uint64_t longest_snippet = 100'000;

constexpr std::uint64_t most_fragments = 100;
constexpr std::uint64_t most_suggestions = 1'000'000;

std::shared_ptr<Results> search(const SearcherHandle& handle, const py::str& query,
                                py::handle limit, py::handle offset, py::handle sort,
                                py::handle match, py::handle profile, py::handle facets,
                                py::handle snippet_length, py::handle fragments, bool collapse,
                                bool explain, py::handle similar, py::handle timeout, bool strict,
                                py::handle now) {
    SearchRequest request;
    request.query = to_utf8_lossy(query);
    request.limit = to_count(limit, "limit", most_results);
    request.offset = to_count(offset, "offset", most_results);
    request.sort = to_sort(sort);
    request.match = to_match(match);
    request.profile = to_profile(profile);
    request.facets = to_names(facets, "facets");
    request.snippet_length =
        static_cast<std::uint32_t>(to_count(snippet_length, "snippet_length", longest_snippet));
    request.snippet_fragments =
        static_cast<std::uint32_t>(to_count(fragments, "fragments", most_fragments));
    request.collapse = collapse;
    request.explain = explain;
    if (!similar.is_none()) request.similar_to = to_utf8_lossy(similar.cast<py::str>());
    request.timeout = to_milliseconds(timeout, "timeout");
    request.strict = strict;
    request.now = to_timestamp(now, "now");
    return std::make_shared<Results>(search_interruptibly(handle, std::move(request)));
}

py::list suggest(const SearcherHandle& handle, const py::str& beginning, py::handle limit) {
    const std::string text = to_utf8_lossy(beginning);
    const std::size_t most = to_count(limit, "limit", most_suggestions);
    const auto searcher = handle.searcher();
    return text_list(without_gil([&] { return searcher->suggest(text, most); }));
}

std::optional<Document> stored_document(const SearcherHandle& handle, const py::str& id) {
    const std::string key = to_utf8_lossy(id);
    const auto searcher = handle.searcher();
    return without_gil([&] { return searcher->document(key); });
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
    return search_interruptibly(handle, std::move(request)).total;
}

py::object stats(const SearcherHandle& handle) {
    const auto searcher = handle.searcher();
    const IndexStats stats = without_gil([&] { return searcher->stats(); });
    py::dict kinds;
    for (const auto& [kind, count] : stats.kinds)
        kinds[to_str(to_string(kind))] = count;
    return record_class("Stats")(stats.documents, stats.terms, stats.bytes,
                                 to_datetime(stats.last_commit), kinds, text_list(stats.warnings));
}

/// What iterating over a Searcher returns.
class DocumentIterator {
  public:
    explicit DocumentIterator(std::shared_ptr<const Searcher> searcher)
        : stream_(std::make_unique<DocumentStream>(std::move(searcher))) {}
    ~DocumentIterator() {
        const py::gil_scoped_release release;
        // The thread that reads is the parent's.
        if (!owner_.here()) stream_.release();
        stream_.reset();
    }
    DocumentIterator(const DocumentIterator&) = delete;
    DocumentIterator& operator=(const DocumentIterator&) = delete;

    std::shared_ptr<Document> next() {
        owner_.require("the iterator");
        std::optional<Document> document =
            without_gil([this] { return stream_->next(SignalPoll{}); });
        if (!document) throw py::stop_iteration();
        return std::make_shared<Document>(std::move(*document));
    }

  private:
    OwnerProcess owner_;
    std::unique_ptr<DocumentStream> stream_;
};

void bind_iterator(py::module_& module) {
    py::class_<DocumentIterator> iterator(module, "DocumentIterator", doc("DocumentIterator"));
    iterator.def("__iter__", [](py::object& self) { return self; })
        .def("__next__", &DocumentIterator::next);
}

}  // namespace

void bind_searcher(py::module_& module) {
    bind_iterator(module);
    py::class_<SearcherHandle, std::shared_ptr<SearcherHandle>> type(module, "Searcher",
                                                                     doc("Searcher"));
    type.attr("__module__") = "kb";
    type.def(py::init(
                 [](py::handle path) { return std::make_shared<SearcherHandle>(to_path(path)); }),
             py::arg("path"), doc("Searcher.__init__"))
        .def("search", &search, py::arg("query") = "", py::kw_only(), py::arg("limit") = 10,
             py::arg("offset") = 0, py::arg("sort") = "relevance", py::arg("match") = "any",
             py::arg("profile") = "default", py::arg("facets") = py::tuple(),
             py::arg("snippet_length") = 240, py::arg("fragments") = 1, py::arg("collapse") = true,
             py::arg("explain") = false, py::arg("similar") = py::none(), py::arg("timeout") = 0,
             py::arg("strict") = false, py::arg("now") = py::none(), doc("Searcher.search"))
        .def("suggest", &suggest, py::arg("beginning"), py::arg("limit") = 10,
             doc("Searcher.suggest"))
        .def(
            "similar",
            [](const py::object& self, const py::str& id, const py::str& query,
               const py::kwargs& options) {
                return self.attr("search")(query, py::arg("similar") = id, **options);
            },
            py::arg("id"), py::arg("query") = "", doc("Searcher.similar"))
        .def(
            "count",
            [](const py::object& self, const py::str& query, const py::kwargs& options) {
                const py::object results = self.attr("search")(
                    query, py::arg("limit") = 0, py::arg("snippet_length") = 0, **options);
                return py::object(results.attr("total"));
            },
            py::arg("query") = "", doc("Searcher.count"))
        .def(
            "feeds",
            [](const SearcherHandle& s) {
                const auto searcher = s.searcher();
                return to_records(without_gil([&] { return searcher->subscriptions(); }));
            },
            doc("Searcher.feeds"))
        .def("document", &document, py::arg("id"), doc("Searcher.document"))
        .def("stats", &stats, doc("Searcher.stats"))
        .def_property_readonly("path",
                               [](const SearcherHandle& s) { return path_to_str(s.path()); })
        .def("close", &SearcherHandle::close, doc("Searcher.close"))
        .def_property_readonly("closed", &SearcherHandle::closed)
        .def("__enter__", [](py::object& self) { return self; })
        .def("__exit__", [](SearcherHandle& s, const py::object&, const py::object&,
                            const py::object&) { s.close(); })
        .def("__contains__", [](const SearcherHandle& s,
                                const py::str& id) { return stored_document(s, id).has_value(); })
        .def("__len__", &count_documents)
        .def("__iter__",
             [](const SearcherHandle& s) {
                 return std::make_unique<DocumentIterator>(s.searcher());
             })
        .def("__repr__",
             [](const SearcherHandle& s) {
                 return py::str("kb.Searcher({!r}{})")
                     .format(path_to_str(s.path()), s.closed() ? ", closed" : "");
             })
        .def(py::pickle([](const SearcherHandle& s) { return py::bytes(s.path()); },
                        [](const py::bytes& path) {
                            return std::make_shared<SearcherHandle>(std::string(path));
                        }));
}

}  // namespace kb::python
