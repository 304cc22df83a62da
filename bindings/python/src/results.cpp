#include "kb/results.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bind.hpp"
#include "docs.hpp"
#include "document_fields.hpp"
#include "records.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

using SharedHit = std::shared_ptr<Hit>;
using SharedResults = std::shared_ptr<Results>;

py::list range_list(const std::vector<TextRange>& ranges) {
    py::list list;
    for (const TextRange range : ranges)
        list.append(py::make_tuple(range.begin, range.end));
    return list;
}

std::vector<TextRange> to_ranges(py::handle list) {
    std::vector<TextRange> ranges;
    for (const py::handle item : list) {
        const auto [begin, end] = item.cast<std::pair<std::uint32_t, std::uint32_t>>();
        ranges.push_back({begin, end});
    }
    return ranges;
}

py::dict highlights(const Hit& hit) {
    py::dict dict;
    dict["title"] = range_list(hit.title_highlights);
    dict["snippet"] = range_list(hit.snippet_highlights);
    return dict;
}

py::object to_record(const Explanation& explanation, const py::object& record) {
    py::list details;
    for (const Explanation& detail : explanation.details)
        details.append(to_record(detail, record));
    return record(explanation.value, to_str(explanation.description), details);
}

/// A kb.Explanation, or None.
py::object explanation(const Hit& hit) {
    if (!hit.explanation) return py::none();
    return to_record(*hit.explanation, record_class("Explanation"));
}

Explanation to_explanation(py::handle record) {
    Explanation explanation{record.attr("value").cast<double>(),
                            to_utf8(record.attr("description"), "description"),
                            {}};
    for (const py::handle detail : record.attr("details"))
        explanation.details.push_back(to_explanation(detail));
    return explanation;
}

bool equal(const Hit& a, const Hit& b) {
    return a.rank == b.rank && a.score == b.score && a.document == b.document &&
           a.snippet == b.snippet && a.title_highlights == b.title_highlights &&
           a.snippet_highlights == b.snippet_highlights && a.duplicates == b.duplicates &&
           a.explanation == b.explanation;
}

bool equal(const Facet& a, const Facet& b) {
    return a.field == b.field && a.values == b.values;
}

/// All but how long it took.
bool equal(const Results& a, const Results& b) {
    return a.query == b.query && a.parsed == b.parsed && a.total == b.total &&
           a.total_exact == b.total_exact && a.did_you_mean == b.did_you_mean &&
           a.warnings == b.warnings &&
           std::equal(a.hits.begin(), a.hits.end(), b.hits.begin(), b.hits.end(),
                      [](const Hit& x, const Hit& y) { return equal(x, y); }) &&
           std::equal(a.facets.begin(), a.facets.end(), b.facets.begin(), b.facets.end(),
                      [](const Facet& x, const Facet& y) { return equal(x, y); });
}

py::str hit_repr(const Hit& hit) {
    return py::str("<kb.Hit {}: {!r} ({:.2f})>")
        .format(hit.rank, to_str(hit.document.title.empty() ? hit.document.id : hit.document.title),
                hit.score);
}

py::tuple hit_state(const Hit& hit) {
    return py::make_tuple(hit.rank, hit.score, std::make_shared<Document>(hit.document),
                          to_str(hit.snippet), range_list(hit.title_highlights),
                          range_list(hit.snippet_highlights), hit.duplicates, explanation(hit));
}

SharedHit hit_from_state(const py::tuple& state) {
    auto hit = std::make_shared<Hit>();
    hit->rank = state[0].cast<std::uint64_t>();
    hit->score = state[1].cast<double>();
    hit->document = state[2].cast<const Document&>();
    hit->snippet = to_utf8(state[3], "snippet");
    hit->title_highlights = to_ranges(state[4]);
    hit->snippet_highlights = to_ranges(state[5]);
    hit->duplicates = state[6].cast<std::uint64_t>();
    if (!state[7].is_none()) hit->explanation = to_explanation(state[7]);
    return hit;
}

/// A hit keeps the results that it is part of alive.
SharedHit hit_at(const SharedResults& results, std::size_t i) {
    return {results, &results->hits[i]};
}

SharedHit hit_at_index(const SharedResults& results, std::ptrdiff_t i) {
    const std::ptrdiff_t size = std::ssize(results->hits);
    if (i < 0) i += size;
    if (i < 0 || i >= size) throw py::index_error("hit index out of range");
    return hit_at(results, static_cast<std::size_t>(i));
}

py::list hits_of_slice(const SharedResults& results, const py::slice& slice) {
    std::size_t start = 0;
    std::size_t stop = 0;
    std::size_t step = 0;
    std::size_t count = 0;
    if (!slice.compute(results->hits.size(), &start, &stop, &step, &count)) {
        throw py::error_already_set();
    }
    py::list list;
    for (; count > 0; --count, start += step)
        list.append(hit_at(results, start));
    return list;
}

py::list all_hits(const SharedResults& results) {
    py::list list;
    for (std::size_t i = 0; i < results->hits.size(); ++i)
        list.append(hit_at(results, i));
    return list;
}

py::object optional_text(const std::optional<std::string>& text) {
    if (!text) return py::none();
    return to_str(*text);
}

py::dict facets(const Results& results) {
    const py::object record = record_class("FacetValue");
    py::dict dict;
    for (const Facet& facet : results.facets) {
        py::list values;
        for (const FacetValue& value : facet.values)
            values.append(record(to_str(value.value), value.count));
        dict[to_str(facet.field)] = values;
    }
    return dict;
}

