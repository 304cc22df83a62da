#include "search/explain_parts.hpp"

#include <array>
#include <string>
#include <utility>

namespace kb::search {

namespace {

struct PartInfo {
    double ScoreParts::*value;
    const char* description;
};

// In the order in which ScoreParts::total() adds them up.
constexpr std::array<PartInfo, 4> parts_beside_words = {{
    {&ScoreParts::title, "the title equals the query"},
    {&ScoreParts::recency, "recency: how new it is"},
    {&ScoreParts::popularity, "popularity: its points and comments"},
    {&ScoreParts::crowding, "other parts of the same page rank before it"},
}};

}  // namespace

Explanation explain_parts(Explanation words, const ScoreParts& parts) {
    Explanation whole{parts.total(), "sum of words and what else is known of the document", {}};
    whole.details.push_back(std::move(words));
    for (const PartInfo& part : parts_beside_words) {
        const double value = parts.*part.value;
        if (value != 0) whole.details.push_back({value, part.description, {}});
    }
    if (whole.details.size() > 1) return whole;
    Explanation only = std::move(whole.details.front());
    return only;
}

}  // namespace kb::search
