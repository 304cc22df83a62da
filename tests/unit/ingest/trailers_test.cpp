#include "ingest/trailers.hpp"

#include <doctest/doctest.h>

#include "ingest/lines.hpp"

using namespace kb::ingest;

namespace {

struct Taken {
    Trailers trailers;
    std::string text;  ///< what is left
};

Taken take(std::string_view body) {
    std::vector<std::string_view> lines = split_lines(body);
    Taken taken;
    taken.trailers = take_trailers(lines);
    taken.text = join_blocks(lines);
    return taken;
}

}  // namespace

TEST_CASE("an aggregator's trailers are metadata") {
    const Taken taken = take(
        "Text.\n\n\nArticle URL: https://E.org/a?utm_source=x\n\n"
        "Comments URL: https://news.example.org/item?id=7\n\nPoints: 1,204\n\n# Comments: 0\n\n");
    CHECK(taken.text == "Text.");
    CHECK(taken.trailers.origin == Origin::aggregator);
    CHECK(taken.trailers.article_url == "https://e.org/a");
    CHECK(taken.trailers.comments_url == "https://news.example.org/item?id=7");
    CHECK(taken.trailers.points == 1204U);
    CHECK(taken.trailers.comments == 0U);
}

TEST_CASE("trailers stand in any order and may be the whole body") {
    const Taken taken = take("# Comments: 3\nPoints: 5\nComments URL: http://n.example/1");
    CHECK(taken.text.empty());
    CHECK(taken.trailers.points == 5U);
    CHECK(taken.trailers.comments == 3U);
    CHECK(taken.trailers.comments_url == "http://n.example/1");
}

TEST_CASE("lines that look like trailers in the middle of a text are text") {
    const Taken taken = take("Points: 3\n\nRead full topic\n\nThe end.\n\nPoints: 9");
    CHECK(taken.text == "Points: 3\n\nRead full topic\n\nThe end.");
    CHECK(taken.trailers.points == 9U);
}

TEST_CASE("a second trailer of a sort is text") {
    const Taken taken = take("Points: 3\n\nPoints: 9");
    CHECK(taken.text == "Points: 3");
    CHECK(taken.trailers.points == 9U);
}

TEST_CASE("malformed trailers are text") {
    for (const std::string_view line :
         {"Points: many", "Points: -3", "Points: 99999999999999999999999", "Points:",
          "# Comments: 4 or 5", "Comments URL: see above", "Comments URL:", "x Points: 3",
          "3 posts - 2", "posts - participants", "3 posts, 2 participants", "submitted by me",
          "The post office appeared first", "Read full topics", "appeared first on Site."}) {
        CAPTURE(line);
        const Taken taken = take("Text.\n\n" + std::string(line));
        CHECK(taken.text == "Text.\n\n" + std::string(line));
        CHECK(taken.trailers.origin == Origin::unknown);
    }
}

TEST_CASE("a forum counts the posts below the first as comments") {
    const Taken taken = take("Question?\n\n12 posts - 5 participants\n\nRead full topic\n");
    CHECK(taken.text == "Question?");
    CHECK(taken.trailers.origin == Origin::forum);
    CHECK(taken.trailers.comments == 11U);
    CHECK(take("Q\n1 post - 1 participant").trailers.comments == 0U);
    CHECK(take("Q\n0 posts - 0 participants").trailers.comments == 0U);
}

TEST_CASE("a blog signs with its name") {
    const Taken taken = take("Text […]\n\nThe post A Title. B appeared first on My Site.\n");
    CHECK(taken.text == "Text […]");
    CHECK(taken.trailers.source == "My Site");
    CHECK(taken.trailers.origin == Origin::unknown);
    CHECK(take("x\nDer Beitrag Hallo erschien zuerst auf Notizen.").trailers.source == "Notizen");
    CHECK(take("x\nThe post  appeared first on e.org.").trailers.source == "e.org");
    CHECK(take("x\nThe post A appeared first on B appeared first on C.").trailers.source == "C");
}

TEST_CASE("a submitter's signature and a mere link to comments tell an aggregator") {
    const Taken submitted = take("Text.\n\nsubmitted by   /u/some_one\u00a0 [link] [comments]");
    CHECK(submitted.text == "Text.");
    CHECK(submitted.trailers.origin == Origin::aggregator);
    CHECK(take("\n  Comments \n").trailers.origin == Origin::aggregator);
    CHECK(take("Text.\n\nComments").text == "Text.\n\nComments");
}
