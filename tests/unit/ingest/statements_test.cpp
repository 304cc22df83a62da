#include "ingest/statements.hpp"

#include <doctest/doctest.h>

#include "ingest/lines.hpp"

using namespace kb::ingest;

namespace {

CandidatePage split(std::string_view title, std::string_view body) {
    return split_candidates(title, split_lines(body));
}

std::vector<std::string> headers(const CandidatePage& page) {
    std::vector<std::string> all;
    for (const StatementSection& section : page.sections)
        all.emplace_back(section.header);
    return all;
}

std::string text(const CandidatePage& page, std::size_t section) {
    return join_blocks(page.sections.at(section).lines);
}

using Strings = std::vector<std::string>;

constexpr std::string_view title = "2031 Tern Society Board Candidates";

}  // namespace

TEST_CASE("headers directly below the introduction and set off by two blank lines begin sections") {
    const CandidatePage page = split(title,
                                     "Thank you to all who stand for election.\n"
                                     "Ada Quill Bergen, Norway\n"
                                     "\n"
                                     "I count terns.\n"
                                     "\n"
                                     "And gulls.\n"
                                     "\n"
                                     "\n"
                                     "Ben Okoro-Lind Lagos\n"
                                     "\n"
                                     "I count them, too.\n");
    CHECK(join_blocks(page.introduction) == "Thank you to all who stand for election.");
    CHECK(headers(page) == Strings{"Ada Quill Bergen, Norway", "Ben Okoro-Lind Lagos"});
    CHECK(text(page, 0) == "I count terns.\n\nAnd gulls.");
    CHECK(text(page, 1) == "I count them, too.");
}

TEST_CASE("a header may be a list item with its paragraphs, and the next headers, under it") {
    const CandidatePage page = split(title,
                                     "Introduction.\n"
                                     "Ada Quill Bergen, Norway\n\nI count.\n\n\n"
                                     "  • Cleo Farr Utrecht, Netherlands\n\n"
                                     "    I draw.\n\n    And paint.\n\n\n"
                                     "    Dov Mizrahi Haifa\n\n"
                                     "    I have been:\n\n"
                                     "  • Treasurer Of The Society\n"
                                     "  • Keeper Of Keys\n\n"
                                     "    That is all.\n\n\n"
                                     "  • Eve Lund Aarhus, Denmark\n\n"
                                     "    Hello.\n");
    CHECK(headers(page) == Strings{"Ada Quill Bergen, Norway", "Cleo Farr Utrecht, Netherlands",
                                   "Dov Mizrahi Haifa", "Eve Lund Aarhus, Denmark"});
    CHECK(text(page, 1) == "I draw.\n\nAnd paint.");
    CHECK(text(page, 2) ==
          "I have been:\n\n• Treasurer Of The Society\n• Keeper Of Keys\n\nThat is all.");
    CHECK(text(page, 3) == "Hello.");
}

TEST_CASE("ordinary list items never begin a section") {
    const CandidatePage page = split(title,
                                     "Introduction.\n"
                                     "Ada Quill Bergen, Norway\n\nMy plans:\n\n\n"
                                     "  • Count Terns\n  • Count Gulls\n\n\n"
                                     "  • Paint Boats\n\n  • Mend Nets\n\n\n"
                                     "Ben Okoro Lagos, Nigeria\n\nHello.\n");
    CHECK(headers(page) == Strings{"Ada Quill Bergen, Norway", "Ben Okoro Lagos, Nigeria"});
}

TEST_CASE("headings and sentences that two blank lines set off begin no section") {
    const CandidatePage page =
        split(title,
              "Introduction.\n"
              "Ada Quill Bergen, Norway\n\nHello.\n\n\n"
              "What I plan\n\nMuch.\n\n\n"
              "Thank you for reading.\n\nReally.\n\n\n"
              "Why I am the person that the society should elect to its board\n\nBecause.\n\n\n"
              "ben okoro lagos\n\nLower case.\n\n\n"
              "Vote For Me!\n\nPlease.\n\n\n"
              "Ben Okoro Lagos, Nigeria\n\nHello.\n\n\nThe End\n");
    CHECK(headers(page) == Strings{"Ada Quill Bergen, Norway", "Ben Okoro Lagos, Nigeria"});
}

TEST_CASE("the introduction may have paragraphs and headings of its own") {
    const CandidatePage page = split(title,
                                     "Thank you.\n\n"
                                     "Important Dates\n\n"
                                     "Vote until June.\n\n"
                                     "Ada Quill Bergen, Norway\n\nHello.\n\n\n"
                                     "Ben Okoro Lagos, Nigeria\n\nHello.\n");
    CHECK(headers(page) == Strings{"Ada Quill Bergen, Norway", "Ben Okoro Lagos, Nigeria"});
    CHECK(join_blocks(page.introduction) == "Thank you.\n\nImportant Dates\n\nVote until June.");
}

