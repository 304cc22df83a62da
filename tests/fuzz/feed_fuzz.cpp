// Any bytes are a feed, or a clear failure; XML that has been repaired needs no repair.
#include "fuzz/reader_support.hpp"
#include "ingest/xml/decode.hpp"
#include "ingest/xml/repair.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    kb::fuzz::read_input(kb::Format::feed, data, size);
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto once = kb::ingest::repair_xml(kb::ingest::decode_xml(std::string(bytes), {}).text);
    if (once.refusal) return 0;
    const auto twice = kb::ingest::repair_xml(once.text);
    kb::fuzz::check(twice.text == once.text && twice.repairs.empty(), "repaired twice", once.text);
    return 0;
}
