#include "index/glass/term_list.hpp"

#include <algorithm>

#include "index/glass/encoding.hpp"

namespace kb::index::glass {

namespace {

/// Each term is said by how many bytes it shares with the one before, and the rest.
class TermListWriter {
  public:
    TermListWriter(std::uint64_t length, std::size_t terms) {
        append_number(tag_, length);
        append_number(tag_, terms);
    }

    void append(std::string_view term, std::uint32_t wdf) {
        if (first_) {
            first_ = false;
            append_rest(term);
            append_number(tag_, wdf);
        } else {
            const auto differ =
                std::mismatch(term.begin(), term.end(), before_.begin(), before_.end()).first;
            const auto shared = static_cast<std::size_t>(differ - term.begin());
            // Small wdfs share a byte with the number of shared bytes.
            const std::size_t packed =
                wdf < 127 ? (wdf + 1) * (before_.size() + 1) + shared : std::size_t{256};
            tag_ += static_cast<char>(packed < 256 ? packed : shared);
            append_rest(term.substr(shared));
            if (packed >= 256) append_number(tag_, wdf);
        }
        before_.assign(term);
    }

    std::string take() { return std::move(tag_); }

  private:
    void append_rest(std::string_view rest) {
        tag_ += static_cast<char>(rest.size());
        tag_.append(rest);
    }

    std::string tag_;
    std::string before_;
    bool first_ = true;
};

}  // namespace

TermListReader::TermListReader(std::string_view list)
    : list_(list), length_(list_.number()), terms_(list_.number()) {}

bool TermListReader::next() {
    if (list_.at_end()) return false;
    bool packed = false;
    if (!term_.empty()) {
        std::size_t shared = list_.byte();
        if (shared > term_.size()) {
            packed = true;
            wdf_ = static_cast<std::uint32_t>(shared / (term_.size() + 1) - 1);
            shared %= term_.size() + 1;
        }
        term_.resize(shared);
    }
    term_.append(list_.bytes(list_.byte()));
    if (!packed) wdf_ = list_.number32();
    return list_.good();
}

std::string encode_term_list(const DocumentTerms& terms) {
    TermListWriter writer(terms.length(), terms.size());
    for (std::size_t i = 0; i < terms.size(); ++i)
        writer.append(terms[i].name, terms[i].wdf);
    return writer.take();
}

std::string with_terms(std::string_view term_list, std::span<const std::string> more) {
    TermListReader reader(term_list);
    TermListWriter writer(reader.length(), reader.terms() + more.size());
    while (reader.next()) {
        for (; !more.empty() && more.front() < reader.term(); more = more.subspan(1))
            writer.append(more.front(), 0);
        writer.append(reader.term(), reader.wdf());
    }
    for (const std::string& term : more)
        writer.append(term, 0);
    return writer.take();
}

std::string encode_used_slots(const std::vector<std::pair<std::uint32_t, std::string>>& values) {
    std::string tag;
    std::uint32_t next = 0;
    for (const auto& [slot, value] : values) {
        append_number(tag, slot - next);
        next = slot + 1;
    }
    return tag;
}

std::string with_slot(std::string_view used_slots, std::uint32_t more) {
    std::vector<std::pair<std::uint32_t, std::string>> values;
    std::uint32_t next = 0;
    Decoder slots(used_slots);
    while (!slots.at_end()) {
        const std::uint32_t slot = next + slots.number32();
        values.emplace_back(slot, std::string());
        next = slot + 1;
    }
    values.emplace_back(more, std::string());
    std::sort(values.begin(), values.end());
    return encode_used_slots(values);
}

}  // namespace kb::index::glass
