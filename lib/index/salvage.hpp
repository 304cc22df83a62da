#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "index/glass/salvage.hpp"
#include "index/glass/version_reader.hpp"
#include "index/xapian.hpp"
#include "kb/document.hpp"

namespace kb::index {

/// The documents of a damaged generation that can still be read, one after the other. The table of
/// documents is enough for that, and without Xapian, which believes what damaged tables say.
class Salvage {
  public:
    explicit Salvage(const std::filesystem::path& generation);

    /// The next one; nothing at the end. Each id once.
    std::optional<Document> next();
    /// Documents so far that are there but cannot be read.
    std::uint64_t lost() const noexcept { return lost_; }
    /// How many there should be, as far as is known.
    std::uint64_t total() const noexcept { return version_ ? version_->statistics.documents : 0; }

    /// Copies all metadata that can be read, subscriptions among them. Returns how many entries
    /// could not. Throws what Xapian throws.
    std::uint64_t copy_metadata(Xapian::WritableDatabase& to) const;

  private:
    std::filesystem::path generation_;
    std::optional<glass::Version> version_;
    glass::TableSalvage documents_;
    std::unordered_set<std::uint64_t> ids_;  ///< digests of those that came
    std::uint64_t lost_ = 0;
};

}  // namespace kb::index
