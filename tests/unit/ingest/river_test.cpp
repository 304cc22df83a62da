#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "reading.hpp"

using kb::Document;
using kb::Kind;
using namespace kb::test;

namespace {

std::string time_of(const Document& document) {
    return document.published ? kb::format_timestamp(*document.published) : "";
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

constexpr std::string_view sample =
    "Show HN: A kettle\n"
    "1 day, 18 hours ago\n"
    "\n"
    "It boils.\n"
    "\n"
    "\n"
    "Comments URL: https://news.example.org/item?id=1\n"
    "\n"
    "Points: 12\n"
    "\n"
    "# Comments: 3\n"
    "\n"
    "No body at all\n"
    "2 weeks ago\n"
    "A list follows\n"
    "1 month ago\n"
    "First:\n"
    "\n"
    "  • one\n"
    "  • two\n"
    "owner/repo\n"
    "1 year ago\n"
    "\n"
    "Usage:\n"
    "\n"
    "    run()\n"
    "\n"
    "\n"
    "    stop()\n";

}  // namespace

TEST_CASE("an entry is a title, an age below it and the text up to the next entry") {
    const Reading reading = read_river(sample);
    CHECK(reading.messages() == Strings{});
    CHECK(reading.titles() ==
          Strings{"Show HN: A kettle", "No body at all", "A list follows", "owner/repo"});
    const auto& documents = reading.documents;
    CHECK(documents[0].text == "It boils.");
    CHECK(documents[1].text == "");
    CHECK(documents[2].text == "First:\n\n  • one\n  • two");
    CHECK(documents[3].text == "Usage:\n\n    run()\n\n\n    stop()");
    CHECK(time_of(documents[0]) == "2024-03-29T18:00:00Z");
    CHECK(time_of(documents[2]) == "2024-02-29T12:00:00Z");
    CHECK(documents[3].kind == Kind::readme);
}

TEST_CASE("an entry with trailers has their metadata and the discussion as its identity") {
    const Document document = read_river(sample).documents.at(0);
    CHECK(document.kind == Kind::post);
    CHECK(document.id == "https://news.example.org/item?id=1");
    CHECK(document.url == "https://news.example.org/item?id=1");
    CHECK(document.source == "news.example.org");
    CHECK(document.points == 12U);
    CHECK(document.comments == 3U);
}

TEST_CASE("a submitted article is the link and its discussion the identity") {
    const Document document = read_river(
                                  "A fine article\n2 days ago\n\n"
                                  "Article URL: https://blog.example.org/x?utm_source=y\n\n"
                                  "Comments URL: https://news.example.org/item?id=2\n")
                                  .documents.at(0);
    CHECK(document.url == "https://blog.example.org/x");
    CHECK(document.id == "https://news.example.org/item?id=2");
    CHECK(document.source == "news.example.org");
    CHECK(document.text == "");
}

TEST_CASE("line ends, kinds of spaces and a missing last line end change nothing") {
    const Reading expected = read_river(sample);
    const std::string text(sample);
    std::string no_break = text;
    for (const std::string_view unit : {"day", "hours", "weeks", "month", "year"}) {
        no_break = replaced(no_break, " " + std::string(unit), "\u00a0" + std::string(unit));
    }
    REQUIRE(no_break != text);
    for (const std::string& variant :
         {replaced(text, "\n", "\r\n"), replaced(text, "\n", "\r"), no_break,
          text.substr(0, text.size() - 1), "\xEF\xBB\xBF" + text, "\n \n" + text,
          replaced(text, "ago\n", "ago  \n"), replaced(text, "\n\n", "\n   \n")}) {
        CAPTURE(variant);
        const Reading reading = read_river(variant);
        CHECK(reading.messages() == Strings{});
        CHECK(reading.documents == expected.documents);
    }
}

TEST_CASE("an export that is indented as a whole reads as one that is not") {
    const Reading expected = read_river(sample);
    const std::string text(sample);
    for (const std::string_view indentation : {"    ", "  ", "\t", "\u00a0\u00a0", " "}) {
        CAPTURE(indentation);
        const std::string by(indentation);
        CHECK(read_river(by + replaced(text, "\n", "\n" + by)).documents == expected.documents);
    }
}

TEST_CASE("a list may be indented less than its entry") {
    const Document document =
        read_river("    Talk\n    2 days ago\n\n    They said:\n\n  • a\n  • b\n\n        code\n")
            .documents.at(0);
    CHECK(document.text == "They said:\n\n• a\n• b\n\n    code");
}

TEST_CASE("indentation may change from entry to entry") {
    const Reading reading = read_river(
        "One\n1 day ago\nText.\n\n    Two\n    2 days ago\n    Text.\nThree\n3 days ago\nText.\n");
    CHECK(reading.titles() == Strings{"One", "Two", "Three"});
    for (const Document& document : reading.documents)
        CHECK(document.text == "Text.");
}

TEST_CASE("an age in the text makes no entry where no title can be") {
    for (const std::string_view text :
         {"Above is a blank line.\n\n2 days ago\n\nAnd below.", "He wrote:\n2 days ago\nNo more.",
          "The list:\n\n  • Berlin\n  2 days ago\n  • Bonn", "- item\n2 days ago",
          "> quoted\n2 days ago", "Code:\n\n    last_login\n        2 days ago",
          "See:\n    user: me\n    2 days ago\nThat was it.", "3 days ago\n2 days ago\n1 day ago",
          "Posted\nabout 2 days ago",
          "A paragraph that is far too long to be a title, because it says in one breath what it "
          "means and means what it says, to the end.\n2 days ago"}) {
        CAPTURE(text);
        const Reading reading = read_river("Title\n1 day ago\n\n" + std::string(text) + "\n");
        CHECK(reading.titles() == Strings{"Title"});
    }
}

TEST_CASE("an age directly below the age of an entry is text") {
    const Reading reading = read_river("Title\n1 day ago\n2 days ago\n\nText.\n");
    CHECK(reading.titles() == Strings{"Title"});
    CHECK(reading.documents.at(0).text == "2 days ago\n\nText.");
}

TEST_CASE("trailers are no titles") {
    const Reading reading =
        read_river("Title\n1 day ago\nText.\n\nRead full topic\n2 days ago\nstill the first\n");
    CHECK(reading.titles() == Strings{"Title"});
}

TEST_CASE("a title may be long, in any script, and read like an age in words") {
    const std::string long_title(5000, 'x');
    const Reading reading = read_river(long_title +
                                       "\n1 day ago\n\n自作の話\n2 days ago\n\n"
                                       "Yesterday\n3 days ago\n\nWe won.\n4 days ago\n");
    CHECK(reading.titles() == Strings{long_title, "自作の話", "Yesterday", "We won."});
}

TEST_CASE("invisible titles are none") {
    const Reading reading = read_river("Title\n1 day ago\n\n\u200b\n2 days ago\n\nText.\n");
    CHECK(reading.titles() == Strings{"Title"});
}

TEST_CASE("text before the first entry is skipped with a warning") {
    const Reading reading = read_river("\nleft over\n\nTitle\n1 day ago\n");
    CHECK(reading.titles() == Strings{"Title"});
    CHECK(reading.messages() == Strings{"[2: text before the first entry was skipped]"});
}

TEST_CASE("an input without entries is a failure") {
    CHECK(read_river("No age here.\n").messages() ==
          Strings{"0: no entry found: a title with an age such as \"2 days ago\" below it"});
    CHECK(read_river("1 day ago\n1 day ago\n").messages().size() == 1);
}

TEST_CASE("trailers of a forum and a blog are metadata") {
    const Reading reading = read_river(
        "A question\n1 day ago\nHow?\n\n3 posts - 2 participants\n\nRead full topic\n\n"
        "An essay\n1 day ago\nThus […]\n\nThe post An essay appeared first on Small Steps.\n");
    CHECK(reading.documents.at(0).kind == Kind::thread);
    CHECK(reading.documents.at(0).comments == 2U);
    CHECK(reading.documents.at(0).text == "How?");
    CHECK(reading.documents.at(1).source == "Small Steps");
    CHECK(reading.documents.at(1).text == "Thus […]");
}

TEST_CASE("an entry without link is known by its content and not by its date") {
    const Document today = read_river("Title\n1 day ago\n\nText.\n").documents.at(0);
    CHECK(today.id.size() == 35);
    CHECK(today.id.starts_with("kb:"));
    CHECK(read_river("Title\n2 weeks ago\nText.\n\n").documents.at(0).id == today.id);
    CHECK(read_river("Title\n1 day ago\n\nText\n").documents.at(0).id != today.id);
    CHECK(read_river("Titl\n1 day ago\n\neText.\n").documents.at(0).id != today.id);
    CHECK(read_river("Title\n1 day ago\n\n Text.\n").documents.at(0).id != today.id);
}

TEST_CASE("ages count back from the file's modification time unless told otherwise") {
    const TemporaryDirectory directory;
    write_file(directory / "a.txt", "Title\n1 day ago\n");
    const auto changed = std::filesystem::file_time_type::clock::from_sys(
        kb::parse_timestamp("2020-05-05T05:05:05Z").value());
    std::filesystem::last_write_time(directory / "a.txt", changed);
    const Reading reading = read_inputs({(directory / "a.txt").string()});
    CHECK(time_of(reading.documents.at(0)) == "2020-05-04T05:05:05Z");
}

TEST_CASE("the user's source, kind and language override what the entry says") {
    kb::ReadOptions options;
    options.source = "Mine";
    options.kind = Kind::release;
    options.lang = "de-AT";
    const Document document = read_river(sample, options).documents.at(0);
    CHECK(document.source == "Mine");
    CHECK(document.kind == Kind::release);
    CHECK(document.lang == "de");
}

TEST_CASE("the language of an entry is detected") {
    const Reading reading = read_river(
        "Eine Frage\n1 day ago\nWie heizt ihr euren Keller, wenn die Wand unter Denkmalschutz "
        "steht und der Kamin keinen Zug hat?\n");
    CHECK(reading.documents.at(0).lang == "de");
}

TEST_CASE("a page of candidates becomes a page and a statement for each") {
    const Reading reading = read_river(
        "Tern Society Board Candidates\n3 days ago\n"
        "Thank you to all who stand for election.\n"
        "Ada Quill Bergen, Norway\n\nI count terns.\n\n\n"
        "  • Ben Okoro Lagos, Nigeria\n\n    I count gulls.\n\n\n"
        "Next\n4 days ago\nText.\n");
    CHECK(reading.titles() == Strings{"Tern Society Board Candidates", "Ada Quill Bergen, Norway",
                                      "Ben Okoro Lagos, Nigeria", "Next"});
    const Document& page = reading.documents.at(0);
    CHECK(page.kind == Kind::article);
    CHECK(page.text == "Thank you to all who stand for election.");
    CHECK_FALSE(page.parent);
    const Document& statement = reading.documents.at(2);
    CHECK(statement.kind == Kind::statement);
    CHECK(statement.text == "I count gulls.");
    CHECK(statement.authors == Strings{"Ben Okoro"});
    CHECK(statement.published == page.published);
    CHECK(statement.parent == kb::Parent{page.id, page.title});
    CHECK(statement.id == page.id + "#ben-okoro-lagos-nigeria");
}

TEST_CASE("candidates with the same header are told apart") {
    const Reading reading = read_river(
        "Board candidates\n3 days ago\nThey stand for election.\n"
        "Ada Quill Bergen\n\nOne.\n\n\nAda Quill Bergen\n\nTwo.\n");
    REQUIRE(reading.documents.size() == 3);
    CHECK(reading.documents[1].id != reading.documents[2].id);
}

TEST_CASE("a page of candidates that is indented as a whole is read alike") {
    const std::string page =
        "Board Candidates\n3 days ago\nThey stand for election.\n"
        "Ada Quill Bergen, Norway\n\nOne:\n\n  • a\n\n\n"
        "  • Ben Okoro Lagos, Nigeria\n\n    Two.\n";
    const Reading plain = read_river(page);
    REQUIRE(plain.documents.size() == 3);
    CHECK(read_river("    " + replaced(page, "\n", "\n    ")).documents == plain.documents);
}

TEST_CASE("an entry beyond the limit is reported by its line and the others are read") {
    kb::ReadOptions options;
    options.max_document_bytes = 1000;
    const std::string many_lines = replaced(std::string(600, 'x'), "x", "x\n");
    const std::string one_line(2000, 'x');
    for (const std::string& body : {many_lines, one_line}) {
        const Reading reading = read_river(
            "One\n1 day ago\nText.\nTwo\n2 days ago\n" + body + "\nThree\n3 days ago\nText.\n",
            options);
        CHECK(reading.titles() == Strings{"One", "Three"});
        CHECK(reading.messages() ==
              Strings{"4: the entry is larger than 1000 bytes and was skipped"});
    }
}

TEST_CASE("ages that no calendar holds leave the date out") {
    const Reading reading = read_river("Title\n99999999999999999999 years ago\nText.\n");
    CHECK(reading.titles() == Strings{"Title"});
    CHECK_FALSE(reading.documents.at(0).published);
}

TEST_CASE("random lines never lose a word nor break a promise of documents") {
    const std::uint64_t seed = 11;
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    const Strings lines = {"",
                           "",
                           "Title",
                           "2 days ago",
                           "1\u00a0week ago",
                           "    2 days ago",
                           "    Title",
                           "  • Item",
                           "Ada Quill Bergen, Norway",
                           "Points: 3",
                           "board candidates",
                           "Read full topic",
                           "\t",
                           "x\u0007y",
                           "\xff",
                           "The post a appeared first on b.",
                           "owner/repo",
                           "yesterday"};
    for (int i = 0; i < 400; ++i) {
        std::string text = "Title\n1 day ago\n";
        std::size_t words = 0;
        for (std::uint64_t n = random() % 40; n > 0; --n) {
            if (random() % 3 == 0) {
                text += "Word" + std::to_string(++words) + "x stays here and reads well\n";
            } else {
                text += lines[random() % lines.size()] + "\n";
            }
        }
        CAPTURE(text);
        const Reading reading = read_river(text);
        std::string all;
        for (const Document& document : reading.documents) {
            REQUIRE_FALSE(document.id.empty());
            REQUIRE(document.text.find("\n\n\n\n\n\n") == std::string::npos);
            Document again = document;
            kb::normalize(again);
            REQUIRE(again == document);
            all += document.title + "\n" + document.text + "\n";
        }
        for (std::size_t word = 1; word <= words; ++word) {
            REQUIRE(all.find("Word" + std::to_string(word) + "x") != std::string::npos);
        }
    }
}
