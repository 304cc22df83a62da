#pragma once

#include <cstdint>

namespace kb::index::glass {

/// What the version file of a database says of its documents.
struct Statistics {
    std::uint32_t documents = 0;
    std::uint32_t last_docid = 0;
    std::uint64_t total_length = 0;
    std::uint32_t shortest = 0;           ///< no document is shorter, but those of length 0
    std::uint32_t longest = 0;            ///< none is longer
    std::uint32_t greatest_wdf = 0;       ///< no term is in a document more often
    std::uint32_t greatest_spelling = 0;  ///< no word of the spelling table is more frequent
};

}  // namespace kb::index::glass
