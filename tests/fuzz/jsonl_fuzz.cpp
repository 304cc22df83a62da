// Any bytes are JSON Lines: each line is a document or one problem.
#include "fuzz/reader_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    kb::fuzz::read_input(kb::Format::jsonl, data, size);
    return 0;
}
