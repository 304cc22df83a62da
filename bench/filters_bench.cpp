// Words restricted by a term or a range of values, and restrictions alone, against OP_FILTER with a
// Boolean term and OP_VALUE_RANGE.

#include <chrono>
#include <string>
#include <vector>

#include "support/comparison.hpp"
#include "support/short_posts.hpp"

namespace {

using namespace kb;

constexpr std::size_t words = 100;

struct Restriction {
    std::string text;
    Xapian::Query query;
};

std::vector<bench::Question> with_words(const Restriction& restriction) {
    std::vector<bench::Question> questions;
    for (const std::string& word : bench::drawn_words(words, 2)) {
        questions.push_back(
            {bench::ten_hits(word + " " + restriction.text), [=](const Xapian::Database&) {
                 return Xapian::Query(Xapian::Query::OP_FILTER, bench::stem_of(word),
                                      restriction.query);
             }});
    }
    return questions;
}

std::vector<bench::Question> alone(const Restriction& restriction) {
    return {{bench::ten_hits(restriction.text),
             [=](const Xapian::Database&) { return Xapian::Query(0, restriction.query); }}};
}

Xapian::Query between(std::chrono::sys_days first, std::chrono::sys_days behind_last) {
    const auto seconds = [](std::chrono::sys_days day) {
        return static_cast<double>(Timestamp(day).time_since_epoch().count());
    };
    return {Xapian::Query::OP_VALUE_RANGE, bench::date_slot,
            Xapian::sortable_serialise(seconds(first)),
            Xapian::sortable_serialise(seconds(behind_last) - 1)};
}

void compare_restriction(const std::string& name, const Restriction& restriction) {
    bench::compare({.name = name, .questions = [=] { return with_words(restriction); }});
    bench::compare({.name = name + "_alone", .questions = [=] { return alone(restriction); }});
}

const bool registered = [] {
    using namespace std::chrono;
    const sys_days new_year = 2019y / January / 1;
    const sys_days march_3 = 2019y / March / 3;
    compare_restriction("filter_term/eighth", {"kind:readme", Xapian::Query("Treadme")});
    compare_restriction("filter_term/200th", {"tag:t#7", Xapian::Query("Kt#7")});
    compare_restriction("filter_range/tenth",
                        {"date:2019", between(new_year, sys_days(2020y / January / 1))});
    compare_restriction("filter_range/day",
                        {"date:2019-03-03", between(march_3, march_3 + days{1})});
    compare_restriction(
        "filter_range/half",
        {"points:>=500", Xapian::Query(Xapian::Query::OP_VALUE_GE, bench::points_slot,
                                       Xapian::sortable_serialise(500))});
    return true;
}();

}  // namespace
