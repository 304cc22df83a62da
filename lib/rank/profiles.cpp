#include <algorithm>
#include <array>

#include "kb/ranking.hpp"

namespace kb {

namespace {

constexpr std::array<std::string_view, 2> names = {"default", "classic"};

}  // namespace

std::optional<RankingProfile> find_profile(std::string_view name) noexcept {
    if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
    return RankingProfile{};
}

std::span<const std::string_view> profile_names() noexcept {
    return names;
}

}  // namespace kb
