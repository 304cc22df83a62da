// Any bytes are a list of feeds, or an error; what is written of a list is that list.
#include "fuzz/support.hpp"
#include "ingest/opml.hpp"
#include "kb/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const std::string_view bytes(reinterpret_cast<const char*>(data), size);
        const auto feeds = kb::ingest::parse_opml(std::string(bytes));
        const std::string written = kb::ingest::write_opml(feeds, "Feeds");
        kb::fuzz::check(kb::ingest::parse_opml(written) == feeds, "another list", written);
    } catch (const kb::Error&) {
        return 0;
    }
    return 0;
}
