#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "index/xapian.hpp"
#include "kb/document.hpp"

namespace kb::index {

/// The documents of a damaged generation that can still be read, one after the other. The table of
/// documents is enough for that.
class Salvage {
  public:
    /// Throws what Xapian throws if not even the beginning can be read.
    explicit Salvage(const std::filesystem::path& generation);

    /// The next one; nothing at the end.
    std::optional<Document> next();
    /// Documents so far that are there but cannot be read.
    std::uint64_t lost() const noexcept { return lost_; }
    /// How many there should be, at most.
    std::uint64_t total() const noexcept { return total_; }
    const Xapian::Database& database() const noexcept { return database_; }

  private:
    std::optional<Document> read(Xapian::docid number);

    Xapian::Database database_;
    Xapian::docid number_ = 0;  ///< the last one looked at
    Xapian::docid last_ = 0;
    Xapian::docid missing_ = 0;  ///< numbers without a document in a row
    std::uint64_t total_ = 0;
    std::uint64_t lost_ = 0;
};

/// Copies all metadata that can be read, subscriptions among them. Returns how many entries could
/// not.
std::uint64_t salvage_metadata(const Xapian::Database& from, Xapian::WritableDatabase& to);

}  // namespace kb::index
