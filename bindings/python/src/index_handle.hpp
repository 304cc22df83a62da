#pragma once

#include <optional>
#include <string>

#include "exclusive.hpp"
#include "kb/index.hpp"
#include "signals.hpp"

namespace kb::python {

/// An Index of Python: may be closed, and is used by one thread at a time.
class IndexHandle {
  public:
    IndexHandle(std::string path, bool create);
    ~IndexHandle();
    IndexHandle(const IndexHandle&) = delete;
    IndexHandle& operator=(const IndexHandle&) = delete;

    const std::string& path() const noexcept { return path_; }
    bool closed() const noexcept { return !index_; }

    /// Runs `work(Index&)` without the GIL. Throws Error(invalid_argument) if the index is closed.
    template <typename Work>
    auto run(Work&& work) {
        const Exclusive::Use use = exclusive_.use();
        Index& index = open_index();
        return without_gil([&] { return work(index); });
    }

    /// Discards what is not committed and lets the index go. No harm if it is closed already.
    void close();

  private:
    Index& open_index();

    std::string path_;
    Exclusive exclusive_{"the index"};
    std::optional<Index> index_;
};

}  // namespace kb::python
