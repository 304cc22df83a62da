#include <algorithm>
#include <array>
#include <cstddef>

#include "document/fields.hpp"
#include "kb/query.hpp"

namespace kb {
namespace {

constexpr bool is_searched(const FieldInfo& field) {
    return field.type != FieldType::none;
}

constexpr std::array bounds_of_date = {
    QueryFieldInfo{"after", "published then or later", "after:2023-11"},
    QueryFieldInfo{"before", "published then or earlier", "before:2023-12-24"},
};

constexpr auto all_query_fields() {
    constexpr std::size_t count =
        static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), is_searched)) +
        bounds_of_date.size();
    std::array<QueryFieldInfo, count> all;
    auto* next = all.begin();
    for (const FieldInfo& field : fields) {
        if (is_searched(field)) *next++ = {field.name, field.description, field.example};
    }
    std::copy(bounds_of_date.begin(), bounds_of_date.end(), next);
    return all;
}

}  // namespace

std::span<const QueryFieldInfo> query_fields() noexcept {
    static constexpr auto all = all_query_fields();
    return all;
}

}  // namespace kb
