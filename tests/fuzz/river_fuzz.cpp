// Any bytes are an export of a feed reader, or a clear failure.
#include "fuzz/reader_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    kb::fuzz::read_input(kb::Format::river, data, size);
    return 0;
}
