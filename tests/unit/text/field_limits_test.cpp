#include "text/field_limits.hpp"

#include <doctest/doctest.h>

#include "kb/reader.hpp"
#include "text/normalize.hpp"

using namespace kb;
using Strings = std::vector<std::string>;

namespace {

std::string letters(std::size_t count) {
    return std::string(count, 'x');
}

}  // namespace

TEST_CASE("fields up to their limits are left alone") {
    Document document;
    document.id = letters(FieldLimits::id_bytes);
    document.url = "https://example.org/" + letters(FieldLimits::url_bytes - 20);
    document.title = letters(FieldLimits::title_bytes);
    document.source = letters(FieldLimits::source_bytes);
    document.authors = {letters(FieldLimits::name_bytes)};
    for (std::size_t i = 0; i < FieldLimits::names; ++i)
        document.tags.push_back(std::to_string(i));
    document.parent = Parent{letters(FieldLimits::id_bytes), letters(FieldLimits::title_bytes)};
    const Document before = document;
    CHECK(limit_fields(document) == Strings{});
    CHECK(document == before);
}

TEST_CASE("a line one byte too long is cut between characters") {
    Document document;
    document.title = letters(FieldLimits::title_bytes + 1);
    document.source = letters(FieldLimits::source_bytes - 1) + "ü";
    CHECK(limit_fields(document) ==
          Strings{"the source was cut to 4096 bytes", "the title was cut to 16384 bytes"});
    CHECK(document.title == letters(FieldLimits::title_bytes));
    CHECK(document.source == letters(FieldLimits::source_bytes - 1));
}

TEST_CASE("a line is not cut behind a space") {
    Document document;
    document.title = letters(FieldLimits::title_bytes - 1) + " word";
    limit_fields(document);
    CHECK(document.title == letters(FieldLimits::title_bytes - 1));
}

TEST_CASE("an id one byte too long becomes its hash, and different ids different ones") {
    Document a;
    a.id = letters(FieldLimits::id_bytes + 1);
    Document b;
    b.id = a.id + "y";
    CHECK(limit_fields(a).size() == 1);
    limit_fields(b);
    CHECK(a.id.starts_with("kb:"));
    CHECK(a.id.size() == 35);
    CHECK(a.id != b.id);
}

TEST_CASE("a link one byte too long is left out") {
    Document document;
    document.url = "https://example.org/" + letters(FieldLimits::url_bytes - 19);
    CHECK(limit_fields(document).size() == 1);
    CHECK(document.url.empty());
}

TEST_CASE("of too many names the first are kept, and names that are equal once cut are one") {
    Document document;
    for (std::size_t i = 0; i <= FieldLimits::names; ++i)
        document.authors.push_back(std::to_string(i));
    document.tags = {letters(FieldLimits::name_bytes), letters(FieldLimits::name_bytes + 1), "a"};
    CHECK(limit_fields(document) ==
          Strings{"the list of authors was cut to 10000 entries",
                  "the list of tags holds entries that were cut to 4096 bytes"});
    CHECK(document.authors.size() == FieldLimits::names);
    CHECK(document.tags == Strings{letters(FieldLimits::name_bytes), "a"});
}

TEST_CASE("normalisation keeps the limits and is still stable") {
    Document document;
    document.id = letters(20'000);
    for (int i = 0; i < 20'000; ++i)
        document.title += "ä ";
    normalize(document);
    CHECK(document.title.size() <= FieldLimits::title_bytes);
    const Document once = document;
    normalize(document);
    CHECK(document == once);
}
