#include "arguments.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "kb/document.hpp"
#include "kb/error.hpp"
#include "signals.hpp"
#include "strings.hpp"
#include "times.hpp"

namespace kb::python {
namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view cause) {
    throw Error(ErrorCode::invalid_argument, std::string(name) + ": " + std::string(cause));
}

[[noreturn]] void refuse_choice(std::string_view name, std::string_view value,
                                std::string_view known) {
    refuse(name, "'" + std::string(value) + "' is none of " + std::string(known));
}

std::string optional_text(py::handle value, std::string_view name) {
    return value.is_none() ? std::string() : to_utf8(value, name);
}

std::optional<Kind> optional_kind(py::handle value) {
    if (value.is_none()) return std::nullopt;
    const std::string name = to_utf8(value, "kind");
    if (const auto kind = parse_kind(name)) return kind;
    refuse_choice("kind", name,
                  "post, thread, readme, release, statement, newsletter, episode, article");
}

Format to_format(py::handle value) {
    const std::string name = to_utf8(value, "format");
    if (const auto format = parse_format(name)) return *format;
    refuse_choice("format", name, "auto, river, feed, opml, markdown, html, text, jsonl");
}

bool to_flag(py::handle value, std::string_view name) {
    if (!PyBool_Check(value.ptr())) refuse(name, "neither True nor False");
    return value.ptr() == Py_True;
}

/// Nothing if it is no timedelta.
std::optional<std::chrono::milliseconds> timedelta_milliseconds(py::handle value,
                                                                std::string_view name) {
    constexpr double longest = 1e12;
    const py::object timedelta = py::module_::import("datetime").attr("timedelta");
    if (!py::isinstance(value, timedelta)) return std::nullopt;
    const double milliseconds = value.attr("total_seconds")().cast<double>() * 1000;
    if (milliseconds < 0 || milliseconds > longest) refuse(name, "negative or too long");
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(milliseconds)));
}

/// Seconds as a number, or a timedelta; up to a day.
std::chrono::milliseconds to_seconds(py::handle value, std::string_view name) {
    constexpr std::chrono::milliseconds longest = std::chrono::hours(24);
    constexpr std::string_view wrong = "neither seconds (up to a day) nor a timedelta";
    if (const auto span = timedelta_milliseconds(value, name)) return std::min(*span, longest);
    const bool number = PyLong_Check(value.ptr()) || PyFloat_Check(value.ptr());
    if (!number || PyBool_Check(value.ptr())) refuse(name, wrong);
    const double seconds = PyFloat_AsDouble(value.ptr());
    PyErr_Clear();
    if (!(seconds >= 0 && seconds <= 86'400)) refuse(name, wrong);
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
}

/// Whether opening it makes sense: standard input and links always do.
bool may_exist(const std::string& input) {
    if (input == "-" || is_web_url(input)) return true;
    std::error_code error;
    return std::filesystem::status(input, error).type() != std::filesystem::file_type::not_found;
}

}  // namespace

std::uint64_t to_count(py::handle value, std::string_view name, std::uint64_t max) {
    const std::string cause = "not a whole number from 0 to " + std::to_string(max);
    if (!PyLong_Check(value.ptr())) refuse(name, cause);
    const std::uint64_t count = PyLong_AsUnsignedLongLong(value.ptr());
    if (PyErr_Occurred() != nullptr) {
        PyErr_Clear();
        refuse(name, cause);
    }
    if (count > max) refuse(name, cause);
    return count;
}

std::vector<std::string> to_names(py::handle value, std::string_view name) {
    if (value.is_none()) return {};
    py::object items = py::reinterpret_borrow<py::object>(value);
    if (PyUnicode_Check(value.ptr())) {
        items = py::len(value) == 0 ? py::object(py::list()) : value.attr("split")(",");
    }
    if (!py::isinstance<py::iterable>(items)) refuse(name, "neither a str nor an iterable of str");
    std::vector<std::string> names;
    for (const py::handle item : items)
        names.push_back(to_utf8(item, name));
    return names;
}

Sort to_sort(py::handle value) {
    const std::string name = to_utf8(value, "sort");
    if (const auto sort = parse_sort(name)) return *sort;
    refuse_choice("sort", name, "relevance, newest, oldest, points, comments");
}

Match to_match(py::handle value) {
    const std::string name = to_utf8(value, "match");
    if (name == "any") return Match::any;
    if (name == "all") return Match::all;
    refuse_choice("match", name, "any, all");
}

RankingProfile to_profile(py::handle value) {
    const std::string name = to_utf8(value, "profile");
    if (const auto profile = find_profile(name)) return *profile;
    std::string known;
    for (const std::string_view one : profile_names())
        known.append(known.empty() ? "" : ", ").append(one);
    refuse_choice("profile", name, known);
}

std::chrono::milliseconds to_milliseconds(py::handle value, std::string_view name) {
    constexpr std::uint64_t longest = 1'000'000'000;
    if (value.is_none()) return {};
    if (const auto span = timedelta_milliseconds(value, name)) return *span;
    return std::chrono::milliseconds(to_count(value, name, longest));
}

std::chrono::milliseconds to_wait(py::handle value) {
    return to_seconds(value, "wait");
}

unsigned to_jobs(py::handle value) {
    constexpr std::uint64_t most_jobs = 1024;
    return static_cast<unsigned>(to_count(value, "jobs", most_jobs));
}

FetchOptions to_fetch_options(py::handle allow_private, py::handle timeout, py::handle proxy) {
    FetchOptions options;
    options.allow_private = to_flag(allow_private, "allow_private");
    options.total_timeout = std::max(to_seconds(timeout, "timeout"), std::chrono::milliseconds(1));
    options.connect_timeout = std::min(options.connect_timeout, options.total_timeout);
    options.proxy = optional_text(proxy, "proxy");
    return options;
}

std::vector<std::string> to_inputs(py::handle value, const char* expected) {
    refuse_open_file(value);
    if (is_path(value)) return {to_path(value)};
    if (!py::isinstance<py::iterable>(value)) throw py::type_error(expected);
    std::vector<std::string> inputs;
    for (const py::handle item : value)
        inputs.push_back(to_path(item));
    return inputs;
}

ReadOptions to_read_options(py::handle format, py::handle source, py::handle kind, py::handle lang,
                            py::handle as_of, FetchOptions fetch) {
    ReadOptions options;
    options.fetch = std::move(fetch);
    options.format = to_format(format);
    options.source = optional_text(source, "source");
    options.kind = optional_kind(kind);
    options.lang = optional_text(lang, "lang");
    options.as_of = to_timestamp(as_of, "as_of");
    return options;
}

void refuse_open_file(py::handle value) {
    if (py::hasattr(value, "read")) {
        throw py::type_error("an open file cannot be read from; give its path");
    }
}

void require_any_input(const std::vector<std::string>& inputs) {
    if (inputs.empty() || std::any_of(inputs.begin(), inputs.end(), may_exist)) return;
    std::string message;
    DocumentReader reader(inputs, {}, [&](const Problem& problem) {
        if (message.empty()) message = problem.input + ": " + problem.message;
    });
    without_gil([&] { return reader.next(); });
    throw Error(ErrorCode::not_found, message);
}

}  // namespace kb::python
