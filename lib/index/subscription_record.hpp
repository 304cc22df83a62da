#pragma once

#include <string>
#include <string_view>

#include "kb/subscriptions.hpp"

namespace kb::index {

/// A subscription as it lies in the database: one "name=value" a line, absent values left out, a
/// list as several lines of one name. Names that a reader does not know are left alone, so that
/// fields can be added.
std::string encode_subscription(const Subscription& subscription);

/// Throws Error(corrupt) for a record without url; malformed values count as absent.
Subscription decode_subscription(std::string_view record);

}  // namespace kb::index
