#include "document_fields.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/error.hpp"
#include "kb/reader.hpp"
#include "strings.hpp"
#include "times.hpp"

namespace kb::python {
namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view cause) {
    throw Error(ErrorCode::invalid_argument, std::string(name) + ": " + std::string(cause));
}

template <std::string Document::*member>
py::object get_text(const Document& document) {
    return to_str(document.*member);
}

std::string text_or_empty(py::handle value, std::string_view name) {
    return value.is_none() ? std::string() : to_utf8(value, name);
}

std::string required_text(py::handle value, std::string_view name) {
    std::string text = text_or_empty(value, name);
    if (text.empty()) refuse(name, "missing or empty");
    return text;
}

template <std::vector<std::string> Document::*member>
py::object get_list(const Document& document) {
    py::list list;
    for (const std::string& text : document.*member)
        list.append(to_str(text));
    return list;
}

std::vector<std::string> texts(py::handle value, std::string_view name) {
    if (value.is_none()) return {};
    std::vector<std::string> list;
    if (PyUnicode_Check(value.ptr())) {
        list.push_back(to_utf8(value, name));
        if (list.front().empty()) list.clear();
        return list;
    }
    if (py::isinstance<py::dict>(value) || !py::isinstance<py::iterable>(value)) {
        refuse(name, "not a list of strings");
    }
    for (const py::handle item : value) {
        if (!PyUnicode_Check(item.ptr())) refuse(name, "not a list of strings");
        list.push_back(to_utf8(item, name));
    }
    return list;
}

template <std::optional<Timestamp> Document::*member>
py::object get_time(const Document& document) {
    return to_datetime(document.*member);
}

template <std::optional<std::uint64_t> Document::*member>
py::object get_count(const Document& document) {
    if (!(document.*member)) return py::none();
    return py::int_(*(document.*member));
}

/// 100.0 is a whole number too, and what tables with gaps turn 100 into.
std::optional<std::uint64_t> whole_number(py::handle value, std::string_view name) {
    constexpr std::string_view wrong = "not a whole number ≥ 0";
    if (value.is_none()) return std::nullopt;
    py::object number = py::reinterpret_borrow<py::object>(value);
    if (PyFloat_Check(value.ptr())) {
        if (!value.attr("is_integer")().cast<bool>()) refuse(name, wrong);
        number = py::int_(number);
    }
    if (PyIndex_Check(number.ptr()) == 0 || PyBool_Check(number.ptr())) refuse(name, wrong);
    const py::int_ whole = py::reinterpret_steal<py::int_>(PyNumber_Index(number.ptr()));
    if (!whole) throw py::error_already_set();
    const std::uint64_t count = PyLong_AsUnsignedLongLong(whole.ptr());
    if (PyErr_Occurred() != nullptr) {
        PyErr_Clear();
        refuse(name, wrong);
    }
    return count;
}

py::object get_kind(const Document& document) {
    return to_str(to_string(document.kind));
}

Kind kind_of(py::handle value) {
    const std::string name = text_or_empty(value, "kind");
    if (name.empty()) return Kind::article;
    if (const auto kind = parse_kind(name)) return *kind;
    refuse("kind",
           "not one of post, thread, readme, release, statement, newsletter, episode, article");
}

py::object get_parent(const Document& document) {
    return document.parent ? py::cast(*document.parent) : py::none();
}

std::optional<Parent> parent_of(py::handle value) {
    if (value.is_none()) return std::nullopt;
    if (py::isinstance<Parent>(value)) return value.cast<Parent>();
    if (!py::isinstance<py::dict>(value)) refuse("parent", "neither a kb.Parent nor a dict");
    const auto dict = py::reinterpret_borrow<py::dict>(value);
    if (dict.empty()) return std::nullopt;
    const auto entry = [&](const char* key) -> py::object {
        return dict.contains(key) ? py::object(dict[key]) : py::none();
    };
    return Parent{required_text(entry("id"), "parent.id"),
                  text_or_empty(entry("title"), "parent.title")};
}

constexpr std::array fields = {
    DocumentField{"id", get_text<&Document::id>,
                  [](Document& d, py::handle v) { d.id = required_text(v, "id"); },
                  "Stable identity; adding the same id again replaces the document."},
    DocumentField{"kind", get_kind, [](Document& d, py::handle v) { d.kind = kind_of(v); },
                  "post, thread, readme, release, statement, newsletter, episode or article."},
    DocumentField{"source", get_text<&Document::source>,
                  [](Document& d, py::handle v) { d.source = text_or_empty(v, "source"); },
                  "Where it was collected; \"\" if unknown."},
    DocumentField{"url", get_text<&Document::url>,
                  [](Document& d, py::handle v) { d.url = text_or_empty(v, "url"); },
                  "Canonical link, or \"\"."},
    DocumentField{"title", get_text<&Document::title>,
                  [](Document& d, py::handle v) { d.title = text_or_empty(v, "title"); },
                  "One line, or \"\"."},
    DocumentField{"text", get_text<&Document::text>,
                  [](Document& d, py::handle v) { d.text = text_or_empty(v, "text"); },
                  "Plain text; blank lines separate blocks."},
    DocumentField{"authors", get_list<&Document::authors>,
                  [](Document& d, py::handle v) { d.authors = texts(v, "authors"); },
                  "A new list each time: assign to change it."},
    DocumentField{"tags", get_list<&Document::tags>,
                  [](Document& d, py::handle v) { d.tags = texts(v, "tags"); },
                  "A new list each time: assign to change it."},
    DocumentField{"lang", get_text<&Document::lang>,
                  [](Document& d, py::handle v) { d.lang = text_or_empty(v, "lang"); },
                  "BCP-47 primary tag (\"en\"), or \"\" if unknown."},
    DocumentField{"published", get_time<&Document::published>,
                  [](Document& d, py::handle v) { d.published = to_timestamp(v, "published"); },
                  "datetime in UTC, or None."},
    DocumentField{"updated", get_time<&Document::updated>,
                  [](Document& d, py::handle v) { d.updated = to_timestamp(v, "updated"); },
                  "datetime in UTC, or None."},
    DocumentField{"points", get_count<&Document::points>,
                  [](Document& d, py::handle v) { d.points = whole_number(v, "points"); },
                  "Votes, or None."},
    DocumentField{"comments", get_count<&Document::comments>,
                  [](Document& d, py::handle v) { d.comments = whole_number(v, "comments"); },
                  "Number of comments, or None."},
    DocumentField{"parent", get_parent, [](Document& d, py::handle v) { d.parent = parent_of(v); },
                  "The kb.Parent that it is a part of, or None."},
};

}  // namespace

std::span<const DocumentField> document_fields() noexcept {
    return fields;
}

const DocumentField* find_document_field(py::handle name) {
    if (!PyUnicode_Check(name.ptr())) return nullptr;
    for (const DocumentField& field : fields) {
        if (PyUnicode_CompareWithASCIIString(name.ptr(), field.name) == 0) return &field;
    }
    return nullptr;
}

Document document_from_dict(const py::dict& dict) {
    Document document;
    for (const auto& [name, value] : dict) {
        const DocumentField* field = find_document_field(name);
        if (field != nullptr) field->set(document, value);
    }
    if (document.id.empty()) refuse("id", "missing or empty");
    if (!dict.contains("kind")) document.kind = guess_kind(document);
    return document;
}

}  // namespace kb::python
