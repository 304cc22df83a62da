#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace kb::test {

/// The fields of every line of a file, cut at `separator`.
inline std::vector<std::vector<std::string>> read_rows(const std::filesystem::path& path,
                                                       char separator) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> row;
        std::istringstream fields(line);
        for (std::string field; std::getline(fields, field, separator);)
            row.push_back(field);
        if (!row.empty()) rows.push_back(row);
    }
    return rows;
}

}  // namespace kb::test
