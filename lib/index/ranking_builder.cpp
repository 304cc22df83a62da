#include "index/ranking_builder.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <vector>

#include "index/ranking_columns.hpp"
#include "index/schema.hpp"
#include "index/stopping.hpp"
#include "rank/positions.hpp"
#include "rank/ranking_file_builder.hpp"

namespace kb::index {

namespace {

/// Where a term stands in the documents of an earlier ranking file, asked for in ascending order.
class EarlierPositions {
  public:
    EarlierPositions(const rank::RankingFile& file, std::string_view term)
        : list_(file.find(term)) {}

    std::span<const std::byte> at(std::uint32_t ordinal) {
        if (!list_ || !list_->has_positions()) return {};
        std::size_t block = block_;
        while (block < list_->full_blocks() && list_->last()[block] < ordinal)
            ++block;
        if (block != block_ || !loaded_) load(block);
        while (place_ < count_ && ordinals_.ordinals[place_] < ordinal)
            ++place_;
        if (place_ == count_ || ordinals_.ordinals[place_] != ordinal) return {};
        return rank::part_of(positions_, starts_, place_);
    }

  private:
    void load(std::size_t block) {
        block_ = block;
        loaded_ = true;
        place_ = 0;
        const bool is_tail = block == list_->full_blocks();
        count_ = is_tail ? list_->tail_size() : rank::block_size;
        if (is_tail) {
            list_->unpack_tail(ordinals_);
        } else {
            list_->unpack_ordinals(block, ordinals_.ordinals.data());
        }
        positions_ = list_->unpack_positions(block, starts_);
    }

    std::optional<rank::PostingList> list_;
    std::size_t block_ = 0;
    bool loaded_ = false;
    rank::UnpackedBlock ordinals_;
    std::size_t count_ = 0;
    std::size_t place_ = 0;
    rank::PositionStarts starts_;
    std::span<const std::byte> positions_;
};

/// A database's present commit.
class DatabaseSource final : public RankingSource {
  public:
    DatabaseSource(const Xapian::Database& database, const RankingSnapshot* earlier,
                   const std::stop_token& stop)
        : database_(database), earlier_(earlier), stop_(stop) {
        for (auto it = database.postlist_begin({}); it != database.postlist_end({}); ++it) {
            docids_.push_back(*it);
            lengths_.push_back(it.get_doclength());
        }
        of_docid_.resize(docids_.empty() ? 0 : std::size_t{docids_.back()} + 1);
        for (std::uint32_t ordinal = 0; ordinal < docids_.size(); ++ordinal)
            of_docid_[docids_[ordinal]] = ordinal;
    }

    std::span<const Xapian::docid> docids() const override { return docids_; }
    std::span<const std::uint32_t> lengths() const override { return lengths_; }

    void for_each_value(std::uint32_t slot, const VisitValue& visit) override {
        throw_if_stopped(stop_);
        for (auto it = database_.valuestream_begin(slot); it != database_.valuestream_end(slot);
             ++it)
            visit(of_docid_[it.get_docid()], *it);
    }

    void for_each_term(const VisitTerm& visit) override {
        std::vector<rank::Posting> postings;
        for (auto term = database_.allterms_begin(); term != database_.allterms_end(); ++term) {
            throw_if_stopped(stop_);
            const std::string name = *term;
            if (is_kept_out_of_ranking(name)) continue;
            postings.clear();
            for (auto it = database_.postlist_begin(name); it != database_.postlist_end(name); ++it)
                postings.push_back({of_docid_[*it], it.get_wdf()});
            visit(name, postings,
                  schema::has_positions(name) ? positions(name, postings) : rank::PositionBytes{});
        }
    }

  private:
    rank::PositionBytes positions(const std::string& term,
                                  std::span<const rank::Posting> postings) {
        sizes_.clear();
        bytes_.clear();
        std::optional<EarlierPositions> known;
        if (earlier_ != nullptr) known.emplace(earlier_->file(), term);
        for (const rank::Posting& posting : postings) {
            const std::size_t before = bytes_.size();
            const Xapian::docid docid = docids_[posting.ordinal];
            const auto ordinal = known ? earlier_->live_ordinal(docid) : std::nullopt;
            if (ordinal) {
                const std::span<const std::byte> found = known->at(*ordinal);
                bytes_.append(reinterpret_cast<const char*>(found.data()), found.size());
            } else {
                look_up(docid, term);
            }
            sizes_.push_back(static_cast<std::uint32_t>(bytes_.size() - before));
        }
        return {sizes_, bytes_};
    }

