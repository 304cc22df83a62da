#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "index_handle.hpp"
#include "kb/index.hpp"
#include "kb/reader.hpp"
#include "progress.hpp"
#include "pybind.hpp"

namespace kb::python {

/// One call of Index.add.
class Adding {
  public:
    Adding(IndexHandle& index, ReadOptions options, unsigned jobs, ProgressCallback on_progress,
           py::object on_problem)
        : index_(index),
          options_(std::move(options)),
          jobs_(jobs),
          on_progress_(std::move(on_progress)),
          on_problem_(std::move(on_problem)) {}

    /// Whatever Index.add takes.
    void add(py::handle what);

    /// A kb.AddReport.
    py::object report() const;

  private:
    struct Failure {
        std::string input;
        std::string message;
    };

    void add_files(const std::vector<std::string>& inputs);
    void add_each(py::handle items);
    void add_item(py::handle item, std::uint64_t number);
    void add_file_in_place(const std::string& input);
    void add_document(Document document);
    Document to_document(py::handle value) const;
    void count(Change change);
    std::uint64_t documents() const;
    Progress progress(const DocumentReader& reader, std::uint64_t more_documents) const;
    void note(const Problem& problem, Waiting& waiting);
    void fail(std::string input, std::string message);

    IndexHandle& index_;
    ReadOptions options_;
    unsigned jobs_;
    ProgressCallback on_progress_;
    py::object on_problem_;
    AddReport total_;
    Progress last_;
    std::uint64_t failed_ = 0;
    std::vector<Failure> failures_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace kb::python
