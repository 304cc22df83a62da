#include "index/metadata.hpp"

#include "index/digest.hpp"

namespace kb::index {

namespace {

const std::string digest_key(metadata_digest_key);

std::uint64_t digest_of_all(const Xapian::Database& database) {
    std::uint64_t sum = 0;
    for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key) {
        if (*key != digest_key) sum += metadata_digest(*key, database.get_metadata(*key));
    }
    return sum;
}

}  // namespace

std::uint64_t metadata_digest(std::string_view key, std::string_view value) {
    return value.empty() ? 0 : digest(value, digest(key));
}

std::string metadata_digest_of(const std::map<std::string, std::string>& metadata) {
    std::uint64_t sum = 0;
    for (const auto& [key, value] : metadata)
        sum += key == digest_key ? 0 : metadata_digest(key, value);
    return encode_digest(sum);
}

void put_metadata(Xapian::WritableDatabase& database, const std::string& key,
                  const std::string& value) {
    const std::string before = database.get_metadata(key);
    if (before == value) return;
    // Older versions wrote none.
    const auto known = decode_digest(database.get_metadata(digest_key));
    const std::uint64_t sum = known ? *known : digest_of_all(database);
    database.set_metadata(key, value);
    database.set_metadata(digest_key, encode_digest(sum - metadata_digest(key, before) +
                                                    metadata_digest(key, value)));
}

}  // namespace kb::index
