#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "bind.hpp"
#include "errors.hpp"
#include "exclusive.hpp"
#include "kb/reader.hpp"
#include "signals.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

py::object to_record(const Problem& problem) {
    const bool warning = problem.severity == Problem::Severity::warning;
    return py::module_::import("kb._records")
        .attr("Problem")(warning ? "warning" : "failure", path_to_str(problem.input), problem.line,
                         to_str(problem.message));
}

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
        : on_problem_(std::move(on_problem)) {
        reader_.emplace(std::move(inputs), std::move(options),
                        [this](const Problem& problem) { report(problem); });
    }

    std::shared_ptr<Document> next() {
        const Exclusive::Use use = exclusive_.use();
        std::optional<Document> document = read();
        if (!document) throw py::stop_iteration();
        return std::make_shared<Document>(std::move(*document));
    }

  private:
    std::optional<Document> read() {
        if (!reader_) return std::nullopt;
        try {
            std::optional<Document> document = without_gil([this] { return reader_->next(); });
            if (!document) reader_.reset();
            return document;
        } catch (...) {
            reader_.reset();
            throw;
        }
    }

    /// From within the reader, without the GIL.
    void report(const Problem& problem) {
        const py::gil_scoped_acquire acquire;
        try {
            if (PyErr_CheckSignals() != 0) throw py::error_already_set();
            const py::object record = to_record(problem);
            if (on_problem_.is_none()) {
                warn(record);
            } else {
                on_problem_(record);
            }
        } catch (py::error_already_set& error) {
            error.restore();
            throw PythonRaised{};
        }
    }

    py::object on_problem_;
    Exclusive exclusive_{"the parser"};
    std::optional<DocumentReader> reader_;
};

std::vector<std::string> to_inputs(py::handle value) {
    refuse_open_file(value);
    if (is_path(value)) return {to_path(value)};
    if (!py::isinstance<py::iterable>(value)) {
        throw py::type_error("parse() takes a path or an iterable of paths");
    }
    std::vector<std::string> inputs;
    for (const py::handle item : value)
        inputs.push_back(to_path(item));
    return inputs;
}

std::unique_ptr<DocumentParser> parse(py::handle paths, py::handle format, py::handle source,
                                      py::handle kind, py::handle lang, py::handle as_of,
                                      py::object on_problem) {
    if (!on_problem.is_none() && PyCallable_Check(on_problem.ptr()) == 0) {
        throw py::type_error("on_problem is not callable");
    }
    std::vector<std::string> inputs = to_inputs(paths);
    ReadOptions options = to_read_options(format, source, kind, lang, as_of);
    require_any_input(inputs);
    return std::make_unique<DocumentParser>(std::move(inputs), std::move(options),
                                            std::move(on_problem));
}

}  // namespace

void bind_parse(py::module_& module) {
    py::class_<DocumentParser>(module, "DocumentParser")
        .def("__iter__", [](py::object& self) { return self; })
        .def("__next__", &DocumentParser::next);
    module.def("parse", &parse, py::arg("paths"), py::kw_only(), py::arg("format") = "auto",
               py::arg("source") = py::none(), py::arg("kind") = py::none(),
               py::arg("lang") = py::none(), py::arg("as_of") = py::none(),
               py::arg("on_problem") = py::none(),
               "Yields the documents of a file, of a directory or of several, normalised, one at a "
               "time. What cannot be read is passed to on_problem as a kb.Problem or else warned "
               "of (kb.ParseWarning), and the rest goes on; only if no input exists at all, "
               "NotFoundError is raised at once.");
}

}  // namespace kb::python
