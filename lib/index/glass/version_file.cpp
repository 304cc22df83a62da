#include "index/glass/version_file.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "index/errors.hpp"
#include "index/file_descriptor.hpp"
#include "index/glass/encoding.hpp"

namespace kb::index::glass {

namespace {

constexpr std::uint32_t compressed_from = 18;  // bytes of a tag, by those who write later
constexpr std::uint32_t never_compressed = 0;

/// An absent table has a root that is made up by the reader.
void append_root(std::string& to, const std::optional<TableRoot>& root,
                 std::uint32_t compress_from) {
    const TableRoot table = root.value_or(TableRoot{});
    constexpr std::uint32_t sequential = 2;
    constexpr std::uint32_t made_up = 1;
    append_number(to, table.block);
    append_number(to, table.level << 2 | sequential | (root ? 0 : made_up));
    append_number(to, table.entries);
    append_number(to, block_bytes >> 11);
    append_number(to, compress_from);
    std::string free_list;
    if (root) {
        append_number(free_list, first_revision);
        append_number(free_list, table.blocks);
        free_list.append(4, '\0');  // no block is free
    }
    append_string(to, free_list);
}

void append_statistics(std::string& to, const Statistics& statistics) {
    append_number(to, statistics.documents);
    append_number(to, statistics.last_docid - statistics.documents);
    append_number(to, statistics.shortest);
    append_number(to, statistics.greatest_wdf);
    append_number(to, statistics.longest - statistics.greatest_wdf);
    append_number(to, std::uint32_t{0});  // the oldest changeset
    append_number(to, statistics.total_length);
    append_number(to, statistics.greatest_spelling);
}

}  // namespace

Uuid random_uuid() {
    Uuid uuid{};
    if (::getentropy(uuid.data(), uuid.size()) != 0) {
        throw_system_error({errno, std::generic_category()}, "cannot draw a random number");
    }
    uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0fU) | 0x40U);
    uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3fU) | 0x80U);
    return uuid;
}

std::string to_string(const Uuid& uuid) {
    std::string text;
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += "0123456789abcdef"[uuid[i] >> 4];
        text += "0123456789abcdef"[uuid[i] & 15];
    }
    return text;
}

void write_version_file(const std::filesystem::path& directory, const Uuid& uuid,
                        const Tables& tables, const Statistics& statistics) {
    std::string content(magic);
    content.append(uuid.begin(), uuid.end());
    append_number(content, first_revision);
    append_root(content, tables.postlist, never_compressed);
    append_root(content, tables.docdata, compressed_from);
    append_root(content, tables.termlist, compressed_from);
    append_root(content, tables.position, never_compressed);
    append_root(content, tables.spelling, compressed_from);
    append_root(content, tables.synonym, compressed_from);
    append_statistics(content, statistics);

    const std::filesystem::path path = directory / version_name;
    const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    const ssize_t written = file ? ::write(file.get(), content.data(), content.size()) : -1;
    if (written != static_cast<ssize_t>(content.size())) {
        throw_system_error({written < 0 ? errno : ENOSPC, std::generic_category()},
                           "cannot write " + path.string());
    }
}

bool is_known_format(const std::filesystem::path& directory) {
    const FileDescriptor file(::open((directory / version_name).c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, magic.size()> head{};
    return file &&
           ::read(file.get(), head.data(), head.size()) == static_cast<ssize_t>(head.size()) &&
           std::string_view(head.data(), head.size()) == magic;
}

}  // namespace kb::index::glass
