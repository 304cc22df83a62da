#include "index/ranking_mark.hpp"

#include <array>
#include <charconv>
#include <string_view>

#include "index/metadata.hpp"

namespace kb::index {

namespace {

constexpr const char* mark_key = "kb.ranking";
constexpr const char* changed_key = "kb.ranking.changed";

/// Ascending numbers as the gaps between them, seven bits a byte.
std::string encode_ascending(const std::vector<Xapian::docid>& numbers) {
    std::string bytes;
    Xapian::docid before = 0;
    for (const Xapian::docid number : numbers) {
        Xapian::docid gap = number - before;
        before = number;
        for (; gap >= 0x80; gap >>= 7)
            bytes += static_cast<char>(gap | 0x80);
        bytes += static_cast<char>(gap);
    }
    return bytes;
}

std::optional<std::vector<Xapian::docid>> decode_ascending(std::string_view bytes) {
    std::vector<Xapian::docid> numbers;
    std::uint64_t number = 0;
    while (!bytes.empty()) {
        std::uint64_t gap = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (bytes.empty() || shift > 28) return std::nullopt;
            const auto byte = static_cast<unsigned char>(bytes.front());
            bytes.remove_prefix(1);
            gap |= std::uint64_t{byte & 0x7fU} << shift;
            if (byte < 0x80) break;
        }
        number += gap;
        if (gap == 0 || number > UINT32_MAX) return std::nullopt;
        numbers.push_back(static_cast<Xapian::docid>(number));
    }
    return numbers;
}

/// "built_from revision last_docid"
std::optional<RankingMark> parse(std::string_view text) {
    std::array<std::uint64_t, 3> numbers{};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::uint64_t& number : numbers) {
        if (at != end && *at == ' ') ++at;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc()) return std::nullopt;
        at = next;
    }
    if (at != end || numbers[2] > UINT32_MAX) return std::nullopt;
    return RankingMark{numbers[0], numbers[1], static_cast<Xapian::docid>(numbers[2])};
}

}  // namespace

std::uint64_t RankingMark::tail(const Xapian::Database& database) const {
    const Xapian::docid last = database.get_lastdocid();
    return changed.size() + (last > last_docid ? last - last_docid : 0);
}

std::optional<RankingMark> read_mark(const Xapian::Database& database) {
    std::optional<RankingMark> mark = parse(database.get_metadata(mark_key));
    if (!mark || mark->revision != database.get_revision()) return std::nullopt;
    auto changed = decode_ascending(database.get_metadata(changed_key));
    if (!changed || (!changed->empty() && changed->back() > mark->last_docid)) return std::nullopt;
    mark->changed = std::move(*changed);
    return mark;
}

bool has_mark(const Xapian::Database& database) {
    return !database.get_metadata(mark_key).empty();
}

std::map<std::string, std::string> metadata_of(const RankingMark& mark) {
    return {{mark_key, std::to_string(mark.built_from) + " " + std::to_string(mark.revision) + " " +
                           std::to_string(mark.last_docid)},
            {changed_key, encode_ascending(mark.changed)}};
}

void write_mark(Xapian::WritableDatabase& database, const RankingMark& mark) {
    for (const auto& [key, value] : metadata_of(mark))
        put_metadata(database, key, value);
}

void remove_mark(Xapian::WritableDatabase& database) {
    put_metadata(database, mark_key, {});
    put_metadata(database, changed_key, {});
}

std::filesystem::path ranking_path(const std::filesystem::path& generation,
                                   const RankingMark& mark) {
    return generation / (ranking_name_prefix + std::to_string(mark.built_from));
}

std::string ranking_identity(const Xapian::Database& database, const RankingMark& mark) {
    return ranking_identity(database.get_uuid(), mark);
}

std::string ranking_identity(const std::string& uuid, const RankingMark& mark) {
    return uuid + " " + std::to_string(mark.built_from);
}

}  // namespace kb::index
