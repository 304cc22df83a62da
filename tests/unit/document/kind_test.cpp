#include <doctest/doctest.h>

#include "kb/document.hpp"

TEST_CASE("every kind is read back from its name") {
    using kb::Kind;
    for (const Kind kind : {Kind::post, Kind::thread, Kind::readme, Kind::release, Kind::statement,
                            Kind::newsletter, Kind::episode, Kind::article}) {
        CHECK(kb::parse_kind(kb::to_string(kind)) == kind);
    }
    CHECK(kb::to_string(Kind::readme) == "readme");
}

TEST_CASE("a kind is known by its exact name only") {
    CHECK_FALSE(kb::parse_kind("README"));
    CHECK_FALSE(kb::parse_kind("posts"));
    CHECK_FALSE(kb::parse_kind(""));
}
