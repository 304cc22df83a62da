#include "index/subscription_store.hpp"

#include <algorithm>

#include "index/subscription_record.hpp"
#include "kb/document.hpp"
#include "kb/error.hpp"
#include "text/hash_hex.hpp"
#include "text/normalize.hpp"

namespace kb::index {
namespace {

constexpr const char* key_prefix = "kb.subscription.";

}  // namespace

void normalize(Subscription& subscription) {
    const std::string clean = clean_line(subscription.url);
    subscription.url = clean.substr(0, clean.find('#'));
    if (url_host(subscription.url).empty()) {
        throw Error(ErrorCode::invalid_argument,
                    "'" + without_credentials(subscription.url) + "' is no http or https URL");
    }
    subscription.identity = without_credentials(subscription.url);
    // Lists often name a feed by its address.
    subscription.title = clean_name(subscription.title);
    subscription.html_url = clean_name(subscription.html_url);
    subscription.description = clean_line(subscription.description);
    std::vector<std::string> tags;
    for (const std::string& tag : subscription.tags) {
        std::string line = clean_line(tag);
        if (!line.empty() && std::find(tags.begin(), tags.end(), line) == tags.end()) {
            tags.push_back(std::move(line));
        }
    }
    subscription.tags = std::move(tags);
}

Subscription merged(Subscription known, const Subscription& wanted) {
    if (!wanted.title.empty()) known.title = wanted.title;
    if (!wanted.html_url.empty()) known.html_url = wanted.html_url;
    if (!wanted.description.empty()) known.description = wanted.description;
    if (!wanted.tags.empty()) known.tags = wanted.tags;
    const bool has_credentials = wanted.url != without_credentials(wanted.url);
    if (has_credentials) known.url = wanted.url;
    if (known.disabled) {
        known.disabled = false;
        known.errors = 0;
        known.last_error.clear();
        known.next_due.reset();
    }
    return known;
}

/// Hashed, because keys are limited in length and URLs are not.
std::string subscription_key(std::string_view url) {
    const std::string canonical = canonical_url(without_credentials(url));
    return key_prefix + hash_hex(canonical);
}

std::optional<Subscription> read_subscription(const Xapian::Database& database,
                                              std::string_view url) {
    const std::string record = database.get_metadata(subscription_key(url));
    if (record.empty()) return std::nullopt;
    return decode_subscription(record);
}

std::vector<Subscription> read_subscriptions(const Xapian::Database& database) {
    std::vector<Subscription> all;
    for (auto key = database.metadata_keys_begin(key_prefix);
         key != database.metadata_keys_end(key_prefix); ++key) {
        all.push_back(decode_subscription(database.get_metadata(*key)));
    }
    std::sort(all.begin(), all.end(), [](const Subscription& a, const Subscription& b) {
        return without_credentials(a.url) < without_credentials(b.url);
    });
    return all;
}

}  // namespace kb::index
