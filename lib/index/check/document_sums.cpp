#include "index/check/document_sums.hpp"

#include <string>
#include <string_view>

#include "index/digest.hpp"
#include "index/glass/decoding.hpp"
#include "index/glass/positions.hpp"
#include "index/glass/term_list.hpp"
#include "index/schema.hpp"

namespace kb::index {

namespace {

using glass::Decoder;

void require(bool condition, const char* what) {
    if (!condition) throw glass::DamagedTable(what);
}

}  // namespace

void TermListSums::add(const glass::Entry& entry) {
    Decoder key(entry.key);
    const std::uint32_t docid = key.sortable();
    require(key.good() && docid >= 1 && docid <= version_.statistics.last_docid,
            "termlist.glass: a document has an impossible number");
    if (key.at_end()) return add_terms(docid, entry.tag);
    require(key.byte() == 0 && key.ended_well(), "termlist.glass: an entry has an impossible key");
    add_slots(docid, entry.tag);
}

void TermListSums::add_terms(std::uint32_t docid, std::string_view list) {
    static const std::string id_prefix(schema::field("id").prefix);
    glass::TermListReader terms(list);
    std::uint64_t length = 0;
    std::uint64_t count = 0;
    while (terms.next()) {
        const std::string_view term = terms.term();
        postings += weight(docid) * (digest(term) + terms.wdf() * each_time);
        if (term.starts_with(id_prefix)) ids += weight(docid) * digest(term);
        if (term.starts_with(schema::duplicate_group_prefix)) {
            groups += weight(docid) * digest(term.substr(schema::duplicate_group_prefix.size()));
        }
        length += terms.wdf();
        ++count;
    }
    require(terms.good() && terms.length() == length && terms.terms() == count,
            "termlist.glass: the terms of a document cannot be read");
    lengths += weight(docid) * (length + 1);
    ++documents;
}

void TermListSums::add_slots(std::uint32_t docid, std::string_view used) {
    Decoder from(used);
    std::uint64_t next = 0;
    while (!from.at_end()) {
        const std::uint64_t slot = next + from.number();
        require(from.good(), "termlist.glass: the slots of a document cannot be read");
        slots += weight(docid) * digest({}, slot);
        next = slot + 1;
    }
}

void PositionSums::add(const glass::Entry& entry) {
    Decoder key(entry.key);
    const std::string term = key.term();
    const std::uint32_t docid = key.sortable();
    require(key.ended_well() && docid >= 1 && docid <= version_.statistics.last_docid,
            "position.glass: an entry has an impossible key");
    PositionsDigest sum(term);
    require(glass::read_positions(entry.tag, [&](std::uint32_t position) { sum.add(position); }),
            "position.glass: positions cannot be read");
    positions += weight(docid) * sum.value();
}

}  // namespace kb::index
