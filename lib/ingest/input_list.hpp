#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kb/reader.hpp"

namespace kb::ingest {

/// One thing to read: a file or standard input.
struct InputItem {
    std::string path;
    bool named = true;  ///< given by the user, not found in a directory
};

/// What there is to read.
struct InputList {
    std::vector<InputItem> items;
    std::uint64_t bytes = 0;  ///< of those that are regular files
};

/// Replaces each directory among the inputs by the files in it that have an extension of a known
/// format: recursively, in name order, hidden entries and the asset folders of saved pages left
/// out, links to directories and links that lead out of the directory not followed. With a format
/// given, only files with its extensions count. What cannot be read is reported.
InputList list_inputs(const std::vector<std::string>& inputs, Format format,
                      const std::function<void(const Problem&)>& report);

}  // namespace kb::ingest
