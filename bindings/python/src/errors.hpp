#pragma once

#include "pybind.hpp"

namespace kb::python {

/// Thrown through the library by callbacks whose Python code has raised; the Python exception stays
/// set in the thread meanwhile. No std::exception, so that nobody takes it for a bad document.
struct PythonRaised {};

/// Makes every kb::Error that leaves a function of the module the Python exception of its code.
void translate_errors();

}  // namespace kb::python
