#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/charset.hpp"

namespace kb {

/// The charset of a page of which `head` is the beginning, as the HTML standard finds it: by byte
/// order mark, else as the transport says (`label`, empty if it does not), else as a `meta` says
/// (UTF-16 there means UTF-8), else by detect_charset. Besides, bytes that are called UTF-8 and
/// are not are taken for what detect_charset says.
Charset html_charset(std::string_view head, std::string_view label);

/// The charset label in the first `meta` that has one; empty if there is none. Comments, scripts
/// and quotes are respected; looks at no more than 16 KiB, and not into the body.
std::string html_charset_label(std::string_view head);

}  // namespace kb
