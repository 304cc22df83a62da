#include "output/text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "common/explanation.hpp"
#include "common/numbers.hpp"
#include "common/style.hpp"
#include "kb/display.hpp"
#include "output/facets_table.hpp"
#include "output/highlight.hpp"

namespace kb::tools {
namespace {

constexpr std::size_t widest_text = 100;  // longer lines are hard to read
constexpr std::size_t deepest_indent = 8;

/// One hit in the making: lines behind a margin that holds the rank.
class HitText {
  public:
    HitText(const Hit& hit, const Terminal& terminal, std::size_t margin)
        : hit_(hit), terminal_(terminal), margin_(margin) {
        if (terminal.columns != 0) columns_ = std::min(terminal.columns, widest_text) - margin;
    }

    std::string compose(bool scores) {
        add_title();
        add_parts(details());
        if (!hit_.snippet.empty()) add_lines(marked(hit_.snippet, hit_.snippet_highlights, {}));
        add_link();
        if (hit_.duplicates > 0) {
            add_plain("(+" + counted(hit_.duplicates, "near-duplicate", "near-duplicates") + ")",
                      Role::detail);
        }
        if (scores)
            add_plain("score " + fixed(hit_.score, 3) + " · " + hit_.document.id, Role::detail);
        if (hit_.explanation) add_explanation(*hit_.explanation, 0);
        return text_ + "\n";
    }

  private:
    std::vector<std::string> marked(std::string_view text, const std::vector<TextRange>& ranges,
                                    HighlightStyle style) const {
        style.colors = terminal_.colors;
        return highlighted_lines(text, ranges, columns_, style);
    }

    void add_title() {
        const Document& document = hit_.document;
        const bool untitled = document.title.empty();
        std::vector<std::string> lines =
            untitled
                ? marked(document.id, {}, {Role::title, Role::title})
                : marked(document.title, hit_.title_highlights, {Role::title, Role::title_match});
        for (std::string& line : lines) {
            if (terminal_.hyperlinks) line = hyperlink(document.url, line);
        }
        add_lines(lines);
    }

    std::vector<std::string> details() const {
        const Document& document = hit_.document;
        std::vector<std::string> parts = {std::string(to_string(document.kind))};
        if (!document.source.empty()) parts.push_back(printable_host(document.source));
        if (document.published) {
            parts.push_back(format_timestamp(*document.published).substr(0, 10));
        }
        if (document.points) parts.push_back(counted(*document.points, "point", "points"));
        if (document.comments) parts.push_back(counted(*document.comments, "comment", "comments"));
        return parts;
    }

    /// Side by side as far as they fit; a line does not end within a part that fits one.
    void add_parts(const std::vector<std::string>& parts) {
        constexpr std::string_view separator = " · ";
        std::string line;
        for (const std::string& part : parts) {
            std::string longer = line;
            longer.append(line.empty() ? "" : separator).append(part);
            if (!line.empty() && columns_ != 0 && display_width(printable(longer)) > columns_) {
                add_plain(line, Role::detail);
                line = part;
            } else {
                line = std::move(longer);
            }
        }
        add_plain(line, Role::detail);
    }

    /// The link can be clicked where links work; elsewhere it must be there in full.
    void add_link() {
        const std::string url = printable_link(hit_.document.url);
        if (url.empty()) return;
        if (!terminal_.hyperlinks) return add_plain(url, Role::link);
        const std::string shown = fit_width(url, columns_);
        add_lines({hyperlink(hit_.document.url, paint(Role::link, shown, terminal_.colors))});
    }

    /// A line a value, indented by how deep it lies.
    void add_explanation(const Explanation& explanation, std::size_t depth) {
        const std::string indent(2 * std::min(depth, deepest_indent), ' ');
        const std::size_t width = columns_ > indent.size() ? columns_ - indent.size() : columns_;
        const HighlightStyle style{Role::detail, Role::detail, terminal_.colors};
        const std::string line = explanation_line(explanation);
        std::vector<std::string> lines = highlighted_lines(line, {}, width, style);
        for (std::string& piece : lines)
            piece.insert(0, indent);
        add_lines(lines);
        for (const Explanation& detail : explanation.details)
            add_explanation(detail, depth + 1);
    }

    void add_plain(std::string_view text, Role role) { add_lines(marked(text, {}, {role, role})); }

    void add_lines(const std::vector<std::string>& lines) {
        for (const std::string& line : lines) {
            std::string rank = text_.empty() ? std::to_string(hit_.rank) + "." : std::string();
            rank.resize(margin_, ' ');
            text_ += rank + line + "\n";
        }
    }

    const Hit& hit_;
    const Terminal& terminal_;
    std::size_t margin_;
    std::size_t columns_ = 0;  // 0: lines of any length
    std::string text_;
};

}  // namespace

std::string text_output(const Results& results, const Terminal& terminal, bool scores) {
    std::uint64_t highest = 0;
    for (const Hit& hit : results.hits)
        highest = std::max(highest, hit.rank);
    const std::size_t margin = std::to_string(highest).size() + 2;
    std::string text;
    for (const Hit& hit : results.hits)
        text += HitText(hit, terminal, margin).compose(scores);
    return text + facets_table(results.facets, terminal);
}

std::string totals_line(const Results& results) {
    const std::string time = fixed(static_cast<double>(results.took.count()) / 1000, 2) + " ms";
    if (results.total == 0) return "nothing found in " + time;
    return with_thousands(results.hits.size()) + " of " + (results.total_exact ? "" : "about ") +
           counted(results.total, "result", "results") + " in " + time;
}

}  // namespace kb::tools
