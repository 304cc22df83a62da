#include "corruption/mutation.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <vector>

#include "support/temporary_directory.hpp"

namespace kb::test {

namespace fs = std::filesystem;

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t n) {
    return n == 0 ? 0 : static_cast<std::size_t>(random() % n);
}

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// A stretch of a file: small ones are as likely as large ones.
struct Stretch {
    std::size_t begin = 0;
    std::size_t size = 0;
};

Stretch stretch(Random& random, std::size_t bytes) {
    constexpr std::array<std::size_t, 6> sizes = {1, 4, 16, 256, 2048, 8192};
    const std::size_t size = std::min(sizes[below(random, sizes.size())], bytes);
    std::size_t begin = below(random, bytes - size + 1);
    if (size >= 2048) begin -= begin % size;  // whole blocks, as disks lose them
    return {begin, std::min(size, bytes - begin)};
}

using Harm = std::string (*)(std::string& bytes, Random& random);

std::string flip(std::string& bytes, Random& random) {
    const std::size_t count = 1 + below(random, 3);
    for (std::size_t i = 0; i < count; ++i)
        bytes[below(random, bytes.size())] ^= static_cast<char>(1U << below(random, 8));
    return "flipped bits: " + std::to_string(count);
}

std::string overwrite(std::string& bytes, Random& random) {
    const Stretch at = stretch(random, bytes.size());
    for (std::size_t i = 0; i < at.size; ++i)
        bytes[at.begin + i] = static_cast<char>(random());
    return "noise of " + std::to_string(at.size) + " at " + std::to_string(at.begin);
}

std::string fill(std::string& bytes, Random& random) {
    const Stretch at = stretch(random, bytes.size());
    const char with = below(random, 3) == 0 ? '\xff' : '\0';
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at.begin), at.size, with);
    return "filled " + std::to_string(at.size) + " at " + std::to_string(at.begin);
}

std::string truncate(std::string& bytes, Random& random) {
    bytes.resize(below(random, bytes.size()));
    return "cut to " + std::to_string(bytes.size());
}

std::string append(std::string& bytes, Random& random) {
    const std::size_t count = 1 + below(random, 10'000);
    for (std::size_t i = 0; i < count; ++i)
        bytes += static_cast<char>(random());
    return "grown by " + std::to_string(count);
}

std::string swap(std::string& bytes, Random& random) {
    const Stretch a = stretch(random, bytes.size());
    const std::size_t other = below(random, bytes.size() - a.size + 1);
    for (std::size_t i = 0; i < a.size; ++i)
        std::swap(bytes[a.begin + i], bytes[other + i]);
    return "swapped " + std::to_string(a.size) + " at " + std::to_string(a.begin) + " and " +
           std::to_string(other);
}

std::string duplicate(std::string& bytes, Random& random) {
    const Stretch from = stretch(random, bytes.size());
    std::size_t to = below(random, bytes.size() - from.size + 1);
    if (from.size >= 2048) to -= to % from.size;
    const std::string piece = bytes.substr(from.begin, from.size);
    bytes.replace(to, piece.size(), piece);
    return "copied " + std::to_string(from.size) + " from " + std::to_string(from.begin) + " to " +
           std::to_string(to);
}

std::string insert(std::string& bytes, Random& random) {
    const Stretch from = stretch(random, bytes.size());
    const std::size_t to = below(random, bytes.size());
    bytes.insert(to, bytes.substr(from.begin, from.size));
    return "inserted " + std::to_string(from.size) + " at " + std::to_string(to);
}

constexpr std::array<Harm, 10> harms = {flip, flip,     flip,   overwrite, fill,
                                        fill, truncate, append, swap,      duplicate};

std::vector<fs::path> files_of(const fs::path& directory) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), directory));
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string replace_file(const fs::path& directory, const fs::path& file, const Donors& donors,
                         Random& random) {
    const fs::path path = directory / file;
    const unsigned what = static_cast<unsigned>(below(random, 6));
    const fs::path donor = (what == 4 ? donors.other : donors.earlier) / file;
    if (what >= 4 && fs::exists(donor)) {
        fs::copy_file(donor, path, fs::copy_options::overwrite_existing);
        return what == 4 ? "of another index" : "of an earlier commit";
    }
    fs::remove(path);
    switch (what) {
        case 1:
            fs::create_directory(path);
            return "made a directory";
        case 2:
            fs::create_symlink("nowhere", path);
            return "made a dangling link";
        case 3:
            write_file(path, "");
            return "emptied";
        default:
            return "deleted";
    }
}

}  // namespace

std::string mutate(const fs::path& directory, const Donors& donors, std::mt19937_64& random) {
    const std::vector<fs::path> files = files_of(directory);
    const fs::path& file = files[below(random, files.size())];
    std::string bytes = read(directory / file);
    std::string done;
    if (bytes.empty() || below(random, 12) == 0) {
        done = replace_file(directory, file, donors, random);
    } else if (below(random, 12) == 0) {
        done = insert(bytes, random);
        write_file(directory / file, bytes);
    } else {
        done = harms[below(random, harms.size())](bytes, random);
        write_file(directory / file, bytes);
    }
    return file.string() + ": " + done;
}

}  // namespace kb::test
