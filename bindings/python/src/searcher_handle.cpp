#include "searcher_handle.hpp"

#include <filesystem>
#include <utility>

#include "kb/error.hpp"
#include "signals.hpp"
#include "strings.hpp"

namespace kb::python {

SearcherHandle::SearcherHandle(std::string path)
    : path_(std::move(path)), absolute_path_(absolute_path(path_)) {
    searcher_ = without_gil(
        [this] { return std::make_shared<const Searcher>(std::filesystem::path(absolute_path_)); });
}

SearcherHandle::~SearcherHandle() {
    if (!owner_.here()) forget();
}

void SearcherHandle::close() {
    closed_ = true;
    if (!owner_.here()) forget();
    searcher_.reset();
}

const std::shared_ptr<const Searcher>& SearcherHandle::searcher() const {
    if (closed_) {
        throw Error(ErrorCode::invalid_argument, "the searcher of " + path_ + " is closed");
    }
    if (!owner_.here()) {
        forget();
        // With the GIL held, so that one thread alone does it.
        searcher_ = std::make_shared<const Searcher>(std::filesystem::path(absolute_path_));
        owner_ = OwnerProcess();
    }
    return searcher_;
}

/// Locks within it may be held for ever: it cannot even be destroyed.
void SearcherHandle::forget() const {
    std::make_unique<std::shared_ptr<const Searcher>>(std::move(searcher_)).release();
}

Results search_interruptibly(const SearcherHandle& handle, SearchRequest request) {
    const std::shared_ptr<const Searcher> searcher = handle.searcher();
    SignalPoll poll;
    request.interrupted = [&poll] { return poll.raised(); };
    try {
        Results results = without_gil([&] { return searcher->search(request); });
        if (PyErr_Occurred() != nullptr) throw py::error_already_set();
        return results;
    } catch (const Error&) {
        if (PyErr_Occurred() != nullptr) throw py::error_already_set();
        throw;
    }
}

std::shared_ptr<SearcherHandle> to_searcher(py::handle value) {
    if (py::isinstance<SearcherHandle>(value)) return value.cast<std::shared_ptr<SearcherHandle>>();
    return std::make_shared<SearcherHandle>(to_path(value));
}

}  // namespace kb::python
