#include <algorithm>
#include <array>
#include <charconv>

#include "document/ascii.hpp"
#include "kb/document.hpp"

namespace kb {
namespace {

/// Names of query parameters that say where a reader came from, not what is shown. A trailing '*'
/// stands for any ending.
constexpr std::array<std::string_view, 50> tracking_parameters = {"utm_*",
                                                                  "fbclid",
                                                                  "gclid",
                                                                  "gclsrc",
                                                                  "dclid",
                                                                  "gbraid",
                                                                  "wbraid",
                                                                  "gad_source",
                                                                  "msclkid",
                                                                  "twclid",
                                                                  "ttclid",
                                                                  "li_fat_id",
                                                                  "yclid",
                                                                  "ysclid",
                                                                  "_openstat",
                                                                  "mc_cid",
                                                                  "mc_eid",
                                                                  "mkt_tok",
                                                                  "igshid",
                                                                  "igsh",
                                                                  "ref_src",
                                                                  "ref_url",
                                                                  "_hsenc",
                                                                  "_hsmi",
                                                                  "__hssc",
                                                                  "__hstc",
                                                                  "__hsfp",
                                                                  "hsctatracking",
                                                                  "_ga",
                                                                  "_gl",
                                                                  "_gac",
                                                                  "vero_id",
                                                                  "vero_conv",
                                                                  "wickedid",
                                                                  "oly_anon_id",
                                                                  "oly_enc_id",
                                                                  "rb_clickid",
                                                                  "s_kwcid",
                                                                  "ml_subscriber",
                                                                  "ml_subscriber_hash",
                                                                  "_branch_match_id",
                                                                  "_bta_tid",
                                                                  "_bta_c",
                                                                  "pk_campaign",
                                                                  "pk_kwd",
                                                                  "pk_source",
                                                                  "piwik_*",
                                                                  "mtm_*",
                                                                  "matomo_*",
                                                                  "xtor"};

bool is_control_or_space(char c) {
    return static_cast<unsigned char>(c) <= 0x20U || c == 0x7F;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_control_or_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_control_or_space(text.back()))
        text.remove_suffix(1);
    return text;
}

bool is_tracking(std::string_view parameter) {
    const std::string name = ascii_lowered(parameter.substr(0, parameter.find('=')));
    return std::any_of(
        tracking_parameters.begin(), tracking_parameters.end(), [&](std::string_view known) {
            if (known.back() != '*') return name == known;
            return std::string_view(name).starts_with(known.substr(0, known.size() - 1));
        });
}

/// A link taken apart.
struct Parts {
    bool secure = false;
    std::string host;
    std::string port;  ///< empty: the default one
    std::string_view path;
    std::string_view query;
};

/// The text behind "http://" or "https://", or nothing.
std::optional<std::string_view> without_scheme(std::string_view url, bool& secure) {
    const std::string start = ascii_lowered(url.substr(0, 8));
    secure = start == "https://";
    if (secure) return url.substr(8);
    if (std::string_view(start).starts_with("http://")) return url.substr(7);
    return std::nullopt;
}

bool is_host(std::string_view host) {
    if (host.empty()) return false;
    if (host.front() == '[') {
        return host.size() > 2 && host.back() == ']' &&
               host.find_first_not_of("0123456789abcdef:.", 1) == host.size() - 1;
    }
    return std::none_of(host.begin(), host.end(), [](char c) {
        return is_control_or_space(c) ||
               std::string_view("\"#%/:<>?@[\\]^`{|}").find(c) != std::string_view::npos;
    });
}

/// Splits "host:port"; nothing if either is none.
bool read_host_and_port(std::string_view text, Parts& parts) {
    const std::size_t bracket = text.rfind(']');
    const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    parts.host = ascii_lowered(text.substr(0, colon));
    if (!is_host(parts.host)) return false;
    if (colon == std::string_view::npos || colon + 1 == text.size()) return true;
    const std::string_view digits = text.substr(colon + 1);
    unsigned port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port > 65535) return false;
    if (port != (parts.secure ? 443U : 80U)) parts.port = std::to_string(port);
    return true;
}

