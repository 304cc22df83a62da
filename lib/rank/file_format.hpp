#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace kb::rank {

/// How a ranking file lies on disk. Numbers are in the byte order of the machine that wrote it; a
/// machine of the other order refuses it, as any file that is not as it should be.
///
///     header, section table        one page; says where every section lies, with its checksum
///     docids lengths newness       one number a document, by ordinal
///     numbers, categories          columns: by ordinal, one section (or several) a column
///     postings                     one record a term; see below
///     terms term_text term_hash    the dictionary
///     identity                     what the file was made from; opaque here
///
/// Documents are numbered by ordinals, 0 to n − 1, ascending by docid.
///
/// The record of a term, 16-byte aligned in the section. With fewer than block_size documents it is
/// a head and the tail alone:
///
///     head                         u32: flags, bytes of the tail << 8
///     data_units                   u32: packed data in units of 16 bytes       ┐
///     padding                      8 bytes                                     │
///     last                         u32 a block: its last ordinal               │ full blocks
///     blocks                       BlockInfo a block                           │
///     pairs                        CompetitivePairs a block, where scored      ┘
///     tail                         varints of the last, partial block
///     data                         16-byte aligned: packed gaps, then packed wdfs, a block
///     bitmap                       8-byte aligned: a bit a document, where flagged
///     position_blocks              16-byte aligned: PositionBlock a full block, ┐ where there are
///                                  and a last one for the tail                  │ full blocks
///     positions                    16-byte aligned, a full block: packed sizes, ┘
///                                  then the bytes of append_positions() a posting
///     tail_positions               varints of the sizes, then the bytes
///
/// A record without positions, as its flags say, ends with its bitmap. A tail posting is the gap to
/// the ordinal before, minus one; where scored it is doubled, plus one if the wdf is 1, and
/// otherwise the wdf follows.

inline constexpr std::array<char, 8> file_magic = {'k', 'b', ' ', 'r', 'a', 'n', 'k', '\n'};
inline constexpr std::uint32_t file_version = 2;
inline constexpr std::uint32_t byte_order_mark = 0x01020304;

enum class SectionKind : std::uint32_t {
    identity,
    docids,
    lengths,
    newness,
    numbers,                ///< doubles; a document without a number has none_number
    category_codes,         ///< u32: codes from 1; 0 is none
    category_starts,        ///< u32, n + 1: where each document's codes begin, if it may have many
    category_value_starts,  ///< u32, values + 1: where each value begins
    category_text,
    postings,
    terms,
    term_text,
    term_hash,
};

struct SectionHeader {
    SectionKind kind = SectionKind::identity;
    std::uint32_t column = 0;  ///< which column, where there are several
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t checksum = 0;  ///< XXH3 of the section
};

/// So that ordinals never come near the end of their type.
inline constexpr std::uint32_t max_documents = std::uint32_t{1} << 31;

inline constexpr std::size_t max_sections = 120;

struct FileHeader {
    std::array<char, 8> magic{};
    std::uint32_t byte_order = 0;
    std::uint32_t version = 0;
    std::uint64_t file_bytes = 0;
    std::uint32_t documents = 0;
    std::uint32_t sections = 0;
    std::array<SectionHeader, max_sections> table{};
    std::uint64_t checksum = 0;  ///< XXH3 of everything before it
};
inline constexpr std::size_t first_section_offset = 4096;
static_assert(sizeof(FileHeader) <= first_section_offset);

/// Sections begin at multiples of this.
inline constexpr std::size_t section_alignment = 64;

/// A term of the dictionary, in ascending order of terms; a last entry marks the end of the text.
struct TermEntry {
    std::uint64_t offset = 0;     ///< of its record
    std::uint32_t text = 0;       ///< where its bytes begin
    std::uint32_t frequency = 0;  ///< documents; at least 1
};

/// A slot of the hash table of terms: open addressing, linear probing, a power of two.
struct HashSlot {
    std::uint32_t hash = 0;
    std::uint32_t term = 0;  ///< number of the term + 1; 0: empty
};

inline constexpr std::uint32_t flag_scored = 1;  ///< wdfs and pairs are kept; else every wdf is 0
inline constexpr std::uint32_t flag_bitmap = 2;
inline constexpr std::uint32_t flag_positions = 4;
inline constexpr std::size_t record_alignment = 16;

struct BlockInfo {
    std::uint32_t data = 0;  ///< where its packed data begin, in units of 16 bytes
    std::uint8_t gap_bits = 0;
    std::uint8_t wdf_bits = 0;
    std::uint16_t wdf_base = 0;  ///< added to every packed wdf
};

struct PositionBlock {
    std::uint32_t data = 0;  ///< where they begin in the positions, in units of 16 bytes
    std::uint32_t size_bits = 0;
};

}  // namespace kb::rank
