#include "ingest/fetch/host_queue.hpp"

#include <utility>

namespace kb::ingest {

void HostQueue::list_if_ready(const std::string& name, Host& host) {
    if (host.listed || host.waiting.empty() || host.active >= per_host_) return;
    host.listed = true;
    ready_.push_back(name);
}

void HostQueue::push(const std::string& host, std::size_t request) {
    Host& entry = hosts_[host];
    entry.waiting.push_back(request);
    ++waiting_;
    list_if_ready(host, entry);
}

std::optional<HostQueue::Turn> HostQueue::take() {
    if (ready_.empty()) return std::nullopt;
    Turn turn{std::move(ready_.front()), 0};
    ready_.pop_front();
    Host& entry = hosts_.at(turn.host);
    entry.listed = false;
    turn.request = entry.waiting.front();
    entry.waiting.pop_front();
    --waiting_;
    ++entry.active;
    list_if_ready(turn.host, entry);
    return turn;
}

void HostQueue::release(const std::string& host) {
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) return;
    --found->second.active;
    if (found->second.active == 0 && found->second.waiting.empty()) {
        hosts_.erase(found);
    } else {
        list_if_ready(host, found->second);
    }
}

}  // namespace kb::ingest
