#include <doctest/doctest.h>

#include "ingest/name_list.hpp"
#include "ingest/page_date.hpp"
#include "reading.hpp"

using namespace kb::ingest;
using kb::test::Strings;

TEST_CASE("tags are separated by commas, semicolons and line ends") {
    CHECK(split_tags(" c++, search ;engines,,") == Strings{"c++", "search", "engines"});
    CHECK(split_tags("machine learning") == Strings{"machine learning"});
    CHECK(split_tags("") == Strings{});
}

TEST_CASE("authors are separated where each part is a whole name") {
    CHECK(split_authors("By Ada Lovelace, Charles Babbage and Mary Somerville") ==
          Strings{"Ada Lovelace", "Charles Babbage", "Mary Somerville"});
    CHECK(split_authors("Lovelace, Ada") == Strings{"Lovelace, Ada"});
    CHECK(split_authors("Lovelace, Ada; Babbage, Charles") ==
          Strings{"Lovelace, Ada", "Babbage, Charles"});
    CHECK(split_authors("Rock and Roll") == Strings{"Rock and Roll"});
    CHECK(split_authors("byron") == Strings{"byron"});
    CHECK(split_authors(" ") == Strings{});
}

TEST_CASE("lists are merged without regard to case") {
    Strings list = {"Ovens", "heat"};
    append_new(list, {"ovens", "Gas", "gas"});
    CHECK(list == Strings{"Ovens", "heat", "Gas"});
}

TEST_CASE("dates are found in paths") {
    const auto date = [](std::string_view path) {
        const auto found = date_in_path(path);
        return found ? kb::format_timestamp(*found).substr(0, 10) : std::string();
    };
    CHECK(date("https://example.org/2023/11/27/post") == "2023-11-27");
    CHECK(date("https://example.org/2023/11/post") == "2023-11-01");
    CHECK(date("2023-11-27-my-post.md") == "2023-11-27");
    CHECK(date("notes-2023-11-27.md") == "2023-11-27");
    CHECK(date("https://example.org/2023/13/40/x") == "");
    CHECK(date("https://example.org/12023/11/27/x") == "");
    CHECK(date("v1234-56-78") == "");
    CHECK(date("2023-11") == "");
    CHECK(date("") == "");
}
