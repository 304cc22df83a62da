#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "kb/error.hpp"
#include "kb/evaluation.hpp"

using namespace kb;

namespace {

std::string message_of(const auto& call) {
    try {
        call();
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::invalid_argument);
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("topics: id, TAB, text with any punctuation, in order") {
    CHECK(parse_topics("2\twhat \"is\" it?\r\n\n10\ta\tb\n1\t") ==
          std::vector<Topic>{{"2", "what \"is\" it?"}, {"10", "a\tb"}, {"1", ""}});
    CHECK(parse_topics("").empty());
    CHECK(parse_topics("\xEF\xBB\xBF"
                       "1\tx") == std::vector<Topic>{{"1", "x"}});
}

TEST_CASE("topics: what is wrong is named with its line") {
    CHECK(message_of([] { parse_topics("1\ta\nno tab here\n"); }) ==
          "line 2: no query id before a TAB");
    CHECK(message_of([] { parse_topics("\tx\n"); }) == "line 1: no query id before a TAB");
    CHECK(message_of([] { parse_topics("1\ta\n\n1\tb\n"); }) ==
          "line 3: query id 1 stands there twice");
}

TEST_CASE("judgements: four columns by any white space; the last of repeated ones counts") {
    const Qrels qrels = parse_qrels("q1 0 d1 1\r\nq1\t0\td2   -1\n\n  q2 Q0 d1 3\nq1 0 d1 2");
    CHECK(qrels == Qrels{{"q1", {{"d1", 2}, {"d2", -1}}}, {"q2", {{"d1", 3}}}});
}

TEST_CASE("judgements: what is wrong is named with its line") {
    for (const char* line : {"q1 0 d1", "q1 0 d1 x", "q1 0 d1 1 more", "q1 0 d1 1.5",
                             "q1 0 d1 99999999999999999999", "q1 0 \xFF"}) {
        CAPTURE(line);
        CHECK(message_of([&] { parse_qrels(std::string("q0 0 d 1\n") + line); }) ==
              "line 2: not a judgement");
    }
}
