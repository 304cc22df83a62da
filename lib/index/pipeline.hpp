#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "index/document_builder.hpp"
#include "kb/index.hpp"

namespace kb::index {

/// The next document, or nothing at the end. Called from the thread that runs the pipeline.
using DocumentSource = std::function<std::optional<Document>()>;

/// The memory that a document takes, about.
std::size_t bytes_of(const Document& document);

/// Where prepared documents go. Called from one thread at a time, in the order of reading.
struct Destination {
    std::function<Change(PreparedDocument)> write;
    std::function<void()> commit;
    /// Whether so much waits for a commit that it should come now.
    std::function<bool()> is_full = [] { return false; };
};

/// Counts one more change.
void count(AddReport& report, Change change);
/// How many documents a report counts.
std::uint64_t handled(const AddReport& report);

/// How many threads analyse.
unsigned threads_for(const AddOptions& options);

/// Reads on the calling thread, prepares documents on options.jobs threads, writes on one more;
/// order and result do not depend on the number of threads. What is under way is bounded by number
/// and by bytes; beside a large document, none is read. An exception anywhere stops all and is
/// rethrown here.
AddReport run_pipeline(const DocumentSource& source, const AddOptions& options,
                       const Destination& to);

}  // namespace kb::index
