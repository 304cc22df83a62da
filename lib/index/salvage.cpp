#include "index/salvage.hpp"

#include <stdexcept>
#include <string>

#include "index/glass/version_check.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"
#include "kb/error.hpp"

namespace kb::index {

namespace {

/// Numbers are given out one after the other; a longer gap than this only a damaged table has.
constexpr Xapian::docid longest_gap = Xapian::docid{1} << 22;

}  // namespace

Salvage::Salvage(const std::filesystem::path& generation)
    : database_(glass::open_tables(generation)),
      last_(database_.get_lastdocid()),
      total_(database_.get_doccount()) {}

std::optional<Document> Salvage::next() {
    while (number_ < last_ && missing_ < longest_gap) {
        if (std::optional<Document> document = read(++number_)) return document;
    }
    return std::nullopt;
}

/// Not by the list of all documents, which lies in another table.
std::optional<Document> Salvage::read(Xapian::docid number) {
    try {
        const std::string data =
            database_.get_document(number, Xapian::DOC_ASSUME_VALID).get_data();
        missing_ = data.empty() ? missing_ + 1 : 0;
        if (data.empty()) return std::nullopt;  // deleted
        return decode_stored(data);
    } catch (const Error&) {  // there, but not readable
        missing_ = 0;
    } catch (const Xapian::Error&) {
        ++missing_;
    } catch (const std::logic_error&) {  // Xapian believed a damaged length
        ++missing_;
    }
    ++lost_;
    return std::nullopt;
}

std::uint64_t salvage_metadata(const Xapian::Database& from, Xapian::WritableDatabase& to) {
    std::uint64_t lost = 0;
    const auto guarded = [&lost](const auto& operation) {
        try {
            operation();
        } catch (const Xapian::Error&) {
            ++lost;
        } catch (const std::logic_error&) {
            ++lost;
        }
    };
    guarded([&] {
        for (auto key = from.metadata_keys_begin(); key != from.metadata_keys_end(); ++key)
            guarded([&] { to.set_metadata(*key, from.get_metadata(*key)); });
    });
    return lost;
}

}  // namespace kb::index
