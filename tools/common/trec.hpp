#pragma once

#include <string>
#include <string_view>

namespace kb::tools {

/// An id as a column of a TREC run: without the white space that would break the columns.
std::string trec_column(std::string_view id);

}  // namespace kb::tools
