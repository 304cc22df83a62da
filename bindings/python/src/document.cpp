#include "kb/document.hpp"

#include <memory>
#include <string>

#include "bind.hpp"
#include "docs.hpp"
#include "document_fields.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

py::object from_json_text(std::string_view json) {
    return py::module_::import("json").attr("loads")(to_str(json));
}

std::shared_ptr<Document> make_document(py::handle id, const py::kwargs& values) {
    auto document = std::make_shared<Document>();
    find_document_field(py::str("id"))->set(*document, id);
    for (const auto& [name, value] : values) {
        const DocumentField* field = find_document_field(name);
        if (field == nullptr) {
            throw py::type_error("Document() has no field " + py::repr(name).cast<std::string>());
        }
        field->set(*document, value);
    }
    return document;
}

/// Bytes or str.
Document document_from_json_object(py::handle json) {
    if (!PyBytes_Check(json.ptr())) return document_from_json(to_utf8(json, "json"));
    return document_from_json(json.cast<std::string>());
}

py::dict state_of(const Document& document) {
    py::dict state;
    for (const DocumentField& field : document_fields())
        state[field.name] = field.get(document);
    return state;
}

py::str document_repr(const Document& document) {
    return py::str("kb.Document(id={!r}, kind={!r}, title={!r})")
        .format(to_str(document.id), to_str(to_string(document.kind)), to_str(document.title));
}

void bind_parent(py::module_& module) {
    py::class_<Parent> parent(module, "Parent", doc("Parent"));
    parent.attr("__module__") = "kb";
    const auto as_dict = [](const Parent& p) {
        py::dict dict;
        dict["id"] = to_str(p.id);
        if (!p.title.empty()) dict["title"] = to_str(p.title);
        return dict;
    };
    parent
        .def(py::init([](const py::str& id, const py::str& title) {
                 return Parent{to_utf8(id, "parent.id"), to_utf8(title, "parent.title")};
             }),
             py::arg("id"), py::arg("title") = "", doc("Parent.__init__"))
        .def_property_readonly("id", [](const Parent& p) { return to_str(p.id); })
        .def_property_readonly("title", [](const Parent& p) { return to_str(p.title); })
        .def("to_dict", as_dict, doc("Parent.to_dict"))
        .def(
            "keys", [as_dict](const Parent& p) { return as_dict(p).attr("keys")(); },
            doc("Parent.keys"))
        .def("__getitem__",
             [as_dict](const Parent& p, const py::object& key) -> py::object {
                 return as_dict(p)[key];
             })
        .def("__eq__",
             [as_dict](const Parent& p, py::handle other) {
                 if (py::isinstance<Parent>(other)) return p == other.cast<const Parent&>();
                 return as_dict(p).equal(other);
             })
        .def(
            "__hash__",
            [](const Parent& p) { return py::hash(py::make_tuple(to_str(p.id), to_str(p.title))); })
        .def("__repr__",
             [](const Parent& p) {
                 return py::str("kb.Parent(id={!r}, title={!r})")
                     .format(to_str(p.id), to_str(p.title));
             })
        .def(py::pickle(as_dict, [](const py::dict& state) {
            Document holder;
            find_document_field(py::str("parent"))->set(holder, state);
            return holder.parent.value();
        }));
}

}  // namespace

void bind_document(py::module_& module) {
    bind_parent(module);
    py::class_<Document, std::shared_ptr<Document>> document(module, "Document", doc("Document"));
    document.attr("__module__") = "kb";
    document.def(py::init([](const py::object& id, const py::kwargs& values) {
                     return make_document(id, values);
                 }),
                 py::arg("id"), doc("Document.__init__"));
    for (const DocumentField& field : document_fields()) {
        document.def_property(
            field.name, [&field](const Document& d) { return field.get(d); },
            [&field](Document& d, const py::object& value) { field.set(d, value); },
            field.description);
    }
    document
        .def_static("from_dict", &document_from_dict, py::arg("values"), doc("Document.from_dict"))
        .def_static("from_json", &document_from_json_object, py::arg("json"),
                    doc("Document.from_json"))
        .def(
            "to_dict", [](const Document& d) { return from_json_text(to_json(d)); },
            doc("Document.to_dict"))
        .def(
            "to_json", [](const Document& d) { return to_str(to_json(d)); },
            doc("Document.to_json"))
        .def("__eq__",
             [](const Document& d, py::handle other) -> py::object {
                 if (py::isinstance<Document>(other)) {
                     return py::bool_(d == other.cast<const Document&>());
                 }
                 return py::reinterpret_borrow<py::object>(Py_NotImplemented);
             })
        .def("__repr__", &document_repr)
        .def(py::pickle(&state_of, [](const py::dict& state) {
            return std::make_shared<Document>(document_from_dict(state));
        }));
}

}  // namespace kb::python
