#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace kb {

/// A user-perceived character (extended grapheme cluster of UAX #29).
struct Cluster {
    std::uint32_t begin = 0;  ///< [begin, end): bytes of the text
    std::uint32_t end = 0;
    bool begins_word = false;
};

/// Cuts text of scripts without spaces into characters and, by ICU's dictionaries, into words. Not
/// thread-safe: its iterators take some hundred microseconds to open and are kept.
class ClusterSegmenter {
  public:
    ClusterSegmenter();
    ~ClusterSegmenter();
    ClusterSegmenter(ClusterSegmenter&&) noexcept;
    ClusterSegmenter& operator=(ClusterSegmenter&&) noexcept;

    /// The clusters of valid UTF-8. Only the first begins a word.
    void characters(std::string_view text, std::vector<Cluster>& clusters);
    /// The clusters, with the dictionary words marked. Linear: longer text is looked up in
    /// stretches.
    void words(std::string_view text, std::vector<Cluster>& clusters);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kb
