#pragma once

#include <span>

#include "kb/document.hpp"
#include "pybind.hpp"

namespace kb::python {

/// A field of Document as Python sees it. Setting takes what JSON may hold and Python's own forms,
/// None meaning absent, and throws Error(invalid_argument) that names the field.
struct DocumentField {
    const char* name;
    py::object (*get)(const Document& document);
    void (*set)(Document& document, py::handle value);
    const char* description;
};

/// In the order of Document.
std::span<const DocumentField> document_fields() noexcept;

/// The field of that name, or null.
const DocumentField* find_document_field(py::handle name);

/// Sets the fields that a dict names; others are ignored. Throws Error(invalid_argument), also if
/// there is no id.
Document document_from_dict(const py::dict& dict);

}  // namespace kb::python
