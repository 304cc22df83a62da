#include "text/icu.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "kb/error.hpp"

namespace kb {

void check_icu(UErrorCode status, std::string_view task) {
    if (U_SUCCESS(status)) return;
    throw Error(ErrorCode::internal,
                "ICU could not " + std::string(task) + ": " + u_errorName(status));
}

icu::StringPiece as_piece(std::string_view text) noexcept {
    constexpr std::size_t limit = std::numeric_limits<std::int32_t>::max();
    return {text.data(), static_cast<std::int32_t>(std::min(text.size(), limit))};
}

const icu::Normalizer2& icu_normalizer(NormalForm form) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = nullptr;
    switch (form) {
        case NormalForm::nfc:
            normalizer = icu::Normalizer2::getNFCInstance(status);
            break;
        case NormalForm::nfd:
            normalizer = icu::Normalizer2::getNFDInstance(status);
            break;
        case NormalForm::nfkc_case_fold:
            normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
            break;
    }
    check_icu(status, "load its normalisation data");
    return *normalizer;
}

}  // namespace kb
