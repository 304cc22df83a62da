// Tables written anew, beside what Xapian's own compaction makes of them.

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "index/glass/compaction.hpp"
#include "index/glass/table_reader.hpp"
#include "index/glass/version_file.hpp"
#include "index/layout.hpp"
#include "kb/error.hpp"
#include "kb/index.hpp"
#include "support/database_content.hpp"
#include "support/sample_index.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;
using namespace kb::index;
namespace fs = std::filesystem;

namespace {

class Words {
  public:
    explicit Words(unsigned seed) : random_(seed) {}

    unsigned draw(std::size_t below) { return static_cast<unsigned>(random_() % below); }
    std::string word() { return "w" + std::to_string(draw(1 + draw(3000))); }
    std::string noise(std::size_t bytes) {
        std::string text(bytes, 'x');
        for (char& c : text)
            c = static_cast<char>(random_());
        return text;
    }

  private:
    std::mt19937 random_;
};

Xapian::Document random_document(Words& words) {
    Xapian::Document document;
    if (words.draw(2) == 0) {
        document.set_data(words.noise(words.draw(words.draw(10) == 0 ? 30'000 : 300)));
    } else {  // Xapian 1.4 cannot always read what it compressed of more than 8192 bytes
        document.set_data(std::string(words.draw(8000), 'x'));
    }
    for (unsigned i = words.draw(150), position = 0; i > 0; --i) {
        if (words.draw(3) == 0) {
            document.add_term(words.word(), 1 + words.draw(4));
        } else {
            document.add_posting(words.word(), position += 1 + words.draw(50));
        }
    }
    document.add_term(std::string("zero\0in it", 10));
    if (words.draw(2) == 0) document.add_boolean_term("K" + words.word());
    for (Xapian::valueno slot = 0; slot < 5; ++slot) {
        if (words.draw(3) != 0) document.add_value(slot, words.noise(1 + words.draw(12)));
    }
    return document;
}

/// Over many commits, so that there are free blocks, half empty ones, and many of one table.
void write_with_xapian(const fs::path& path, unsigned seed, int block_bytes = 0) {
    Words words(seed);
    Xapian::WritableDatabase database(path.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS,
                                      block_bytes);
    for (int commit = 0; commit < 15; ++commit) {
        for (int i = 0; i < 60; ++i) {
            const auto docid = static_cast<Xapian::docid>(1 + words.draw(700));
            try {
                if (words.draw(4) == 0) {
                    database.delete_document(docid);
                    continue;
                }
            } catch (const Xapian::DocNotFoundError&) {
            }
            database.replace_document(docid, random_document(words));
            database.add_spelling(words.word());
            database.add_synonym(words.word(), words.word());
        }
        database.set_metadata("key" + words.word(), words.noise(words.draw(6000)));
        database.commit();
    }
}

using Entries = std::map<std::string, std::string>;

Entries entries_of(const fs::path& path, glass::Table table, const glass::Version& version) {
    Entries entries;
    glass::TableReader reader(path, table, version);
    while (const auto entry = reader.next())
        entries[entry->key] = entry->tag;
    return entries;
}

std::vector<std::string> words_and_synonyms(const fs::path& path) {
    const Xapian::Database database(path.string());
    std::vector<std::string> lines;
    for (auto word = database.spellings_begin(); word != database.spellings_end(); ++word)
        lines.push_back(*word + ' ' + std::to_string(word.get_termfreq()));
    for (auto key = database.synonym_keys_begin(); key != database.synonym_keys_end(); ++key) {
        lines.push_back(*key);
        for (auto word = database.synonyms_begin(*key); word != database.synonyms_end(*key); ++word)
            lines.back() += ' ' + *word;
    }
    for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key)
        lines.push_back(*key + '=' + database.get_metadata(*key));
    return lines;
}

void compact_with_kb(const fs::path& from, const fs::path& to, const std::stop_token& stop = {}) {
    const auto version = glass::read_version(from);
    REQUIRE(version);
    fs::create_directory(to);
    glass::compact_tables(from, *version, to, stop);
}

void compact_with_xapian(const fs::path& from, const fs::path& to) {
    Xapian::Database(from.string()).compact(to.string(), Xapian::DBCOMPACT_NO_RENUMBER);
}

std::uintmax_t bytes_of(const fs::path& path) {
    return fs::exists(path) ? fs::file_size(path) : 0;
}

void check_same_tables(const fs::path& actual, const fs::path& expected) {
    const auto ours = glass::read_version(actual);
    const auto theirs = glass::read_version(expected);
    REQUIRE(ours);
    REQUIRE(theirs);
    for (std::size_t i = 0; i < glass::table_count; ++i) {
        const auto table = static_cast<glass::Table>(i);
        CAPTURE(glass::file_name(table));
        const bool same = entries_of(actual, table, *ours) == entries_of(expected, table, *theirs);
        CHECK(same);
        CHECK(bytes_of(actual / glass::file_name(table)) <=
              bytes_of(expected / glass::file_name(table)));
    }
}

}  // namespace

TEST_CASE("compacted tables hold what Xapian's compaction of them holds, and are no larger") {
    unsigned seed = 0;
    for (const int block_bytes : {0, 2048, 65536}) {
        CAPTURE(block_bytes);
        const test::TemporaryDirectory directory;
        write_with_xapian(directory / "db", ++seed, block_bytes);
        compact_with_kb(directory / "db", directory / "kb");
        compact_with_xapian(directory / "db", directory / "xapian");
        check_same_tables(directory / "kb", directory / "xapian");
        CHECK(Xapian::Database::check((directory / "kb").string()) == 0);
        test::check_same(test::content_of(directory / "kb"), test::content_of(directory / "db"));
        test::check_same(words_and_synonyms(directory / "kb"),
                         words_and_synonyms(directory / "db"));
        const Xapian::Database before((directory / "db").string());
        const Xapian::Database after((directory / "kb").string());
        CHECK(after.get_lastdocid() == before.get_lastdocid());
        CHECK(after.get_uuid() != before.get_uuid());
    }
}

TEST_CASE("compacted tables are written to like any others") {
    const test::TemporaryDirectory directory;
    write_with_xapian(directory / "db", 4);
    compact_with_kb(directory / "db", directory / "kb");
    for (const char* name : {"db", "kb"}) {
        Words words(5);
        Xapian::WritableDatabase database((directory / name).string(), Xapian::DB_OPEN);
        for (int i = 0; i < 200; ++i)
            database.replace_document(1 + words.draw(900), random_document(words));
        for (int i = 0; i < 50; ++i)
            database.add_spelling(words.word());
        database.commit();
    }
    CHECK(Xapian::Database::check((directory / "kb").string()) == 0);
    test::check_same(test::content_of(directory / "kb"), test::content_of(directory / "db"));
    test::check_same(words_and_synonyms(directory / "kb"), words_and_synonyms(directory / "db"));
    compact_with_kb(directory / "kb", directory / "again");
    test::check_same(test::content_of(directory / "again"), test::content_of(directory / "db"));
}

TEST_CASE("what kb wrote at once compacts to no more than by Xapian, too") {
    const test::TemporaryDirectory directory;
    Words words(8);
    {
        Index index(directory / "index", Index::Mode::create);
        int count = 0;
        index.add_all(
            [&]() -> std::optional<Document> {
                if (++count > 300) return std::nullopt;
                std::string text;
                for (unsigned i = words.draw(count % 50 == 0 ? 6000 : 200); i > 0; --i)
                    text += words.word() + ' ';
                return test::make_document("post:" + std::to_string(count), words.word(), text);
            },
            {});
    }
    const fs::path written = current_generation(directory / "index");
    compact_with_kb(written, directory / "kb");
    compact_with_xapian(written, directory / "xapian");
    check_same_tables(directory / "kb", directory / "xapian");
    CHECK(Xapian::Database::check((directory / "kb").string()) == 0);
    test::check_same(test::content_of(directory / "kb"), test::content_of(written));
}

TEST_CASE("long tags that Xapian packed, and cannot read any more, are readable again") {
    const test::TemporaryDirectory directory;
    std::vector<std::string> data;
    Words words(9);
    {
        Xapian::WritableDatabase database((directory / "db").string(),
                                          Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
        const auto add = [&](std::string text) {
            data.push_back(std::move(text));
            Xapian::Document document;
            document.set_data(data.back());
            database.add_document(document);
        };
        for (std::size_t bytes = 8180; bytes < 8300; ++bytes) {
            add(std::string(bytes, 'x'));
            add(words.noise(bytes - 8160) + std::string(8160, 'x'));
            add(std::string(2 * bytes, 'x') + 'y');
        }
        database.commit();
    }
    compact_with_kb(directory / "db", directory / "kb");
    const Xapian::Database database((directory / "kb").string());
    for (std::size_t i = 0; i < data.size(); ++i) {
        const bool same =
            database.get_document(static_cast<Xapian::docid>(i + 1)).get_data() == data[i];
        CHECK(same);
    }
}

TEST_CASE("a database of nothing, and one that holds nothing any more, are compacted") {
    const test::TemporaryDirectory directory;
    for (const bool was_filled : {false, true}) {
        CAPTURE(was_filled);
        const fs::path path = directory / (was_filled ? "emptied" : "empty");
        Xapian::WritableDatabase database(path.string(),
                                          Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
        if (was_filled) {
            Words words(6);
            database.replace_document(7, random_document(words));
            database.add_spelling("word");
            database.commit();
            database.remove_spelling("word");
            database.delete_document(7);
        }
        database.commit();
        fs::path to = path;
        to += ".kb";
        compact_with_kb(path, to);
        CHECK(Xapian::Database::check(to.string()) == 0);
        test::check_same(test::content_of(to), test::content_of(path));
        CHECK(Xapian::Database(to.string()).get_lastdocid() == (was_filled ? 7 : 0));
    }
}

TEST_CASE("compaction stops in the middle of a table") {
    const test::TemporaryDirectory directory;
    write_with_xapian(directory / "db", 7);
    std::stop_source stop;
    stop.request_stop();
    try {
        compact_with_kb(directory / "db", directory / "kb", stop.get_token());
        FAIL("not stopped");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::cancelled);
    }
    CHECK_FALSE(fs::exists(directory / "kb" / "docdata.glass"));
    CHECK_FALSE(fs::exists(directory / "kb" / glass::version_name));
}
