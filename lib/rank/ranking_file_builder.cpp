#include "rank/ranking_file_builder.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <optional>
#include <system_error>
#include <utility>

#include "kb/error.hpp"
#include "rank/bit_packing.hpp"
#include "rank/competitive_pairs.hpp"
#include "rank/file_format.hpp"

namespace kb::rank {

namespace fs = std::filesystem;

namespace {

/// A list in at least this share of the documents is kept as a bitmap as well: counting and
/// filtering by it then costs a bit a document.
constexpr std::size_t bitmap_share = 16;

[[noreturn]] void throw_unwritable(const fs::path& path, int number) {
    const ErrorCode code = number == ENOSPC || number == EDQUOT  ? ErrorCode::no_space
                           : number == EACCES || number == EPERM ? ErrorCode::permission_denied
                                                                 : ErrorCode::io;
    throw Error(code,
                "cannot write " + path.string() + ": " + std::generic_category().message(number));
}

/// Appends to a file in large pieces, with a checksum of each section.
class SectionWriter {
  public:
    explicit SectionWriter(fs::path path)
        : path_(std::move(path)),
          file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)),
          checksum_(XXH3_createState()) {
        if (file_ < 0) {
            const int number = errno;
            XXH3_freeState(checksum_);
            throw_unwritable(path_, number);
        }
        XXH3_64bits_reset(checksum_);
        pad_to(first_section_offset);
    }
    ~SectionWriter() {
        XXH3_freeState(checksum_);
        if (file_ >= 0) ::close(file_);
    }
    SectionWriter(const SectionWriter&) = delete;
    SectionWriter& operator=(const SectionWriter&) = delete;

    void begin(SectionKind kind, std::uint32_t column = 0) {
        align(section_alignment);
        section_ = {kind, column, written_, 0, 0};
        XXH3_64bits_reset(checksum_);
    }

    void append(const void* data, std::size_t bytes) {
        if (bytes == 0) return;
        XXH3_64bits_update(checksum_, data, bytes);
        const auto* from = static_cast<const std::byte*>(data);
        buffer_.insert(buffer_.end(), from, from + bytes);
        written_ += bytes;
        if (buffer_.size() >= buffer_bytes) flush();
    }

    template <typename Element>
    void append(std::span<const Element> elements) {
        append(elements.data(), elements.size_bytes());
    }

    void align(std::size_t alignment) {
        pad_to((written_ + alignment - 1) / alignment * alignment);
    }

    std::uint64_t position() const { return written_ - section_.offset; }

    void end() {
        section_.bytes = written_ - section_.offset;
        section_.checksum = XXH3_64bits_digest(checksum_);
        sections_.push_back(section_);
    }

    /// The file complete and durable.
    void finish(std::uint32_t documents) {
        flush();
        FileHeader header;
        header.magic = file_magic;
        header.byte_order = byte_order_mark;
        header.version = file_version;
        header.file_bytes = written_;
        header.documents = documents;
        header.sections = static_cast<std::uint32_t>(sections_.size());
        if (sections_.size() > max_sections) {
            throw Error(ErrorCode::invalid_argument, "a ranking file of too many columns");
        }
        std::copy(sections_.begin(), sections_.end(), header.table.begin());
        header.checksum = XXH3_64bits(&header, offsetof(FileHeader, checksum));
        write_at(&header, sizeof header, 0);
        if (::fsync(file_) != 0) throw_unwritable(path_, errno);
    }

  private:
    static constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

    void pad_to(std::uint64_t position) {
        static constexpr std::array<std::byte, first_section_offset> zeros{};
        append(zeros.data(), position - written_);
    }

    void flush() {
        write_at(buffer_.data(), buffer_.size(), written_ - buffer_.size());
        buffer_.clear();
    }

    void write_at(const void* data, std::size_t bytes, std::uint64_t offset) {
        const char* from = static_cast<const char*>(data);
        while (bytes > 0) {
            const ssize_t n = ::pwrite(file_, from, bytes, static_cast<off_t>(offset));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) throw_unwritable(path_, n < 0 ? errno : ENOSPC);
            from += n;
            bytes -= static_cast<std::size_t>(n);
            offset += static_cast<std::uint64_t>(n);
        }
    }

    fs::path path_;
    int file_;
    XXH3_state_t* checksum_;
    std::vector<std::byte> buffer_;
    std::uint64_t written_ = 0;
    SectionHeader section_;
    std::vector<SectionHeader> sections_;
};

