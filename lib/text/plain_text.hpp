#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kb {

/// Puts plain text together from the pieces of a marked-up one. Blocks are separated by one blank
/// line; running text keeps one space where the markup has any white space (no-break spaces
/// included); code stands as it is. Separations and markers are written only when something
/// follows them, so that empty elements leave no trace. Linear. One thread at a time.
class PlainTextBuilder {
  public:
    /// Running text: each run of white space becomes one space, or nothing where it is a line end
    /// between characters of Chinese or Japanese.
    void text(std::string_view text);
    /// Code: every line as it stands, as a block of its own, below a line that is its caption, if
    /// there is one.
    void preformatted(std::string_view text, std::string_view caption = {});
    /// What follows begins on a new line.
    void line();
    /// What follows begins behind a blank line.
    void block();
    /// What follows begins on a new line, behind `marker` ("• ").
    void item(std::string_view marker);
    /// What follows is separated by `joint` if it stands on the line of what was before it.
    void join(std::string_view joint);

    /// Lines begun from now on are indented by so many spaces more (less); code is not.
    void indent(std::size_t spaces) { indentation_ += spaces; }
    void unindent(std::size_t spaces) { indentation_ -= spaces; }

    /// Whether nothing has been written.
    bool empty() const noexcept { return out_.empty(); }
    std::size_t size() const noexcept { return out_.size(); }
    /// What has been written, leaving an empty builder. No white space at either end but the
    /// indentation of code.
    std::string take();

  private:
    enum class Separation : std::uint8_t { none, space, line, block };

    void separate(Separation separation);
    void begin_content(std::string_view next);
    void forget_pending();

    std::string out_;
    std::string marker_;
    std::string joint_;
    Separation pending_ = Separation::none;
    bool after_line_end_ = false;  ///< the pending space is a line end of the markup
    std::size_t indentation_ = 0;
};

}  // namespace kb
