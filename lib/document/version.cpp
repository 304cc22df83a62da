#include "kb/version.hpp"

namespace kb {

std::string_view version() noexcept {
    return KB_VERSION;
}

}  // namespace kb
