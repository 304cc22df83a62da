#include "rank/ranked_search.hpp"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <random>

#include "rank/ranking_file.hpp"
#include "rank/score_kernels.hpp"
#include "support/rank/collection.hpp"
#include "support/rank/exhaustive_search.hpp"
#include "support/temporary_directory.hpp"

using namespace kb;
using namespace kb::rank;
using test::PlainQuery;
using Form = PlainQuery::Form;

namespace {

/// Binds plain queries to a ranking file.
class Binder {
  public:
    Binder(const RankingFile& file, const ScoringModel& model) : file_(file), model_(model) {}

    Expression bind(const PlainQuery& query) {
        switch (query.form) {
            case Form::nothing:
                return {Nothing{}};
            case Form::everything:
                return {Everything{}};
            case Form::word:
                return {Word{cursors(query.terms), query.weight}};
            case Form::any_term:
                return {AnyTerm{cursors(query.terms)}};
            case Form::listed:
                return {Listed{query.ordinals}};
            case Form::phrase:
                if (cursors(query.terms).size() < query.terms.size()) return {Nothing{}};
                return {Phrase{cursors(query.terms), query.window}};
            case Form::between:
                return {NumberBetween{file_.numbers(test::points_column), query.low, query.high}};
            case Form::all_of:
                return {AllOf{operands(query)}};
            case Form::any_of:
                return {AnyOf{operands(query)}};
            case Form::preferring:
                return {Preferring{operands(query)}};
            case Form::restricted:
                return {Restricted{operands(query)}};
            case Form::excluding:
                return {Excluding{operands(query)}};
        }
        return {};
    }

  private:
    std::vector<Expression> operands(const PlainQuery& query) {
        std::vector<Expression> bound;
        for (const PlainQuery& operand : query.operands)
            bound.push_back(bind(operand));
        return bound;
    }

    std::vector<ListCursor> cursors(const std::vector<std::string>& terms) {
        std::vector<ListCursor> found;
        for (const std::string& term : terms) {
            auto& opened = opened_[term];
            if (!opened) {
                const auto list = file_.find(term);
                if (!list) continue;
                opened = std::make_unique<TermPostings>(*list, file_.lengths(), model_);
            }
            found.emplace_back(*opened);
        }
        return found;
    }

    const RankingFile& file_;
    ScoringModel model_;
    std::map<std::string, std::unique_ptr<TermPostings>> opened_;
};

class QueryMaker {
  public:
    QueryMaker(std::mt19937& random, std::uint32_t documents, unsigned words)
        : random_(random), documents_(documents), words_(words) {}

    PlainQuery make(unsigned depth) {
        if (depth == 0) return leaf();
        PlainQuery query;
        switch (below(9)) {
            case 0:
            case 1:
            case 2:
                query.form = Form::any_of;
                add_operands(query, 2 + below(4), depth);
                break;
            case 3:
            case 4:
                query.form = Form::all_of;
                add_operands(query, 2 + below(2), depth);
                break;
            case 5:
                query.form = Form::preferring;
                add_operands(query, 2, depth);
                break;
            case 6:
                query.form = Form::restricted;
                add_operands(query, 2, depth);
                break;
            case 7:
                query.form = Form::excluding;
                add_operands(query, 2, depth);
                break;
            default:
                return leaf();
        }
        return query;
    }

    /// Words side by side, as most queries are.
    PlainQuery words(Form form) {
        PlainQuery query;
        query.form = form;
        for (std::uint32_t count = 1 + below(5); count > 0; --count)
            query.operands.push_back(word());
        return query;
    }

    PlainQuery filter() {
        PlainQuery query;
        query.form = Form::any_term;
        query.terms = {"f" + std::to_string(below(6))};
        return query;
    }

    /// As phrases are searched: scored by words, selected by where terms stand.
    PlainQuery words_in_a_row() {
        PlainQuery query;
        query.form = Form::restricted;
        query.operands = {words(Form::all_of), phrase()};
        return query;
    }

    PlainQuery word() {
        PlainQuery query;
        query.form = Form::word;
        query.weight = 0.1 * (1 + below(60));
        add_terms(query, 1 + below(4) / 3);
        return query;
    }

  private:
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

    void add_operands(PlainQuery& query, std::uint32_t count, unsigned depth) {
        for (; count > 0; --count)
            query.operands.push_back(make(depth - 1));
    }

