#pragma once

#include <vector>

#include "index_handle.hpp"
#include "kb/subscriptions.hpp"
#include "pybind.hpp"

namespace kb::python {

/// A list of kb.Subscription.
py::list to_records(const std::vector<Subscription>& subscriptions);

/// Adds what an index does with feeds to its class.
void bind_feeds(py::class_<IndexHandle>& index);

}  // namespace kb::python
