// Any bytes may come out of a damaged database: as a stored document, behind a compressed frame
// whose checksum holds, or as what is kept beside documents. The first byte says as which.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/support.hpp"
#include "index/completions.hpp"
#include "index/ranking_mark.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"
#include "index/subscription_record.hpp"
#include "index/xapian.hpp"
#include "kb/document.hpp"
#include "kb/error.hpp"

namespace {

using kb::fuzz::check;

template <typename Operation>
void allow_corrupt(Operation operation) {
    try {
        operation();
    } catch (const kb::Error& error) {
        check(error.code() == kb::ErrorCode::corrupt, "another error than corrupt", error.what());
    }
}

void read_document(const std::string& stored) {
    allow_corrupt([&] {
        const kb::Document document = kb::index::decode_stored(stored);
        const std::string again = kb::index::encode_stored(document);
        check(kb::index::decode_stored(again) == document, "a document that reads back differently",
              kb::to_json(document));
    });
}

/// A document of which every field is what the bytes say, stored and damaged in one byte: it is
/// refused, or as it was.
void damage_document(const std::string& text) {
    kb::Document document;
    document.id = "a";
    document.title = "title";
    document.text = "text " + std::to_string(text.size());
    const std::string intact = kb::index::encode_stored(document);
    std::string damaged = intact;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const std::size_t at = static_cast<unsigned char>(text[i]) % damaged.size();
        damaged[at] = static_cast<char>(damaged[at] ^ text[i + 1]);
    }
    allow_corrupt([&] {
        const kb::Document read = kb::index::decode_stored(damaged);
        check(read == document || damaged.front() != intact.front(), "damage that went unnoticed",
              damaged);
    });
}

void read_beside_documents(const std::string& text) {
    Xapian::WritableDatabase database(std::string(), Xapian::DB_BACKEND_INMEMORY);
    database.set_metadata("kb.completions:ab", text);
    check(kb::index::complete(database, "ab", 10).size() <= 10, "too many completions", text);
    allow_corrupt([&] { kb::index::decode_subscription(text); });
    std::size_t bytes = 0;
    for (const std::string_view value : kb::index::schema::split_values(text))
        bytes += value.size();
    check(bytes <= text.size(), "values larger than their slot", text);
    check(kb::index::schema::oldest_first_key(text).size() == text.size(), "a key of another size",
          text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 4) {
        case 0:
            read_document(text);
            break;
        case 1:
            read_document('j' + text);
            break;
        case 2:
            damage_document(text);
            break;
        default:
            read_beside_documents(text);
    }
    return 0;
}
