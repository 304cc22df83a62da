#include "index/ranking_builder.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <vector>

#include "index/ranking_columns.hpp"
#include "index/schema.hpp"
#include "rank/ranking_file_builder.hpp"

namespace kb::index {

namespace {

/// The documents of the database, numbered as the file does.
class Ordinals {
  public:
    explicit Ordinals(const Xapian::Database& database) {
        for (auto it = database.postlist_begin({}); it != database.postlist_end({}); ++it) {
            docids_.push_back(*it);
            lengths_.push_back(it.get_doclength());
        }
        of_docid_.resize(docids_.empty() ? 0 : std::size_t{docids_.back()} + 1);
        for (std::uint32_t ordinal = 0; ordinal < docids_.size(); ++ordinal)
            of_docid_[docids_[ordinal]] = ordinal;
    }

    std::uint32_t of(Xapian::docid docid) const { return of_docid_[docid]; }
    std::size_t size() const { return docids_.size(); }
    const std::vector<Xapian::docid>& docids() const { return docids_; }
    const std::vector<std::uint32_t>& lengths() const { return lengths_; }

  private:
    std::vector<Xapian::docid> docids_;
    std::vector<std::uint32_t> lengths_;
    std::vector<std::uint32_t> of_docid_;
};

/// Calls visit(ordinal, value) for every document with a value in the slot.
template <typename Visit>
void for_each_value(const Xapian::Database& database, const Ordinals& ordinals, std::uint32_t slot,
                    Visit&& visit) {
    for (auto it = database.valuestream_begin(slot); it != database.valuestream_end(slot); ++it)
        visit(ordinals.of(it.get_docid()), *it);
}

std::vector<std::uint32_t> newness(const Xapian::Database& database, const Ordinals& ordinals) {
    std::vector<std::string> keys(ordinals.size());
    for_each_value(
        database, ordinals, schema::order_slot,
        [&](std::uint32_t ordinal, std::string value) { keys[ordinal] = std::move(value); });
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

std::vector<double> numbers(const Xapian::Database& database, const Ordinals& ordinals,
                            std::uint32_t slot) {
    std::vector<double> numbers(ordinals.size(), std::numeric_limits<double>::quiet_NaN());
    for_each_value(database, ordinals, slot, [&](std::uint32_t ordinal, const std::string& value) {
        numbers[ordinal] = Xapian::sortable_unserialise(value);
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

rank::CategoryValues categories(const Xapian::Database& database, const Ordinals& ordinals,
                                const CategoryColumnInfo& column) {
    rank::CategoryValues categories;
    ValueCodes codes;
    if (!column.multiple) {
        categories.codes.resize(ordinals.size());
        for_each_value(database, ordinals, column.slot,
                       [&](std::uint32_t ordinal, const std::string& value) {
                           categories.codes[ordinal] = codes.code(value);
                       });
    } else {
        for_each_value(
            database, ordinals, column.slot, [&](std::uint32_t ordinal, const std::string& joined) {
                categories.starts.resize(std::size_t{ordinal} + 1,
                                         static_cast<std::uint32_t>(categories.codes.size()));
                for (const std::string_view value : schema::split_values(joined))
                    categories.codes.push_back(codes.code(value));
            });
        categories.starts.resize(ordinals.size() + 1,
                                 static_cast<std::uint32_t>(categories.codes.size()));
    }
    categories.values = codes.take_values();
    return categories;
}

}  // namespace

bool is_kept_out_of_ranking(const std::string& term) {
    static const std::string identity(schema::field("id").prefix);
    return term.starts_with(identity) || term.starts_with(schema::duplicate_candidate_prefix) ||
           term.starts_with(schema::story_prefix);
}

Xapian::docid build_ranking_file(const Xapian::Database& database,
                                 const std::filesystem::path& path, const std::string& identity) {
    const Ordinals ordinals(database);
    rank::RankingFileBuilder builder(path, identity, ordinals.docids(), ordinals.lengths());
    builder.add_newness(newness(database, ordinals));
    for (const std::uint32_t slot : number_columns)
        builder.add_numbers(slot, numbers(database, ordinals, slot));
    for (const CategoryColumnInfo& column : category_columns)
        builder.add_categories(column.slot, categories(database, ordinals, column));
    std::vector<rank::Posting> postings;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        const std::string name = *term;
        if (is_kept_out_of_ranking(name)) continue;
        postings.clear();
        for (auto it = database.postlist_begin(name); it != database.postlist_end(name); ++it)
            postings.push_back({ordinals.of(*it), it.get_wdf()});
        builder.add_term(name, postings);
    }
    builder.finish();
    return ordinals.docids().empty() ? 0 : ordinals.docids().back();
}

}  // namespace kb::index
