#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

#include "document/json.hpp"

using kb::JsonWriter;

namespace {

template <typename T>
std::string written(const T& value) {
    JsonWriter json;
    json.value(value);
    return json.take();
}

std::string text(std::string_view value) {
    return written(value);
}

}  // namespace

TEST_CASE("commas stand between members and elements and nowhere else") {
    JsonWriter json;
    json.open_object().field("a", 1).key("b").open_array();
    json.open_array().close_array().open_object().close_object().value("x").value(true).null();
    json.close_array().key("c").open_object().field("d", false).close_object();
    json.key("e")
        .raw("[1,2]")
        .field("f", std::string("{"))
        .field("g", std::vector<std::string>{"h", "i"});
    json.close_object();
    CHECK(json.text() ==
          R"({"a":1,"b":[[],{},"x",true,null],"c":{"d":false},"e":[1,2],"f":"{","g":["h","i"]})");
}

TEST_CASE("quotes, backslashes and control characters are escaped") {
    CHECK(text("say \"a\\b\"") == R"("say \"a\\b\"")");
    CHECK(text("\b\f\n\r\t") == R"("\b\f\n\r\t")");
    CHECK(text(std::string_view("\0\x01\x1b\x1f", 4)) == R"("\u0000\u0001\u001b\u001f")");
    CHECK(text("/\x7f") == "\"/\x7f\"");
}

TEST_CASE("characters beyond ASCII stand as they are") {
    CHECK(text("größer 多模态 😀") == "\"größer 多模态 😀\"");
    CHECK(text("\u2028\u2029") == "\"\u2028\u2029\"");
}

TEST_CASE("each malformed UTF-8 sequence becomes one replacement character") {
    CHECK(text("a\xff"
               "b") == "\"a\uFFFDb\"");
    CHECK(text("\xc3") == "\"\uFFFD\"");
    CHECK(text("\xe2\x82") == "\"\uFFFD\"");
    CHECK(text("\xe2\x82\"") == "\"\uFFFD\\\"\"");
    CHECK(text("\xc0\xaf") == "\"\uFFFD\uFFFD\"");
    CHECK(text("\xed\xa0\x80") == "\"\uFFFD\uFFFD\uFFFD\"");
    CHECK(text("\xf4\x90\x80\x80") == "\"\uFFFD\uFFFD\uFFFD\uFFFD\"");
    CHECK(text("\xf0\x9f\x98z") == "\"\uFFFDz\"");
}

TEST_CASE("integers are written over their whole range") {
    CHECK(written(std::uint64_t{18446744073709551615U}) == "18446744073709551615");
    CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(written(std::uint8_t{7}) == "7");
    CHECK(written(-3) == "-3");
}

TEST_CASE("doubles are written in their shortest form that reads back") {
    CHECK(written(0.1) == "0.1");
    CHECK(written(12.3) == "12.3");
    CHECK(written(2.0) == "2");
    CHECK(written(1e308) == "1e+308");
    CHECK(written(-2.2250738585072014e-308) == "-2.2250738585072014e-308");
    CHECK(written(std::numeric_limits<double>::infinity()) == "null");
    CHECK(written(std::numeric_limits<double>::quiet_NaN()) == "null");
}
