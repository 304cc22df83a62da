#pragma once

#include "kb/reader.hpp"
#include "pybind.hpp"

namespace kb::python {

/// A kb.Problem.
py::object to_record(const Problem& problem);

}  // namespace kb::python
