#pragma once

#include <cstdint>

#include "index/glass/entry.hpp"
#include "index/glass/version_reader.hpp"

namespace kb::index {

/// What the table of term lists says in all; see digest.hpp.
class TermListSums {
  public:
    explicit TermListSums(const glass::Version& version) : version_(version) {}

    /// Throws glass::DamagedTable if an entry cannot be.
    void add(const glass::Entry& entry);

    std::uint64_t postings = 0;
    std::uint64_t lengths = 0;
    std::uint64_t documents = 0;
    std::uint64_t slots = 0;
    std::uint64_t groups = 0;
    std::uint64_t ids = 0;

  private:
    void add_terms(std::uint32_t docid, std::string_view list);
    void add_slots(std::uint32_t docid, std::string_view used);

    const glass::Version& version_;
};

/// What the table of positions says in all.
class PositionSums {
  public:
    explicit PositionSums(const glass::Version& version) : version_(version) {}

    /// Throws glass::DamagedTable if an entry cannot be.
    void add(const glass::Entry& entry);

    std::uint64_t positions = 0;

  private:
    const glass::Version& version_;
};

}  // namespace kb::index
