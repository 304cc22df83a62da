#include "index/stored_document.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "kb/error.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

std::optional<Document> decode_if_possible(const std::string& stored) {
    try {
        return index::decode_stored(stored);
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

TEST_CASE("a stored document comes back as it was") {
    Document document = test::make_document("a", "Title", std::string(10'000, 'x'));
    document.points = 12;
    const std::string stored = index::encode_stored(document);
    CHECK(stored.size() < 1000);
    CHECK(index::decode_stored(stored) == document);
}

TEST_CASE("a small document that an older version stored as plain JSON is read") {
    const Document document = test::make_document("a", "", "");
    CHECK(index::decode_stored('j' + to_json(document)) == document);
}

TEST_CASE("damaged stored documents are reported, whatever byte is damaged") {
    const Document document =
        test::make_document("a", "Title", "some text, some more text, and some more text again");
    const std::string stored = index::encode_stored(document);
    for (std::size_t cut = 0; cut < stored.size(); ++cut) {
        CAPTURE(cut);
        CHECK_THROWS_AS(index::decode_stored(stored.substr(0, cut)), Error);
    }
    std::string unknown = stored;
    unknown.front() = '?';
    CHECK_THROWS_AS(index::decode_stored(unknown), Error);
}

TEST_CASE("no changed bit of a stored document passes for another text") {
    const Document document = test::make_document(
        "a", "Title", std::string(300, 'x') + " some text, some more text, and some text again");
    const std::string stored = index::encode_stored(document);
    for (std::size_t bit = 0; bit < stored.size() * 8; ++bit) {
        CAPTURE(bit);
        std::string damaged = stored;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        const std::optional<Document> read = decode_if_possible(damaged);
        // A bit that the format does not use may change; the document may not.
        CHECK((!read || *read == document));
    }
}

TEST_CASE("a stored document that claims to be huge is refused without allocating it") {
    // A zstd frame header that states 2^40 bytes of content.
    const std::string bomb("z\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x00\x00\x01\x00\x00\x01\x00\x00", 17);
    CHECK_THROWS_AS(index::decode_stored_json(bomb), Error);
}
