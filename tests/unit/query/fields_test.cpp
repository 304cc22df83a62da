#include <doctest/doctest.h>

#include <string>

#include "kb/query.hpp"

TEST_CASE("the example of every field that a query may name is understood") {
    CHECK(kb::query_fields().size() == 15);
    for (const kb::QueryFieldInfo& field : kb::query_fields()) {
        CAPTURE(field.name);
        CHECK(field.example.starts_with(std::string(field.name) + ":"));
        CHECK_FALSE(field.description.empty());
        CHECK(kb::parse_query(field.example, {}).diagnostics.empty());
    }
}
