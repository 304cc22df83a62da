#include "ingest/fetch/transfer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "ingest/fetch/address.hpp"
#include "ingest/finish.hpp"
#include "kb/document.hpp"
#include "kb/version.hpp"

namespace kb::ingest {
namespace {

constexpr std::size_t max_header_bytes = std::size_t{256} << 10;
constexpr std::size_t max_header_value = 4096;

std::string default_user_agent() {
    return "kb/" + std::string(version()) + " (+https://example.org/kb; feed reader)";
}

struct Reason {
    long status;
    std::string_view phrase;
};
constexpr std::array<Reason, 16> reasons = {{
    {400, "bad request"},
    {401, "needs a user name and password"},
    {403, "forbidden"},
    {404, "not found"},
    {406, "not acceptable"},
    {408, "request timeout"},
    {410, "gone"},
    {421, "misdirected request"},
    {429, "too many requests"},
    {451, "unavailable for legal reasons"},
    {500, "internal server error"},
    {501, "not implemented"},
    {502, "bad gateway"},
    {503, "service unavailable"},
    {504, "gateway timeout"},
    {508, "loop detected"},
}};

std::string status_message(long status) {
    std::string message = "the server answered " + std::to_string(status);
    for (const Reason& reason : reasons) {
        if (reason.status == status) message.append(" (").append(reason.phrase).append(")");
    }
    return message;
}

std::string seconds_text(std::chrono::milliseconds time) {
    const auto tenths = time.count() / 100;
    std::string text = std::to_string(tenths / 10);
    if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
    return text + " s";
}

/// A header's value, if it is one that can be sent back.
std::string plain_value(std::string_view value) {
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
    });
    return plain && value.size() <= max_header_value ? std::string(value) : std::string();
}

bool is_redirect(long status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

template <typename Value>
Value info(CURL* handle, CURLINFO what, Value value) {
    curl_easy_getinfo(handle, what, &value);
    return value;
}

}  // namespace

Transfer::Transfer(const FetchRequest& request, const FetchOptions& options)
    : request_(request), options_(options), handle_(curl_easy_init()) {
    if (!handle_) throw std::bad_alloc();
    const std::optional<WebUrl> url =
        is_web_url(request.url) ? parse_url(request.url) : std::nullopt;
    result_.url = without_credentials(url ? url->text : request.url);
    if (!url || url->host.empty()) {
        fail(FetchOutcome::refused, "is no http or https URL");
        return;
    }
    if (!acceptable(*url)) return;
    url_ = url;
    set_lasting_options();
    set_conditions();
}

std::optional<std::string> Transfer::next_host() const {
    return url_ ? std::optional(url_->host) : std::nullopt;
}

void Transfer::set_lasting_options() {
    CURL* const handle = handle_.get();
    const std::string agent =
        options_.user_agent.empty() ? default_user_agent() : options_.user_agent;
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);  // a name server must not delay a stop
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, agent.c_str());
    curl_easy_setopt(handle, CURLOPT_PROXY, options_.proxy.c_str());
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "");
    if (!options_.certificates.empty()) {
        curl_easy_setopt(handle, CURLOPT_CAINFO, options_.certificates.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(options_.connect_timeout.count()));
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    const auto stall = std::chrono::ceil<std::chrono::seconds>(options_.stall_timeout);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(stall.count()));
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error_.data());
    curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
}

