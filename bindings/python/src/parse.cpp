#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "bind.hpp"
#include "docs.hpp"
#include "errors.hpp"
#include "exclusive.hpp"
#include "interruptible.hpp"
#include "kb/document.hpp"
#include "kb/reader.hpp"
#include "owner_process.hpp"
#include "problems.hpp"
#include "progress.hpp"
#include "signals.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

/// A Python warning of the line that asks for the next document.
void warn(const py::object& problem) {
    const py::object category = py::module_::import("kb._errors").attr("ParseWarning");
    const auto text = py::str(problem).cast<std::string>();
    if (PyErr_WarnEx(category.ptr(), text.c_str(), 1) != 0) throw py::error_already_set();
}

/// What parse returns. The reader is gone once it has nothing more to give.
class DocumentParser {
  public:
    DocumentParser(std::vector<std::string> inputs, ReadOptions options, py::object on_problem)
        : on_problem_(std::move(on_problem)),
          fetches_(std::any_of(inputs.begin(), inputs.end(),
                               [](const std::string& input) { return is_web_url(input); })) {
        if (fetches_) options.stop = stop_.get_token();
        reader_.emplace(std::move(inputs), std::move(options),
                        [this](const Problem& problem) { problems_(problem); });
    }

    std::shared_ptr<Document> next() {
        owner_.require("the parser");
        const Exclusive::Use use = exclusive_.use();
        std::optional<Document> document = read();
        if (!document) throw py::stop_iteration();
        return std::make_shared<Document>(std::move(*document));
    }

  private:
    std::optional<Document> read() {
        if (!reader_) return std::nullopt;
        try {
            std::optional<Document> document = fetches_ ? read_from_network() : read_from_disk();
            if (!document) reader_.reset();
            return document;
        } catch (...) {
            reader_.reset();
            throw;
        }
    }

    std::optional<Document> read_from_disk() {
        problems_ = [this](const Problem& problem) { report_without_gil(problem); };
        return without_gil([this] { return reader_->next(); });
    }

    /// Waiting for the network goes on for long, and yet Ctrl-C is to be obeyed at once.
    std::optional<Document> read_from_network() {
        return interruptibly([this](Waiting& waiting) {
            problems_ = [&](const Problem& problem) { waiting.call([&] { report(problem); }); };
            const std::stop_callback on_stop(waiting.stop(), [this] { stop_.request_stop(); });
            return reader_->next();
        });
    }

    void report_without_gil(const Problem& problem) {
        const py::gil_scoped_acquire acquire;
        try {
            handle_signals();
            report(problem);
        } catch (py::error_already_set& error) {
            error.restore();
            throw PythonRaised{};
        }
    }

    void report(const Problem& problem) {
        const py::object record = to_record(problem);
        if (on_problem_.is_none()) {
            warn(record);
        } else {
            on_problem_(record);
        }
    }

    OwnerProcess owner_;
    py::object on_problem_;
    bool fetches_;
    std::stop_source stop_;
    std::function<void(const Problem&)> problems_;
    Exclusive exclusive_{"the parser"};
    std::optional<DocumentReader> reader_;
};

std::unique_ptr<DocumentParser> parse(py::handle paths, py::handle format, py::handle source,
                                      py::handle kind, py::handle lang, py::handle as_of,
                                      py::handle on_problem, py::handle allow_private,
                                      py::handle timeout, py::handle proxy) {
    py::object callback = to_callback(on_problem, "on_problem");
    std::vector<std::string> inputs =
        to_inputs(paths, "parse() takes a path or a link, or an iterable of those");
    ReadOptions options = to_read_options(format, source, kind, lang, as_of,
                                          to_fetch_options(allow_private, timeout, proxy));
    require_any_input(inputs);
    return std::make_unique<DocumentParser>(std::move(inputs), std::move(options),
                                            std::move(callback));
}

}  // namespace

void bind_parse(py::module_& module) {
    py::class_<DocumentParser>(module, "DocumentParser", doc("DocumentParser"))
        .def("__iter__", [](py::object& self) { return self; })
        .def("__next__", &DocumentParser::next);
    module.def("parse", &parse, py::arg("paths"), py::kw_only(), py::arg("format") = "auto",
               py::arg("source") = py::none(), py::arg("kind") = py::none(),
               py::arg("lang") = py::none(), py::arg("as_of") = py::none(),
               py::arg("on_problem") = py::none(), py::arg("allow_private") = false,
               py::arg("timeout") = 60, py::arg("proxy") = py::none(), doc("parse"));
}

}  // namespace kb::python
