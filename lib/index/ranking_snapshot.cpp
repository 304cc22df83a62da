#include "index/ranking_snapshot.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "index/schema.hpp"
#include "kb/error.hpp"
#include "rank/window.hpp"

namespace kb::index {

namespace {

constexpr unsigned word_bits = rank::WindowBits::word_bits;
constexpr std::size_t most_unpacked_bytes = std::size_t{64} << 20;

}  // namespace

RankingSnapshot::RankingSnapshot(const Xapian::Database& database,
                                 const std::filesystem::path& generation, RankingMark mark)
    : path_(ranking_path(generation, mark)), file_(path_), mark_(std::move(mark)) {
    const std::span<const Xapian::docid> docids = file_.docids();
    if (file_.identity() != ranking_identity(database, mark_) ||
        (!docids.empty() && docids.back() != mark_.last_docid) ||
        file_.newness().size() != file_.documents()) {
        throw rank::DamagedFile("made from another database");
    }
    mask_changed();
}

bool RankingSnapshot::follow(RankingMark mark) {
    if (mark.built_from != mark_.built_from) return false;
    const bool same = mark.changed == mark_.changed;
    mark_ = std::move(mark);
    if (!same) mask_changed();
    return true;
}

void RankingSnapshot::mask_changed() {
    live_.clear();
    live_count_ = file_.documents();
    if (mark_.changed.empty()) return;
    live_.assign(file_.documents() / word_bits + 1, ~std::uint64_t{0});
    for (const Xapian::docid docid : mark_.changed) {
        const auto ordinal = file_.ordinal(docid);
        if (!ordinal) continue;
        live_[*ordinal / word_bits] &= ~(std::uint64_t{1} << *ordinal % word_bits);
        --live_count_;
    }
}

rank::DocumentTable RankingSnapshot::table() const {
    return {file_.documents(), file_.lengths(), file_.newness(), live_};
}

std::optional<std::uint32_t> RankingSnapshot::live_ordinal(Xapian::docid docid) const {
    const std::optional<std::uint32_t> ordinal = file_.ordinal(docid);
    return ordinal && table().is_live(*ordinal) ? ordinal : std::nullopt;
}

bool RankingSnapshot::has_tail(const Xapian::Database& database) const {
    return database.get_doccount() > live_count_;
}

void RankingSnapshot::set_model(const rank::ScoringModel& model) {
    if (model == model_) return;
    model_ = model;
    terms_.clear();
    unpacked_bytes_ = 0;
}

const rank::TermPostings* RankingSnapshot::term(const std::string& name) {
    const auto known = terms_.find(name);
    if (known != terms_.end()) return known->second.get();
    const std::optional<rank::PostingList> list = file_.find(name);
    auto opened =
        list ? std::make_unique<rank::TermPostings>(*list, file_.lengths(), model_) : nullptr;
    constexpr std::size_t entry_bytes = 128;
    unpacked_bytes_ += entry_bytes + name.size() + (opened ? opened->memory() : 0);
    return terms_.emplace(name, std::move(opened)).first->second.get();
}

void RankingSnapshot::bound_memory() {
    if (unpacked_bytes_ <= most_unpacked_bytes) return;
    terms_.clear();
    unpacked_bytes_ = 0;
}

const rank::CategoryColumn* RankingSnapshot::categories(std::uint32_t slot) {
    auto known = categories_.find(slot);
    if (known == categories_.end()) known = categories_.emplace(slot, file_.categories(slot)).first;
    return known->second ? &*known->second : nullptr;
}

std::span<const std::uint32_t> RankingSnapshot::groups() {
    const rank::CategoryColumn* column = categories(schema::group_slot);
    if (column == nullptr || !column->starts.empty())
        throw rank::DamagedFile("no column of near-duplicate groups");
    return column->codes;
}

const std::vector<std::uint64_t>& RankingSnapshot::grouped() {
    if (grouped_.empty()) {
        const std::span<const std::uint32_t> codes = groups();
        grouped_.resize(codes.size() / word_bits + 1);
        for (std::size_t i = 0; i < codes.size(); ++i)
            grouped_[i / word_bits] |= std::uint64_t{codes[i] != 0} << i % word_bits;
    }
    return grouped_;
}

std::span<const double> RankingSnapshot::keys(std::uint32_t name, double (*key)(double),
                                              std::uint32_t slot) {
    auto known = keys_.find(name);
    if (known == keys_.end()) {
        std::vector<double> keys(file_.documents());
        const std::span<const double> numbers = file_.numbers(slot);
        for (std::size_t i = 0; i < keys.size(); ++i)
            keys[i] = key(numbers.empty() ? std::nan("") : numbers[i]);
        known = keys_.emplace(name, std::move(keys)).first;
    }
    return known->second;
}

std::span<const double> RankingSnapshot::oldest_first() {
    const auto key = [](double date) {
        return std::isnan(date) ? -std::numeric_limits<double>::infinity() : -date;
    };
    return keys(schema::field("date").slot, key, schema::field("date").slot);
}

std::span<const double> RankingSnapshot::or_least(std::uint32_t slot) {
    return keys(
        slot, [](double number) { return std::isnan(number) ? -1 : number; }, slot);
}

std::span<const double> RankingSnapshot::newest_first() {
    return keys(
        schema::order_slot, [](double) { return 0.0; }, schema::field("date").slot);
}

std::unique_ptr<RankingSnapshot> open_ranking(const Xapian::Database& database,
                                              const std::filesystem::path& generation,
                                              std::string& problem) {
    problem.clear();
    std::optional<RankingMark> mark = read_mark(database);
    if (!mark) {
        if (has_mark(database)) problem = "the ranking file is of another commit";
        return nullptr;
    }
    try {
        return std::make_unique<RankingSnapshot>(database, generation, std::move(*mark));
    } catch (const rank::DamagedFile& damage) {
        problem = std::string("the ranking file cannot be used: ") + damage.what();
    } catch (const Error& error) {
        problem = error.what();
    }
    return nullptr;
}

}  // namespace kb::index
