#pragma once

#include "pybind.hpp"

namespace kb::python {

/// A class of kb._records.
inline py::object record_class(const char* name) {
    return py::module_::import("kb._records").attr(name);
}

}  // namespace kb::python
