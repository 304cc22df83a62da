#include "rank/ranking_file_builder.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <system_error>
#include <utility>

#include "kb/error.hpp"
#include "rank/record_encoder.hpp"
#include "rank/section_writer.hpp"

namespace kb::rank {

namespace fs = std::filesystem;

namespace {

/// A list in at least this share of the documents is kept as a bitmap as well: counting and
/// filtering by it then costs a bit a document.
constexpr std::size_t bitmap_share = 16;

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
