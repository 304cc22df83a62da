// Facets over 1,000, 100,000 and (with KB_BENCH_LARGE) 1,000,000 documents found, against
// ValueCountMatchSpy; fewer where KB_BENCH_DOCUMENTS asks for fewer than 5,000 posts. Counting
// alone, and with the ten best hits.

#include <string>
#include <vector>

#include "support/comparison.hpp"
#include "support/short_posts.hpp"

namespace {

using namespace kb;

struct FacetField {
    std::string name;
    Xapian::valueno slot;
};

std::vector<FacetField> facet_fields(std::size_t count) {
    std::vector<FacetField> fields = {
        {"kind", bench::kind_slot},     {"source", bench::source_slot},
        {"author", bench::author_slot}, {"month", bench::month_slot},
        {"tag", bench::tag_slot},       {"site", bench::site_slot},
        {"lang", bench::lang_slot},     {"year", bench::year_slot},
    };
    fields.resize(count);
    return fields;
}

bench::Question counted(std::string_view word, std::size_t facets, std::uint64_t limit) {
    const std::string query(word);
    bench::Question question{bench::ten_hits(query),
                             [query](const Xapian::Database&) { return bench::stem_of(query); }};
    question.kb.limit = limit;
    for (const FacetField& field : facet_fields(facets)) {
        question.kb.facets.push_back(field.name);
        question.counted.push_back(field.slot);
    }
    return question;
}

void compare_facets(const std::string& found, std::string_view word,
                    const bench::Collection& (*collection)()) {
    const auto add = [&](const std::string& what, std::size_t facets, std::uint64_t limit) {
        bench::compare(
            {.name = what + "/" + found + "/" + std::to_string(facets),
             .collection = collection,
             .questions =
                 [=] { return std::vector<bench::Question>{counted(word, facets, limit)}; },
             .also_without_total = false});
    };
    for (const std::size_t facets : {std::size_t{1}, std::size_t{4}, std::size_t{8}})
        add("facets", facets, 0);
    add("facets_and_ten_hits", 4, 10);
}

const bool registered = [] {
    compare_facets("1k", bench::word_of_few, bench::collection);
    compare_facets("100k", bench::word_of_all, bench::collection);
    if (bench::large_is_wanted()) compare_facets("1M", bench::word_of_all, bench::large_collection);
    return true;
}();

}  // namespace
