#include "search/close_source.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kb;
using search::CloseSource;

namespace {

Xapian::WritableDatabase database_of(const std::vector<std::string>& texts) {
    Xapian::WritableDatabase database(std::string(), Xapian::DB_BACKEND_INMEMORY);
    for (const std::string& text : texts) {
        Xapian::Document document;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != ' ')
                document.add_posting(std::string(1, text[i]), static_cast<Xapian::termpos>(i));
        }
        database.add_document(document);
    }
    return database;
}

std::vector<Xapian::docid> found(const Xapian::Database& database, CloseSource& source) {
    std::vector<Xapian::docid> documents;
    source.init(database);
    for (source.next(0); !source.at_end(); source.next(0))
        documents.push_back(source.get_docid());
    return documents;
}

using Documents = std::vector<Xapian::docid>;

}  // namespace

TEST_CASE("documents come whose terms stand close") {
    const Xapian::WritableDatabase database =
        database_of({"a  b", "b a", "a", "a    b    a", "c", "ab", "b  aa"});
    const auto of = [&](std::vector<std::string> terms, std::uint32_t window) {
        CloseSource source(std::move(terms), window, nullptr, CloseSource::AfterDeadline::nothing);
        return found(database, source);
    };
    CHECK(of({"a", "b"}, 3) == Documents{2, 6});
    CHECK(of({"a", "b"}, 4) == Documents{1, 2, 6, 7});
    CHECK(of({"a", "b", "a"}, 5) == Documents{7});
    CHECK(of({"a", "a"}, 2) == Documents{7});
    CHECK(of({"a", "none"}, 9).empty());
}

TEST_CASE("a source of close terms skips on, never back") {
    const Xapian::WritableDatabase database = database_of({"ab", "b", "ab", "ba", "a", "ab"});
    CloseSource source({"a", "b"}, 2, nullptr, CloseSource::AfterDeadline::nothing);
    source.init(database);
    source.skip_to(2, 0);
    CHECK(source.get_docid() == 3);
    source.skip_to(1, 0);
    CHECK(source.get_docid() == 3);
    source.next(0);
    CHECK(source.get_docid() == 4);
    source.skip_to(7, 0);
    CHECK(source.at_end());
}

TEST_CASE("after the deadline nothing is found, and everything is left out") {
    const Xapian::WritableDatabase database = database_of({"ab", "b", "ab"});
    search::Deadline passed(search::Deadline::Clock::now(), {});
    CloseSource sought({"a", "b"}, 2, &passed, CloseSource::AfterDeadline::nothing);
    CHECK(found(database, sought).empty());
    CloseSource excluded({"a", "b"}, 2, &passed, CloseSource::AfterDeadline::everything);
    CHECK(found(database, excluded) == Documents{1, 2, 3});
}
