// Any bytes may stand in a ranking file: they are refused or searched, and never read beyond.
#include <unistd.h>
#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>

#include "kb/error.hpp"
#include "rank/file_format.hpp"
#include "support/rank/read_everything.hpp"
#include "support/temporary_directory.hpp"

namespace {

/// Without this, a checksum would keep the fuzzer from all that lies behind it.
void correct_header(std::string& bytes) {
    using namespace kb::rank;
    if (bytes.size() < first_section_offset) return;
    const std::uint64_t size = bytes.size();
    std::memcpy(bytes.data() + offsetof(FileHeader, magic), file_magic.data(), file_magic.size());
    std::memcpy(bytes.data() + offsetof(FileHeader, file_bytes), &size, sizeof size);
    const std::uint64_t checksum = XXH3_64bits(bytes.data(), offsetof(FileHeader, checksum));
    std::memcpy(bytes.data() + offsetof(FileHeader, checksum), &checksum, sizeof checksum);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kb::test::TemporaryDirectory directory;
    std::string bytes(data, data + size);
    correct_header(bytes);
    kb::test::write_file(directory / "ranking", bytes);
    try {
        kb::test::read_everything(kb::rank::RankingFile(directory / "ranking"));
    } catch (const kb::rank::DamagedFile&) {
    } catch (const kb::Error&) {
    }
    return 0;
}
