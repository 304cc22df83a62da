#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#pragma GCC visibility push(default)
namespace kb {

/// One resource to fetch, and what is known of the copy at hand.
struct FetchRequest {
    std::string url = {};   ///< http or https; "user:password@" becomes Basic authentication
    std::string etag = {};  ///< as the server gave it with the copy; empty: none
    std::string last_modified = {};  ///< likewise
};

/// How to fetch. No environment variable is read: a proxy is used only if it is named here.
struct FetchOptions {
    unsigned at_once = 16;  ///< transfers at the same time, at least 1
    unsigned per_host = 1;  ///< of these to one host, at least 1
    /// Until the connection stands, without data, and for a whole request with its redirects (the
    /// wait for its turn not counted). At least one millisecond each.
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds stall_timeout{20'000};    ///< counted in whole seconds
    std::chrono::milliseconds total_timeout{60'000};    ///< with all redirects
    std::uint64_t max_bytes = std::uint64_t{16} << 20;  ///< of a body, after decompression
    unsigned max_redirects = 8;                         ///< beyond it the request fails

    /// Whether hosts may resolve to addresses that are not public (loopback, private, link-local,
    /// …). Checked for every connection, so that neither redirects nor changing name servers get
    /// around it. With a proxy it is the proxy that resolves names; only addresses that stand in
    /// the URL itself are refused then.
    bool allow_private = false;
    std::string proxy = {};         ///< URL of a proxy; empty: none
    std::string user_agent = {};    ///< empty: "kb/<version> (+<home page>; feed reader)"
    std::string certificates = {};  ///< file of trusted PEM certificates; empty: the system's
};

/// What came of a request.
enum class FetchOutcome : std::uint8_t {
    content,       ///< the body is here
    not_modified,  ///< the copy at hand is current
    gone,          ///< 410: it will not come back
    failed,        ///< the server answered, but with nothing of use
    unreachable,   ///< no answer: unknown host, no connection, bad certificate, a time limit
    refused,       ///< not asked for: no http(s) URL, or an address that is not public
    cancelled,     ///< stopped on request
};

/// The answer to a request. Failures are answers, too.
struct FetchResult {
    FetchOutcome outcome = FetchOutcome::cancelled;  ///< says which of the rest is set
    std::string url = {};  ///< where it was found, after redirects, without credentials
    /// Where the resource has moved for good (301, 308 from the beginning on); empty if it has not.
    /// Keeps the request's credentials on the same server; show it by without_credentials().
    std::string moved_to = {};
    int status = 0;                  ///< of the last HTTP answer; 0: none
    std::string content_type = {};   ///< the header's value
    std::string etag = {};           ///< for the next conditional request
    std::string last_modified = {};  ///< likewise
    std::optional<std::chrono::seconds> retry_after = std::nullopt;  ///< as the server asks
    std::string body = {};                                           ///< decompressed
    std::string message = {};  ///< what went wrong, one line, without the URL; empty if nothing
};

/// Fetches one resource: http and https only, also after redirects; TLS verified; every limit of
/// `options` kept; compression (gzip, deflate, and br and zstd where libcurl has them) undone.
/// Failures are values. Returns within about 100 ms of a stop. Throws Error(internal) if the
/// network library cannot be set up. Thread-safe.
FetchResult fetch(const FetchRequest& request, const FetchOptions& options,
                  std::stop_token stop = {});

/// What fetch_all calls, both from the calling thread.
struct FetchCalls {
    /// Takes each result as it comes, with the position of its request. Transfers stand still
    /// meanwhile.
    std::function<void(std::size_t, FetchResult)> on_result = {};
    /// Asked before a transfer begins; while it says false, none does. Absent: always.
    std::function<bool()> may_start = {};
};

/// Fetches all, at most options.at_once together and options.per_host a host, hosts taking turns.
/// After a stop, what is under way is dropped and nothing more is reported. Thread-safe.
void fetch_all(const std::vector<FetchRequest>& requests, const FetchOptions& options,
               const FetchCalls& calls, std::stop_token stop = {});

}  // namespace kb
#pragma GCC visibility pop
