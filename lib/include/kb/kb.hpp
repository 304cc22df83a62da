#pragma once

/// kb: full-text search over collected posts. One header for all; the tour:
///
///     kb::Index index("posts", kb::Index::Mode::create);      // one writer
///     kb::DocumentReader reader({"river.txt"}, {});           // inputs → documents
///     index.add_all(reader, {});                              // analysed, indexed, committed
///
///     kb::Searcher searcher("posts");                         // any number of readers
///     kb::Results results = searcher.search({.query = "async orm"});
///     for (const kb::Hit& hit : results.hits) use(hit.document.title, hit.snippet);

#include "kb/analyzer.hpp"        // IWYU pragma: export
#include "kb/display.hpp"         // IWYU pragma: export
#include "kb/document.hpp"        // IWYU pragma: export
#include "kb/error.hpp"           // IWYU pragma: export
#include "kb/evaluation.hpp"      // IWYU pragma: export
#include "kb/evaluation_run.hpp"  // IWYU pragma: export
#include "kb/fetch.hpp"           // IWYU pragma: export
#include "kb/index.hpp"           // IWYU pragma: export
#include "kb/maintenance.hpp"     // IWYU pragma: export
#include "kb/query.hpp"           // IWYU pragma: export
#include "kb/ranking.hpp"         // IWYU pragma: export
#include "kb/reader.hpp"          // IWYU pragma: export
#include "kb/results.hpp"         // IWYU pragma: export
#include "kb/searcher.hpp"        // IWYU pragma: export
#include "kb/subscribe.hpp"       // IWYU pragma: export
#include "kb/update.hpp"          // IWYU pragma: export
#include "kb/version.hpp"         // IWYU pragma: export
#include "kb/writer_wait.hpp"     // IWYU pragma: export