    void add_terms(PlainQuery& query, std::uint32_t count) {
        for (; count > 0; --count) {
            const unsigned range = below(2) == 0 ? words_ : 8;
            const std::string term = "w" + std::to_string(below(range));
            if (std::find(query.terms.begin(), query.terms.end(), term) == query.terms.end())
                query.terms.push_back(term);
        }
    }

    PlainQuery phrase() {
        PlainQuery query;
        query.form = Form::phrase;
        add_terms(query, 1 + below(3));
        if (below(3) == 0) query.window = static_cast<std::uint32_t>(query.terms.size()) + below(4);
        return query;
    }

    PlainQuery leaf() {
        PlainQuery query;
        switch (below(12)) {
            case 0:
                query.form = Form::everything;
                break;
            case 1:
                return filter();
            case 2:
                return phrase();
            case 3:
                query.form = Form::between;
                query.low = below(100);
                query.high = query.low + below(50);
                break;
            case 4:
                query.form = Form::listed;
                for (std::uint32_t i = 0; i < documents_; i += 1 + below(40))
                    query.ordinals.push_back(i);
                break;
            case 5:
                query.form = below(4) == 0 ? Form::nothing : Form::everything;
                break;
            default:
                return word();
        }
        return query;
    }

    std::mt19937& random_;
    std::uint32_t documents_;
    unsigned words_;
};

/// A collection, its file, and what is asked of both.
class Comparison {
  public:
    /// Every word is there so many times as often as in the usual collections.
    Comparison(std::mt19937& random, std::uint32_t documents, unsigned words,
               std::uint32_t repeated = 1)
        : random_(random), collection_(test::random_collection(random, documents, words)) {
        for (auto& [term, postings] : collection_.terms) {
            for (auto& [ordinal, wdf] : postings)
                wdf *= repeated;
        }
        for (std::uint32_t& length : collection_.lengths)
            length *= repeated;
        test::write_ranking_file(collection_, directory_ / "ranking");
        file_ = std::make_unique<RankingFile>(directory_ / "ranking");
        model_.parameters = {.k1 = static_cast<double>(random() % 25) / 10,
                             .b = static_cast<double>(random() % 11) / 10};
        // Statistics move on after a file was written.
        model_.average_length =
            collection_.average_length() * (0.5 + static_cast<double>(random() % 10) / 10);
    }

    void check(const PlainQuery& query) {
        const std::set<std::uint32_t> dead =
            random_() % 3 == 0 ? some() : std::set<std::uint32_t>();
        const bool collapse = random_() % 2 == 0;
        const bool by_key = random_() % 5 == 0;
        const std::size_t limit = std::vector<std::size_t>{1, 10, 100, 100'000}[random_() % 4];

        std::vector<double> keys;
        if (by_key) {
            for (std::uint32_t i = 0; i < collection_.size(); ++i)
                keys.push_back(i % 17);
        }
        const std::vector<std::uint64_t> live = live_bits(dead);
        const DocumentTable table = {collection_.size(), file_->lengths(), file_->newness(),
                                     dead.empty() ? std::span<const std::uint64_t>() : live};
        RankedRequest request;
        request.limit = limit;
        request.model = model_;
        request.sort_keys = keys;
        if (collapse) request.groups = file_->categories(test::group_column)->codes;

        Binder binder(*file_, model_);
        Expression bound = binder.bind(query);
        const test::ExhaustiveSearch slow(collection_, model_);
        const std::vector<Ranked> expected = slow.best(query, limit, collapse, dead, keys);
        const std::vector<Ranked> found = best_documents(bound, table, request);
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            REQUIRE(found[i].ordinal == expected[i].ordinal);
            REQUIRE(found[i].score == expected[i].score);  // to the bit
            if (i < 3 && !by_key)
                CHECK(score_of(bound, table, model_, found[i].ordinal) == found[i].score);
        }
        CHECK(count_matches(bound, table) == slow.count(query, dead));
    }

  private:
    std::set<std::uint32_t> some() {
        std::set<std::uint32_t> chosen;
        for (std::uint32_t i = 0; i < collection_.size();
             i += 1 + static_cast<std::uint32_t>(random_() % 9))
            chosen.insert(i);
        return chosen;
    }

