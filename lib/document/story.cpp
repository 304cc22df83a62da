#include "document/story.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "document/ascii.hpp"
#include "kb/document.hpp"

namespace kb {
namespace {

/// Hosts and paths whose query names the page that they lead to.
struct Redirector {
    std::string_view host;
    std::string_view path;
    std::string_view parameter;
};
constexpr std::array<Redirector, 9> redirectors = {{
    {"google.com", "/url", "q"},
    {"google.com", "/url", "url"},
    {"l.facebook.com", "/l.php", "u"},
    {"lm.facebook.com", "/l.php", "u"},
    {"t.umblr.com", "/redirect", "z"},
    {"out.reddit.com", "/", "url"},
    {"youtube.com", "/redirect", "q"},
    {"steamcommunity.com", "/linkfilter", "url"},
    {"vk.com", "/away.php", "to"},
}};

/// Their links tell nothing of where they lead to.
constexpr std::array<std::string_view, 6> hiding_hosts = {
    "feedproxy.google.com", "feeds.feedburner.com", "rss.feedsportal.com", "t.co", "bit.ly",
    "feedproxy.feedly.com"};

constexpr std::array<std::string_view, 4> host_variants = {"www.", "m.", "mobile.", "amp."};
constexpr std::array<std::string_view, 5> index_pages = {"/index.html", "/index.htm", "/index.php",
                                                         "/default.aspx", "/index.asp"};

/// Parameters, whole, that choose another form of the same page or say where a reader came from.
constexpr std::array<std::string_view, 13> form_parameters = {
    "amp",        "amp=1",   "amp=true", "amp_js_v=0.1", "outputtype=amp", "m=1",    "m=0",
    "source=rss", "src=rss", "from=rss", "rss=1",        "feed=rss",       "cmp=rss"};

template <typename Range>
bool contains(const Range& range, std::string_view value) {
    return std::find(range.begin(), range.end(), value) != range.end();
}

/// A canonical link taken apart.
struct Link {
    std::string_view host;  ///< with its port
    std::string_view path;
    std::string_view query;
};

std::optional<Link> take_apart(std::string_view canonical) {
    const std::size_t scheme = canonical.find("://");
    if (!is_web_url(canonical) || scheme == std::string_view::npos) return std::nullopt;
    canonical.remove_prefix(scheme + 3);
    Link link;
    const std::size_t slash = std::min(canonical.find('/'), canonical.size());
    link.host = canonical.substr(0, slash);
    canonical.remove_prefix(slash);
    const std::size_t question = canonical.find('?');
    link.path = canonical.substr(0, question);
    if (question != std::string_view::npos) link.query = canonical.substr(question + 1);
    return link;
}

std::vector<std::string_view> parameters_of(std::string_view query) {
    std::vector<std::string_view> parameters;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        if (end > 0) parameters.push_back(query.substr(0, end));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return parameters;
}

/// A host without the names that stand for forms of one site, while a name and its domain remain.
std::string_view plain_host(std::string_view host) {
    for (bool changed = true; changed;) {
        changed = false;
        for (const std::string_view variant : host_variants) {
            if (!host.starts_with(variant)) continue;
            const std::string_view rest = host.substr(variant.size());
            if (rest.find('.') == std::string_view::npos) continue;
            host = rest;
            changed = true;
        }
    }
    return host;
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
        const int low = high >= 0 ? digit_of(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// The link inside the path of an AMP cache: "/c/s/example.org/post".
std::string cached_target(const Link& link) {
    std::string_view path = link.path;
    const bool cache =
        link.host == "cdn.ampproject.org" || link.host.ends_with(".cdn.ampproject.org");
    if (cache && (path.starts_with("/c/") || path.starts_with("/v/"))) {
        path.remove_prefix(3);
    } else if (plain_host(link.host) == "google.com" && path.starts_with("/amp/")) {
        path.remove_prefix(5);
    } else {
        return {};
    }
    std::string target = "https://";
    if (path.starts_with("s/")) path.remove_prefix(2);
    target += path;
    return link.query.empty() ? target : target.append("?").append(link.query);
}

/// The link that a redirector names, or nothing.
std::string redirect_target(const Link& link) {
    const std::string_view host = plain_host(link.host);
    for (const Redirector& redirector : redirectors) {
        if (redirector.path != link.path) continue;
        if (redirector.host != host && redirector.host != link.host) continue;
        for (const std::string_view parameter : parameters_of(link.query)) {
            const std::size_t equals = parameter.find('=');
            if (parameter.substr(0, equals) != redirector.parameter) continue;
            if (equals == std::string_view::npos) continue;
            std::string target = percent_decoded(parameter.substr(equals + 1));
            if (is_web_url(target)) return target;
        }
    }
    return {};
}

void drop_suffix(std::string& path, std::string_view suffix) {
    if (path.size() >= suffix.size() && ascii_lowered(path).ends_with(suffix)) {
        path.resize(path.size() - suffix.size());
    }
}

/// A path without what chooses another form of its page.
std::string plain_path(std::string_view original) {
    std::string path(original);
    const auto drop_slashes = [&path] {
        while (path.ends_with('/'))
            path.pop_back();
    };
    drop_slashes();
    for (const std::string_view page : index_pages) {
        if (ascii_lowered(path).ends_with(page)) {
            path.resize(path.size() - page.size());
            break;
        }
    }
    drop_suffix(path, "/amp");
    drop_suffix(path, ".amp");
    if (ascii_lowered(path).ends_with(".amp.html")) path.erase(path.size() - 9, 4);
    drop_slashes();
    if (path.starts_with("/amp/")) path.erase(0, 4);
    return path;
}

std::string plain_query(std::string_view query) {
    std::vector<std::string_view> parameters = parameters_of(query);
    const auto chooses_form = [](std::string_view parameter) {
        constexpr std::size_t longest = 16;
        return parameter.size() <= longest && contains(form_parameters, ascii_lowered(parameter));
    };
    parameters.erase(std::remove_if(parameters.begin(), parameters.end(), chooses_form),
                     parameters.end());
    std::sort(parameters.begin(), parameters.end());
    std::string out;
    for (const std::string_view parameter : parameters)
        out.append(out.empty() ? "?" : "&").append(parameter);
    return out;
}

}  // namespace

std::string story_key(std::string_view url) {
    constexpr int most_redirectors = 3;
    std::string canonical = canonical_url(url);
    std::optional<Link> link = take_apart(canonical);
    for (int i = 0; link && i < most_redirectors; ++i) {
        std::string target = cached_target(*link);
        if (target.empty()) target = redirect_target(*link);
        if (target.empty()) break;
        canonical = canonical_url(target);
        link = take_apart(canonical);
    }
    if (!link || contains(hiding_hosts, plain_host(link->host))) return {};
    const std::string page = plain_path(link->path) + plain_query(link->query);
    if (page.empty()) return {};
    return std::string(plain_host(link->host)) + page;
}

}  // namespace kb
