#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kb::ingest {

/// One field of front matter: a text, or a list of texts.
struct MetaField {
    std::string name;  ///< in lower case
    std::vector<std::string> values;
    bool is_list = false;
    std::uint64_t line = 0;  ///< of the post, whose front matter begins in the second line
};

/// Lists and mappings within each other; YAML that is nested more deeply is not read.
inline constexpr int deepest_yaml = 32;

/// The fields of a YAML mapping that are texts, lists of texts, or mappings with a name (authors;
/// then the name). What is wrong with it is given to `warn` with its line; then there are no
/// fields. Aliases are not followed. At most 64 KiB should be given.
std::vector<MetaField> read_yaml_fields(
    std::string_view yaml, const std::function<void(std::uint64_t, std::string)>& warn);

}  // namespace kb::ingest
