#include "document_stream.hpp"

#include <chrono>
#include <utility>

namespace kb::python {
namespace {

constexpr std::size_t max_documents_ahead = 256;
constexpr std::size_t max_bytes_ahead = std::size_t{8} << 20U;

std::size_t size_of(const Document& document) {
    return document.text.size() + document.title.size();
}

}  // namespace

DocumentStream::DocumentStream(std::shared_ptr<const Searcher> searcher)
    : searcher_(std::move(searcher)), thread_([this] { visit_all(); }) {}

DocumentStream::~DocumentStream() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

std::optional<Document> DocumentStream::next(const std::function<void()>& while_waiting) {
    constexpr auto interval = std::chrono::milliseconds(50);
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, interval, [this] { return ended_ || !waiting_.empty(); })) {
        lock.unlock();
        while_waiting();
        lock.lock();
    }
    if (waiting_.empty()) {
        if (failure_) std::rethrow_exception(failure_);
        return std::nullopt;
    }
    Document document = std::move(waiting_.front());
    waiting_.pop_front();
    bytes_ -= size_of(document);
    lock.unlock();
    changed_.notify_all();
    return document;
}

void DocumentStream::visit_all() {
    std::exception_ptr failure;
    try {
        searcher_->for_each([this](const Document& document) { return put(document); });
    } catch (...) {
        failure = std::current_exception();
    }
    {
        const std::lock_guard lock(mutex_);
        failure_ = std::move(failure);
        ended_ = true;
    }
    changed_.notify_all();
}

bool DocumentStream::put(const Document& document) {
    const std::size_t bytes = size_of(document);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
        return stopped_ || waiting_.empty() ||
               (waiting_.size() < max_documents_ahead && bytes_ + bytes <= max_bytes_ahead);
    });
    if (stopped_) return false;
    waiting_.push_back(document);
    bytes_ += bytes;
    lock.unlock();
    changed_.notify_all();
    return true;
}

}  // namespace kb::python
