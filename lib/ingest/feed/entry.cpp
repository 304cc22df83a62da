#include "ingest/feed/entry.hpp"

#include <algorithm>
#include <array>

#include "ingest/formats.hpp"

namespace kb::ingest {

bool is_sound_or_film(std::string_view media_type, std::string_view link) {
    if (media_type.starts_with("audio/") || media_type.starts_with("video/")) return true;
    constexpr std::array<std::string_view, 3> silent = {"", "application/octet-stream",
                                                        "binary/octet-stream"};
    if (std::find(silent.begin(), silent.end(), media_type) == silent.end()) return false;
    constexpr std::array<std::string_view, 14> extensions = {
        ".mp3", ".m4a", ".m4b", ".aac", ".ogg", ".oga",  ".opus",
        ".wav", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".ogv"};
    const std::string_view path = link.substr(0, link.find_first_of("?#"));
    return std::any_of(extensions.begin(), extensions.end(),
                       [&](std::string_view extension) { return extension_is(path, extension); });
}

}  // namespace kb::ingest