TEST_CASE("the first header may be set off by two blank lines as well") {
    const CandidatePage page = split(title,
                                     "Thank you.\n\n\n"
                                     "Ada Quill Bergen\n\nHello.\n\n\n"
                                     "Ben Okoro Lagos\n\nHello.\n");
    CHECK(headers(page) == Strings{"Ada Quill Bergen", "Ben Okoro Lagos"});
    CHECK(join_blocks(page.introduction) == "Thank you.");
}

TEST_CASE("a page is one of candidates if its title or introduction says so") {
    const std::string_view body =
        "Ada Quill Bergen, Norway\n\nI count.\n\n\nBen Okoro Lagos, Nigeria\n\nHello.\n";
    const auto sections = [&](std::string_view name, std::string introduction) {
        return split(name, introduction + "\n" + std::string(body)).sections.size();
    };
    CHECK(sections("The nominees", "These are their statements.") == 2);
    CHECK(sections("News", "The candidates submitted statements for the election.") == 2);
    CHECK(sections("Wahl 2031", "Diese Kandidatinnen stellen sich zur Wahl.") == 2);
    CHECK(sections("Candidats", "Leurs déclarations pour l'élection.") == 2);
    CHECK(sections("Bird watchers", "Two people and where they live.") == 0);
    CHECK(sections("Board meeting", "These statements were read.") == 0);
    CHECK(sections("Release candidates", "The board voted on the release candidate.") == 0);
    CHECK(sections("Candidates", "For your garden.") == 0);
}

TEST_CASE("one section alone makes no page of candidates") {
    CHECK(split(title, "Introduction.\nAda Quill Bergen, Norway\n\nHello.\n").sections.empty());
    CHECK(split(title, "").sections.empty());
    CHECK(split(title, "Only an introduction.").sections.empty());
}

TEST_CASE("a name is the first two capitalised words of a header") {
    CHECK(candidate_name("Ada Quill Bergen, Norway") == "Ada Quill");
    CHECK(candidate_name("Ada Quill-Sand Bergen") == "Ada Quill-Sand");
    CHECK(candidate_name("Ada Quill Bergen/Norway") == "Ada Quill");
    CHECK(candidate_name("Ada Quill, Norway") == "Ada Quill");
    CHECK(candidate_name("Sukarno, Indonesia") == "Sukarno");
    CHECK(candidate_name("Øyvind Ærø Århus") == "Øyvind Ærø");
    CHECK(candidate_name("Пётр Иванов Тверь") == "Пётр Иванов");
    CHECK(candidate_name("J. Smith Leeds") == "J. Smith");
}

TEST_CASE("particles join the words of a name") {
    CHECK(candidate_name("Ludwig van Beethoven Bonn, Germany") == "Ludwig van Beethoven");
    CHECK(candidate_name("Maria de la Cruz Lima, Peru") == "Maria de la Cruz");
    CHECK(candidate_name("Omar al-Rashid Cairo") == "Omar al-Rashid");
    CHECK(candidate_name("Jeanne d'Arc Orléans") == "Jeanne d'Arc");
    CHECK(candidate_name("Ana Cruz de Souza Porto") == "Ana Cruz de Souza");
}

TEST_CASE("a dash or bracket ends a longer name") {
    CHECK(candidate_name("Mary Ann Smith – Boston, USA") == "Mary Ann Smith");
    CHECK(candidate_name("Mary Ann Smith (Boston)") == "Mary Ann Smith");
    CHECK(candidate_name("Ada Quill Bergen, Norway (remote)") == "Ada Quill");
}

TEST_CASE("what begins with no name has none") {
    CHECK(candidate_name("") == "");
    CHECK(candidate_name("What I plan") == "");
    CHECK(candidate_name("My goals") == "");
    CHECK(candidate_name("a person") == "");
    CHECK(candidate_name("Why I run") == "");
    CHECK(candidate_name("Questions") == "");
    CHECK(candidate_name("12 Angry Men") == "");
}

TEST_CASE("a slug holds the words of a header") {
    CHECK(slug("Ada Quill-Sand Bergen, Norway") == "ada-quill-sand-bergen-norway");
    CHECK(slug("  Øyvind (Ærø) ") == "oyvind-aero");
    CHECK(slug("Пётр Иванов") == "петр-иванов");
    CHECK(slug("…") == "");
}