std::vector<Facet> to_facets(const py::dict& dict) {
    std::vector<Facet> list;
    for (const auto& [field, values] : dict) {
        Facet facet{to_utf8(field, "facet"), {}};
        for (const py::handle value : values) {
            facet.values.push_back(
                {to_utf8(value.attr("value"), "facet"), value.attr("count").cast<std::uint64_t>()});
        }
        list.push_back(std::move(facet));
    }
    return list;
}

py::tuple results_state(const SharedResults& results) {
    return py::make_tuple(to_str(results->query), to_str(results->parsed), results->total,
                          results->total_exact, results->took.count(),
                          optional_text(results->did_you_mean), text_list(results->warnings),
                          all_hits(results), facets(*results));
}

SharedResults results_from_state(const py::tuple& state) {
    auto results = std::make_shared<Results>();
    results->query = to_utf8(state[0], "query");
    results->parsed = to_utf8(state[1], "parsed");
    results->total = state[2].cast<std::uint64_t>();
    results->total_exact = state[3].cast<bool>();
    results->took = std::chrono::microseconds(state[4].cast<std::int64_t>());
    if (!state[5].is_none()) results->did_you_mean = to_utf8(state[5], "did_you_mean");
    for (const py::handle warning : state[6])
        results->warnings.push_back(to_utf8(warning, "warning"));
    for (const py::handle hit : state[7])
        results->hits.push_back(hit.cast<const Hit&>());
    results->facets = to_facets(state[8]);
    return results;
}

py::str results_repr(const Results& results) {
    return py::str("<kb.Results {!r}: {} of {}>")
        .format(to_str(results.query), results.hits.size(), results.total);
}

/// What a notebook shows.
py::object in_html(const char* function, const py::object& self) {
    return py::module_::import("kb._html").attr(function)(self);
}

void bind_hit(py::module_& module) {
    py::class_<Hit, SharedHit> hit(module, "Hit", doc("Hit"));
    hit.attr("__module__") = "kb";
    for (const DocumentField& field : document_fields()) {
        if (std::string_view(field.name) == "text") continue;
        hit.def_property_readonly(
            field.name, [&field](const Hit& h) { return field.get(h.document); },
            field.description);
    }
    hit.def_property_readonly(
           "rank", [](const Hit& h) { return h.rank; }, doc("Hit.rank"))
        .def_property_readonly(
            "score", [](const Hit& h) { return h.score; }, doc("Hit.score"))
        .def_property_readonly(
            "snippet", [](const Hit& h) { return to_str(h.snippet); }, doc("Hit.snippet"))
        .def_property_readonly("highlights", &highlights, doc("Hit.highlights"))
        .def_property_readonly(
            "duplicates", [](const Hit& h) { return h.duplicates; }, doc("Hit.duplicates"))
        .def_property_readonly("explanation", &explanation, doc("Hit.explanation"))
        .def_property_readonly(
            "document", [](const Hit& h) { return std::make_shared<Document>(h.document); },
            doc("Hit.document"))
        .def(
            "to_json", [](const Hit& h) { return to_str(to_json(h)); }, doc("Hit.to_json"))
        .def("__eq__",
             [](const Hit& h, py::handle other) -> py::object {
                 if (py::isinstance<Hit>(other)) {
                     return py::bool_(equal(h, other.cast<const Hit&>()));
                 }
                 return py::reinterpret_borrow<py::object>(Py_NotImplemented);
             })
        .def("__repr__", &hit_repr)
        .def("_repr_html_", [](const py::object& self) { return in_html("hit_html", self); })
        .def(py::pickle(&hit_state, &hit_from_state));
}

}  // namespace

void bind_results(py::module_& module) {
    bind_hit(module);
    py::class_<Results, SharedResults> results(module, "Results", doc("Results"));
    results.attr("__module__") = "kb";
    results
        .def_property_readonly(
            "query", [](const Results& r) { return to_str(r.query); }, doc("Results.query"))
        .def_property_readonly(
            "parsed", [](const Results& r) { return to_str(r.parsed); }, doc("Results.parsed"))
        .def_property_readonly(
            "total", [](const Results& r) { return r.total; }, doc("Results.total"))
        .def_property_readonly("total_exact", [](const Results& r) { return r.total_exact; })
        .def_property_readonly(
            "took_ms",
            [](const Results& r) {
                return std::chrono::duration<double, std::milli>(r.took).count();
            },
            doc("Results.took_ms"))
        .def_property_readonly(
            "did_you_mean", [](const Results& r) { return optional_text(r.did_you_mean); },
            doc("Results.did_you_mean"))
        .def_property_readonly(
            "warnings", [](const Results& r) { return text_list(r.warnings); },
            doc("Results.warnings"))
        .def_property_readonly("hits", &all_hits, doc("Results.hits"))
        .def_property_readonly("facets", &facets, doc("Results.facets"))
        .def(
            "to_json", [](const Results& r) { return to_str(to_json(r)); }, doc("Results.to_json"))
        .def("__eq__",
             [](const Results& r, py::handle other) -> py::object {
                 if (!py::isinstance<Results>(other)) {
                     return py::reinterpret_borrow<py::object>(Py_NotImplemented);
                 }
                 return py::bool_(equal(r, other.cast<const Results&>()));
             })
        .def("__len__", [](const Results& r) { return r.hits.size(); })
        .def("__getitem__", &hit_at_index, py::arg("index"))
        .def("__getitem__", &hits_of_slice, py::arg("slice"))
        .def("__iter__", [](const SharedResults& r) { return py::iter(all_hits(r)); })
        .def("__repr__", &results_repr)
        .def("_repr_html_", [](const py::object& self) { return in_html("results_html", self); })
        .def(py::pickle(&results_state, &results_from_state));
}

}  // namespace kb::python