void Transfer::set_conditions() {
    std::vector<std::string> lines = {
        "Accept: application/atom+xml, application/rss+xml, application/feed+json, "
        "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, "
        "*/*;q=0.5"};
    const std::string etag = plain_value(request_.etag);
    const std::string modified = plain_value(request_.last_modified);
    if (!etag.empty()) lines.push_back("If-None-Match: " + etag);
    if (!modified.empty()) lines.push_back("If-Modified-Since: " + modified);
    for (const std::string& line : lines) {
        curl_slist* const longer = curl_slist_append(headers_.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        static_cast<void>(headers_.release());  // it is the beginning of the longer one
        headers_.reset(longer);
    }
    curl_easy_setopt(handle_.get(), CURLOPT_HTTPHEADER, headers_.get());
}

std::chrono::milliseconds Transfer::remaining() const {
    const auto used = Clock::now() - started_.value_or(Clock::now());
    return options_.total_timeout - std::chrono::duration_cast<std::chrono::milliseconds>(used);
}

bool Transfer::begin_step() {
    if (!started_) started_ = Clock::now();
    const auto left = remaining();
    if (left.count() <= 0) {
        fail(FetchOutcome::unreachable, "timed out after " + seconds_text(options_.total_timeout));
        return false;
    }
    curl_easy_setopt(handle_.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    curl_easy_setopt(handle_.get(), CURLOPT_URL, url_->text.c_str());
    result_.body.clear();
    header_bytes_ = 0;
    refused_address_.clear();
    error_.front() = '\0';
    return true;
}

bool Transfer::end_step(CURLcode code) {
    const long status = info(handle_.get(), CURLINFO_RESPONSE_CODE, 0L);
    result_.status = static_cast<int>(status);
    result_.url = without_credentials(url_->text);
    // What a redirect says besides where it leads to does not matter, however broken.
    if (is_redirect(status) && (code == CURLE_OK || too_large_)) return follow(status);
    if (code == CURLE_OK) {
        finish(status);
    } else {
        fail_transfer(code);
    }
    url_.reset();
    return false;
}

/// Takes the next step's URL from a redirect.
bool Transfer::follow(long status) {
    too_large_ = false;
    const char* const location = info<const char*>(handle_.get(), CURLINFO_REDIRECT_URL, nullptr);
    std::optional<WebUrl> target = location == nullptr ? std::nullopt : parse_url(location);
    const WebUrl here = *std::exchange(url_, std::nullopt);
    if (!target) {
        fail(FetchOutcome::failed, status_message(status) + ", a redirect without a valid target");
        return false;
    }
    if (++redirects_ > options_.max_redirects) {
        fail(FetchOutcome::failed,
             "redirects more than " + std::to_string(options_.max_redirects) + " times");
        return false;
    }
    if (target->user.empty() && target->same_server(here)) {
        target = parse_url(with_credentials(*target, here.user, here.password));
    }
    if (!target || !acceptable(*target)) return false;
    const bool downgrade = here.scheme == "https" && target->scheme == "http";
    moved_for_good_ = moved_for_good_ && (status == 301 || status == 308) && !downgrade;
    if (moved_for_good_) result_.moved_to = target->text;
    url_ = std::move(target);
    return true;
}

/// Whether it may be asked for at all.
bool Transfer::acceptable(const WebUrl& url) {
    const std::string what = redirects_ == 0 ? "" : "redirects to ";
    if (!url.is_web()) {
        fail(FetchOutcome::refused, what + url.scheme + ": only http and https are fetched");
        return false;
    }
    if (!options_.allow_private && is_private_host(url.host)) {
        fail(FetchOutcome::refused,
             what + url.host + ": not a public address (private networks are refused)");
        return false;
    }
    return true;
}

/// Takes the headers of an answer and says what it means.
void Transfer::finish(long status) {
    result_.content_type = header("Content-Type");
    result_.etag = plain_value(header("ETag"));
    result_.last_modified = plain_value(header("Last-Modified"));
    if (const auto wait = info(handle_.get(), CURLINFO_RETRY_AFTER, curl_off_t{0}); wait > 0) {
        result_.retry_after = std::chrono::seconds{wait};
    }
    const bool conditional = !request_.etag.empty() || !request_.last_modified.empty();
    if (status == 200 || status == 203) {
        result_.outcome = FetchOutcome::content;
    } else if (status == 304 && conditional) {
        result_.outcome = FetchOutcome::not_modified;
    } else {
        fail(status == 410 ? FetchOutcome::gone : FetchOutcome::failed, status_message(status));
    }
}

void Transfer::fail(FetchOutcome outcome, std::string message) {
    result_.outcome = outcome;
    result_.message = std::move(message);
    result_.body.clear();
}

void Transfer::fail_transfer(CURLcode code) {
    const std::string what = redirects_ == 0 ? "" : "redirects to " + url_->host + ": ";
    if (too_large_) {
        fail(FetchOutcome::failed, "is larger than " + format_size(options_.max_bytes));
    } else if (headers_too_large_) {
        fail(FetchOutcome::failed, "sends endless headers");
    } else if (!refused_address_.empty()) {
        fail(FetchOutcome::refused,
             what + refused_address_ + " is not a public address (private networks are refused)");
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        fail(FetchOutcome::unreachable, what + timeout_message());
    } else if (code == CURLE_COULDNT_RESOLVE_HOST) {
        fail(FetchOutcome::unreachable, "the host " + url_->host + " is unknown");
    } else if (code == CURLE_COULDNT_CONNECT) {
        const long error = info(handle_.get(), CURLINFO_OS_ERRNO, 0L);
        const std::string reason =
            error == 0 ? "" : ": " + std::generic_category().message(static_cast<int>(error));
        fail(FetchOutcome::unreachable, "cannot connect to " + url_->host + reason);
    } else if (code == CURLE_PARTIAL_FILE) {
        fail(FetchOutcome::failed, "ends early: the server announced more");
    } else if (code == CURLE_BAD_CONTENT_ENCODING) {
        fail(FetchOutcome::failed, "is compressed, but broken");
    } else {
        const std::string_view detail = error_.data();
        const bool answered = result_.status != 0;
        fail(answered ? FetchOutcome::failed : FetchOutcome::unreachable,
             what + std::string(detail.empty() ? curl_easy_strerror(code) : detail));
    }
}

/// Which of the three limits it was, as far as curl says.
std::string Transfer::timeout_message() const {
    if (std::string_view(error_.data()).starts_with("Operation too slow")) {
        return "sent nothing for " + seconds_text(options_.stall_timeout);
    }
    const bool connected = info(handle_.get(), CURLINFO_CONNECT_TIME_T, curl_off_t{0}) > 0;
    return "timed out after " +
           seconds_text(connected ? options_.total_timeout : options_.connect_timeout);
}

std::string Transfer::header(const char* name) const {
    curl_header* found = nullptr;
    if (curl_easy_header(handle_.get(), name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
    return found->value;
}

std::size_t Transfer::take_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t bytes = size * count;
    std::string& body = transfer.result_.body;
    if (bytes > transfer.options_.max_bytes - body.size()) {
        transfer.too_large_ = true;
        return 0;
    }
    body.append(data, bytes);
    return bytes;
}

std::size_t Transfer::take_header(char*, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.header_bytes_ += size * count;
    if (transfer.header_bytes_ > max_header_bytes) {
        transfer.headers_too_large_ = true;
        return 0;
    }
    return size * count;
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    const FetchOptions& options = transfer.options_;
    const bool trusted = options.allow_private || !options.proxy.empty();
    if (!trusted && !is_public(address->addr)) {
        transfer.refused_address_ = to_text(address->addr);
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace kb::ingest
