#pragma once

#include <filesystem>

#include "kb/maintenance.hpp"

namespace kb::index {

/// Looks through one generation that nobody writes to meanwhile. Throws Error(cancelled).
CheckReport check_generation(const std::filesystem::path& generation,
                             const MaintenanceOptions& options);

}  // namespace kb::index
