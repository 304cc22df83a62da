#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "kb/searcher.hpp"

namespace kb::python {

/// All documents of an index, one at a time: the library pushes documents, Python's iterators pull.
/// A thread visits them and stays a little ahead. Thread-safe.
class DocumentStream {
  public:
    /// Starts reading.
    explicit DocumentStream(std::shared_ptr<const Searcher> searcher);
    /// Stops reading.
    ~DocumentStream();
    DocumentStream(const DocumentStream&) = delete;
    DocumentStream& operator=(const DocumentStream&) = delete;

    /// The next document, or nothing at the end. Calls `while_waiting` now and then, and throws
    /// what it throws. Throws the failure of reading, once all documents before it are out.
    std::optional<Document> next(const std::function<void()>& while_waiting);

  private:
    void visit_all();
    bool put(const Document& document);

    std::shared_ptr<const Searcher> searcher_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Document> waiting_;
    std::size_t bytes_ = 0;
    bool stopped_ = false;
    bool ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;
};

}  // namespace kb::python
