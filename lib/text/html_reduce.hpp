#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kb {

/// What of a page is wanted.
enum class HtmlPart : std::uint8_t {
    text,  ///< what a reader sees
    page,  ///< besides, what the page says of itself: title, meta, link, JSON-LD
};

/// The markup that decides about the text of a page, and nothing else: scripts, styles, comments,
/// drawings and controls are dropped, and so are the tags of elements that only change how text
/// looks (their text stays) and all attributes but a few. Links become `span`, and `code` within
/// `pre` becomes `var`, which HTML parsers do not treat specially.
///
/// The result is well-formed and its elements are nested at most html_depth_limit deep, each with a
/// small number of attributes: an HTML parser takes linear time for it. Of raw input none does,
/// because unclosed formatting elements are opened anew in every block, each end tag may search all
/// open elements, and each attribute all others of its tag. Elements nested more deeply lose their
/// tags, not their text. Any bytes are accepted. Linear.
///
/// An HTML parser takes some 250 bytes for each tag, so that what has more than html_piece_tags
/// comes in several pieces, each well-formed by itself: elements that are open where one ends are
/// closed, and opened anew, without attributes, in the next one. `html` must outlive the object.
class ReducedHtml {
  public:
    ReducedHtml(std::string_view html, HtmlPart part);
    ~ReducedHtml();
    ReducedHtml(const ReducedHtml&) = delete;
    ReducedHtml& operator=(const ReducedHtml&) = delete;

    /// The next piece; there is at least one. Nothing behind the last.
    std::optional<std::string> next();
    /// Whether next() will give nothing.
    bool at_end() const noexcept;

  private:
    class Reducer;
    std::unique_ptr<Reducer> reducer_;
};

inline constexpr std::size_t html_depth_limit = 200;

/// Tags and attributes of a piece, and its bytes.
inline constexpr std::size_t html_piece_tags = std::size_t{1} << 18U;
inline constexpr std::size_t html_piece_bytes = std::size_t{16} << 20U;

}  // namespace kb
