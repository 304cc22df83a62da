#include "index/check/postlist_sums.hpp"

#include <utility>

#include "index/digest.hpp"
#include "index/glass/decoding.hpp"
#include "index/glass/encoding.hpp"
#include "index/metadata.hpp"
#include "index/schema.hpp"

namespace kb::index {

namespace {

using glass::Decoder;

[[noreturn]] void throw_damaged(const std::string& what) {
    throw glass::DamagedTable("postlist.glass: " + what);
}

void require(bool condition, const char* what) {
    if (!condition) throw_damaged(what);
}

}  // namespace

void PostlistSums::add(const glass::Entry& entry) {
    const std::string_view key = entry.key;
    if (key.starts_with(glass::metadata_key)) {
        add_metadata(key.substr(glass::metadata_key.size()), entry.tag);
    } else if (key.starts_with(glass::value_statistics_key)) {
        add_statistics(key.substr(glass::value_statistics_key.size()), entry.tag);
    } else if (key.starts_with(glass::values_key)) {
        add_values(key.substr(glass::values_key.size()), entry.tag);
    } else if (key.starts_with(glass::lengths_key)) {
        add_lengths(key.substr(glass::lengths_key.size()), entry.tag);
    } else {
        add_postings(key, entry.tag);
    }
}

void PostlistSums::finish() {
    end_term();
    require(lengths_list_.ended, "the lengths of documents have no end");
    require(documents == version_.statistics.documents,
            "the number of documents is another than stated");
    require(total_length_ == version_.statistics.total_length,
            "the length of all documents is misstated");
    for (const auto& [slot, statistics] : statistics_)
        require(statistics.counted == statistics.stated, "the number of values is misstated");
}

void PostlistSums::require_docid(std::uint64_t docid) const {
    require(docid >= 1 && docid <= version_.statistics.last_docid,
            "a document has an impossible number");
}

void PostlistSums::add_metadata(std::string_view key, const std::string& value) {
    require(!value.empty(), "metadata is empty");
    if (key == metadata_digest_key) {
        metadata_digest = decode_digest(value).value_or(0);
    } else {
        metadata += index::metadata_digest(key, value);
    }
}

void PostlistSums::add_statistics(std::string_view key, std::string_view tag) {
    Decoder slot(key);
    SlotStatistics& statistics = statistics_[slot.last_number()];
    Decoder from(tag);
    statistics.stated = from.number();
    statistics.least = from.string();
    statistics.greatest = from.at_end() ? statistics.least : std::string(from.remaining());
    require(slot.good() && from.good(), "the statistics of values cannot be read");
}

void PostlistSums::add_values(std::string_view key, std::string_view tag) {
    Decoder place(key);
    const std::uint32_t slot = place.number32();
    std::uint64_t docid = place.sortable();
    require(place.ended_well(), "values have an impossible key");
    SlotStatistics& statistics = statistics_[slot];
    for (Decoder from(tag);;) {
        const std::string_view value = from.string();
        require(from.good() && docid > statistics.last, "values cannot be read");
        require_docid(docid);
        require(value >= statistics.least && value <= statistics.greatest,
                "a value is out of its bounds");
        statistics.last = static_cast<std::uint32_t>(docid);
        ++statistics.counted;
        add_value(slot, statistics.last, value);
        if (from.at_end()) return;
        docid += from.number() + 1;
    }
}

void PostlistSums::add_value(std::uint32_t slot, std::uint32_t docid, std::string_view value) {
    slots += weight(docid) * digest({}, slot);
    if (slot == schema::group_slot) {
        groups += weight(docid) * digest(value);
    } else if (slot == schema::digest_slot) {
        const std::optional<std::uint64_t> stated = decode_digest(value);
        require(stated.has_value(), "a document has an impossible digest");
        digests += weight(docid) * *stated;
        ++documents_with_digest;
    } else {
        values += weight(docid) * value_digest(slot, value);
    }
}

/// Reads one entry of a list of documents with a number each.
template <typename Take>
void PostlistSums::read_list(Decoder from, std::uint32_t first, List& list, Take&& take) {
    constexpr std::uint8_t yes = '1';
    const std::uint8_t is_last = from.byte();
    const std::uint64_t last = first + from.number();
    require(is_last == yes || is_last == yes - 1, "a list has an impossible head");
    require(first > list.last, "a list is not in order");
    std::uint64_t docid = first;
    for (;;) {
        const std::uint64_t number = from.number();
        require(from.good() && docid <= last, "a list cannot be read");
        require_docid(docid);
        take(static_cast<std::uint32_t>(docid), number);
        if (from.at_end()) break;
        docid += from.number() + 1;
    }
    list.ended = is_last == yes;
    list.last = static_cast<std::uint32_t>(docid);
    require(!list.ended || docid == last, "a list ends elsewhere than stated");
}

void PostlistSums::add_lengths(std::string_view key, std::string_view tag) {
    Decoder from(tag);
    std::uint64_t first = 0;
    if (key.empty()) {
        require(from.number() == 0 && from.number() == 0, "the lengths have an impossible head");
        first = from.number() + 1;
    } else {
        require(!lengths_list_.ended, "the lengths of documents go on after their end");
        Decoder place(key);
        first = place.sortable();
        require(place.ended_well(), "the lengths have an impossible key");
    }
    require_docid(first);
    read_list(from, static_cast<std::uint32_t>(first), lengths_list_,
              [&](std::uint32_t docid, std::uint64_t length) {
                  require(length <= version_.statistics.longest &&
                              (length == 0 || length >= version_.statistics.shortest),
                          "a document's length is out of its bounds");
                  lengths += weight(docid) * (length + 1);
                  total_length_ += length;
                  ++documents;
              });
}

void PostlistSums::begin_term(std::string name) {
    end_term();
    term_ = {};
    term_.digest = digest(name);
    term_.name = std::move(name);
    postings_list_ = {};
}

void PostlistSums::end_term() {
    require(postings_list_.ended, "the postings of a term have no end");
    require(term_.documents == term_.stated_documents && term_.frequency == term_.stated_frequency,
            "the frequency of a term is misstated");
}

void PostlistSums::add_postings(std::string_view key, std::string_view tag) {
    Decoder place(key);
    std::string name = place.term();
    Decoder from(tag);
    std::uint64_t first = 0;
    if (place.at_end()) {
        begin_term(std::move(name));
        term_.stated_documents = from.number();
        term_.stated_frequency = from.number(std::numeric_limits<std::uint64_t>::max());
        first = from.number() + 1;
    } else {
        require(name == term_.name && !postings_list_.ended, "postings have no beginning");
        first = place.sortable();
        require(place.ended_well(), "postings have an impossible key");
    }
    require_docid(first);
    read_list(from, static_cast<std::uint32_t>(first), postings_list_,
              [&](std::uint32_t docid, std::uint64_t wdf) {
                  require(wdf <= version_.statistics.greatest_wdf,
                          "a frequency is out of its bounds");
                  postings += weight(docid) * (term_.digest + wdf * each_time);
                  ++term_.documents;
                  term_.frequency += wdf;
              });
}

}  // namespace kb::index
