// Pieces of the glass format that whole databases would not tell apart. That Xapian reads what is
// written is tested with the databases (bulk_test.cpp).

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "index/document_terms.hpp"
#include "index/glass/encoding.hpp"
#include "index/glass/term_list.hpp"
#include "index/glass/version_check.hpp"
#include "index/glass/version_file.hpp"
#include "index/xapian.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;
using namespace kb::index;

namespace {

std::string sortable(std::uint32_t number) {
    std::string text;
    glass::append_sortable(text, number);
    return text;
}

std::string escaped(std::string_view term) {
    std::string text;
    glass::append_term(text, term);
    return text;
}

DocumentTerms terms_of(const std::vector<std::string>& names) {
    TermCollector collector;
    for (const std::string& name : names)
        collector.add({}, name, static_cast<std::uint32_t>(name.size() * name.size()));
    return collector.take();
}

}  // namespace

TEST_CASE("sortable numbers sort as they are great") {
    std::vector<std::uint32_t> numbers;
    for (unsigned bit = 0; bit < 32; ++bit) {
        const std::uint32_t power = 1U << bit;
        numbers.insert(numbers.end(), {power - 1, power, power + 1});
    }
    numbers.push_back(~0U);
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        CAPTURE(numbers[i]);
        CHECK((numbers[i - 1] == numbers[i] || sortable(numbers[i - 1]) < sortable(numbers[i])));
    }
    CHECK(sortable(0x7fff) == "\x7f\xff");
    CHECK(sortable(0x8000) == std::string("\x80\x80\x00", 3));
    CHECK(sortable(0x3fffff) == "\xbf\xff\xff");
    CHECK(sortable(0x400000) == std::string("\xc0\x40\x00\x00", 4));
}

TEST_CASE("a term with zero bytes sorts with what follows it") {
    const std::vector<std::string> terms = {"a", std::string("a\0", 2), std::string("a\0b", 3),
                                            "aa"};
    for (std::size_t i = 1; i < terms.size(); ++i) {
        CHECK(escaped(terms[i - 1]) < escaped(terms[i]));
        CHECK(escaped(terms[i - 1]) + '\0' + sortable(~0U) < escaped(terms[i]) + '\0');
    }
}

TEST_CASE("terms are added to a term list at their places") {
    const std::vector<std::string> names = {"A", "XD", "XGaa", "Zen:word", "Zen:words", "zz"};
    for (unsigned present = 0; present < 64; ++present) {
        std::vector<std::string> some;
        std::vector<std::string> others;
        for (std::size_t i = 0; i < names.size(); ++i)
            (present >> i & 1 ? some : others).push_back(names[i]);
        TermCollector collector;
        for (const std::string& name : some)
            collector.add({}, name, 300);
        const std::string list = glass::encode_term_list(collector.take());
        for (const std::string& name : some)
            collector.add({}, name, 300);
        for (const std::string& name : others)
            collector.add({}, name, 0);
        CHECK(glass::with_terms(list, others) == glass::encode_term_list(collector.take()));
    }
}

TEST_CASE("a used slot is added at its place") {
    const auto slots = [](const std::vector<std::uint32_t>& numbers) {
        std::vector<std::pair<std::uint32_t, std::string>> values;
        for (const std::uint32_t number : numbers)
            values.emplace_back(number, "x");
        return glass::encode_used_slots(values);
    };
    CHECK(glass::with_slot(slots({}), 12) == slots({12}));
    CHECK(glass::with_slot(slots({0, 3, 200}), 12) == slots({0, 3, 12, 200}));
    CHECK(glass::with_slot(slots({0, 3}), 12) == slots({0, 3, 12}));
}

