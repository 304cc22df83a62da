#include "index/schema.hpp"

#include <doctest/doctest.h>

#include <set>

#include "support/sample_index.hpp"

using namespace kb;
namespace schema = kb::index::schema;

TEST_CASE("id terms fit Xapian's limit and stay distinct") {
    const std::string common(300, 'a');
    CHECK(schema::id_term("short") == "Qshort");
    CHECK(schema::id_term(common + "1").size() <= 245);
    CHECK(schema::id_term(common + "1") != schema::id_term(common + "2"));
}

TEST_CASE("filter terms are folded, identities are not") {
    CHECK(schema::filter_term(schema::field("tag"), "Ångström Units") == "Kangstrom units");
    CHECK(schema::filter_term(schema::field("parent"), "Page") == "XPPage");
}

TEST_CASE("a host is found under itself and its parent domains") {
    CHECK(schema::site_hosts("gist.github.com") ==
          std::vector<std::string>{"gist.github.com", "github.com"});
    CHECK(schema::site_hosts("localhost") == std::vector<std::string>{"localhost"});
    CHECK(schema::site_hosts("").empty());
    std::string endless;
    while (endless.size() < 1'000'000)
        endless += "a.";
    CHECK(schema::site_hosts(endless + "org").size() == 1);
}

TEST_CASE("order keys sort by newest, then id, undated last") {
    const auto key = [](const char* id, const char* date) {
        Document document = test::make_document(id, "", "");
        if (*date != '\0') document.published = test::at(date);
        return schema::order_key(document);
    };
    // In descending order of the key.
    const std::vector<std::string> newest = {
        key("x", "2024-01-02"), key("a", "2024-01-01"), key("ab", "2024-01-01"),
        key("b", "2024-01-01"), key("y", "1969-12-31"), key("a", ""),
        key("ab", "")};
    for (std::size_t i = 1; i < newest.size(); ++i)
        CHECK(newest[i - 1] > newest[i]);

    const std::vector<std::string> oldest = {
        key("y", "1969-12-31"), key("a", "2024-01-01"), key("ab", "2024-01-01"),
        key("x", "2024-01-02"), key("a", ""),           key("b", "")};
    for (std::size_t i = 1; i < oldest.size(); ++i) {
        CHECK(schema::oldest_first_key(oldest[i - 1]) > schema::oldest_first_key(oldest[i]));
    }
}

TEST_CASE("several values in a slot come apart again") {
    const std::vector<std::string> values = {"Ada Lovelace", "x", "日本"};
    const std::string joined = schema::join_values(values);
    const auto parts = schema::split_values(joined);
    CHECK(std::vector<std::string>(parts.begin(), parts.end()) == values);
    CHECK(schema::split_values("").empty());
}

TEST_CASE("no two fields share a slot or a term prefix") {
    std::set<std::uint32_t> slots = {schema::order_slot, schema::fingerprint_slot,
                                     schema::group_slot};
    std::set<std::string_view> prefixes = {
        schema::stem_prefix,     schema::title_stem_prefix,          schema::outside_text_prefix,
        schema::tag_word_prefix, schema::duplicate_candidate_prefix, schema::duplicate_group_prefix,
        schema::duplicate_mark};
    for (const FieldInfo& field : fields) {
        if (field.slot != no_slot) CHECK_MESSAGE(slots.insert(field.slot).second, field.name);
        if (!field.prefix.empty()) CHECK_MESSAGE(prefixes.insert(field.prefix).second, field.name);
    }
}
