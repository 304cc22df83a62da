#include "index/bulk/merge.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <thread>
#include <utility>

#include "index/bulk/term_merge.hpp"
#include "index/duplicates.hpp"
#include "index/glass/encoding.hpp"
#include "index/glass/positions.hpp"
#include "index/glass/postlist_table.hpp"
#include "index/glass/term_list.hpp"
#include "index/glass/version_file.hpp"
#include "index/metadata.hpp"
#include "index/ranking_builder.hpp"
#include "index/ranking_mark.hpp"
#include "index/schema.hpp"
#include "index/stopping.hpp"
#include "rank/positions.hpp"

namespace kb::index::bulk {

namespace fs = std::filesystem;

namespace {

/// What is known only when all documents are: the terms and values of near-duplicate groups.
class GroupTerms {
  public:
    explicit GroupTerms(const std::map<Xapian::docid, Xapian::docid>& groups) : groups_(groups) {
        for (const auto& [document, group] : groups) {
            for (std::string& term : duplicate_group_terms(name(group)))
                terms_[std::move(term)].push_back({document - 1, 0});
        }
    }

    static std::string name(Xapian::docid group) { return std::to_string(group); }

    const std::map<std::string, std::vector<rank::Posting>>& terms() const { return terms_; }
    std::optional<Xapian::docid> group(Xapian::docid document) const {
        const auto known = groups_.find(document);
        return known == groups_.end() ? std::nullopt : std::optional(known->second);
    }
    const std::map<Xapian::docid, Xapian::docid>& all() const { return groups_; }

  private:
    const std::map<Xapian::docid, Xapian::docid>& groups_;
    std::map<std::string, std::vector<rank::Posting>> terms_;
};

/// Both tables that are keyed by document.
struct DocumentTables {
    glass::TableRoot data;
    glass::TableRoot terms;
};

DocumentTables write_documents(const Material& material, const GroupTerms& groups,
                               const fs::path& directory, const std::stop_token& stop) {
    glass::TableWriter data(directory / "docdata.glass");
    glass::TableWriter terms(directory / "termlist.glass");
    Xapian::docid document = 0;
    std::string key;
    for (const Run& run : material.runs) {
        for (SectionReader reader(material.file, run.documents); !reader.at_end();) {
            throw_if_stopped(stop);
            const std::optional<Xapian::docid> group = groups.group(++document);
            key.clear();
            glass::append_sortable(key, document);
            data.add(key, reader.text());
            const std::string_view list = reader.text();
            if (group) {
                terms.add(key,
                          glass::with_terms(list, duplicate_group_terms(GroupTerms::name(*group))));
            } else {
                terms.add(key, list);
            }
            key += '\0';
            const std::string_view slots = reader.text();
            if (group) {
                terms.add(key, glass::with_slot(slots, schema::group_slot));
            } else if (!slots.empty()) {
                terms.add(key, slots);
            }
        }
    }
    return {data.finish(), terms.finish()};
}

std::optional<glass::TableRoot> write_positions(const Material& material, const fs::path& directory,
                                                const std::stop_token& stop) {
    std::optional<glass::TableWriter> table;
    TermMerge merge(material.file, material.runs, &Run::positions);
    std::string key;
    std::string encoded;
    std::vector<std::uint32_t> positions;
    while (true) {
        const auto& sources = merge.next();
        if (sources.empty()) break;
        if (!table) table.emplace(directory / "position.glass");
        key.clear();
        glass::append_term(key, sources.front()->term);
        key += '\0';
        const std::size_t term_bytes = key.size();
        for (TermMerge::Source* source : sources) {
            throw_if_stopped(stop);
            for (std::uint64_t left = source->reader.number(); left > 0; --left) {
                key.resize(term_bytes);
                const auto document = static_cast<Xapian::docid>(source->reader.number());
                glass::append_sortable(key, source->first + document);
                positions.clear();
                rank::PositionReader reader(std::as_bytes(std::span(source->reader.text())));
                while (reader.next())
                    positions.push_back(static_cast<std::uint32_t>(reader.position()));
                encoded.clear();
                glass::append_positions(encoded, positions);
                table->add(key, encoded);
            }
        }
    }
    return table ? std::optional(table->finish()) : std::nullopt;
}

/// Values of all documents, in slots and documents ascending.
class Values {
  public:
    Values(const Material& material, const GroupTerms& groups)
        : material_(material), groups_(groups) {
        for (const Run& run : material.runs) {
            for (const SlotValues& values : run.values)
                slots_.insert(values.slot);
        }
        if (!groups.all().empty()) slots_.insert(schema::group_slot);
    }

    const std::set<std::uint32_t>& slots() const { return slots_; }

