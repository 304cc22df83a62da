#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pybind.hpp"

namespace kb::python {

/// UTF-8 of a str. Throws Error(invalid_argument) that begins with `name` if it is no str or holds
/// a lone surrogate.
std::string to_utf8(py::handle value, std::string_view name);

/// UTF-8 of a str, lone surrogates replaced by '?': one code point for one.
std::string to_utf8_lossy(const py::str& value);

/// The str of UTF-8, ill-formed bytes replaced by U+FFFD.
py::str to_str(std::string_view utf8);

/// A list of str.
py::list text_list(const std::vector<std::string>& texts);

/// The file system's bytes of a str, bytes or os.PathLike. Throws TypeError for anything else.
std::string to_path(py::handle value);

/// A path that stays right wherever the working directory goes; an empty one stays empty.
std::string absolute_path(const std::string& path);

/// The str of a path's bytes, as os.fsdecode.
py::str path_to_str(std::string_view path);

/// Whether it is a str, bytes or os.PathLike.
bool is_path(py::handle value);

}  // namespace kb::python
