#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/xapian.hpp"
#include "kb/subscriptions.hpp"

namespace kb::index {

/// Subscriptions lie in the database's metadata, one entry each, so that they share transactions
/// with documents. All functions throw what Xapian throws.

/// Brings a new subscription into the form that is stored: clean text, no repeated folders, its
/// identity set. Throws Error(invalid_argument) if the URL is no http or https one.
void normalize(Subscription& subscription);

/// A subscription that is there already, with what somebody who subscribes again states of it.
Subscription merged(Subscription known, const Subscription& wanted);

/// The key of the entry of a feed; equal for URLs that differ in credentials, or in what
/// canonical_url() evens out.
std::string subscription_key(std::string_view url);

std::optional<Subscription> read_subscription(const Xapian::Database& database,
                                              std::string_view url);

/// All of them, by url without credentials, bytewise.
std::vector<Subscription> read_subscriptions(const Xapian::Database& database);

}  // namespace kb::index
