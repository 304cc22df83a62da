#include "support/comparison.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace kb::bench {

namespace {

using Counts = std::map<std::string, std::uint64_t>;

/// What must be the same on both sides.
struct Answer {
    std::uint64_t total = 0;
    std::vector<Counts> facets = {};

    bool operator==(const Answer&) const = default;
};

Answer answer_of(const Results& results) {
    Answer answer{results.total};
    for (const Facet& facet : results.facets) {
        Counts& counts = answer.facets.emplace_back();
        for (const FacetValue& value : facet.values)
            counts[value.value] = value.count;
    }
    return answer;
}

/// What Xapian found and counted.
struct XapianResults {
    Xapian::MSet hits;
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies = {};
};

XapianResults search_xapian(const Xapian::Database& database, const Question& question,
                            bool exact_total) {
    XapianResults results;
    Xapian::Enquire enquire(database);
    enquire.set_query(question.xapian(database));
    if (question.kb.limit == 0) enquire.set_weighting_scheme(Xapian::BoolWeight());
    for (const Xapian::valueno slot : question.counted) {
        results.spies.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(slot));
        enquire.add_matchspy(results.spies.back().get());
    }
    results.hits = enquire.get_mset(0, static_cast<Xapian::doccount>(question.kb.limit),
                                    exact_total ? database.get_doccount() : 0);
    for (auto hit = results.hits.begin(); hit != results.hits.end(); ++hit)
        benchmark::DoNotOptimize(document_from_json(hit.get_document().get_data()));
    return results;
}

Answer answer_of(const XapianResults& results) {
    Answer answer{results.hits.get_matches_estimated()};
    for (const auto& spy : results.spies) {
        Counts& counts = answer.facets.emplace_back();
        for (auto value = spy->values_begin(); value != spy->values_end(); ++value)
            counts[*value] = value.get_termfreq();
    }
    return answer;
}

class Contest {
  public:
    explicit Contest(Comparison comparison) : comparison_(std::move(comparison)) {}

    void run_kb(benchmark::State& state) {
        run(state, [](const Collection& collection, const Question& question) {
            return collection.kb.search(question.kb);
        });
    }

    void run_xapian(benchmark::State& state, bool exact_total) {
        run(state, [exact_total](const Collection& collection, const Question& question) {
            return search_xapian(collection.xapian, question, exact_total);
        });
    }

  private:
    template <typename Ask>
    void run(benchmark::State& state, const Ask& ask) {
        if (!found_) found_ = agree();
        const Collection& collection = comparison_.collection();
        std::size_t next = 0;
        for ([[maybe_unused]] auto _ : state)
            benchmark::DoNotOptimize(ask(collection, questions_[next++ % questions_.size()]));
        state.counters["documents"] = static_cast<double>(collection.documents);
        state.counters["found"] = *found_ / static_cast<double>(questions_.size());
    }

    /// Asks everything on both sides, which also warms the caches. The number of documents found.
    double agree() {
        const Collection& collection = comparison_.collection();
        questions_ = comparison_.questions();
        double found = 0;
        for (const Question& question : questions_) {
            const Answer ours = answer_of(collection.kb.search(question.kb));
            const Answer theirs = answer_of(search_xapian(collection.xapian, question, true));
            if (ours != theirs) {
                throw std::runtime_error(
                    comparison_.name + ": " + question.kb.query +
                    ": kb finds or counts otherwise: " + std::to_string(ours.total) +
                    " documents, Xapian " + std::to_string(theirs.total));
            }
            found += static_cast<double>(ours.total);
        }
        if (found == 0) throw std::runtime_error(comparison_.name + ": nothing found");
        return found;
    }

    Comparison comparison_;
    std::vector<Question> questions_;
    std::optional<double> found_;
};

}  // namespace

SearchRequest ten_hits(const std::string& query) {
    SearchRequest request;
    request.query = query;
    request.snippet_length = 0;
    request.collapse = false;
    return request;
}

Xapian::Query stem_of(const std::string& word) {
    static const Xapian::Stem stem("en");
    return Xapian::Query("Z" + stem(word));
}

void compare(Comparison comparison) {
    const std::string name = comparison.name;
    const bool also_without_total = comparison.also_without_total;
    const auto contest = std::make_shared<Contest>(std::move(comparison));
    const auto add = [&](const std::string& side, auto run) {
        benchmark::RegisterBenchmark((name + "/" + side).c_str(), run)
            ->Unit(benchmark::kMicrosecond);
    };
    add("kb", [contest](benchmark::State& state) { contest->run_kb(state); });
    add("xapian", [contest](benchmark::State& state) { contest->run_xapian(state, true); });
    if (!also_without_total) return;
    add("xapian_without_total",
        [contest](benchmark::State& state) { contest->run_xapian(state, false); });
}

}  // namespace kb::bench
