#pragma once

#include <xapian.h>

#include <cstddef>

#include "kb/searcher.hpp"

namespace kb::bench {

/// Slots of the plain Xapian database. Those of facets hold what kb counts.
enum XapianSlot : Xapian::valueno {
    kind_slot = 0,
    source_slot = 1,
    author_slot,
    tag_slot,
    lang_slot,
    site_slot,
    year_slot,
    month_slot,
    date_slot,
    points_slot,
};

/// The same short posts in an index of kb and in a plain Xapian database.
struct Collection {
    std::size_t documents;
    Searcher kb;
    Xapian::Database xapian;
};

/// Twenty short posts for each of posts(): 100,000 unless told otherwise. Made at the first call.
const Collection& collection();

/// Ten times as many. Takes minutes to make.
const Collection& large_collection();
/// Whether it may take minutes: the environment variable KB_BENCH_LARGE is set.
bool large_is_wanted();

}  // namespace kb::bench
