#include "kb/fetch.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "ingest/fetch/curl.hpp"
#include "ingest/fetch/host_queue.hpp"
#include "ingest/fetch/transfer.hpp"
#include "kb/document.hpp"
#include "kb/error.hpp"

namespace kb {
namespace {

using ingest::HostQueue;
using ingest::MultiHandle;
using ingest::Transfer;

/// Sets curl up once; what it keeps lives as long as the program.
void set_up_curl() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) {
        throw Error(ErrorCode::internal, "the network library cannot be set up: " +
                                             std::string(curl_easy_strerror(code)));
    }
}

/// Runs many transfers on the calling thread.
class Fetching {
  public:
    Fetching(const std::vector<FetchRequest>& requests, const FetchOptions& options,
             const FetchCalls& calls, std::stop_token stop)
        : requests_(requests),
          options_(options),
          calls_(calls),
          stop_(std::move(stop)),
          queue_(options.per_host),
          multi_(new_multi()),
          wake_(stop_, Wake{multi_.get()}) {}

    ~Fetching() {
        for (const auto& [number, active] : active_)
            curl_multi_remove_handle(multi_.get(), active.transfer->handle());
    }
    Fetching(const Fetching&) = delete;
    Fetching& operator=(const Fetching&) = delete;

    void run() {
        while (!stop_.stop_requested()) {
            start_transfers();
            if (active_.empty() && done()) return;
            int running = 0;
            curl_multi_perform(multi_.get(), &running);
            if (finish_steps()) continue;  // then something else may start
            constexpr int milliseconds = 100;
            curl_multi_poll(multi_.get(), nullptr, 0, milliseconds, nullptr);
        }
    }

  private:
    struct Active {
        std::unique_ptr<Transfer> transfer;
        std::string host;
    };
    struct Wake {
        CURLM* multi;
        void operator()() const { curl_multi_wakeup(multi); }
    };

    static MultiHandle new_multi() {
        set_up_curl();
        MultiHandle multi(curl_multi_init());
        if (!multi) throw std::bad_alloc();
        return multi;
    }

    bool done() const { return next_ == requests_.size() && queue_.empty(); }

    unsigned room() const {
        const auto busy = static_cast<unsigned>(active_.size());
        const unsigned most = std::max(options_.at_once, 1U);
        return busy < most ? most - busy : 0;
    }

    bool may_start() const { return !calls_.may_start || calls_.may_start(); }

    /// Requests are taken apart a few at a time, so that thousands of them do not take a handle
    /// each; far enough ahead to find hosts that are not busy.
    void queue_requests() {
        constexpr std::size_t ahead = 1024;
        while (next_ < requests_.size() && waiting_.size() < ahead) {
            const std::size_t number = next_++;
            const std::optional<ingest::WebUrl> url = ingest::parse_url(requests_[number].url);
            waiting_.emplace(number, nullptr);
            queue_.push(url ? url->host : std::string(), number);
        }
    }

    void start_transfers() {
        queue_requests();
        for (unsigned left = room(); left > 0 && may_start(); --left) {
            const std::optional<HostQueue::Turn> turn = queue_.take();
            if (!turn) return;
            start(*turn);
            queue_requests();
        }
    }

    void start(const HostQueue::Turn& turn) {
        auto node = waiting_.extract(turn.request);
        std::unique_ptr<Transfer> transfer = std::move(node.mapped());
        if (!transfer) {
            transfer = std::make_unique<Transfer>(requests_[turn.request], options_);
        }
        if (!transfer->next_host() || !transfer->begin_step()) {
            queue_.release(turn.host);
            deliver(turn.request, *transfer);
            return;
        }
        curl_multi_add_handle(multi_.get(), transfer->handle());
        active_.emplace(turn.request, Active{std::move(transfer), turn.host});
    }

    /// Whether any had ended.
    bool finish_steps() {
        bool any = false;
        int left = 0;
        while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
            if (stop_.stop_requested()) return true;
            if (message->msg != CURLMSG_DONE) continue;
            finish_step(message->easy_handle, message->data.result);
            any = true;
        }
        return any;
    }

    void finish_step(CURL* handle, CURLcode code) {
        const auto found = std::find_if(active_.begin(), active_.end(), [&](const auto& entry) {
            return entry.second.transfer->handle() == handle;
        });
        const std::size_t number = found->first;
        Active active = std::move(found->second);
        active_.erase(found);
        curl_multi_remove_handle(multi_.get(), handle);
        queue_.release(active.host);
        if (active.transfer->end_step(code)) {
            const std::string host = active.transfer->next_host().value_or("");
            waiting_.emplace(number, std::move(active.transfer));
            queue_.push(host, number);
        } else {
            deliver(number, *active.transfer);
        }
    }

    void deliver(std::size_t number, Transfer& transfer) {
        if (calls_.on_result) calls_.on_result(number, transfer.take_result());
    }

    const std::vector<FetchRequest>& requests_;
    const FetchOptions& options_;
    const FetchCalls& calls_;
    std::stop_token stop_;
    HostQueue queue_;
    std::size_t next_ = 0;  ///< the first request that is not queued yet
    std::map<std::size_t, std::unique_ptr<Transfer>> waiting_;  ///< null: not begun
    MultiHandle multi_;
    std::map<std::size_t, Active> active_;
    std::stop_callback<Wake> wake_;
};

}  // namespace

void fetch_all(const std::vector<FetchRequest>& requests, const FetchOptions& options,
               const FetchCalls& calls, std::stop_token stop) {
    Fetching(requests, options, calls, std::move(stop)).run();
}

FetchResult fetch(const FetchRequest& request, const FetchOptions& options, std::stop_token stop) {
    FetchResult result;
    result.url = without_credentials(request.url);
    result.message = "cancelled";
    const FetchCalls calls = {
        .on_result = [&result](std::size_t, FetchResult got) { result = std::move(got); },
        .may_start = {}};
    fetch_all({request}, options, calls, std::move(stop));
    return result;
}

}  // namespace kb
