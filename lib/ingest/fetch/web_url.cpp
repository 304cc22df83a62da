#include "ingest/fetch/web_url.hpp"

#include <algorithm>

#include "document/ascii.hpp"
#include "ingest/fetch/curl.hpp"

namespace kb::ingest {
namespace {

constexpr unsigned parse_flags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE;

UrlHandle new_url() {
    UrlHandle url(curl_url());
    if (!url) throw std::bad_alloc();
    return url;
}

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
    char* raw = nullptr;
    if (curl_url_get(url, which, &raw, flags) != CURLUE_OK) return {};
    const CurlText text(raw);
    return text.get();
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n\f";
    const std::size_t begin = std::min(text.find_first_not_of(spaces), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(spaces) + 1);
}

std::optional<WebUrl> taken_apart(CURLU* url) {
    curl_url_set(url, CURLUPART_FRAGMENT, nullptr, 0);
    WebUrl parts;
    parts.scheme = ascii_lowered(part(url, CURLUPART_SCHEME));
    parts.host = ascii_lowered(part(url, CURLUPART_HOST));
    curl_url_set(url, CURLUPART_HOST, parts.host.c_str(), 0);
    parts.text = part(url, CURLUPART_URL);
    parts.port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    parts.user = part(url, CURLUPART_USER);
    parts.password = part(url, CURLUPART_PASSWORD);
    if (parts.text.empty()) return std::nullopt;
    return parts;
}

}  // namespace

std::optional<WebUrl> parse_url(const std::string& text) {
    const UrlHandle url = new_url();
    const std::string clean(trimmed(text));
    if (curl_url_set(url.get(), CURLUPART_URL, clean.c_str(), parse_flags) != CURLUE_OK) {
        return std::nullopt;
    }
    return taken_apart(url.get());
}

std::optional<WebUrl> resolve_url(const std::string& base, const std::string& link) {
    const UrlHandle url = new_url();
    const std::string clean(trimmed(link));
    if (curl_url_set(url.get(), CURLUPART_URL, base.c_str(), parse_flags) != CURLUE_OK ||
        curl_url_set(url.get(), CURLUPART_URL, clean.c_str(), parse_flags) != CURLUE_OK) {
        return std::nullopt;
    }
    return taken_apart(url.get());
}

std::string with_credentials(const WebUrl& url, const std::string& user,
                             const std::string& password) {
    const UrlHandle handle = new_url();
    const auto value = [](const std::string& text) {
        return text.empty() ? nullptr : text.c_str();
    };
    if (curl_url_set(handle.get(), CURLUPART_URL, url.text.c_str(), parse_flags) != CURLUE_OK) {
        return url.text;
    }
    curl_url_set(handle.get(), CURLUPART_USER, value(user), 0);
    curl_url_set(handle.get(), CURLUPART_PASSWORD, value(password), 0);
    return part(handle.get(), CURLUPART_URL);
}

}  // namespace kb::ingest
