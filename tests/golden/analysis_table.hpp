#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace kb::test {

/// One row of a table that says what is found by what:
///
///   | in a post | found by | not by |
///   | (de) `Müller` | `Mueller` `Muller` | `Mühle` |
///
/// What stands in backticks counts, and before it the post's language in brackets.
struct AnalysisRow {
    std::string lang;
    std::string text;
    std::vector<std::string> found_by;
    std::vector<std::string> not_by;
};

/// The stretches in backticks; doubled ones may hold single ones, with blanks inside.
inline std::vector<std::string> code_spans(std::string_view cell) {
    std::vector<std::string> spans;
    for (std::size_t begin = cell.find('`'); begin != std::string_view::npos;
         begin = cell.find('`', begin)) {
        const std::string_view fence = cell.substr(begin).starts_with("`` ") ? "`` " : "`";
        const std::string_view close = fence.size() > 1 ? " ``" : "`";
        begin += fence.size();
        const std::size_t end = cell.find(close, begin);
        if (end == std::string_view::npos) break;
        spans.emplace_back(cell.substr(begin, end - begin));
        begin = end + close.size();
    }
    return spans;
}

inline std::vector<std::string_view> table_cells(std::string_view line) {
    std::vector<std::string_view> cells;
    line.remove_prefix(1);
    for (std::size_t end = line.find('|'); end != std::string_view::npos; end = line.find('|')) {
        cells.push_back(line.substr(0, end));
        line.remove_prefix(end + 1);
    }
    return cells;
}

/// The rows of every such table of a Markdown file.
inline std::vector<AnalysisRow> read_analysis_rows(const std::filesystem::path& path) {
    std::vector<AnalysisRow> rows;
    std::ifstream file(path);
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("| ")) {
            inside = inside && line.starts_with("|");
            continue;
        }
        const std::vector<std::string_view> cells = table_cells(line);
        if (cells.size() >= 3 && cells[0] == " in a post " && cells[1] == " found by ") {
            inside = true;
            continue;
        }
        if (!inside || cells.size() < 3) continue;
        AnalysisRow row;
        const std::vector<std::string> texts = code_spans(cells[0]);
        if (texts.size() != 1) continue;
        row.text = texts.front();
        if (const std::size_t open = cells[0].find('('); open < cells[0].find('`')) {
            row.lang = cells[0].substr(open + 1, 2);
        }
        row.found_by = code_spans(cells[1]);
        row.not_by = code_spans(cells[2]);
        rows.push_back(row);
    }
    return rows;
}

}  // namespace kb::test