    std::vector<std::uint64_t> live_bits(const std::set<std::uint32_t>& dead) const {
        std::vector<std::uint64_t> bits(collection_.size() / 64 + 1);
        for (std::uint32_t i = 0; i < collection_.size(); ++i) {
            if (!dead.contains(i)) bits[i / 64] |= std::uint64_t{1} << i % 64;
        }
        return bits;
    }

    std::mt19937& random_;
    test::TemporaryDirectory directory_;
    test::PlainCollection collection_;
    std::unique_ptr<RankingFile> file_;
    ScoringModel model_;
};

}  // namespace

TEST_CASE("queries of every form find what the exhaustive search finds, with the same scores") {
    for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const std::uint32_t documents = seed == 1 ? 0 : seed == 2 ? 100 : 600 * seed;
        const unsigned words = 300;
        Comparison comparison(random, documents, words);
        QueryMaker queries(random, documents, words);
        for (int trial = 0; trial < 40; ++trial) {
            CAPTURE(trial);
            comparison.check(queries.make(static_cast<unsigned>(random() % 4)));
        }
    }
}

TEST_CASE("unions, intersections and filtered unions agree on many windows of documents") {
    std::mt19937 random(11);
    constexpr std::uint32_t documents = 9'000;
    constexpr unsigned words = 400;
    Comparison comparison(random, documents, words);
    QueryMaker queries(random, documents, words);
    for (int trial = 0; trial < 25; ++trial) {
        CAPTURE(trial);
        const PlainQuery words_together =
            queries.words(trial % 3 == 0 ? Form::all_of : Form::any_of);
        comparison.check(words_together);
        PlainQuery filtered;
        filtered.form = trial % 2 == 0 ? Form::restricted : Form::excluding;
        filtered.operands = {words_together, queries.filter()};
        comparison.check(filtered);
        comparison.check(queries.word());
        comparison.check(queries.words_in_a_row());
    }
}

TEST_CASE("words that stand in a document hundreds of times count as often") {
    std::mt19937 random(12);
    Comparison comparison(random, 2'000, 100, 90);
    QueryMaker queries(random, 2'000, 100);
    for (int trial = 0; trial < 40; ++trial) {
        CAPTURE(trial);
        comparison.check(queries.words(trial % 2 == 0 ? Form::all_of : Form::any_of));
        comparison.check(queries.make(2));
    }
}

TEST_CASE("every kind of machine computes the same scores to the bit") {
    if (avx2_kernels() == nullptr) {
        MESSAGE("this machine has no AVX2: nothing to compare");
        return;
    }
    std::mt19937 random(12);
    std::vector<std::uint32_t> lengths(1000);
    for (std::uint32_t& length : lengths)
        length = static_cast<std::uint32_t>(random()) >> (random() % 32);
    for (std::size_t size = 0; size <= 128; ++size) {
        std::vector<std::uint32_t> ordinals(size);
        std::vector<std::uint32_t> wdfs(size);
        for (std::size_t i = 0; i < size; ++i) {
            ordinals[i] = static_cast<std::uint32_t>(random() % lengths.size());
            wdfs[i] = static_cast<std::uint32_t>(random()) >> (random() % 33 % 32);
        }
        const Bm25Scorer scorer({.k1 = 1.1, .b = 0.3}, 57.5, 3.25);
        std::vector<double> portable(size);
        std::vector<double> fast(size);
        portable_kernels().score(scorer, ordinals, wdfs, lengths, portable.data());
        avx2_kernels()->score(scorer, ordinals, wdfs, lengths, fast.data());
        CHECK(portable == fast);
        for (std::size_t i = 0; i < size; ++i)
            CHECK(portable[i] == scorer.score(wdfs[i], lengths[ordinals[i]]));
    }
    std::vector<std::uint64_t> words(5);
    for (std::uint64_t& word : words)
        word = std::uint64_t{random()} << 32 | random();
    for (std::size_t begin = 0; begin <= 320; begin += 13) {
        for (std::size_t end = begin; end <= 320; end += 7) {
            std::size_t count = 0;
            for (std::size_t i = begin; i < end; ++i)
                count += words[i / 64] >> (i % 64) & 1;
            CHECK(portable_kernels().count_bits(words.data(), begin, end) == count);
            CHECK(avx2_kernels()->count_bits(words.data(), begin, end) == count);
        }
    }
}
