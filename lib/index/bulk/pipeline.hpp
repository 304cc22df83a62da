#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "index/bulk/batch.hpp"
#include "index/pipeline.hpp"
#include "kb/index.hpp"

namespace kb::index::bulk {

/// What is analysed and inverted together becomes a run. Larger ones merge faster, smaller ones
/// take less memory.
struct PieceLimit {
    std::size_t documents = 4096;
    std::size_t bytes = std::size_t{2} << 20;
};

/// Reads on the calling thread, analyses and inverts on options.jobs threads, until the source
/// ends, `most` documents are read, or the batch has to be written (see Batch::waits_for_database).
/// Returns whether the source has ended; stopping is up to it. Progress shows what was admitted as
/// added. An exception anywhere stops all and is rethrown here.
bool fill(Batch& batch, const DocumentSource& source, const AddOptions& options, std::uint64_t most,
          const PieceLimit& limit = {});

}  // namespace kb::index::bulk
