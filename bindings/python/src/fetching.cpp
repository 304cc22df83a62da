#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "arguments.hpp"
#include "bind.hpp"
#include "docs.hpp"
#include "interruptible.hpp"
#include "kb/document.hpp"
#include "kb/fetch.hpp"
#include "records.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

std::string_view name_of(FetchOutcome outcome) {
    switch (outcome) {
        case FetchOutcome::content:
            return "content";
        case FetchOutcome::not_modified:
            return "not_modified";
        case FetchOutcome::gone:
            return "gone";
        case FetchOutcome::failed:
            return "failed";
        case FetchOutcome::unreachable:
            return "unreachable";
        case FetchOutcome::refused:
            return "refused";
        case FetchOutcome::cancelled:
            return "cancelled";
    }
    return "failed";
}

py::object seconds_or_none(const std::optional<std::chrono::seconds>& seconds) {
    if (!seconds) return py::none();
    return py::int_(seconds->count());
}

py::object to_record(const FetchResult& result) {
    return record_class("FetchResult")(
        to_str(name_of(result.outcome)), to_str(result.url), result.status,
        to_str(result.content_type), py::bytes(result.body), to_str(result.message),
        to_str(result.etag), to_str(result.last_modified),
        to_str(without_credentials(result.moved_to)), seconds_or_none(result.retry_after));
}

py::object fetch_in_python(py::handle url, py::handle etag, py::handle last_modified,
                           py::handle allow_private, py::handle timeout, py::handle proxy) {
    const FetchRequest request = {.url = to_utf8(url, "url"),
                                  .etag = to_utf8(etag, "etag"),
                                  .last_modified = to_utf8(last_modified, "last_modified")};
    const FetchOptions options = to_fetch_options(allow_private, timeout, proxy);
    return to_record(
        interruptibly([&](Waiting& waiting) { return fetch(request, options, waiting.stop()); }));
}

}  // namespace

void bind_fetch(py::module_& module) {
    module.def("fetch", &fetch_in_python, py::arg("url"), py::kw_only(), py::arg("etag") = "",
               py::arg("last_modified") = "", py::arg("allow_private") = false,
               py::arg("timeout") = 60, py::arg("proxy") = py::none(), doc("fetch"));
}

}  // namespace kb::python
