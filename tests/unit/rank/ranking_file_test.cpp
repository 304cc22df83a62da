#include "rank/ranking_file.hpp"

#include <doctest/doctest.h>

#include <random>

#include "kb/error.hpp"
#include "rank/list_cursor.hpp"
#include "rank/positions.hpp"
#include "support/rank/collection.hpp"
#include "support/rank/read_everything.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;
using namespace kb::rank;

namespace {

std::vector<Posting> read_postings(const PostingList& list) {
    std::vector<Posting> postings;
    UnpackedBlock block{};
    const auto add = [&](std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            postings.push_back({block.ordinals[i], block.wdfs[i]});
    };
    for (std::size_t i = 0; i < list.full_blocks(); ++i) {
        list.unpack_ordinals(i, block.ordinals.data());
        list.unpack_wdfs(i, block.wdfs.data());
        add(block_size);
    }
    list.unpack_tail(block);
    add(list.tail_size());
    return postings;
}

std::vector<std::uint32_t> read_positions(std::span<const std::byte> bytes) {
    std::vector<std::uint32_t> positions;
    for (PositionReader reader(bytes); reader.next();)
        positions.push_back(static_cast<std::uint32_t>(reader.position()));
    return positions;
}

}  // namespace

TEST_CASE("a ranking file holds what was put into it") {
    std::mt19937 random(6);
    const test::TemporaryDirectory directory;
    for (const std::uint32_t documents : {0U, 1U, 127U, 128U, 129U, 2000U}) {
        CAPTURE(documents);
        const test::PlainCollection made = test::random_collection(random, documents, 200);
        test::write_ranking_file(made, directory / "ranking");
        const RankingFile file(directory / "ranking");
        file.verify();
        CHECK(file.documents() == documents);
        CHECK(file.identity() == "a test");
        CHECK(std::equal(made.docids.begin(), made.docids.end(), file.docids().begin()));
        CHECK(std::equal(made.lengths.begin(), made.lengths.end(), file.lengths().begin()));
        CHECK(std::equal(made.newness.begin(), made.newness.end(), file.newness().begin()));
        CHECK(file.numbers(test::points_column).size() == documents);
        CHECK(file.numbers(99).empty());
        CHECK(!file.categories(99));
        CHECK(file.terms() == made.terms.size());
        for (const auto& [term, occurrences] : made.terms) {
            CHECK(file.frequency(term) == occurrences.size());
            std::vector<Posting> expected;
            for (const auto& [ordinal, wdf] : occurrences)
                expected.push_back({ordinal, wdf});
            const auto list = file.find(term);
            REQUIRE(list);
            CHECK(read_postings(*list) == expected);
            CHECK(list->has_positions() == (term.front() == 'w'));
            const TermPostings opened(*list, file.lengths(), {{}, 20});
            ListCursor cursor(opened);
            for (const auto& [ordinal, wdf] : occurrences) {
                const auto bytes = cursor.positions(ordinal);
                REQUIRE(bytes);
                CHECK(read_positions(*bytes) == (list->has_positions()
                                                     ? test::positions_of(term, ordinal)
                                                     : std::vector<std::uint32_t>()));
            }
        }
        CHECK(file.frequency("absent") == 0);
        CHECK(!file.find("absent"));
        for (std::uint32_t ordinal = 0; ordinal < documents; ++ordinal)
            CHECK(file.ordinal(made.docids[ordinal]) == ordinal);
        CHECK(!file.ordinal(0));
    }
}

TEST_CASE("columns of categories hold one value or many a document") {
    std::mt19937 random(7);
    const test::TemporaryDirectory directory;
    const test::PlainCollection made = test::random_collection(random, 500, 50);
    test::write_ranking_file(made, directory / "ranking");
    const RankingFile file(directory / "ranking");
    const auto groups = file.categories(test::group_column);
    REQUIRE(groups);
    CHECK(groups->starts.empty());
    const auto tags = file.categories(test::tag_column);
    REQUIRE(tags);
    CHECK(tags->values() == 5);
    CHECK(tags->value(2) == "b");
    for (std::uint32_t ordinal = 0; ordinal < made.size(); ++ordinal) {
        CHECK(groups->codes[ordinal] == made.groups[ordinal]);
        const auto here = tags->codes.subspan(tags->starts[ordinal],
                                              tags->starts[ordinal + 1] - tags->starts[ordinal]);
        const std::vector<std::uint32_t> codes(here.begin(), here.end());
        CHECK(codes == made.tags[ordinal]);
    }
}

