#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "exclusive.hpp"
#include "interruptible.hpp"
#include "kb/index.hpp"
#include "owner_process.hpp"
#include "signals.hpp"

namespace kb::python {

/// An Index of Python: may be closed, is used by one thread at a time, and not after a fork.
class IndexHandle {
  public:
    /// Waits so long for another writer; Ctrl-C is obeyed meanwhile.
    IndexHandle(std::string path, bool create, std::chrono::milliseconds wait);
    ~IndexHandle();
    IndexHandle(const IndexHandle&) = delete;
    IndexHandle& operator=(const IndexHandle&) = delete;

    /// As given.
    const std::string& path() const noexcept { return path_; }
    /// Whereto the working directory may go.
    const std::string& absolute_path() const noexcept { return absolute_path_; }
    bool closed() const noexcept { return !index_; }

    /// Runs `work(Index&)` without the GIL. Throws Error(invalid_argument) if the index is closed.
    template <typename Work>
    auto run(Work&& work) {
        owner_.require("the index");
        const Exclusive::Use use = exclusive_.use();
        Index& index = open_index();
        return without_gil([&] { return work(index); });
    }

    /// Runs `work(Index&, Waiting&)`, which may take long, on a thread of its own. Throws as run().
    template <typename Work>
    auto run_long(Work&& work) {
        owner_.require("the index");
        const Exclusive::Use use = exclusive_.use();
        Index& index = open_index();
        return interruptibly([&](Waiting& waiting) { return work(index, waiting); });
    }

    /// What a commit makes after it may be cut short by Ctrl-C.
    void commit();
    /// Discards what is not committed and lets the index go. No harm if it is closed already. The
    /// memory that many changes take is given back by a thread meanwhile.
    void close();

  private:
    Index& open_index();
    void end_freeing();

    std::string path_;
    std::string absolute_path_;
    OwnerProcess owner_;
    Exclusive exclusive_{"the index"};
    std::optional<Index> index_;
    std::thread freeing_;
};

}  // namespace kb::python
