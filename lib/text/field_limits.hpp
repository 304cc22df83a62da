#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kb/document.hpp"

namespace kb {

/// How large the fields of a document may be but for its text, which the size of its input bounds:
/// far more than any post needs, and little enough that no field costs more than a page of text.
struct FieldLimits {
    static constexpr std::size_t id_bytes = 16384;     ///< longer: replaced by its hash
    static constexpr std::size_t url_bytes = 16384;    ///< longer: left out
    static constexpr std::size_t title_bytes = 16384;  ///< longer: cut, as what follows
    static constexpr std::size_t source_bytes = 4096;
    static constexpr std::size_t name_bytes = 4096;  ///< of an author or a tag
    static constexpr std::size_t names = 10'000;     ///< authors, and tags; the rest is left out
};

/// Brings the fields of a document that is normalised otherwise within the limits. Says what it did
/// to which field, one entry each, as in "the title was cut to 16384 bytes". Idempotent.
std::vector<std::string> limit_fields(Document& document);

}  // namespace kb
