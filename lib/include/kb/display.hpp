#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#pragma GCC visibility push(default)
namespace kb {

/// Text on a terminal: what may be printed, how wide it is and where a line may end. Text is UTF-8
/// of less than 2 GiB; ill-formed bytes are never an error and count as U+FFFD. All functions are
/// linear in the text, thread-safe, and throw only for memory or if ICU's data is missing.

/// The text as one line that is safe to print anywhere: line ends and tabs become spaces; all other
/// control characters (C0 with ESC, DEL, C1), bidirectional embeddings, overrides and isolates,
/// other format characters that Unicode deprecates, tags that are no part of a flag,
/// noncharacters and ill-formed bytes become U+FFFD. Every code point is
/// replaced by exactly one, so code-point offsets into well-formed text stay valid. Idempotent.
std::string printable(std::string_view text);

/// A name that must be what it seems, of a file above all: printable(), and what shows nothing of
/// its own (zero-width characters, direction marks, tags, unassigned characters) becomes U+FFFD,
/// too, but for joiners within emoji and between letters that join. Idempotent.
std::string printable_name(std::string_view name);

/// A link that must be what it seems: a host whose name mixes scripts as no language does, or looks
/// like one in ASCII, is spelt "xn--…", as browsers show it; invisible characters behind it are
/// percent-encoded. It still leads to the same place. Other text than http(s) links: as
/// printable_name(). Idempotent.
std::string printable_link(std::string_view url);

/// A name that may be a host's: one that misleads is spelt as printable_link() does; all else as
/// printable(). Idempotent.
std::string printable_host(std::string_view name);

/// The columns that printable text takes on a terminal: East Asian wide and fullwidth characters
/// two, combining and invisible ones none, an emoji sequence two, ambiguous ones one. Control
/// characters count as nothing.
std::size_t display_width(std::string_view text);

/// The text if it fits into `columns`, else its longest beginning of whole grapheme clusters that
/// fits together with a final "…". Nothing if `columns` is 0.
std::string fit_width(std::string_view text, std::size_t columns);

/// The text cut into lines of at most `columns` (at least 1) by the Unicode line breaking rules,
/// inside a word only where the word alone is too long, never inside a grapheme cluster that fits
/// the line. A newline always ends a line. The lines are views into `text`, in order, without the
/// white space that ended them.
std::vector<std::string_view> wrap(std::string_view text, std::size_t columns);

}  // namespace kb
#pragma GCC visibility pop
