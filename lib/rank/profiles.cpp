#include <array>
#include <chrono>

#include "kb/ranking.hpp"

namespace kb {

namespace {

constexpr std::array<std::string_view, 4> names = {"default", "classic", "fresh", "recall"};

RankingProfile classic() {
    RankingProfile profile;
    profile.priors = {};
    profile.title_first = false;
    return profile;
}

RankingProfile fresh() {
    RankingProfile profile;
    profile.priors = {.recency = 0.5, .half_age = std::chrono::hours(24 * 7), .popularity = 0.08};
    profile.window = 200;
    return profile;
}

RankingProfile recall() {
    RankingProfile profile;
    profile.feedback.documents = 5;
    return profile;
}

}  // namespace

std::optional<RankingProfile> find_profile(std::string_view name) noexcept {
    if (name == "default") return RankingProfile{};
    if (name == "classic") return classic();
    if (name == "fresh") return fresh();
    if (name == "recall") return recall();
    return std::nullopt;
}

std::span<const std::string_view> profile_names() noexcept {
    return names;
}

}  // namespace kb
