#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kb::ingest {

/// A URL taken apart, as the fetcher will understand it.
struct WebUrl {
    std::string text;    ///< the whole, without fragment
    std::string scheme;  ///< lower case
    std::string host;    ///< lower case
    std::string port;    ///< the default one stated
    std::string user;    ///< credentials, still percent-encoded
    std::string password;

    bool is_web() const { return scheme == "http" || scheme == "https"; }
    bool same_server(const WebUrl& other) const {
        return scheme == other.scheme && host == other.host && port == other.port;
    }
};

/// Any absolute URL; nothing if it is none.
std::optional<WebUrl> parse_url(const std::string& text);

/// What a link on the page `base` leads to (RFC 3986, 5.2); nothing if that is no absolute URL.
std::optional<WebUrl> resolve_url(const std::string& base, const std::string& link);

/// The URL with those credentials instead of its own.
std::string with_credentials(const WebUrl& url, const std::string& user,
                             const std::string& password);

}  // namespace kb::ingest
