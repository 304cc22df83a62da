#pragma once

#include <memory>
#include <string>

#include "index/xapian.hpp"
#include "kb/searcher.hpp"

namespace kb::search {

/// What documents of equal score (or, in other orders, all documents) are put in order by,
/// descending.
std::string sort_key(const Xapian::Document& document, Sort sort);

/// Sets the order of results; equal ranks are ordered by newest, then id. The returned object, if
/// any, must live as long as the enquire.
std::unique_ptr<Xapian::KeyMaker> set_order(Xapian::Enquire& enquire, Sort sort);

}  // namespace kb::search
