#include "errors.hpp"

#include <exception>

#include "kb/error.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

void raise_in_python(const Error& error) {
    const py::object exception =
        py::module_::import("kb._errors")
            .attr("make_error")(to_str(to_string(error.code())), to_str(error.what()),
                                to_str(error.hint()));
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(exception.ptr())), exception.ptr());
}

}  // namespace

void translate_errors() {
    py::register_local_exception_translator([](std::exception_ptr thrown) {
        try {
            std::rethrow_exception(thrown);
        } catch (const Error& error) {
            raise_in_python(error);
        }
    });
}

}  // namespace kb::python
