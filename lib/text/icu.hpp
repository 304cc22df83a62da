#pragma once

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/utypes.h>

#include <cstdint>
#include <string_view>

namespace kb {

/// Throws Error(internal) that names the task if ICU reported a failure: its data are missing or
/// memory ran out. Warnings pass.
void check_icu(UErrorCode status, std::string_view task);

/// Of texts beyond 2 GiB, ICU sees the first 2 GiB.
icu::StringPiece as_piece(std::string_view text) noexcept;

enum class NormalForm : std::uint8_t { nfc, nfd, nfkc_case_fold };

/// ICU's shared instance. Thread-safe.
const icu::Normalizer2& icu_normalizer(NormalForm form);

}  // namespace kb
