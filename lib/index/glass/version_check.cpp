#include "index/glass/version_check.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "index/file_descriptor.hpp"
#include "index/glass/version_file.hpp"

namespace kb::index::glass {

namespace {

constexpr std::size_t uuid_bytes = 16;
constexpr std::size_t tables = 6;
constexpr std::uint64_t deepest_level = 9;
constexpr std::uint64_t largest_block = 32;  // in units of 2 KiB
constexpr std::uint64_t largest_free_list = 64;

/// Takes numbers off the bytes as version_file.cpp appends them; remembers whether all were there.
class Numbers {
  public:
    explicit Numbers(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t next(std::uint64_t largest = std::numeric_limits<std::uint32_t>::max()) {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            number |= std::uint64_t{byte & 0x7fU} << shift;
            if (byte >= 0x80) continue;
            good_ = good_ && number <= largest;
            return number;
        }
        good_ = false;
        return 0;
    }

    void skip(std::uint64_t bytes) {
        good_ = good_ && bytes <= rest_.size();
        if (good_) rest_.remove_prefix(bytes);
    }

    bool good() const noexcept { return good_; }
    bool at_end() const noexcept { return rest_.empty(); }

  private:
    std::string_view rest_;
    bool good_ = true;
};

bool is_power_of_two(std::uint64_t number) {
    return number != 0 && (number & (number - 1)) == 0;
}

bool read_root(Numbers& numbers) {
    numbers.next();                                                   // the block
    numbers.next(deepest_level << 2 | 3);                             // level and marks
    numbers.next(std::numeric_limits<std::uint64_t>::max());          // entries
    const bool sized = is_power_of_two(numbers.next(largest_block));  // of a block
    numbers.next();                                                   // what is compressed
    numbers.skip(numbers.next(largest_free_list));
    return sized && numbers.good();
}

bool read_statistics(Numbers& numbers) {
    if (numbers.at_end()) return true;  // no document
    constexpr int before_total_length = 6;
    for (int i = 0; i < before_total_length; ++i)
        numbers.next();
    numbers.next(std::numeric_limits<std::uint64_t>::max());
    numbers.next();
    return numbers.good() && numbers.at_end();
}

}  // namespace

bool is_plausible_version(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return true;
    Numbers numbers(bytes.substr(magic.size()));
    numbers.skip(uuid_bytes);
    numbers.next();  // the revision
    for (std::size_t i = 0; i < tables; ++i) {
        if (!numbers.good() || !read_root(numbers)) return false;
    }
    return read_statistics(numbers);
}

void require_plausible_version(const std::filesystem::path& directory) {
    constexpr std::size_t read_by_xapian = 256;
    const FileDescriptor file(::open((directory / version_name).c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return;
    std::array<char, read_by_xapian + 1> bytes{};
    const ssize_t size = ::read(file.get(), bytes.data(), bytes.size());
    if (size < 0 || is_plausible_version({bytes.data(), static_cast<std::size_t>(size)})) return;
    throw Xapian::DatabaseCorruptError("the version file says what cannot be");
}

Xapian::Database open_tables(const std::filesystem::path& generation) {
    require_plausible_version(generation);
    return Xapian::Database(generation.string(), Xapian::DB_BACKEND_GLASS);
}

}  // namespace kb::index::glass
