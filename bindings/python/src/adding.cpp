#include "adding.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "arguments.hpp"
#include "document_fields.hpp"
#include "kb/error.hpp"
#include "problems.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

bool is_document(py::handle value) {
    return py::isinstance<Document>(value) || py::isinstance<py::dict>(value);
}

/// Whether it is a list or tuple of paths alone: those are read at once, on several threads.
bool is_list_of_paths(py::handle value) {
    if (!py::isinstance<py::list>(value) && !py::isinstance<py::tuple>(value)) return false;
    return std::all_of(value.begin(), value.end(), is_path);
}

std::vector<std::string> to_paths(py::handle list) {
    std::vector<std::string> paths;
    for (const py::handle item : list)
        paths.push_back(to_path(item));
    return paths;
}

}  // namespace

void Adding::add(py::handle what) {
    refuse_open_file(what);
    if (is_document(what)) {
        add_document(to_document(what));
    } else if (is_path(what)) {
        const std::string path = to_path(what);
        require_any_input({path});
        add_files({path});
    } else if (is_list_of_paths(what)) {
        add_files(to_paths(what));
    } else if (py::isinstance<py::iterable>(what)) {
        add_each(what);
    } else {
        throw py::type_error("add() takes a path, a dict, a kb.Document or an iterable of those");
    }
}

void Adding::add_files(const std::vector<std::string>& inputs) {
    const AddReport added = index_.run_long([&](Index& index, Waiting& waiting) {
        ReadOptions options = options_;
        options.stop = waiting.stop();
        DocumentReader reader(inputs, options,
                              [&](const Problem& problem) { note(problem, waiting); });
        AddOptions add;
        add.jobs = jobs_;
        add.abandon = waiting.stop();
        add.on_progress = [&](const AddReport& so_far) {
            on_progress_.tell(waiting, [&] {
                return progress(reader, so_far.added + so_far.updated + so_far.unchanged);
            });
        };
        // A reader that is stopped says that it is at its end; what it read is not to be committed.
        const auto next = [&] {
            std::optional<Document> document = reader.next();
            waiting.check();
            return document;
        };
        AddReport report = index.add_all(next, add);
        last_ = progress(reader, 0);
        return report;
    });
    total_.added += added.added;
    total_.updated += added.updated;
    total_.unchanged += added.unchanged;
    last_.documents = documents();
    on_progress_.tell_last(last_);
}

void Adding::add_each(py::handle items) {
    const Py_ssize_t size = PyObject_LengthHint(items.ptr(), 0);
    if (size < 0) throw py::error_already_set();
    last_ = {.total = static_cast<std::uint64_t>(size), .unit = "items"};
    bool files = false;
    for (const py::handle item : items) {
        add_item(item, ++last_.done);
        files = files || is_path(item);
        handle_signals();
        last_.documents = documents();
        on_progress_.tell(last_);
    }
    if (files) index_.commit();
    on_progress_.tell_last(last_);
}

void Adding::add_item(py::handle item, std::uint64_t number) {
    if (is_path(item)) return add_file_in_place(to_path(item));
    if (!is_document(item)) {
        throw py::type_error("item " + std::to_string(number) +
                             " is neither a path nor a dict nor a kb.Document");
    }
    try {
        add_document(to_document(item));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::invalid_argument || index_.closed()) throw;
        fail("item " + std::to_string(number), error.what());
    }
}

/// Before the iterable goes on: it may have made the file for the moment only.
void Adding::add_file_in_place(const std::string& input) {
    index_.run_long([&](Index& index, Waiting& waiting) {
        ReadOptions options = options_;
        options.stop = waiting.stop();
        DocumentReader reader({input}, options,
                              [&](const Problem& problem) { note(problem, waiting); });
        while (std::optional<Document> document = reader.next()) {
            waiting.check();
            count(index.add(std::move(*document)));
        }
    });
}

void Adding::add_document(Document document) {
    count(index_.run([&](Index& index) { return index.add(std::move(document)); }));
}

Document Adding::to_document(py::handle value) const {
    Document document = py::isinstance<Document>(value)
                            ? value.cast<const Document&>()
                            : document_from_dict(py::reinterpret_borrow<py::dict>(value));
    if (!options_.source.empty()) document.source = options_.source;
    if (options_.kind) document.kind = *options_.kind;
    if (!options_.lang.empty()) document.lang = options_.lang;
    return document;
}

void Adding::count(Change change) {
    switch (change) {
        case Change::added:
            ++total_.added;
            break;
        case Change::updated:
            ++total_.updated;
            break;
        case Change::unchanged:
            ++total_.unchanged;
            break;
    }
}

std::uint64_t Adding::documents() const {
    return total_.added + total_.updated + total_.unchanged;
}

Progress Adding::progress(const DocumentReader& reader, std::uint64_t more_documents) const {
    return {.done = reader.bytes_read(),
            .total = reader.bytes_total(),
            .unit = "bytes",
            .documents = documents() + more_documents};
}

/// On the thread that works.
void Adding::note(const Problem& problem, Waiting& waiting) {
    if (!on_problem_.is_none()) waiting.call([&] { on_problem_(to_record(problem)); });
    if (problem.severity == Problem::Severity::warning) return;
    const std::string line =
        problem.line == 0 ? std::string() : "line " + std::to_string(problem.line) + ": ";
    fail(problem.input, line + problem.message);
}

void Adding::fail(std::string input, std::string message) {
    constexpr std::size_t most_failures = 1000;  // a report must not grow with a broken input
    ++failed_;
    if (failures_.size() >= most_failures) return;
    failures_.push_back({std::move(input), std::move(message)});
}

py::object Adding::report() const {
    const py::module_ records = py::module_::import("kb._records");
    py::list errors;
    for (const Failure& failure : failures_) {
        errors.append(
            records.attr("AddError")(path_to_str(failure.input), to_str(failure.message)));
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    return records.attr("AddReport")(total_.added, total_.updated, total_.unchanged, failed_,
                                     errors, elapsed.count());
}

}  // namespace kb::python
