#include "output/facets_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "common/numbers.hpp"
#include "common/style.hpp"
#include "kb/display.hpp"

namespace kb::tools {
namespace {

constexpr std::size_t most_rows = 10;
constexpr std::size_t most_bar_cells = 24;
constexpr std::size_t most_value_columns = 36;

struct Columns {
    std::size_t value = 0;
    std::size_t count = 0;
    std::size_t bar = 0;
};

std::size_t rows_shown(const Facet& facet) {
    return std::min(facet.values.size(), most_rows);
}

/// Sites are hosts, and sources may be.
std::string shown(const Facet& facet, const FacetValue& value) {
    const bool hosts = facet.field == "site" || facet.field == "source";
    return hosts ? printable_host(value.value) : printable(value.value);
}

/// "  value  count  bar", each as wide as its longest entry allows.
Columns columns_of(const Facet& facet, std::size_t width) {
    Columns columns;
    for (std::size_t i = 0; i < rows_shown(facet); ++i) {
        columns.value = std::max(columns.value, display_width(shown(facet, facet.values[i])));
        columns.count = std::max(columns.count, with_thousands(facet.values[i].count).size());
    }
    columns.value = std::min({columns.value, most_value_columns, width / 2});
    const std::size_t used = 2 + columns.value + 2 + columns.count + 2;
    columns.bar = used < width ? std::min(width - used, most_bar_cells) : 0;
    return columns;
}

/// A bar in eighths of a cell; whatever occurs at all shows.
std::string bar(std::uint64_t count, std::uint64_t most, std::size_t cells) {
    constexpr std::array<std::string_view, 8> eighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    if (count == 0 || most == 0 || cells == 0) return {};
    const double part = static_cast<double>(count) / static_cast<double>(most);
    const auto length = std::max<std::size_t>(
        1, static_cast<std::size_t>(part * static_cast<double>(cells * eighths.size())));
    std::string text;
    for (std::size_t i = 0; i < length / eighths.size(); ++i)
        text += "█";
    return text.append(eighths[length % eighths.size()]);
}

std::string row(std::string_view value, std::uint64_t documents, const Columns& columns,
                std::uint64_t most, bool colors) {
    const std::string name = fit_width(value, columns.value);
    const std::string count = with_thousands(documents);
    std::string line = "  " + name;
    line.append(columns.value - display_width(name) + 2 + columns.count - count.size(), ' ');
    line += count;
    const std::string cells = bar(documents, most, columns.bar);
    if (!cells.empty()) line += "  " + paint(Role::bar, cells, colors);
    return line + "\n";
}

std::string table(const Facet& facet, std::size_t width, bool colors) {
    std::string text = paint(Role::label, printable(facet.field), colors) + "\n";
    if (facet.values.empty()) return text + "  " + paint(Role::detail, "none", colors) + "\n";
    const Columns columns = columns_of(facet, width);
    std::uint64_t most = 0;
    for (const FacetValue& value : facet.values)
        most = std::max(most, value.count);
    for (std::size_t i = 0; i < rows_shown(facet); ++i) {
        text += row(shown(facet, facet.values[i]), facet.values[i].count, columns, most, colors);
    }
    const std::size_t hidden = facet.values.size() - rows_shown(facet);
    if (hidden > 0) {
        text +=
            "  " + paint(Role::detail, "and " + with_thousands(hidden) + " more", colors) + "\n";
    }
    return text;
}

}  // namespace

std::string facets_table(const std::vector<Facet>& facets, const Terminal& terminal) {
    constexpr std::size_t usual_width = 80;
    const std::size_t width = terminal.columns == 0 ? usual_width : terminal.columns;
    std::string text;
    for (const Facet& facet : facets)
        text += table(facet, width, terminal.colors) + "\n";
    return text;
}

}  // namespace kb::tools
