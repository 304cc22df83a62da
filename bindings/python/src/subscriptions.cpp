#include "subscriptions.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "arguments.hpp"
#include "bind.hpp"
#include "docs.hpp"
#include "kb/subscribe.hpp"
#include "kb/update.hpp"
#include "problems.hpp"
#include "progress.hpp"
#include "records.hpp"
#include "strings.hpp"
#include "times.hpp"

namespace kb::python {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

py::object feed_record(const Subscription& feed) {
    return record_class("Subscription")(
        to_str(without_credentials(feed.url)), to_str(feed.title), to_str(feed.html_url),
        to_str(feed.description), text_list(feed.tags), to_str(state_of(feed)),
        to_datetime(feed.last_fetch), to_datetime(feed.last_success), to_datetime(feed.next_due),
        feed.errors, to_str(feed.last_error));
}

py::list problem_list(const std::vector<Problem>& problems) {
    py::list list;
    for (const Problem& problem : problems)
        list.append(to_record(problem));
    return list;
}

std::function<void(const Problem&)> problem_handler(const py::object& callback, Waiting& waiting) {
    if (callback.is_none()) return {};
    return [&](const Problem& problem) { waiting.call([&] { callback(to_record(problem)); }); };
}

std::vector<std::string> feed_inputs(py::handle what) {
    return to_inputs(what, "a URL or a path of an OPML file is needed, or an iterable of those");
}

py::object subscribe_to(IndexHandle& handle, py::handle what, bool fetch, py::handle allow_private,
                        py::handle timeout, py::handle proxy, py::handle on_problem) {
    const std::vector<std::string> inputs = feed_inputs(what);
    const py::object problem_callback = to_callback(on_problem, "on_problem");
    SubscribeOptions options;
    options.fetch = to_fetch_options(allow_private, timeout, proxy);
    options.look = fetch;
    const SubscribeReport done = handle.run_long([&](Index& index, Waiting& waiting) {
        options.stop = waiting.stop();
        options.on_problem = problem_handler(problem_callback, waiting);
        return subscribe(index, inputs, options);
    });
    return record_class("SubscribeReport")(done.added, done.updated, done.unchanged, done.failed,
                                           problem_list(done.problems));
}

std::uint64_t unsubscribe_from(IndexHandle& handle, py::handle urls) {
    const std::vector<std::string> inputs = feed_inputs(urls);
    return handle.run([&](Index& index) {
        std::uint64_t removed = 0;
        for (const std::string& url : inputs)
            removed += unsubscribe(index, url) ? 1U : 0U;
        return removed;
    });
}

Progress how_far(const UpdateReport& report) {
    return {.done = report.done,
            .total = report.feeds,
            .unit = "feeds",
            .documents =
                report.documents.added + report.documents.updated + report.documents.unchanged};
}

py::object update_record(const UpdateReport& done, double seconds) {
    return record_class("UpdateReport")(done.done, done.changed, done.not_modified, done.not_due,
                                        done.disabled, done.documents.added, done.documents.updated,
                                        done.documents.unchanged, done.failed,
                                        problem_list(done.problems), seconds);
}

py::object update_feeds(IndexHandle& handle, py::handle jobs, bool all, py::handle allow_private,
                        py::handle timeout, py::handle proxy, py::handle on_progress,
                        py::handle on_problem) {
    const Clock::time_point start = Clock::now();
    ProgressCallback progress(on_progress);
    const py::object problem_callback = to_callback(on_problem, "on_problem");
    UpdateOptions options;
    options.jobs = to_jobs(jobs);
    options.all = all;
    options.fetch = to_fetch_options(allow_private, timeout, proxy);
    const UpdateReport done = handle.run_long([&](Index& index, Waiting& waiting) {
        options.stop = waiting.stop();
        options.on_problem = problem_handler(problem_callback, waiting);
        options.on_progress = [&](const UpdateReport& report) {
            progress.tell(waiting, [&] { return how_far(report); });
        };
        return update(index, options);
    });
    progress.tell_last(how_far(done));
    return update_record(done, seconds_since(start));
}

std::vector<Subscription> to_subscriptions(py::handle records) {
    std::vector<Subscription> subscriptions;
    for (const py::handle record : records) {
        Subscription feed;
        feed.url = to_utf8(record.attr("url"), "url");
        feed.title = to_utf8(record.attr("title"), "title");
        feed.html_url = to_utf8(record.attr("html_url"), "html_url");
        feed.description = to_utf8(record.attr("description"), "description");
        feed.tags = to_names(record.attr("tags"), "tags");
        subscriptions.push_back(std::move(feed));
    }
    return subscriptions;
}

}  // namespace

py::list to_records(const std::vector<Subscription>& subscriptions) {
    py::list list;
    for (const Subscription& subscription : subscriptions)
        list.append(feed_record(subscription));
    return list;
}

void bind_feeds(py::class_<IndexHandle>& index) {
    index
        .def("subscribe", &subscribe_to, py::arg("what"), py::kw_only(), py::arg("fetch") = true,
             py::arg("allow_private") = false, py::arg("timeout") = 60,
             py::arg("proxy") = py::none(), py::arg("on_problem") = py::none(),
             doc("Index.subscribe"))
        .def("unsubscribe", &unsubscribe_from, py::arg("urls"), doc("Index.unsubscribe"))
        .def(
            "feeds",
            [](IndexHandle& i) {
                return to_records(i.run([](Index& open) { return open.subscriptions(); }));
            },
            doc("Index.feeds"))
        .def("update", &update_feeds, py::kw_only(), py::arg("jobs") = 0, py::arg("all") = false,
             py::arg("allow_private") = false, py::arg("timeout") = 60,
             py::arg("proxy") = py::none(), py::arg("on_progress") = py::none(),
             py::arg("on_problem") = py::none(), doc("Index.update"));
}

void bind_opml(py::module_& module) {
    module.def(
        "to_opml", [](py::handle feeds) { return to_str(to_opml(to_subscriptions(feeds))); },
        py::arg("feeds"), doc("to_opml"));
}

}  // namespace kb::python
