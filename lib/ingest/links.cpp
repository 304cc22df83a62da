#include "ingest/links.hpp"

#include <algorithm>

#include "ingest/lines.hpp"

namespace kb::ingest {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool belongs_to_scheme(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

/// The bytes of "scheme:", or 0.
std::size_t scheme_length(std::string_view link) {
    if (link.empty() || !is_letter(link.front())) return 0;
    const auto end = std::find_if_not(link.begin(), link.end(), belongs_to_scheme);
    return end != link.end() && *end == ':' ? static_cast<std::size_t>(end - link.begin()) + 1 : 0;
}

}  // namespace

bool has_scheme(std::string_view link) noexcept {
    return scheme_length(link) > 0;
}

std::string resolve_link(std::string_view base, std::string_view reference) {
    reference = trim(reference);
    base = trim(base);
    const std::size_t scheme = scheme_length(base);
    if (has_scheme(reference) || scheme == 0 || !base.substr(scheme).starts_with("//")) {
        return std::string(reference);
    }
    if (reference.starts_with("//")) return std::string(base.substr(0, scheme)).append(reference);
    const std::size_t path = std::min(base.find_first_of("/?#", scheme + 2), base.size());
    const std::size_t path_end = std::min(base.find_first_of("?#", path), base.size());
    if (reference.starts_with('/')) return std::string(base.substr(0, path)).append(reference);
    if (reference.empty() || reference.starts_with('#')) {
        return std::string(base.substr(0, base.find('#'))).append(reference);
    }
    if (reference.starts_with('?')) return std::string(base.substr(0, path_end)).append(reference);
    const std::size_t slash = base.substr(0, path_end).rfind('/');
    if (slash == std::string_view::npos || slash < path) {
        return std::string(base.substr(0, path)).append("/").append(reference);
    }
    return std::string(base.substr(0, slash + 1)).append(reference);
}

}  // namespace kb::ingest
