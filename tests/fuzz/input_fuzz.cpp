// Any bytes are an input whose format and charset are found out.
#include "fuzz/reader_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    kb::fuzz::read_input(kb::Format::automatic, data, size);
    return 0;
}
