#include "rank/ranking_file.hpp"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace kb::rank {

namespace {

[[noreturn]] void throw_damaged(const char* what) {
    throw DamagedFile(what);
}

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

RankingFile::RankingFile(const std::filesystem::path& path) : file_(path) {
    read_header();
    identity_ = as_text(section(SectionKind::identity));
    docids_ = array<std::uint32_t>(SectionKind::docids);
    lengths_ = array<std::uint32_t>(SectionKind::lengths);
    newness_ = array<std::uint32_t>(SectionKind::newness);
    terms_ = array<TermEntry>(SectionKind::terms);
    term_text_ = as_text(section(SectionKind::term_text));
    term_hash_ = array<HashSlot>(SectionKind::term_hash);
    postings_ = section(SectionKind::postings);
    if (docids_.size() != documents_ || lengths_.size() != documents_ ||
        (!newness_.empty() && newness_.size() != documents_) || terms_.empty() ||
        !std::has_single_bit(term_hash_.size()) || term_hash_.size() <= terms()) {
        throw_damaged("sections of the wrong size");
    }
}

void RankingFile::read_header() {
    const std::span<const std::byte> bytes = file_.bytes();
    FileHeader header;
    if (bytes.size() < first_section_offset) throw_damaged("shorter than its header");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.magic != file_magic) throw_damaged("not a ranking file");
    if (header.byte_order != byte_order_mark) throw_damaged("written by another kind of machine");
    if (header.version != file_version) throw_damaged("of another version");
    if (header.checksum != XXH3_64bits(bytes.data(), offsetof(FileHeader, checksum)))
        throw_damaged("a header that was changed");
    if (header.file_bytes != bytes.size()) throw_damaged("cut off, or grown");
    if (header.sections > max_sections || header.documents > max_documents)
        throw_damaged("too many sections or documents");
    sections_.assign(header.table.begin(), header.table.begin() + header.sections);
    documents_ = header.documents;
    for (const SectionHeader& section : sections_) {
        if (section.offset % section_alignment != 0 || section.offset > bytes.size() ||
            section.bytes > bytes.size() - section.offset) {
            throw_damaged("a section outside the file");
        }
    }
}

std::span<const std::byte> RankingFile::section(SectionKind kind, std::uint32_t column) const {
    for (const SectionHeader& section : sections_) {
        if (section.kind == kind && section.column == column)
            return file_.bytes().subspan(section.offset, section.bytes);
    }
    return {};
}

template <typename Element>
std::span<const Element> RankingFile::array(SectionKind kind, std::uint32_t column) const {
    const std::span<const std::byte> bytes = section(kind, column);
    if (bytes.size() % sizeof(Element) != 0) throw_damaged("a section of a broken size");
    return {reinterpret_cast<const Element*>(bytes.data()), bytes.size() / sizeof(Element)};
}

std::optional<std::uint32_t> RankingFile::ordinal(std::uint32_t docid) const {
    const auto found = std::lower_bound(docids_.begin(), docids_.end(), docid);
    if (found == docids_.end() || *found != docid) return std::nullopt;
    return static_cast<std::uint32_t>(found - docids_.begin());
}

std::span<const double> RankingFile::numbers(std::uint32_t column) const {
    const auto found = array<double>(SectionKind::numbers, column);
    if (!found.empty() && found.size() != documents_) throw_damaged("a column of the wrong size");
    return found;
}

std::optional<CategoryColumn> RankingFile::categories(std::uint32_t column) const {
    const CategoryColumn found = {array<std::uint32_t>(SectionKind::category_codes, column),
                                  array<std::uint32_t>(SectionKind::category_starts, column),
                                  array<std::uint32_t>(SectionKind::category_value_starts, column),
                                  as_text(section(SectionKind::category_text, column))};
    if (found.value_starts.empty()) return std::nullopt;
    const auto ascends_to = [](std::span<const std::uint32_t> starts, std::size_t end) {
        return starts.front() == 0 && starts.back() == end &&
               std::is_sorted(starts.begin(), starts.end());
    };
    const bool single = found.starts.empty();
    const bool sized = single ? found.codes.size() == documents_
                              : found.starts.size() == std::size_t{documents_} + 1 &&
                                    ascends_to(found.starts, found.codes.size());
    const bool known = std::all_of(found.codes.begin(), found.codes.end(), [&](std::uint32_t code) {
        return code <= found.values() && (single || code > 0);
    });
    if (!sized || !known || !ascends_to(found.value_starts, found.text.size()))
        throw_damaged("a column of categories out of order");
    return found;
}

std::string_view RankingFile::term_text(std::uint32_t number) const {
    const std::size_t begin = terms_[number].text;
    const std::size_t end = terms_[number + 1].text;
    if (begin > end || end > term_text_.size()) throw_damaged("a dictionary out of order");
    return term_text_.substr(begin, end - begin);
}

std::optional<std::uint32_t> RankingFile::term_number(std::string_view term) const {
    const auto hash = static_cast<std::uint32_t>(XXH3_64bits(term.data(), term.size()));
    const std::size_t mask = term_hash_.size() - 1;
    std::size_t slot = hash & mask;
    for (std::size_t probes = 0; probes <= mask; ++probes, slot = (slot + 1) & mask) {
        const HashSlot& candidate = term_hash_[slot];
        if (candidate.term == 0) return std::nullopt;
        if (candidate.hash != hash) continue;
        if (candidate.term > terms()) throw_damaged("a hash table out of bounds");
        if (term_text(candidate.term - 1) == term) return candidate.term - 1;
    }
    return std::nullopt;
}

std::uint32_t RankingFile::frequency(std::string_view term) const {
    const auto number = term_number(term);
    return number ? terms_[*number].frequency : 0;
}

std::optional<PostingList> RankingFile::find(std::string_view term) const {
    const auto number = term_number(term);
    if (!number) return std::nullopt;
    const TermEntry& entry = terms_[*number];
    if (entry.offset % record_alignment != 0 || entry.offset >= postings_.size())
        throw_damaged("postings outside their section");
    return PostingList(postings_.subspan(entry.offset), entry.frequency, documents_);
}

void RankingFile::verify() const {
    for (const SectionHeader& section : sections_) {
        const auto bytes = file_.bytes().subspan(section.offset, section.bytes);
        if (XXH3_64bits(bytes.data(), bytes.size()) != section.checksum)
            throw_damaged("a section that was changed");
    }
}

}  // namespace kb::rank
