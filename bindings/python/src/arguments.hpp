#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/fetch.hpp"
#include "kb/ranking.hpp"
#include "kb/reader.hpp"
#include "kb/searcher.hpp"
#include "pybind.hpp"

namespace kb::python {

/// What Python's functions take, made what the library takes. All throw Error(invalid_argument)
/// that begins with the argument's name.

/// A whole number in [0, max].
std::uint64_t to_count(py::handle value, std::string_view name, std::uint64_t max);

/// The names of an iterable of str, or of one str with commas.
std::vector<std::string> to_names(py::handle value, std::string_view name);

Sort to_sort(py::handle value);
Match to_match(py::handle value);

RankingProfile to_profile(py::handle value);

/// Milliseconds as a whole number, or a timedelta; None and 0: no limit.
std::chrono::milliseconds to_milliseconds(py::handle value, std::string_view name);

/// How long to wait for another writer: seconds as a number, or a timedelta; up to a day.
std::chrono::milliseconds to_wait(py::handle value);

/// The number of threads; 0: as many as there are processors.
unsigned to_jobs(py::handle value);

/// How to fetch: the keyword arguments that all functions share which do. `timeout` is in seconds,
/// or a timedelta.
FetchOptions to_fetch_options(py::handle allow_private, py::handle timeout, py::handle proxy);

/// How to read: the keyword arguments that Index.add and parse share.
ReadOptions to_read_options(py::handle format, py::handle source, py::handle kind, py::handle lang,
                            py::handle as_of, FetchOptions fetch);

/// One path or link, or an iterable of them; the TypeError for anything else says `expected`.
std::vector<std::string> to_inputs(py::handle value, const char* expected);

/// Refuses an open file, whose lines would be taken for paths.
void refuse_open_file(py::handle value);

/// If none of the inputs exists: throws Error(not_found) with the reader's own message.
void require_any_input(const std::vector<std::string>& inputs);

}  // namespace kb::python
