#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "index/glass/decoding.hpp"
#include "index/glass/entry.hpp"
#include "index/glass/version_reader.hpp"

namespace kb::index {

/// What the table of postings says in all; see digest.hpp. Entries come in the order of keys.
class PostlistSums {
  public:
    explicit PostlistSums(const glass::Version& version) : version_(version) {}

    /// Throws glass::DamagedTable if an entry cannot be.
    void add(const glass::Entry& entry);
    /// After the last one.
    void finish();

    std::uint64_t postings = 0;
    std::uint64_t lengths = 0;
    std::uint64_t documents = 0;
    std::uint64_t slots = 0;
    std::uint64_t groups = 0;
    /// Of all values but those of groups and digests: as the digests say it, but for the positions.
    std::uint64_t values = 0;
    std::uint64_t digests = 0;
    std::uint64_t documents_with_digest = 0;
    std::uint64_t metadata = 0;
    std::optional<std::uint64_t> metadata_digest;

  private:
    /// Where a list of documents, which lies in several entries, has got to.
    struct List {
        std::uint32_t last = 0;
        bool ended = true;
    };
    struct SlotStatistics {
        std::uint64_t stated = 0;
        std::uint64_t counted = 0;
        std::string least;
        std::string greatest;
        std::uint32_t last = 0;
    };
    struct Term {
        std::string name;
        std::uint64_t digest = 0;
        std::uint64_t stated_documents = 0;
        std::uint64_t documents = 0;
        std::uint64_t stated_frequency = 0;
        std::uint64_t frequency = 0;
    };

    void add_metadata(std::string_view key, const std::string& value);
    void add_statistics(std::string_view key, std::string_view tag);
    void add_values(std::string_view key, std::string_view tag);
    void add_value(std::uint32_t slot, std::uint32_t docid, std::string_view value);
    void add_lengths(std::string_view key, std::string_view tag);
    void add_postings(std::string_view key, std::string_view tag);
    void begin_term(std::string name);
    void end_term();
    template <typename Take>
    void read_list(glass::Decoder from, std::uint32_t first, List& list, Take&& take);
    void require_docid(std::uint64_t docid) const;

    const glass::Version& version_;
    std::map<std::uint32_t, SlotStatistics> statistics_;
    List lengths_list_;
    std::uint64_t total_length_ = 0;
    List postings_list_;
    Term term_;
};

}  // namespace kb::index