TEST_CASE("a document's terms come in order, each once, with their positions in order") {
    TermCollector collector;
    for (int round = 0; round < 2; ++round) {  // the memory is used again
        collector.add_at("S", "b", 3, 0);
        collector.add({}, "Zb", 4);
        collector.add_at({}, "a", 9, 1);
        collector.add_at({}, "a", 2, 1);
        collector.add_at({}, "a", 9, 1);
        collector.add({}, "Zb", 1);
        const DocumentTerms terms = collector.take();
        REQUIRE(terms.size() == 3);
        CHECK(terms[0].name == "Sb");
        CHECK(terms[1].name == "Zb");
        CHECK(terms[1].wdf == 5);
        CHECK(terms[1].positions.empty());
        CHECK(terms[2].name == "a");
        CHECK(terms[2].wdf == 3);
        CHECK(std::vector(terms[2].positions.begin(), terms[2].positions.end()) ==
              std::vector<std::uint32_t>{2, 9});
        CHECK(terms.length() == 8);
    }
    CHECK(terms_of({}).size() == 0);
}

TEST_CASE("thousands of terms in one document stay apart") {
    std::vector<std::string> names;
    for (int i = 0; i < 5000; ++i)
        names.push_back("term" + std::to_string(i * 7919 % 5000));
    const DocumentTerms terms = terms_of(names);
    std::sort(names.begin(), names.end());
    REQUIRE(terms.size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        CHECK(terms[i].name == names[i]);
}

TEST_CASE("the format that Xapian writes is known, another is not") {
    const test::TemporaryDirectory directory;
    const std::string path = (directory / "database").string();
    Xapian::WritableDatabase(path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS).commit();
    CHECK(glass::is_known_format(path));
    CHECK_FALSE(glass::is_known_format(directory.path()));
    test::write_file(directory / "iamglass", "\x0f\x0dXapian Glass\x04\x6f and so on");
    CHECK_FALSE(glass::is_known_format(directory.path()));
}

TEST_CASE("an empty database can be opened and written to") {
    const test::TemporaryDirectory directory;
    glass::Tables tables;
    tables.postlist = glass::TableWriter(directory / "postlist.glass").finish();
    tables.docdata = glass::TableWriter(directory / "docdata.glass").finish();
    tables.termlist = glass::TableWriter(directory / "termlist.glass").finish();
    const glass::Uuid uuid = glass::random_uuid();
    glass::write_version_file(directory.path(), uuid, tables, {});
    Xapian::WritableDatabase database(directory.path().string(), Xapian::DB_OPEN);
    CHECK(database.get_uuid() == glass::to_string(uuid));
    CHECK(database.get_doccount() == 0);
    Xapian::Document document;
    document.add_posting("word", 1);
    CHECK(database.add_document(document) == 1);
    database.commit();
    CHECK(Xapian::Database::check(directory.path().string(), 0, nullptr) == 0);
}

TEST_CASE("a version file is plausible as Xapian writes it, but not cut short") {
    const test::TemporaryDirectory directory;
    const auto path = directory / "database";
    Xapian::WritableDatabase database(path.string(), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    for (int i = 0; i < 3; ++i) {
        Xapian::Document document;
        document.add_posting("word", 1);
        document.set_data(std::string(20'000, 'x'));
        database.replace_document(1, document);
        database.commit();
        CHECK_NOTHROW(glass::require_plausible_version(path));
    }
    std::ifstream file(path / glass::version_name, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    REQUIRE(glass::is_plausible_version(content));
    int plausible = 0;
    for (std::size_t size = glass::magic.size(); size < content.size(); ++size)
        plausible += glass::is_plausible_version(content.substr(0, size)) ? 1 : 0;
    CHECK(plausible == 1);  // without its statistics it is that of an empty database
    CHECK_FALSE(glass::is_plausible_version(content + "x"));
    CHECK(glass::is_plausible_version("another format"));
    test::write_file(path / glass::version_name, content.substr(0, content.size() / 2));
    CHECK_THROWS_AS(glass::open_tables(path), Xapian::DatabaseCorruptError);
}
