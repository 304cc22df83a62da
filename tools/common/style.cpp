#include "common/style.hpp"

#include <array>

namespace kb::tools {
namespace {

struct RoleStyle {
    Role role;
    std::string_view codes;  // parameters of "select graphic rendition"
};

constexpr std::array styles = {
    RoleStyle{Role::plain, ""},          RoleStyle{Role::title, "1"},
    RoleStyle{Role::title_match, "1;4"}, RoleStyle{Role::match, "1;33"},
    RoleStyle{Role::detail, "2"},        RoleStyle{Role::link, "36"},
    RoleStyle{Role::label, "1"},         RoleStyle{Role::bar, "36"},
    RoleStyle{Role::error, "1;31"},      RoleStyle{Role::warning, "33"},
};

constexpr std::string_view codes_of(Role role) {
    for (const RoleStyle& style : styles) {
        if (style.role == role) return style.codes;
    }
    return "";
}

/// OSC 8 takes printable ASCII only.
std::string percent_encoded(std::string_view url) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : url) {
        if (c > ' ' && c <= '~') {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4U], digits[byte & 15U]};
        }
    }
    return out;
}

}  // namespace

std::string paint(Role role, std::string_view text, bool colors) {
    const std::string_view codes = codes_of(role);
    if (!colors || codes.empty() || text.empty()) return std::string(text);
    return std::string("\x1b[").append(codes).append("m").append(text).append("\x1b[0m");
}

std::string hyperlink(std::string_view url, std::string_view text) {
    if (!url.starts_with("http://") && !url.starts_with("https://")) return std::string(text);
    return "\x1b]8;;" + percent_encoded(url) + "\x1b\\" + std::string(text) + "\x1b]8;;\x1b\\";
}

}  // namespace kb::tools
