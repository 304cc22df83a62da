#include "rank/top_documents.hpp"

#include <algorithm>
#include <utility>

namespace kb::rank {

void TopDocuments::add(const Ranked& document) {
    if (limit_ == 0) return;
    if (document.group != 0) {
        const auto same = places_.find(document.group);
        if (same != places_.end()) {
            if (better(document, heap_[same->second])) {
                const std::size_t place = same->second;
                put(place, document);
                sink(place);  // it became better: away from the top
            }
            if (heap_.size() == limit_) threshold_ = heap_.front().score;
            return;
        }
    }
    if (heap_.size() < limit_) {
        heap_.push_back(document);
        put(heap_.size() - 1, document);
        rise(heap_.size() - 1);
    } else if (better(document, heap_.front())) {
        if (heap_.front().group != 0) places_.erase(heap_.front().group);
        put(0, document);
        sink(0);
    }
    if (heap_.size() == limit_) threshold_ = heap_.front().score;
}

std::vector<Ranked> TopDocuments::take() {
    std::vector<Ranked> best = std::exchange(heap_, {});
    places_.clear();
    std::sort(best.begin(), best.end(), better);
    return best;
}

void TopDocuments::put(std::size_t place, const Ranked& document) {
    heap_[place] = document;
    if (document.group != 0) places_[document.group] = place;
}

void TopDocuments::rise(std::size_t place) {
    const Ranked moving = heap_[place];
    while (place > 0) {
        const std::size_t parent = (place - 1) / 2;
        if (!better(heap_[parent], moving)) break;
        put(place, heap_[parent]);
        place = parent;
    }
    put(place, moving);
}

void TopDocuments::sink(std::size_t place) {
    const Ranked moving = heap_[place];
    while (true) {
        std::size_t child = 2 * place + 1;
        if (child >= heap_.size()) break;
        if (child + 1 < heap_.size() && better(heap_[child], heap_[child + 1])) ++child;
        if (!better(moving, heap_[child])) break;
        put(place, heap_[child]);
        place = child;
    }
    put(place, moving);
}

}  // namespace kb::rank
