#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/document.hpp"

namespace kb::ingest {

/// What stands above a post, as Jekyll, Hugo, Zola, Eleventy and their like spell it.
struct FrontMatter {
    std::string title = {};
    std::string lang = {};
    std::string url = {};  ///< canonical or permanent link, if it is a whole one
    std::string slug = {};
    std::vector<std::string> authors = {};
    std::vector<std::string> tags = {};  ///< tags, categories, keywords
    std::optional<Timestamp> published = {};
    std::optional<Timestamp> updated = {};

    bool operator==(const FrontMatter&) const = default;
};

/// A text in two parts. Views into it.
struct SplitPost {
    std::string_view front_matter;  ///< without its marks; empty if there is none
    std::string_view body;
    bool is_toml = false;
};

/// Cuts off the front matter: what stands between two lines "---" (YAML; the second one may be
/// "...") or "+++" (TOML) at the very beginning. A line "---" that none follows is a ruler.
SplitPost split_front_matter(std::string_view text);

/// Takes what is wrong, with the line of the post.
using FrontMatterWarning = std::function<void(std::uint64_t, std::string)>;

/// Larger front matter is left out, in bytes.
inline constexpr std::size_t largest_front_matter = std::size_t{64} << 10U;

/// Reads front matter. Of TOML, simple keys: strings, dates, lists of strings on one line, also of
/// the tables [taxonomies] and [extra]. What cannot be read is reported to `warn` and left out:
/// front matter of more than 64 KiB or nested more than 32 deep, as a whole; aliases and values of
/// another type than expected, one by one. Linear.
FrontMatter read_front_matter(const SplitPost& post, const FrontMatterWarning& warn);

}  // namespace kb::ingest
