#pragma once

#include <pybind11/pybind11.h>

namespace kb::python {
namespace py = pybind11;
}  // namespace kb::python
