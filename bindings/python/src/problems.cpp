#include "problems.hpp"

#include "records.hpp"
#include "strings.hpp"

namespace kb::python {

py::object to_record(const Problem& problem) {
    const bool warning = problem.severity == Problem::Severity::warning;
    return record_class("Problem")(warning ? "warning" : "failure", path_to_str(problem.input),
                                   problem.line, to_str(problem.message));
}

}  // namespace kb::python
