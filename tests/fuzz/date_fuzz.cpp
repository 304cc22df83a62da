// Any text is a date within the calendar, or none.
#include "fuzz/support.hpp"
#include "ingest/feed/date.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto time = kb::ingest::parse_feed_date(text)) {
        kb::fuzz::check(kb::parse_timestamp(kb::format_timestamp(*time)) == *time,
                        "a date beyond the calendar", text);
    }
    return 0;
}
