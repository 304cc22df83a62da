#include "strings.hpp"

#include <filesystem>

#include "kb/error.hpp"

namespace kb::python {
namespace {

std::string bytes_of(py::handle bytes) {
    char* data = nullptr;
    Py_ssize_t size = 0;
    if (PyBytes_AsStringAndSize(bytes.ptr(), &data, &size) != 0) throw py::error_already_set();
    return std::string(data, static_cast<std::size_t>(size));
}

/// Takes a new reference from Python's C interface.
py::object owned(PyObject* object) {
    if (object == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(object);
}

}  // namespace

std::string to_utf8(py::handle value, std::string_view name) {
    if (!PyUnicode_Check(value.ptr())) {
        throw Error(ErrorCode::invalid_argument, std::string(name) + ": not a string");
    }
    Py_ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
    if (data == nullptr) {
        if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) throw py::error_already_set();
        PyErr_Clear();
        throw Error(ErrorCode::invalid_argument, std::string(name) + ": holds a lone surrogate");
    }
    return std::string(data, static_cast<std::size_t>(size));
}

std::string to_utf8_lossy(const py::str& value) {
    return bytes_of(owned(PyUnicode_AsEncodedString(value.ptr(), "utf-8", "replace")));
}

py::str to_str(std::string_view utf8) {
    return owned(
        PyUnicode_DecodeUTF8(utf8.data(), static_cast<Py_ssize_t>(utf8.size()), "replace"));
}

py::list text_list(const std::vector<std::string>& texts) {
    py::list list;
    for (const std::string& text : texts)
        list.append(to_str(text));
    return list;
}

std::string to_path(py::handle value) {
    const py::object path = owned(PyOS_FSPath(value.ptr()));
    if (PyBytes_Check(path.ptr())) return bytes_of(path);
    return bytes_of(owned(PyUnicode_EncodeFSDefault(path.ptr())));
}

std::string absolute_path(const std::string& path) {
    return path.empty() ? path : std::filesystem::absolute(path).string();
}

py::str path_to_str(std::string_view path) {
    return owned(
        PyUnicode_DecodeFSDefaultAndSize(path.data(), static_cast<Py_ssize_t>(path.size())));
}

bool is_path(py::handle value) {
    return PyUnicode_Check(value.ptr()) || PyBytes_Check(value.ptr()) ||
           py::hasattr(value, "__fspath__");
}

}  // namespace kb::python