void append_varint(std::vector<std::byte>& bytes, std::uint64_t value) {
    constexpr unsigned payload_bits = 7;
    constexpr std::uint64_t more = std::uint64_t{1} << payload_bits;
    while (value >= more) {
        bytes.push_back(static_cast<std::byte>(value | more));
        value >>= payload_bits;
    }
    bytes.push_back(static_cast<std::byte>(value));
}

/// A term's record as it is put together.
struct Record {
    std::vector<std::uint32_t> last;
    std::vector<BlockInfo> blocks;
    std::vector<CompetitivePairs> pairs;
    std::vector<std::byte> tail;
    std::vector<std::byte> data;

    void clear() {
        last.clear();
        blocks.clear();
        pairs.clear();
        tail.clear();
        data.clear();
    }
};

class RecordEncoder {
  public:
    explicit RecordEncoder(std::span<const std::uint32_t> lengths) : lengths_(lengths) {}

    const Record& encode(std::span<const Posting> postings, bool scored) {
        record_.clear();
        std::uint32_t before = UINT32_MAX;
        while (postings.size() >= block_size) {
            add_block(postings.first(block_size), before, scored);
            before = postings[block_size - 1].ordinal;
            postings = postings.subspan(block_size);
        }
        add_tail(postings, before, scored);
        return record_;
    }

  private:
    void add_block(std::span<const Posting> postings, std::uint32_t before, bool scored) {
        std::array<std::uint32_t, block_size> gaps{};
        std::array<std::uint32_t, block_size> wdfs{};
        std::uint32_t least = UINT32_MAX;
        std::vector<Occurrence> occurrences;
        for (std::size_t i = 0; i < block_size; ++i) {
            gaps[i] = postings[i].ordinal - before - 1;
            before = postings[i].ordinal;
            wdfs[i] = postings[i].wdf;
            least = std::min(least, wdfs[i]);
            occurrences.push_back({postings[i].wdf, lengths_[postings[i].ordinal]});
        }
        BlockInfo info;
        info.data = static_cast<std::uint32_t>(record_.data.size() / record_alignment);
        info.gap_bits = static_cast<std::uint8_t>(bits_needed(gaps));
        append_packed(gaps.data(), info.gap_bits);
        if (scored) {
            info.wdf_base = static_cast<std::uint16_t>(std::min<std::uint32_t>(least, UINT16_MAX));
            for (std::uint32_t& wdf : wdfs)
                wdf -= info.wdf_base;
            info.wdf_bits = static_cast<std::uint8_t>(bits_needed(wdfs));
            append_packed(wdfs.data(), info.wdf_bits);
            record_.pairs.push_back(competitive_pairs(std::move(occurrences)));
        }
        record_.blocks.push_back(info);
        record_.last.push_back(before);
    }

    void append_packed(const std::uint32_t* numbers, unsigned bits) {
        const std::size_t at = record_.data.size();
        record_.data.resize(at + packed_bytes(bits));
        pack(numbers, bits, record_.data.data() + at);
    }

    void add_tail(std::span<const Posting> postings, std::uint32_t before, bool scored) {
        for (const Posting& posting : postings) {
            const std::uint64_t gap = posting.ordinal - before - 1;
            before = posting.ordinal;
            if (!scored) {
                append_varint(record_.tail, gap);
                continue;
            }
            append_varint(record_.tail, gap << 1 | (posting.wdf == 1 ? 1 : 0));
            if (posting.wdf != 1) append_varint(record_.tail, posting.wdf);
        }
    }

    std::span<const std::uint32_t> lengths_;
    Record record_;
};

/// A term's positions as they are put together.
struct PositionRecord {
    std::vector<PositionBlock> blocks;  ///< the last one: the tail
    std::vector<std::byte> data;
};

void append(std::vector<std::byte>& to, std::string_view bytes) {
    const std::span<const std::byte> from = std::as_bytes(std::span(bytes));
    to.insert(to.end(), from.begin(), from.end());
}

PositionRecord encode(const PositionBytes& positions) {
    PositionRecord record;
    std::span<const std::uint32_t> sizes = positions.sizes;
    std::string_view bytes = positions.bytes;
    const auto begin_block = [&](unsigned size_bits) {
        record.data.resize((record.data.size() + record_alignment - 1) / record_alignment *
                           record_alignment);
        record.blocks.push_back(
            {static_cast<std::uint32_t>(record.data.size() / record_alignment), size_bits});
    };
    for (; sizes.size() >= block_size; sizes = sizes.subspan(block_size)) {
        const auto block = sizes.first(block_size);
        const unsigned bits = bits_needed(block);
        begin_block(bits);
        const std::size_t at = record.data.size();
        record.data.resize(at + packed_bytes(bits));
        pack(block.data(), bits, record.data.data() + at);
        const std::size_t total = std::accumulate(block.begin(), block.end(), std::size_t{0});
        if (total > UINT32_MAX)
            throw Error(ErrorCode::invalid_argument, "positions of too many words");
        append(record.data, bytes.substr(0, total));
        bytes.remove_prefix(total);
    }
    begin_block(0);
    for (const std::uint32_t size : sizes)
        append_varint(record.data, size);
    append(record.data, bytes);
    return record;
}

}  // namespace

