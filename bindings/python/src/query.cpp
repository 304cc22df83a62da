#include "kb/query.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "bind.hpp"
#include "docs.hpp"
#include "records.hpp"
#include "signals.hpp"
#include "strings.hpp"
#include "times.hpp"

namespace kb::python {
namespace {

/// For each byte of well-formed UTF-8 and for its end: the code points before it.
std::vector<std::size_t> code_point_offsets(std::string_view text) {
    constexpr unsigned continuation_mask = 0xC0U;
    constexpr unsigned continuation = 0x80U;
    std::vector<std::size_t> offsets;
    offsets.reserve(text.size() + 1);
    std::size_t begun = 0;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & continuation_mask) != continuation) ++begun;
        offsets.push_back(begun - 1);
    }
    offsets.push_back(begun);
    return offsets;
}

py::list diagnostic_list(const std::vector<Diagnostic>& diagnostics, std::string_view text) {
    const py::object record = record_class("Diagnostic");
    const std::vector<std::size_t> offsets = code_point_offsets(text);
    py::list list;
    for (const Diagnostic& diagnostic : diagnostics) {
        list.append(record(offsets.at(std::min(diagnostic.span.begin, text.size())),
                           offsets.at(std::min(diagnostic.span.end, text.size())),
                           to_str(diagnostic.message)));
    }
    return list;
}

Timestamp current_time() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

py::object parse_query_in_python(const py::str& text, const py::object& now) {
    const std::string query = to_utf8_lossy(text);
    const QueryOptions options{to_timestamp(now, "now").value_or(current_time())};
    std::string canonical;
    const Query parsed = without_gil([&] {
        Query result = parse_query(query, options);
        canonical = to_string(result.root);
        return result;
    });
    return record_class("ParsedQuery")(to_str(canonical),
                                       diagnostic_list(parsed.diagnostics, query));
}

}  // namespace

void bind_query(py::module_& module) {
    module.def("parse_query", &parse_query_in_python, py::arg("text"), py::arg("now") = py::none(),
               doc("parse_query"));
}

}  // namespace kb::python