TEST_CASE("a list of wide gaps and high counts comes back") {
    const test::TemporaryDirectory directory;
    constexpr std::uint32_t documents = 3'000'000;
    std::vector<std::uint32_t> docids(documents);
    std::vector<std::uint32_t> lengths(documents, UINT32_MAX);
    for (std::uint32_t i = 0; i < documents; ++i)
        docids[i] = i + 1;
    std::vector<Posting> postings;
    for (std::uint32_t i = 0; i < 127; ++i)
        postings.push_back({i, UINT32_MAX - i});
    postings.push_back({documents - 1, 70'000});  // a gap of more than twenty bits
    RankingFileBuilder builder(directory / "ranking", "", docids, lengths);
    builder.add_term("wide", postings);
    builder.finish();
    const RankingFile file(directory / "ranking");
    CHECK(read_postings(*file.find("wide")) == postings);
}

TEST_CASE("what is not a list of postings is refused when the file is built") {
    const test::TemporaryDirectory directory;
    const std::vector<std::uint32_t> docids = {1, 2, 3};
    RankingFileBuilder builder(directory / "ranking", "", docids, docids);
    builder.add_term("b", std::vector<Posting>{{0, 1}});
    CHECK_THROWS_AS(builder.add_term("a", std::vector<Posting>{{0, 1}}), Error);
    CHECK_THROWS_AS(builder.add_term("b", std::vector<Posting>{{0, 1}}), Error);
    CHECK_THROWS_AS(builder.add_term("c", std::vector<Posting>{}), Error);
    CHECK_THROWS_AS(builder.add_term("c", std::vector<Posting>{{3, 1}}), Error);
    CHECK_THROWS_AS(builder.add_term("c", std::vector<Posting>{{1, 1}, {1, 1}}), Error);
    const std::vector<Posting> two = {{1, 1}, {2, 1}};
    CHECK_THROWS_AS(builder.add_term("c", two, {docids, "abcdef"}), Error);
    CHECK_THROWS_AS(builder.add_term("c", two, {std::span(docids).first(2), "ab"}), Error);
    CHECK_THROWS_AS(builder.add_term("c", two, {{}, "ab"}), Error);
}

TEST_CASE("an unfinished file never appears, and leaves nothing behind") {
    const test::TemporaryDirectory directory;
    {
        const std::vector<std::uint32_t> docids = {1};
        RankingFileBuilder builder(directory / "ranking", "", docids, docids);
        builder.add_term("a", std::vector<Posting>{{0, 1}});
    }
    CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE("a file that is cut off, grown, foreign or missing is refused") {
    std::mt19937 random(8);
    const test::TemporaryDirectory directory;
    test::write_ranking_file(test::random_collection(random, 300, 50), directory / "ranking");
    const std::string bytes = test::read_file(directory / "ranking");
    for (const std::size_t size : {std::size_t{0}, std::size_t{100}, bytes.size() - 1}) {
        test::write_file(directory / "other", bytes.substr(0, size));
        CHECK_THROWS_AS(RankingFile(directory / "other"), DamagedFile);
    }
    test::write_file(directory / "other", bytes + "x");
    CHECK_THROWS_AS(RankingFile(directory / "other"), DamagedFile);
    test::write_file(directory / "other", std::string(8192, 'x'));
    CHECK_THROWS_AS(RankingFile(directory / "other"), DamagedFile);
    CHECK_THROWS_AS(RankingFile(directory / "missing"), Error);
    CHECK_THROWS_AS(RankingFile(directory.path()), Error);
}

TEST_CASE("a changed byte is found by verifying, and reading it never goes wrong otherwise") {
    std::mt19937 random(9);
    const test::TemporaryDirectory directory;
    const test::PlainCollection made = test::random_collection(random, 700, 60);
    test::write_ranking_file(made, directory / "ranking");
    const std::string bytes = test::read_file(directory / "ranking");
    for (int trial = 0; trial < 200; ++trial) {
        std::string damaged = bytes;
        const std::size_t place = random() % damaged.size();
        damaged[place] = static_cast<char>(damaged[place] ^ static_cast<char>(1 + random() % 255));
        CAPTURE(place);
        test::write_file(directory / "damaged", damaged);
        bool noticed = false;
        try {
            const RankingFile file(directory / "damaged");
            test::read_everything(file);
            file.verify();
        } catch (const DamagedFile&) {
            noticed = true;
        }
        // Bytes between sections mean nothing.
        if (!noticed) CHECK(bytes[place] == '\0');
    }
}
