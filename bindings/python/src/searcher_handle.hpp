#pragma once

#include <memory>
#include <string>

#include "kb/searcher.hpp"
#include "owner_process.hpp"
#include "pybind.hpp"

namespace kb::python {

/// A Searcher of Python. What it has begun may outlive it. Made anew after a fork, because the
/// parent's may have been in use by threads that the child does not have.
class SearcherHandle {
  public:
    explicit SearcherHandle(std::string path);
    ~SearcherHandle();
    SearcherHandle(const SearcherHandle&) = delete;
    SearcherHandle& operator=(const SearcherHandle&) = delete;

    /// As given.
    const std::string& path() const noexcept { return path_; }

    /// Requires the GIL. Throws Error(invalid_argument) if it is closed.
    const std::shared_ptr<const Searcher>& searcher() const;

    /// Lets the index go once what has begun has ended. No harm if it is closed already. Requires
    /// the GIL.
    void close();
    bool closed() const noexcept { return closed_; }

  private:
    void forget() const;

    std::string path_;
    std::string absolute_path_;  ///< whereto the working directory may go
    mutable OwnerProcess owner_;
    mutable std::shared_ptr<const Searcher> searcher_;
    bool closed_ = false;
};

/// Searches without the GIL; Ctrl-C is obeyed.
Results search_interruptibly(const SearcherHandle& handle, SearchRequest request);

/// A handle of a path, or the one that the value is.
std::shared_ptr<SearcherHandle> to_searcher(py::handle value);

}  // namespace kb::python
