#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

namespace kb::ingest {

/// Who may be asked next: hosts take turns, at most `per_host` requests to one at a time, those of
/// one host in the order they came. Every call takes constant time. One thread at a time.
class HostQueue {
  public:
    explicit HostQueue(unsigned per_host) : per_host_(per_host == 0 ? 1 : per_host) {}

    void push(const std::string& host, std::size_t request);

    struct Turn {
        std::string host;
        std::size_t request = 0;
    };
    /// The next request whose host is not busy; its host is busier by one until release().
    std::optional<Turn> take();
    void release(const std::string& host);

    /// Whether nothing waits (requests that were taken do not count).
    bool empty() const noexcept { return waiting_ == 0; }

  private:
    struct Host {
        std::deque<std::size_t> waiting;
        unsigned active = 0;
        bool listed = false;  ///< in ready_
    };

    void list_if_ready(const std::string& name, Host& host);

    unsigned per_host_;
    std::unordered_map<std::string, Host> hosts_;
    std::deque<std::string> ready_;  ///< hosts with something waiting and room for it
    std::size_t waiting_ = 0;
};

}  // namespace kb::ingest