std::optional<Parts> split(std::string_view url) {
    Parts parts;
    const auto rest = without_scheme(url, parts.secure);
    if (!rest) return std::nullopt;
    // Browsers take a backslash for a slash; reading it as part of the host would let a link look
    // as if it led elsewhere.
    const std::size_t authority_end = std::min(rest->find_first_of("/\\?#"), rest->size());
    std::string_view authority = rest->substr(0, authority_end);
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        authority.remove_prefix(at + 1);
    }
    if (!read_host_and_port(authority, parts)) return std::nullopt;
    std::string_view tail = rest->substr(authority_end);
    tail = tail.substr(0, tail.find('#'));
    const std::size_t question = tail.find('?');
    parts.path = tail.substr(0, question);
    if (question != std::string_view::npos) parts.query = tail.substr(question + 1);
    return parts;
}

/// Appends `text` with spaces escaped and other control characters left out.
void append_clean(std::string_view text, std::string& out) {
    for (const char c : text) {
        if (c == ' ') {
            out += "%20";
        } else if (!is_control_or_space(c)) {
            out += c;
        }
    }
}

bool is_dot(std::string_view segment) {
    return segment == "." || ascii_lowered(segment) == "%2e";
}

bool is_double_dot(std::string_view segment) {
    const std::string text = ascii_lowered(segment.substr(0, 7));
    return text == ".." || text == ".%2e" || text == "%2e." || text == "%2e%2e";
}

/// RFC 3986, 5.2.4. Linear: each byte is appended and taken back at most once.
std::string canonical_path(std::string_view path) {
    std::string clean;
    append_clean(path, clean);
    std::replace(clean.begin(), clean.end(), '\\', '/');
    std::string out;
    std::size_t at = 0;
    while (at < clean.size()) {
        const std::size_t end = std::min(clean.find('/', at + 1), clean.size());
        const std::string_view segment = std::string_view(clean).substr(at + 1, end - at - 1);
        const bool last = end == clean.size();
        if (is_double_dot(segment)) {
            out.resize(std::min(out.rfind('/'), out.size()));
            if (last) out += '/';
        } else if (is_dot(segment)) {
            if (last) out += '/';
        } else {
            (out += '/') += segment;
        }
        at = end;
    }
    return out.empty() ? "/" : out;
}

/// The query with its '?', or nothing if no parameter is left.
std::string canonical_query(std::string_view query) {
    std::string clean;
    append_clean(query, clean);
    std::string out;
    for (std::size_t at = 0; at < clean.size();) {
        const std::size_t end = std::min(clean.find('&', at), clean.size());
        const std::string_view parameter = std::string_view(clean).substr(at, end - at);
        if (!parameter.empty() && !is_tracking(parameter)) {
            (out += out.empty() ? '?' : '&') += parameter;
        }
        at = end + 1;
    }
    return out;
}

}  // namespace

std::string canonical_url(std::string_view url) {
    const std::string_view text = trimmed(url);
    const auto parts = split(text);
    if (!parts) {
        std::string bare = without_credentials(text);
        // What was no link, such as "https://user:secret\@host/", must not become one.
        if (bare != text && split(bare)) bare.insert(bare.find("://") + 3, "\\@");
        return bare;
    }
    std::string out = parts->secure ? "https://" : "http://";
    out += parts->host;
    if (!parts->port.empty()) (out += ':') += parts->port;
    out += canonical_path(parts->path);
    out += canonical_query(parts->query);
    return out;
}

std::string url_host(std::string_view url) {
    const auto parts = split(trimmed(url));
    if (!parts) return {};
    const std::string_view host = parts->host;
    return std::string(host.starts_with("www.") && host.size() > 4 ? host.substr(4) : host);
}

bool is_web_url(std::string_view text) {
    bool secure = false;
    return without_scheme(text, secure).has_value();
}

std::string without_credentials(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return std::string(url);
    const std::size_t begin = scheme + 3;
    const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
    const std::size_t at = url.substr(0, end).rfind('@');
    if (at == std::string_view::npos || at < begin) return std::string(url);
    return std::string(url.substr(0, begin)).append(url.substr(at + 1));
}

}  // namespace kb