    /// Calls visit(ordinal, value) for every document with a value in the slot.
    template <typename Visit>
    void for_each(std::uint32_t slot, Visit&& visit) const {
        if (slot == schema::group_slot) {
            for (const auto& [document, group] : groups_.all())
                visit(document - 1, GroupTerms::name(group));
            return;
        }
        for (const Run& run : material_.runs) {
            const SlotValues* values = find(run, slot);
            if (values == nullptr) continue;
            SectionReader reader(material_.file, values->section);
            while (!reader.at_end()) {
                const auto document = static_cast<std::uint32_t>(reader.number());
                visit(run.first - 1 + document, reader.text());
            }
        }
    }

    /// How many, the least, the greatest.
    SlotValues summary(std::uint32_t slot) const {
        SlotValues all;
        const auto take = [&all](std::uint32_t count, const std::string& least,
                                 const std::string& greatest) {
            if (all.count == 0 || least < all.least) all.least = least;
            if (all.count == 0 || greatest > all.greatest) all.greatest = greatest;
            all.count += count;
        };
        if (slot == schema::group_slot) {
            for (const auto& [document, group] : groups_.all())
                take(1, GroupTerms::name(group), GroupTerms::name(group));
        }
        for (const Run& run : material_.runs) {
            if (const SlotValues* values = find(run, slot))
                take(values->count, values->least, values->greatest);
        }
        return all;
    }

  private:
    static const SlotValues* find(const Run& run, std::uint32_t slot) {
        const auto found =
            std::find_if(run.values.begin(), run.values.end(),
                         [&](const SlotValues& values) { return values.slot == slot; });
        return found == run.values.end() ? nullptr : &*found;
    }

    const Material& material_;
    const GroupTerms& groups_;
    std::set<std::uint32_t> slots_;
};

/// Where the terms that are asked for, in ascending order, stand in their documents.
class TermPositions {
  public:
    explicit TermPositions(const Material& material)
        : merge_(material.file, material.runs, &Run::positions) {
        sources_ = &merge_.next();
    }

    /// Of a term of these postings; valid until the next call.
    rank::PositionBytes of(std::string_view term, std::span<const rank::Posting> postings) {
        sizes_.clear();
        bytes_.clear();
        while (!sources_->empty() && sources_->front()->term < term) {
            for (TermMerge::Source* source : *sources_)
                pass_over(*source);
            sources_ = &merge_.next();
        }
        if (sources_->empty() || sources_->front()->term != term) return {};
        for (TermMerge::Source* source : *sources_)
            take(*source, postings);
        sizes_.resize(postings.size());
        sources_ = &merge_.next();
        return {sizes_, bytes_};
    }

  private:
    static void pass_over(TermMerge::Source& source) {
        for (std::uint64_t left = source.reader.number(); left > 0; --left) {
            source.reader.number();
            source.reader.text();
        }
    }

    void take(TermMerge::Source& source, std::span<const rank::Posting> postings) {
        for (std::uint64_t left = source.reader.number(); left > 0; --left) {
            const std::uint64_t ordinal = source.first - 1 + source.reader.number();
            const std::string_view positions = source.reader.text();
            while (postings[sizes_.size()].ordinal < ordinal)
                sizes_.push_back(0);
            sizes_.push_back(static_cast<std::uint32_t>(positions.size()));
            bytes_ += positions;
        }
    }

    TermMerge merge_;
    const std::vector<TermMerge::Source*>* sources_;
    std::vector<std::uint32_t> sizes_;
    std::string bytes_;
};

/// Writes the table of postings; a ranking file can be made of what passes.
class Postings final : public RankingSource {
  public:
    Postings(const Material& material, const GroupTerms& groups, const Metadata& metadata,
             const fs::path& path, std::stop_token stop)
        : material_(material),
          groups_(groups),
          values_(material, groups),
          table_(path),
          stop_(std::move(stop)) {
        docids_.resize(material.lengths.size());
        std::iota(docids_.begin(), docids_.end(), Xapian::docid{1});
        for (const auto& [key, value] : metadata) {
            if (!value.empty()) table_.add_metadata(key, value);
        }
        for (const std::uint32_t slot : values_.slots()) {
            const SlotValues all = values_.summary(slot);
            table_.add_value_statistics(slot, all.count, all.least, all.greatest);
        }
        for (const std::uint32_t slot : values_.slots()) {
            throw_if_stopped(stop_);
            values_.for_each(slot, [&](std::uint32_t document, std::string_view value) {
                table_.add_value(slot, document, value);
            });
        }
        table_.add_lengths(material.lengths);
    }

    std::span<const Xapian::docid> docids() const override { return docids_; }
    std::span<const std::uint32_t> lengths() const override { return material_.lengths; }
    void for_each_value(std::uint32_t slot, const VisitValue& visit) override {
        values_.for_each(slot, visit);
    }

