#include "index/glass/postlist_table.hpp"

#include "index/glass/encoding.hpp"

namespace kb::index::glass {

namespace {

/// A chunk that has reached this is ended.
constexpr std::size_t chunk_bytes = 2000;

}  // namespace

void PostlistTable::add_metadata(std::string_view key, std::string_view value) {
    key_.assign(metadata_key).append(key);
    table_.add(key_, value);
}

void PostlistTable::add_value_statistics(std::uint32_t slot, std::uint32_t count,
                                         std::string_view least, std::string_view greatest) {
    key_.assign(value_statistics_key);
    append_last_number(key_, slot);
    std::string tag;
    append_number(tag, count);
    append_string(tag, least);
    if (least != greatest) tag.append(greatest);
    table_.add(key_, tag);
}

void PostlistTable::add_value(std::uint32_t slot, std::uint32_t document, std::string_view value) {
    if (slot != slot_ || values_.size() >= chunk_bytes) end_values();
    if (values_.empty()) {
        slot_ = slot;
        first_document_ = document;
    } else {
        append_number(values_, document - last_document_ - 1);
    }
    append_string(values_, value);
    last_document_ = document;
}

void PostlistTable::end_values() {
    if (values_.empty()) return;
    key_.assign(values_key);
    append_number(key_, slot_);
    append_sortable(key_, first_document_ + 1);
    table_.add(key_, values_);
    values_.clear();
}

/// A list of documents with a number each: posting(i) tells the i-th. The first chunk says more.
template <typename Next>
void PostlistTable::add_chunks(std::string_view first_key, std::string_view later_key,
                               std::string header, std::size_t count, Next&& posting) {
    std::string chunk;
    for (std::size_t i = 0; i < count;) {
        const std::uint32_t first = posting(i).ordinal;
        key_.assign(i == 0 ? first_key : later_key);
        if (i > 0) append_sortable(key_, first + 1);
        chunk.clear();
        append_number(chunk, posting(i).wdf);
        std::uint32_t last = first;
        for (++i; i < count && chunk.size() < chunk_bytes; ++i) {
            const rank::Posting next = posting(i);
            append_number(chunk, next.ordinal - last - 1);
            append_number(chunk, next.wdf);
            last = next.ordinal;
        }
        header += i == count ? '1' : '0';
        append_number(header, last - first);
        header.append(chunk);
        table_.add(key_, header);
        header.clear();
    }
}

void PostlistTable::add_lengths(std::span<const std::uint32_t> lengths) {
    end_values();
    std::string header;
    append_number(header, std::uint32_t{0});  // neither documents
    append_number(header, std::uint32_t{0});  // nor their frequency are counted here
    append_number(header, std::uint32_t{0});  // the first document
    add_chunks(lengths_key, lengths_key, std::move(header), lengths.size(), [&](std::size_t i) {
        return rank::Posting{static_cast<std::uint32_t>(i), lengths[i]};
    });
}

void PostlistTable::add_term(std::string_view term, std::uint64_t frequency,
                             std::span<const rank::Posting> postings) {
    std::string first_key;
    append_term(first_key, term);
    const std::string later_key = first_key + '\0';
    std::string header;
    append_number(header, postings.size());
    append_number(header, frequency);
    append_number(header, postings.front().ordinal);
    add_chunks(first_key, later_key, std::move(header), postings.size(),
               [&](std::size_t i) { return postings[i]; });
}

}  // namespace kb::index::glass
