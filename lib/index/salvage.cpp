#include "index/salvage.hpp"

#include <algorithm>
#include <string>

#include "index/digest.hpp"
#include "index/metadata.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"
#include "kb/error.hpp"

namespace kb::index {

Salvage::Salvage(const std::filesystem::path& generation)
    : generation_(generation),
      version_(glass::read_version(generation)),
      documents_(generation, glass::Table::docdata, version_) {}

std::optional<Document> Salvage::next() {
    while (const std::optional<glass::Entry> entry = documents_.next()) {
        try {
            Document document = decode_stored(entry->tag);
            if (ids_.insert(digest(document.id)).second) return document;
        } catch (const Error&) {
            ++lost_;
        }
    }
    return std::nullopt;
}

std::uint64_t Salvage::copy_metadata(Xapian::WritableDatabase& to) const {
    constexpr std::string_view prefix("\0\xc0", 2);
    glass::TableSalvage table(generation_, glass::Table::postlist, version_);
    std::uint64_t lost = 0;
    std::uint64_t saved = 0;
    std::optional<std::uint64_t> written;
    while (const std::optional<glass::Entry> entry = table.next()) {
        if (!std::string_view(entry->key).starts_with(prefix)) continue;
        const std::string key = entry->key.substr(prefix.size());
        if (key == metadata_digest_key) {
            if (!written) written = decode_digest(entry->tag);
        } else if (key.empty() || entry->tag.empty()) {
            ++lost;
        } else if (to.get_metadata(key).empty()) {
            saved += metadata_digest(key, entry->tag);
            put_metadata(to, key, entry->tag);
        }
    }
    if (written && *written == saved) return 0;
    return std::max<std::uint64_t>(lost + table.lost(), written ? 1 : 0);
}

}  // namespace kb::index