    /// Also writes them, so it is to be called once.
    void for_each_term(const VisitTerm& visit) override {
        auto group = groups_.terms().begin();
        const auto add_groups_before = [&](const std::string* term) {
            for (; group != groups_.terms().end() && (term == nullptr || group->first < *term);
                 ++group) {
                table_.add_term(group->first, 0, group->second);
                visit(group->first, group->second, {});
            }
        };
        TermMerge merge(material_.file, material_.runs, &Run::postings);
        TermPositions positions(material_);
        while (true) {
            const auto& sources = merge.next();
            if (sources.empty()) break;
            throw_if_stopped(stop_);
            const std::string& term = sources.front()->term;
            add_groups_before(&term);
            const std::uint64_t frequency = read(sources);
            greatest_wdf_ = std::max(greatest_wdf_, greatest(postings_));
            table_.add_term(term, frequency, postings_);
            if (!is_kept_out_of_ranking(term))
                visit(term, postings_, positions.of(term, postings_));
        }
        add_groups_before(nullptr);
    }

    glass::TableRoot finish() { return table_.finish(); }
    std::uint32_t greatest_wdf() const { return greatest_wdf_; }

  private:
    /// The postings of a term, from all runs; returns the sum of their wdfs.
    std::uint64_t read(const std::vector<TermMerge::Source*>& sources) {
        postings_.clear();
        std::uint64_t frequency = 0;
        for (TermMerge::Source* source : sources) {
            std::uint64_t left = source->reader.number();
            frequency += source->reader.number();
            std::uint32_t document = source->first - 1;
            for (; left > 0; --left, ++document) {
                document += static_cast<std::uint32_t>(source->reader.number());
                postings_.push_back(
                    {document, static_cast<std::uint32_t>(source->reader.number())});
            }
        }
        return frequency;
    }

    static std::uint32_t greatest(std::span<const rank::Posting> postings) {
        std::uint32_t greatest = 0;
        for (const rank::Posting& posting : postings)
            greatest = std::max(greatest, posting.wdf);
        return greatest;
    }

    const Material& material_;
    const GroupTerms& groups_;
    Values values_;
    glass::PostlistTable table_;
    std::stop_token stop_;
    std::vector<Xapian::docid> docids_;
    std::vector<rank::Posting> postings_;
    std::uint32_t greatest_wdf_ = 0;
};

glass::Statistics statistics_of(const Material& material, std::uint32_t greatest_wdf) {
    glass::Statistics statistics;
    statistics.documents = static_cast<std::uint32_t>(material.lengths.size());
    statistics.last_docid = statistics.documents;
    statistics.greatest_wdf = greatest_wdf;
    for (const std::uint32_t length : material.lengths) {
        statistics.total_length += length;
        statistics.longest = std::max(statistics.longest, length);
        if (length != 0 && (statistics.shortest == 0 || length < statistics.shortest))
            statistics.shortest = length;
    }
    return statistics;
}

/// Runs both, the first on a thread of its own if wanted.
void run_both(bool threaded, const std::function<void()>& first,
              const std::function<void()>& second) {
    if (!threaded) {
        first();
        second();
        return;
    }
    std::exception_ptr failure;
    std::thread thread([&] {
        try {
            first();
        } catch (...) {
            failure = std::current_exception();
        }
    });
    try {
        second();
    } catch (...) {
        thread.join();
        throw;
    }
    thread.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

void merge(const Material& material, const fs::path& directory, const MergeOptions& options) {
    const GroupTerms groups(material.groups);
    const glass::Uuid uuid = glass::random_uuid();
    RankingMark mark;
    mark.built_from = glass::first_revision;
    mark.revision = glass::first_revision;
    mark.last_docid = static_cast<Xapian::docid>(material.lengths.size());
    Metadata metadata = material.metadata;
    if (options.ranked) metadata.merge(metadata_of(mark));
    metadata[std::string(metadata_digest_key)] = metadata_digest_of(metadata);
    glass::Tables tables;
    std::uint32_t greatest_wdf = 0;
    const auto write_by_document = [&] {
        tables.position = write_positions(material, directory, options.stop);
        const DocumentTables documents = write_documents(material, groups, directory, options.stop);
        tables.docdata = documents.data;
        tables.termlist = documents.terms;
    };
    const auto write_by_term = [&] {
        Postings postings(material, groups, metadata, directory / "postlist.glass", options.stop);
        if (options.ranked) {
            build_ranking_file(postings, ranking_path(directory, mark),
                               ranking_identity(glass::to_string(uuid), mark));
        } else {
            postings.for_each_term([](auto, auto, auto) {});
        }
        tables.postlist = postings.finish();
        greatest_wdf = postings.greatest_wdf();
    };
    run_both(options.threaded, write_by_document, write_by_term);
    glass::write_version_file(directory, uuid, tables, statistics_of(material, greatest_wdf));
}

}  // namespace kb::index::bulk
