#pragma once

#include <string>
#include <vector>

#include "kb/query.hpp"

namespace kb::search {

/// The query with its function words ("how do I … the … of") turned down to `factor` of their
/// weight, so that a question ranks by what it is about; they still match. How frequent a word is
/// in the index cannot tell: "how" is rare in reference texts. Only where at least two words of the
/// query, and not all, are function words of one and the same of `languages` (of the one with most
/// of them): "die hard" and "the who" are left alone. Words in phrases, under a field, with a
/// weight of their own, or in capitals ("IT", "US") are what they are. Linear in the query and the
/// number of languages.
ast::Node weigh_words(ast::Node root, const std::vector<std::string>& languages, double factor);

}  // namespace kb::search
