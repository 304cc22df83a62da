#include "kb/evaluation.hpp"

#include <pybind11/stl.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "bind.hpp"
#include "docs.hpp"
#include "interruptible.hpp"
#include "kb/error.hpp"
#include "kb/evaluation_run.hpp"
#include "searcher_handle.hpp"
#include "signals.hpp"
#include "strings.hpp"

namespace kb::python {
namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file.is_open() || std::filesystem::is_directory(path)) {
        throw Error(ErrorCode::not_found, "cannot read " + path);
    }
    std::string content(std::istreambuf_iterator<char>(file), {});
    if (file.bad()) throw Error(ErrorCode::io, "cannot read " + path);
    return content;
}

/// Parses a file; what is wrong with it is said with its name.
template <typename Parse>
auto parse_file(const std::string& path, Parse parse) {
    const std::string content = read_file(path);
    try {
        return parse(content);
    } catch (const Error& error) {
        throw Error(error.code(), path + ": " + error.what(), error.hint());
    }
}

/// The items of a mapping, or else of an iterable of pairs.
py::object pairs(py::handle value) {
    if (py::hasattr(value, "items")) return value.attr("items")();
    return py::reinterpret_borrow<py::object>(value);
}

std::vector<Topic> to_topics(py::handle queries) {
    if (is_path(queries)) return parse_file(to_path(queries), parse_topics);
    std::vector<Topic> topics;
    for (const py::handle pair : pairs(queries)) {
        const auto [id, text] = pair.cast<std::pair<py::object, py::object>>();
        topics.push_back({to_utf8(id, "queries"), to_utf8(text, "queries")});
    }
    return topics;
}

Qrels to_qrels(py::handle qrels) {
    if (is_path(qrels)) return parse_file(to_path(qrels), parse_qrels);
    Qrels judgements;
    for (const py::handle pair : pairs(qrels)) {
        const auto [topic, documents] = pair.cast<std::pair<py::object, py::object>>();
        Judgements& of_topic = judgements[to_utf8(topic, "qrels")];
        for (const py::handle judged : pairs(documents)) {
            const auto [id, grade] = judged.cast<std::pair<py::object, int>>();
            of_topic[to_utf8(id, "qrels")] = grade;
        }
    }
    return judgements;
}

void write_run(const std::string& path, const EvaluationRun& run) {
    std::ofstream file(path, std::ios::binary);
    file << to_trec(run);
    file.close();
    if (!file) throw Error(ErrorCode::io, "cannot write " + path);
}

py::dict to_dict(const Measures& values) {
    py::dict dict;
    for (const MeasureInfo& info : measures())
        dict[to_str(info.name)] = values.*info.value;
    return dict;
}

py::list to_list(const std::vector<ScoredDocument>& ranking) {
    py::list list;
    for (const ScoredDocument& document : ranking)
        list.append(py::make_tuple(to_str(document.id), document.score));
    return list;
}

py::object to_record(const EvaluationRun& run) {
    const py::module_ records = py::module_::import("kb._records");
    py::list topics;
    for (const TopicResult& result : run.topics) {
        topics.append(records.attr("TopicResult")(
            to_str(result.topic.id), to_str(result.topic.text), result.judged,
            to_dict(result.measures), result.milliseconds, to_list(result.ranking)));
    }
    py::dict latency;
    latency["p50"] = run.latency(0.50);
    latency["p95"] = run.latency(0.95);
    latency["p99"] = run.latency(0.99);
    return records.attr("Evaluation")(to_str(run.profile), run.topics.size(), run.judged(),
                                      to_dict(run.mean()), latency, topics);
}

py::object evaluate_in_python(py::handle db, py::handle queries, py::handle qrels, py::handle run,
                              py::handle profile) {
    const std::shared_ptr<SearcherHandle> handle = to_searcher(db);
    const std::shared_ptr<const Searcher> searcher = handle->searcher();
    const std::vector<Topic> topics = to_topics(queries);
    const Qrels judgements = to_qrels(qrels);
    const std::string name = to_utf8(profile, "profile");
    const EvaluationRun done = interruptibly([&](Waiting& waiting) {
        const std::unique_ptr<Ranker> ranker = make_ranker(*searcher, name);
        return evaluate(*ranker, name, topics, judgements, waiting.stop());
    });
    if (!run.is_none()) write_run(to_path(run), done);
    return to_record(done);
}

double randomisation_test_in_python(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) {
        throw Error(ErrorCode::invalid_argument, "the two lists are not of one length");
    }
    return without_gil([&] { return randomisation_test(a, b); });
}

}  // namespace

void bind_evaluation(py::module_& module) {
    module.def("evaluate", &evaluate_in_python, py::arg("db"), py::arg("queries"), py::arg("qrels"),
               py::kw_only(), py::arg("run") = py::none(), py::arg("profile") = "default",
               doc("evaluate"));
    module.def("randomisation_test", &randomisation_test_in_python, py::arg("a"), py::arg("b"),
               doc("randomisation_test"));
    py::list profiles;
    for (const std::string_view name : profile_names())
        profiles.append(to_str(name));
    module.attr("PROFILES") = py::tuple(profiles);
}

}  // namespace kb::python
