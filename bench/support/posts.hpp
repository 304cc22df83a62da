#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "kb/document.hpp"

namespace kb::bench {

/// What the benchmarks run over: the first posts of the JSON Lines file that the environment
/// variable KB_BENCH_POSTS names, else made-up posts (the same in every run). KB_BENCH_DOCUMENTS
/// limits their number (default 5,000).
const std::vector<Document>& posts();

/// The bytes of all titles and texts.
std::size_t text_bytes(const std::vector<Document>& documents);

/// The runs of Latin letters in a text.
std::vector<std::string> words_of(const std::string& text);

/// Queries of a class: those of the file that KB_BENCH_QUERIES names (class TAB operator TAB words
/// a line), else drawn from the posts themselves. Classes: union, stop (a union with the most
/// frequent words), title, common, intersection, phrase; a file may lack some: none are given then.
std::vector<std::string> queries(const std::string& query_class);

/// A directory that is removed at the end of the program.
std::filesystem::path scratch_directory();

}  // namespace kb::bench
