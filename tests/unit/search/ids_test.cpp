#include <doctest/doctest.h>

#include "support/sample_index.hpp"

using namespace kb;
using test::make_document;

namespace {

using Texts = std::vector<std::string>;

const std::string beginning(300, 'x');  // longer than a term may be

const test::SampleIndex& sample() {
    static const test::SampleIndex index(
        {make_document("b2", "Two", "lantern"), make_document("a", "One", "lantern"),
         make_document("b1", "Three", "harbour"), make_document(beginning + "2", "Long", "pier"),
         make_document(beginning + "1", "Longer", "quay"), make_document("c", "Four", "boat")});
    return index;
}

}  // namespace

TEST_CASE("ids that begin so come in ascending order, long ones too") {
    const Searcher searcher(sample().path());
    CHECK(searcher.ids("b") == Texts{"b1", "b2"});
    CHECK(searcher.ids("") == Texts{"a", "b1", "b2", "c", beginning + "1", beginning + "2"});
    CHECK(searcher.ids(beginning) == Texts{beginning + "1", beginning + "2"});
    CHECK(searcher.ids(beginning + "2") == Texts{beginning + "2"});
    CHECK(searcher.ids("d").empty());
}

TEST_CASE("no more ids come than were asked for") {
    const Searcher searcher(sample().path());
    CHECK(searcher.ids("", 2) == Texts{"a", "b1"});
    CHECK(searcher.ids("b", 1) == Texts{"b1"});
    CHECK(searcher.ids("", 0).empty());
}
