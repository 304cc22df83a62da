#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "ingest/fetch/curl.hpp"
#include "ingest/fetch/web_url.hpp"
#include "kb/fetch.hpp"

namespace kb::ingest {

/// One request on its way: a curl handle and what it has received, through all redirects. Each step
/// is one HTTP exchange. Stays where it is, because curl holds its address. One thread at a time.
class Transfer {
  public:
    using Clock = std::chrono::steady_clock;

    /// `options` and `request` outlive the transfer.
    Transfer(const FetchRequest& request, const FetchOptions& options);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// The host of the next step; nothing if the request cannot be sent at all: result() says why.
    std::optional<std::string> next_host() const;

    /// Readies the handle for the next step. False if there is no time left.
    bool begin_step();
    CURL* handle() const noexcept { return handle_.get(); }

    /// Takes what curl says of the step. True if another step follows.
    bool end_step(CURLcode code);

    FetchResult take_result() { return std::move(result_); }

  private:
    void set_lasting_options();
    void set_conditions();
    bool follow(long status);
    void finish(long status);
    void fail(FetchOutcome outcome, std::string message);
    void fail_transfer(CURLcode code);
    std::string timeout_message() const;
    bool acceptable(const WebUrl& url);
    std::string header(const char* name) const;
    std::chrono::milliseconds remaining() const;

    static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self);
    static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

    const FetchRequest& request_;
    const FetchOptions& options_;
    EasyHandle handle_;
    HeaderList headers_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    std::optional<WebUrl> url_;  ///< of the next or current step; nothing when it is over
    std::optional<Clock::time_point> started_;
    unsigned redirects_ = 0;
    bool moved_for_good_ = true;  ///< so far
    bool too_large_ = false;
    bool headers_too_large_ = false;
    std::size_t header_bytes_ = 0;
    std::string refused_address_;
    FetchResult result_;
};

}  // namespace kb::ingest
