#pragma once

#include <array>
#include <cstdint>

#include "index/schema.hpp"

namespace kb::index {

/// The columns of a ranking file, named by the slots that they are made from.
inline constexpr std::array number_columns = {
    schema::field("date").slot, schema::field("points").slot, schema::field("comments").slot};

struct CategoryColumnInfo {
    std::uint32_t slot = 0;
    bool multiple = false;  ///< joined by schema::join_values
};

inline constexpr std::array category_columns = {
    CategoryColumnInfo{schema::field("kind").slot, false},
    CategoryColumnInfo{schema::field("source").slot, false},
    CategoryColumnInfo{schema::field("site").slot, false},
    CategoryColumnInfo{schema::field("author").slot, true},
    CategoryColumnInfo{schema::field("tag").slot, true},
    CategoryColumnInfo{schema::field("lang").slot, false},
    CategoryColumnInfo{schema::group_slot, false},
};

}  // namespace kb::index
