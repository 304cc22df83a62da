#include "kb/document.hpp"

#include <array>
#include <utility>

namespace kb {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 8> kind_names = {{
    {Kind::post, "post"},
    {Kind::thread, "thread"},
    {Kind::readme, "readme"},
    {Kind::release, "release"},
    {Kind::statement, "statement"},
    {Kind::newsletter, "newsletter"},
    {Kind::episode, "episode"},
    {Kind::article, "article"},
}};

}  // namespace

std::string_view to_string(Kind kind) noexcept {
    for (const auto& [value, name] : kind_names) {
        if (value == kind) return name;
    }
    return "article";
}

std::optional<Kind> parse_kind(std::string_view name) noexcept {
    for (const auto& [value, known] : kind_names) {
        if (known == name) return value;
    }
    return std::nullopt;
}

}  // namespace kb
