#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <stop_token>
#include <utility>

#include "index/pipeline.hpp"

namespace kb::index::bulk {

/// The first documents of a batch, read ahead to see whether it is large.
class LookAhead {
  public:
    LookAhead(const DocumentSource& source, std::stop_token stop)
        : source_(source), stop_(std::move(stop)) {
        std::size_t bytes = 0;
        while (!is_large_ && !stop_.stop_requested()) {
            std::optional<Document> document = source_();
            if (!document) break;
            bytes += bytes_of(*document);
            documents_.push_back(std::move(*document));
            is_large_ = documents_.size() >= large_documents || bytes >= large_bytes;
        }
    }

    /// Whether writing all tables at once pays.
    bool is_large() const noexcept { return is_large_; }

    /// All documents: those that were read ahead, then the others up to a stop. Valid as long as
    /// the object.
    DocumentSource rest() {
        return [this]() -> std::optional<Document> {
            if (documents_.empty()) {
                return is_large_ && !stop_.stop_requested() ? source_() : std::nullopt;
            }
            Document document = std::move(documents_.front());
            documents_.pop_front();
            return document;
        };
    }

  private:
    static constexpr std::size_t large_documents = 512;
    static constexpr std::size_t large_bytes = std::size_t{1} << 20;

    const DocumentSource& source_;
    const std::stop_token stop_;
    std::deque<Document> documents_;
    bool is_large_ = false;
};

}  // namespace kb::index::bulk
