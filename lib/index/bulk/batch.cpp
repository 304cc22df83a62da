#include "index/bulk/batch.hpp"

#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "index/ranking_refresh.hpp"

namespace kb::index::bulk {

Xapian::docid Batch::admit(std::vector<PreparedDocument>& documents) {
    const std::lock_guard lock(mutex_);
    const auto first = static_cast<Xapian::docid>(lengths_.size() + 1);
    auto left = documents.begin();
    for (PreparedDocument& document : documents) {
        const std::uint64_t id = XXH3_64bits(document.id_term.data(), document.id_term.size());
        if (!ids_.insert(id).second) {
            waiting_bytes_ += document.bytes();
            waiting_.push_back(std::move(document));
            continue;
        }
        lengths_.push_back(static_cast<std::uint32_t>(document.terms.length()));
        groups_.add(document.fingerprint, document.story);
        if (&*left != &document) *left = std::move(document);
        ++left;
    }
    documents.erase(left, documents.end());
    return first;
}

void Batch::add(Run run) {
    const std::lock_guard lock(mutex_);
    const auto place =
        std::lower_bound(runs_.begin(), runs_.end(), run.first,
                         [](const Run& known, Xapian::docid first) { return known.first < first; });
    runs_.insert(place, std::move(run));
}

std::uint64_t Batch::admitted() const {
    const std::lock_guard lock(mutex_);
    return lengths_.size();
}

bool Batch::waits_for_database() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size() > most_waiting || waiting_bytes_ > most_waiting_bytes;
}

void Batch::write(const std::filesystem::path& generation, const Metadata& metadata, bool threaded,
                  const std::stop_token& stop) const {
    const bool ranked = lengths_.size() >= fewest_ranked_documents;
    merge({file_, runs_, lengths_, groups_.all(), metadata}, generation, {ranked, threaded, stop});
}

}  // namespace kb::index::bulk