class RankingFileBuilder::Impl {
  public:
    Impl(fs::path path, std::string_view identity, std::span<const std::uint32_t> docids,
         std::span<const std::uint32_t> lengths)
        : path_(std::move(path)),
          temporary_(path_.string() + ".new"),
          lengths_(lengths.begin(), lengths.end()),
          encoder_(lengths_),
          writer_(std::in_place, temporary_) {
        if (docids.size() != lengths.size() || docids.size() > max_documents) {
            throw Error(ErrorCode::invalid_argument, "not the documents of a ranking file");
        }
        section(SectionKind::identity, 0, std::span(identity.data(), identity.size()));
        section(SectionKind::docids, 0, docids);
        section(SectionKind::lengths, 0, lengths);
    }

    ~Impl() {
        if (finished_) return;
        std::error_code ignored;
        fs::remove(temporary_, ignored);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    template <typename Element>
    void section(SectionKind kind, std::uint32_t column, std::span<const Element> elements) {
        writer_->begin(kind, column);
        writer_->append(elements);
        writer_->end();
    }

    void add_categories(std::uint32_t column, const CategoryValues& categories) {
        section(SectionKind::category_codes, column, std::span(std::as_const(categories.codes)));
        if (!categories.starts.empty())
            section(SectionKind::category_starts, column,
                    std::span(std::as_const(categories.starts)));
        std::vector<std::uint32_t> starts = {0};
        std::string text;
        for (const std::string& value : categories.values) {
            text += value;
            starts.push_back(static_cast<std::uint32_t>(text.size()));
        }
        section(SectionKind::category_value_starts, column, std::span(std::as_const(starts)));
        section(SectionKind::category_text, column, std::span(std::as_const(text)));
    }

    void add_term(std::string_view term, std::span<const Posting> postings,
                  const PositionBytes& positions) {
        check(term, postings);
        check(positions, postings.size());
        if (terms_.empty()) writer_->begin(SectionKind::postings);
        writer_->align(record_alignment);
        terms_.push_back({writer_->position(), static_cast<std::uint32_t>(text_.size()),
                          static_cast<std::uint32_t>(postings.size())});
        hashes_.push_back(static_cast<std::uint32_t>(XXH3_64bits(term.data(), term.size())));
        text_ += term;
        last_term_bytes_ = term.size();
        const bool scored = std::any_of(postings.begin(), postings.end(),
                                        [](const Posting& posting) { return posting.wdf != 0; });
        write(encoder_.encode(postings, scored), postings, scored, !positions.sizes.empty());
        if (!positions.sizes.empty()) write(encode(positions));
    }

    void finish() {
        if (terms_.empty()) writer_->begin(SectionKind::postings);
        writer_->end();
        terms_.push_back({writer_->position(), static_cast<std::uint32_t>(text_.size()), 0});
        section(SectionKind::terms, 0, std::span(std::as_const(terms_)));
        section(SectionKind::term_text, 0, std::span(std::as_const(text_)));
        const std::vector<HashSlot> table = hash_table();
        section(SectionKind::term_hash, 0, std::span(table));
        writer_->finish(static_cast<std::uint32_t>(lengths_.size()));
        writer_.reset();
        std::error_code error;
        fs::rename(temporary_, path_, error);
        if (error) throw_unwritable(path_, error.value());
        finished_ = true;
        sync_directory();
    }

  private:
    void check(std::string_view term, std::span<const Posting> postings) const {
        const std::string_view last =
            std::string_view(text_).substr(text_.size() - last_term_bytes_);
        bool valid = !postings.empty() && (terms_.empty() || last < term) &&
                     text_.size() + term.size() < UINT32_MAX;
        for (std::size_t i = 0; i < postings.size() && valid; ++i) {
            valid = postings[i].ordinal < lengths_.size() &&
                    (i == 0 || postings[i - 1].ordinal < postings[i].ordinal);
        }
        if (!valid) throw Error(ErrorCode::invalid_argument, "postings out of order");
    }

    static void check(const PositionBytes& positions, std::size_t postings) {
        std::uint64_t sum = 0;
        for (const std::uint32_t size : positions.sizes)
            sum += size;
        const bool valid = positions.sizes.empty() ? positions.bytes.empty()
                                                   : positions.sizes.size() == postings &&
                                                         sum == positions.bytes.size();
        if (!valid) throw Error(ErrorCode::invalid_argument, "positions of other postings");
    }

    void write(const PositionRecord& record) {
        if (record.blocks.size() > 1) {
            writer_->align(record_alignment);
            writer_->append(std::span(record.blocks));
            writer_->align(record_alignment);
        }
        writer_->append(std::span(record.data));
    }

    void write(const Record& record, std::span<const Posting> postings, bool scored,
               bool positions) {
        const bool bitmap =
            !record.last.empty() && postings.size() >= lengths_.size() / bitmap_share;
        const std::uint32_t head = (scored ? flag_scored : 0) | (bitmap ? flag_bitmap : 0) |
                                   (positions ? flag_positions : 0) |
                                   static_cast<std::uint32_t>(record.tail.size() << 8);
        writer_->append(&head, sizeof head);
        if (!record.last.empty()) {
            const auto units = static_cast<std::uint32_t>(record.data.size() / record_alignment);
            writer_->append(&units, sizeof units);
            writer_->align(record_alignment);
            writer_->append(std::span(record.last));
            writer_->append(std::span(record.blocks));
            writer_->append(std::span(record.pairs));
        }
        writer_->append(std::span(record.tail));
        if (record.last.empty()) return;
        writer_->align(record_alignment);
        writer_->append(std::span(record.data));
        if (bitmap) write_bitmap(postings);
    }

    void write_bitmap(std::span<const Posting> postings) {
        constexpr unsigned word_bits = 64;
        std::vector<std::uint64_t> words((lengths_.size() + word_bits - 1) / word_bits);
        for (const Posting& posting : postings)
            words[posting.ordinal / word_bits] |= std::uint64_t{1} << posting.ordinal % word_bits;
        writer_->append(std::span(std::as_const(words)));
    }

    std::vector<HashSlot> hash_table() const {
        std::vector<HashSlot> table(std::bit_ceil(hashes_.size() * 3 / 2 + 1));
        for (std::uint32_t term = 0; term < hashes_.size(); ++term) {
            std::size_t slot = hashes_[term] & (table.size() - 1);
            while (table[slot].term != 0)
                slot = (slot + 1) & (table.size() - 1);
            table[slot] = {hashes_[term], term + 1};
        }
        return table;
    }

    void sync_directory() const {
        const fs::path directory = path_.has_parent_path() ? path_.parent_path() : fs::path(".");
        const int handle = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (handle < 0) return;  // the rename is done; only its durability is open
        ::fsync(handle);
        ::close(handle);
    }

    fs::path path_;
    fs::path temporary_;
    std::vector<std::uint32_t> lengths_;
    RecordEncoder encoder_;
    std::optional<SectionWriter> writer_;
    std::vector<TermEntry> terms_;
    std::vector<std::uint32_t> hashes_;
    std::string text_;
    std::size_t last_term_bytes_ = 0;
    bool finished_ = false;
};

RankingFileBuilder::RankingFileBuilder(fs::path path, std::string_view identity,
                                       std::span<const std::uint32_t> docids,
                                       std::span<const std::uint32_t> lengths)
    : impl_(std::make_unique<Impl>(std::move(path), identity, docids, lengths)) {}
RankingFileBuilder::~RankingFileBuilder() = default;
RankingFileBuilder::RankingFileBuilder(RankingFileBuilder&&) noexcept = default;
RankingFileBuilder& RankingFileBuilder::operator=(RankingFileBuilder&&) noexcept = default;

void RankingFileBuilder::add_newness(std::span<const std::uint32_t> newness) {
    impl_->section(SectionKind::newness, 0, newness);
}

void RankingFileBuilder::add_numbers(std::uint32_t column, std::span<const double> numbers) {
    impl_->section(SectionKind::numbers, column, numbers);
}

void RankingFileBuilder::add_categories(std::uint32_t column, const CategoryValues& categories) {
    impl_->add_categories(column, categories);
}

void RankingFileBuilder::add_term(std::string_view term, std::span<const Posting> postings,
                                  const PositionBytes& positions) {
    impl_->add_term(term, postings, positions);
}

void RankingFileBuilder::finish() {
    impl_->finish();
}

}  // namespace kb::rank