    void look_up(Xapian::docid docid, const std::string& term) {
        throw_if_stopped(stop_);
        positions_.assign(database_.positionlist_begin(docid, term),
                          database_.positionlist_end(docid, term));
        rank::append_positions(bytes_, positions_);
    }

    const Xapian::Database& database_;
    const RankingSnapshot* earlier_;
    const std::stop_token& stop_;
    std::vector<Xapian::docid> docids_;
    std::vector<std::uint32_t> lengths_;
    std::vector<std::uint32_t> of_docid_;
    std::vector<std::uint32_t> sizes_;
    std::vector<std::uint32_t> positions_;
    std::string bytes_;
};

std::vector<std::uint32_t> newness(RankingSource& source) {
    std::vector<std::string> keys(source.docids().size());
    source.for_each_value(schema::order_slot, [&](std::uint32_t ordinal, std::string_view value) {
        keys[ordinal] = value;
    });
    std::vector<std::uint32_t> sorted(keys.size());
    std::iota(sorted.begin(), sorted.end(), 0U);
    std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
        return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
    });
    std::vector<std::uint32_t> places(keys.size());
    for (std::uint32_t place = 0; place < sorted.size(); ++place)
        places[sorted[place]] = place;
    return places;
}

std::vector<double> numbers(RankingSource& source, std::uint32_t slot) {
    std::vector<double> numbers(source.docids().size(), std::numeric_limits<double>::quiet_NaN());
    source.for_each_value(slot, [&](std::uint32_t ordinal, std::string_view value) {
        numbers[ordinal] = Xapian::sortable_unserialise(std::string(value));
    });
    return numbers;
}

/// Gives every value a code, in the order in which they are met.
class ValueCodes {
  public:
    std::uint32_t code(std::string_view value) {
        const auto [known, fresh] =
            codes_.try_emplace(std::string(value), static_cast<std::uint32_t>(codes_.size()) + 1);
        if (fresh) values_.emplace_back(value);
        return known->second;
    }
    std::vector<std::string> take_values() { return std::move(values_); }

  private:
    std::unordered_map<std::string, std::uint32_t> codes_;
    std::vector<std::string> values_;
};

rank::CategoryValues categories(RankingSource& source, const CategoryColumnInfo& column) {
    rank::CategoryValues categories;
    const std::size_t documents = source.docids().size();
    ValueCodes codes;
    if (!column.multiple) {
        categories.codes.resize(documents);
        source.for_each_value(column.slot, [&](std::uint32_t ordinal, std::string_view value) {
            categories.codes[ordinal] = codes.code(value);
        });
    } else {
        source.for_each_value(column.slot, [&](std::uint32_t ordinal, std::string_view joined) {
            categories.starts.resize(std::size_t{ordinal} + 1,
                                     static_cast<std::uint32_t>(categories.codes.size()));
            for (const std::string_view value : schema::split_values(joined))
                categories.codes.push_back(codes.code(value));
        });
        categories.starts.resize(documents + 1,
                                 static_cast<std::uint32_t>(categories.codes.size()));
    }
    categories.values = codes.take_values();
    return categories;
}

}  // namespace

bool is_kept_out_of_ranking(std::string_view term) {
    return term.starts_with(schema::field("id").prefix) ||
           term.starts_with(schema::duplicate_candidate_prefix) ||
           term.starts_with(schema::story_prefix);
}

void build_ranking_file(RankingSource& source, const std::filesystem::path& path,
                        const std::string& identity) {
    rank::RankingFileBuilder builder(path, identity, source.docids(), source.lengths());
    builder.add_newness(newness(source));
    for (const std::uint32_t slot : number_columns)
        builder.add_numbers(slot, numbers(source, slot));
    for (const CategoryColumnInfo& column : category_columns)
        builder.add_categories(column.slot, categories(source, column));
    source.for_each_term(
        [&](std::string_view term, std::span<const rank::Posting> postings,
            const rank::PositionBytes& positions) { builder.add_term(term, postings, positions); });
    builder.finish();
}

Xapian::docid build_ranking_file(const Xapian::Database& database,
                                 const std::filesystem::path& path, const std::string& identity,
                                 const RankingSnapshot* earlier, const std::stop_token& stop) {
    DatabaseSource source(database, earlier, stop);
    build_ranking_file(source, path, identity);
    return source.docids().empty() ? 0 : source.docids().back();
}

}  // namespace kb::index
