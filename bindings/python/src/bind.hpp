#pragma once

#include "pybind.hpp"

namespace kb::python {

/// Each adds its classes and functions to the module.
void bind_document(py::module_& module);
void bind_results(py::module_& module);
void bind_searcher(py::module_& module);
void bind_index(py::module_& module);
void bind_maintenance(py::module_& module);
void bind_parse(py::module_& module);
void bind_query(py::module_& module);
void bind_fetch(py::module_& module);
void bind_opml(py::module_& module);
void bind_evaluation(py::module_& module);

}  // namespace kb::python
