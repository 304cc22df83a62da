#include "kb/index.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "adding.hpp"
#include "arguments.hpp"
#include "bind.hpp"
#include "docs.hpp"
#include "index_handle.hpp"
#include "kb/error.hpp"
#include "kb/searcher.hpp"
#include "progress.hpp"
#include "strings.hpp"
#include "subscriptions.hpp"

namespace kb::python {

IndexHandle::IndexHandle(std::string path, bool create, std::chrono::milliseconds wait)
    : path_(std::move(path)), absolute_path_(python::absolute_path(path_)) {
    const auto mode = create ? Index::Mode::create : Index::Mode::existing;
    index_ = interruptibly([&](const Waiting& waiting) {
        return Index(absolute_path_, mode, {.longest = wait, .stop = waiting.stop()});
    });
}

IndexHandle::~IndexHandle() {
    const py::gil_scoped_release release;
    end_freeing();
    if (index_ && !owner_.here()) {
        // The lock and the changes are the parent's: the copy is forgotten, not closed.
        std::make_unique<Index>(std::move(index_).value()).release();
        return;
    }
    index_.reset();
}

void IndexHandle::end_freeing() {
    if (!freeing_.joinable()) return;
    // A thread of the parent's is not there after a fork.
    owner_.here() ? freeing_.join() : freeing_.detach();
}

void IndexHandle::close() {
    owner_.require("the index");
    const Exclusive::Use use = exclusive_.use();
    if (!index_) return;
    without_gil([this] {
        index_->close();
        try {
            freeing_ = std::thread([closed = std::move(*index_)] {});
        } catch (const std::system_error&) {  // no thread to be had: it was freed here
        }
        index_.reset();
    });
}

void IndexHandle::commit() {
    run_long([](Index& index, const Waiting& waiting) { index.commit(waiting.stop()); });
}

Index& IndexHandle::open_index() {
    if (!index_) throw Error(ErrorCode::invalid_argument, "the index " + path_ + " is closed");
    return *index_;
}

namespace {

py::object add(IndexHandle& index, py::handle what, py::handle format, py::handle source,
               py::handle kind, py::handle lang, py::handle as_of, py::handle jobs,
               py::handle allow_private, py::handle timeout, py::handle proxy,
               py::handle on_progress, py::handle on_problem) {
    Adding adding(index,
                  to_read_options(format, source, kind, lang, as_of,
                                  to_fetch_options(allow_private, timeout, proxy)),
                  to_jobs(jobs), ProgressCallback(on_progress),
                  to_callback(on_problem, "on_problem"));
    adding.add(what);
    return adding.report();
}

std::vector<std::string> to_ids(py::handle value) {
    if (PyUnicode_Check(value.ptr())) return {to_utf8(value, "id")};
    if (!py::isinstance<py::iterable>(value)) {
        throw py::type_error("delete() takes an id or an iterable of ids");
    }
    std::vector<std::string> ids;
    for (const py::handle item : value)
        ids.push_back(to_utf8(item, "id"));
    return ids;
}

std::uint64_t erase(IndexHandle& handle, py::handle value, py::handle query) {
    if (value.is_none() == query.is_none()) {
        throw py::type_error("delete() takes either ids or a query");
    }
    std::vector<std::string> ids;
    std::string words;
    if (query.is_none()) {
        ids = to_ids(value);
    } else {
        words = to_utf8(query, "query");
        if (words.find_first_not_of(" \t\n") == std::string::npos) {
            throw Error(ErrorCode::invalid_argument, "query: empty");
        }
    }
    return handle.run_long([&](Index& index, Waiting& waiting) {
        if (!words.empty())
            ids = ids_matching(Searcher(handle.absolute_path()), words, waiting.stop());
        std::uint64_t erased = 0;
        for (const std::string& id : ids) {
            waiting.check();
            if (index.erase(id)) ++erased;
        }
        return erased;
    });
}

void discard(IndexHandle& handle) {
    handle.run([](Index& index) { index.discard(); });
}

/// Closes in any case; a commit that fails is raised.
void leave(IndexHandle& handle, py::handle exception_type) {
    if (exception_type.is_none() && !handle.closed()) {
        try {
            handle.commit();
        } catch (...) {
            handle.close();
            throw;
        }
    }
    handle.close();
}

}  // namespace

void bind_index(py::module_& module) {
    py::class_<IndexHandle> index(module, "Index", doc("Index"));
    index.attr("__module__") = "kb";
    index
        .def(py::init([](py::handle path, bool create, py::handle wait) {
                 return std::make_unique<IndexHandle>(to_path(path), create, to_wait(wait));
             }),
             py::arg("path"), py::arg("create") = false, py::kw_only(), py::arg("wait") = 0,
             doc("Index.__init__"))
        .def("add", &add, py::arg("what"), py::kw_only(), py::arg("format") = "auto",
             py::arg("source") = py::none(), py::arg("kind") = py::none(),
             py::arg("lang") = py::none(), py::arg("as_of") = py::none(), py::arg("jobs") = 0,
             py::arg("allow_private") = false, py::arg("timeout") = 60,
             py::arg("proxy") = py::none(), py::arg("on_progress") = py::none(),
             py::arg("on_problem") = py::none(), doc("Index.add"))
        .def("delete", &erase, py::arg("ids") = py::none(), py::kw_only(),
             py::arg("query") = py::none(), doc("Index.delete"))
        .def("commit", &IndexHandle::commit, doc("Index.commit"))
        .def("discard", &discard, doc("Index.discard"))
        .def("close", &IndexHandle::close, doc("Index.close"))
        .def_property_readonly("path", [](const IndexHandle& i) { return path_to_str(i.path()); })
        .def_property_readonly("closed", &IndexHandle::closed)
        .def("__enter__", [](py::object& self) { return self; })
        .def("__exit__", [](IndexHandle& i, const py::object& type, const py::object&,
                            const py::object&) { leave(i, type); })
        .def("__repr__", [](const IndexHandle& i) {
            return py::str("kb.Index({!r}{})")
                .format(path_to_str(i.path()), i.closed() ? ", closed" : "");
        });
    bind_feeds(index);
}

}  // namespace kb::python
