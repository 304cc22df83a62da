#include "rank/ranked_search.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "rank/bm25.hpp"
#include "rank/score_kernels.hpp"
#include "rank/scored_words.hpp"

namespace kb::rank {

namespace {

/// Sums of the same scores in another order differ by rounding; nothing within this of the
/// threshold is given up before its exact score is known.
constexpr double rounding = 1e-9;

/// The live documents of a window.
WindowBits live_documents(const DocumentTable& table, std::uint32_t window) {
    const std::uint32_t begin = window * window_size;
    WindowBits bits = WindowBits::first(std::min(window_size, table.documents - begin));
    if (table.live.empty()) return bits;
    const std::size_t first = begin / WindowBits::word_bits;
    for (std::size_t i = 0; i < WindowBits::word_count; ++i)
        bits.words[i] &= first + i < table.live.size() ? table.live[first + i] : 0;
    return bits;
}

bool stopped(const DocumentTable& table) {
    return table.stop && table.stop();
}

/// What is found, put in order.
class Ranking {
  public:
    Ranking(const DocumentTable& table, const RankedRequest& request)
        : table_(table), request_(request), best_(request.limit) {}

    double threshold() const { return std::max(best_.threshold(), request_.at_least); }

    void add(std::uint32_t ordinal, double score) {
        if (score < request_.at_least) return;
        best_.add({score, table_.newness[ordinal], ordinal,
                   request_.groups.empty() ? 0 : request_.groups[ordinal]});
    }

    std::vector<Ranked> take() { return best_.take(); }

  private:
    const DocumentTable& table_;
    const RankedRequest& request_;
    TopDocuments best_;
};

/// A term of a scored word, within the window that is being looked at.
struct ScoredList {
    ListCursor* cursor = nullptr;
    const Bm25Scorer* scorer = nullptr;
    double weight = 0;
    double bound = 0;  ///< of its scores in the window
};

class RankedSearch {
  public:
    RankedSearch(Expression& expression, const DocumentTable& table, const RankedRequest& request)
        : expression_(expression),
          table_(table),
          words_(scored_words(expression, request.model)),
          kernels_(best_kernels()),
          ranking_(table, request) {
        for (ScoredWord& scored : words_) {
            for (ListCursor& term : scored.word->terms)
                lists_.push_back({&term, &scored.scorer, scored.word->weight, 0});
        }
        plan_constraints();
    }

    std::vector<Ranked> run() {
        std::vector<BoundedWindow> windows = bounded_windows();
        std::make_heap(windows.begin(), windows.end());
        for (auto end = windows.end(); end != windows.begin(); --end) {
            if (windows.front().bound < ranking_.threshold() || stopped(table_)) break;
            std::pop_heap(windows.begin(), end);
            search((end - 1)->window, (end - 1)->bound);
        }
        return ranking_.take();
    }

  private:
    struct BoundedWindow {
        double bound = 0;
        std::uint32_t window = 0;

        /// Of equal bounds the earlier window comes first.
        bool operator<(const BoundedWindow& other) const {
            return bound != other.bound ? bound < other.bound : window > other.window;
        }
    };

    /// A part that must match, or must not, apart from the words.
    struct Constraint {
        Expression* expression = nullptr;
        bool excluded = false;
    };

    /// Takes the restrictions around the words apart, and decides what the search is led by: the
    /// words' lists, or what all of the query matches where that is much less.
    void plan_constraints() {
        Expression* core = &expression_;
        while (true) {
            if (auto* restricted = std::get_if<Restricted>(&core->value)) {
                constraints_.push_back({&restricted->operands.back(), false});
                core = &restricted->operands.front();
            } else if (auto* excluding = std::get_if<Excluding>(&core->value)) {
                constraints_.push_back({&excluding->operands.back(), true});
                core = &excluding->operands.front();
            } else {
                break;
            }
        }
        const auto* any = std::get_if<AnyOf>(&core->value);
        const bool plain =
            std::holds_alternative<Word>(core->value) ||
            (any != nullptr &&
             std::all_of(any->operands.begin(), any->operands.end(), [](const Expression& operand) {
                 return std::holds_alternative<Word>(operand.value);
             }));
        if (!plain) constraints_.push_back({core, false});
        std::uint64_t postings = 0;
        for (const ScoredList& list : lists_)
            postings += list.cursor->postings().frequency();
        constexpr std::uint64_t sparse = 8;  // measured: a look-up costs about so many postings
        led_by_words_ =
            is_led_by_words(expression_) &&
            (constraints_.empty() || estimate(expression_, table_.documents) * sparse > postings);
    }

    std::vector<BoundedWindow> bounded_windows() const {
        std::vector<BoundedWindow> windows(window_count(table_.documents));
        for (std::uint32_t window = 0; window < windows.size(); ++window)
            windows[window].window = window;
        for (const ScoredList& list : lists_) {
            const std::span<const float> bounds = list.cursor->postings().window_bounds();
            for (std::size_t i = 0; i < bounds.size(); ++i)
                windows[i].bound += list.weight * static_cast<double>(bounds[i]);
        }
        return windows;
    }

    void search(std::uint32_t window, double bound) {
        live_ = live_documents(table_, window);
        if (live_.empty()) return;
        for (ScoredList& list : lists_) {
            const auto bounds = list.cursor->postings().window_bounds();
            list.bound = bounds.empty() ? 0 : list.weight * static_cast<double>(bounds[window]);
        }
        std::sort(lists_.begin(), lists_.end(),
                  [](const ScoredList& a, const ScoredList& b) { return a.bound > b.bound; });
        if (led_by_words_) {
            search_words(window, bound);
        } else {
            search_matches(window, bound);
        }
    }

    /// Led by the lists that alone can lift a document over the threshold.
    void search_words(std::uint32_t window, double bound) {
        const double threshold = ranking_.threshold();
        std::size_t essential = lists_.size();
        double rest = 0;  // what the lists after the essential ones add at most
        while (essential > 0 && rest + lists_[essential - 1].bound < threshold) {
            rest += lists_[essential - 1].bound;
            --essential;
        }
        if (essential == 0) return;
        scores_.fill(0);
        WindowBits touched;
        const bool pruning = threshold > 0;
        for (std::size_t i = 0; i < essential; ++i)
            accumulate(lists_[i], window, bound - lists_[i].bound, pruning ? nullptr : &touched);
        WindowBits candidates = live_;
        candidates &= pruning ? kernels_.at_least(scores_, threshold - rest - slack()) : touched;
        keep_within_constraints(window, candidates);
        candidates.for_each([&](std::uint32_t i) {
            examine_document(window * window_size + i, scores_[i], essential, rest);
        });
    }

    /// Led by what matches: cheap where that is little.
    void search_matches(std::uint32_t window, double bound) {
        WindowBits candidates = live_;
        keep_matches(expression_, window, Precision::superset, candidates);
        if (candidates.empty()) return;
        constexpr std::uint32_t many = 64;
        const double threshold = ranking_.threshold();
        const std::uint32_t begin = window * window_size;
        if (threshold <= 0 || candidates.count() <= many) {
            candidates.for_each([&](std::uint32_t i) { examine_document(begin + i, 0, 0, bound); });
            return;
        }
        scores_.fill(0);
        for (const ScoredList& list : lists_)
            accumulate(list, window, bound - list.bound, nullptr);
        candidates &= kernels_.at_least(scores_, threshold - slack());
        candidates.for_each(
            [&](std::uint32_t i) { examine_document(begin + i, scores_[i], lists_.size(), 0); });
    }

    /// Adds the scores of a list's postings in the window; passes over blocks that cannot lift a
    /// document over the threshold together with `others`, the bound of all other lists.
    void accumulate(const ScoredList& list, std::uint32_t window, double others,
                    WindowBits* touched) {
        const std::uint32_t begin = window * window_size;
        const TermPostings& postings = list.cursor->postings();
        const auto hopeless = [&](std::size_t block) {
            return list.weight * static_cast<double>(postings.block_bound(block)) + others <
                   ranking_.threshold();
        };
        list.cursor->for_each_block(
            window, hopeless,
            [&](std::span<const std::uint32_t> ordinals, std::span<const std::uint32_t> wdfs) {
                std::array<double, block_size> scores;
                kernels_.score(*list.scorer, ordinals, wdfs, table_.lengths, scores.data());
                for (std::size_t i = 0; i < ordinals.size(); ++i) {
                    const std::uint32_t place = ordinals[i] - begin;
                    scores_[place] += scores[i];
                    if (touched != nullptr) touched->set(place);
                }
            });
    }

    void keep_within_constraints(std::uint32_t window, WindowBits& candidates) {
        for (const Constraint& constraint : constraints_) {
            if (candidates.empty()) return;
            if (!constraint.excluded) {
                keep_matches(*constraint.expression, window, Precision::superset, candidates);
            } else if (!has_checks(*constraint.expression)) {
                WindowBits excluded = candidates;
                keep_matches(*constraint.expression, window, Precision::exact, excluded);
                candidates.remove(excluded);
            }
        }
    }

    /// A candidate matches but for checks. `score` holds what the first `accumulated` lists give;
    /// the others add `rest` at most.
    void examine_document(std::uint32_t ordinal, double score, std::size_t accumulated,
                          double rest) {
        const double enough = ranking_.threshold() - slack();
        const std::uint32_t length = table_.lengths[ordinal];
        for (std::size_t i = accumulated; i < lists_.size(); ++i) {
            if (score + rest < enough) return;
            rest -= lists_[i].bound;
            if (lists_[i].bound == 0) continue;
            const std::uint32_t wdf = lists_[i].cursor->wdf(ordinal).value_or(0);
            score += lists_[i].scorer->score(wdf, length);
        }
        if (score < enough) return;
        if (checked_ && !matches(expression_, ordinal)) return;
        const double exact = exact_score(words_, ordinal, length);
        if (exact >= ranking_.threshold()) ranking_.add(ordinal, exact);
    }

    double slack() const {
        const double threshold = ranking_.threshold();
        return threshold > 0 ? threshold * rounding : 0;
    }

    Expression& expression_;
    const DocumentTable& table_;
    std::vector<ScoredWord> words_;
    std::vector<ScoredList> lists_;
    std::vector<Constraint> constraints_;
    bool checked_ = has_checks(expression_);
    bool led_by_words_ = false;
    const ScoreKernels& kernels_;
    Ranking ranking_;
    WindowBits live_;  ///< in the window that is being looked at
    WindowScores scores_;
};

std::vector<Ranked> best_by_keys(Expression& expression, const DocumentTable& table,
                                 const RankedRequest& request) {
    Ranking ranking(table, request);
    const bool checked = has_checks(expression);
    for (std::uint32_t window = 0; window < window_count(table.documents); ++window) {
        if (stopped(table)) break;
        WindowBits found = live_documents(table, window);
        keep_matches(expression, window, Precision::superset, found);
        found.for_each([&](std::uint32_t i) {
            const std::uint32_t ordinal = window * window_size + i;
            const double key = request.sort_keys[ordinal];
            if (key < ranking.threshold()) return;
            if (!checked || matches(expression, ordinal)) ranking.add(ordinal, key);
        });
    }
    return ranking.take();
}

}  // namespace

std::vector<Ranked> best_documents(Expression& expression, const DocumentTable& table,
                                   const RankedRequest& request) {
    if (request.limit == 0) return {};
    if (!request.sort_keys.empty()) return best_by_keys(expression, table, request);
    return RankedSearch(expression, table, request).run();
}

double score_of(Expression& expression, const DocumentTable& table, const ScoringModel& model,
                std::uint32_t ordinal) {
    std::vector<ScoredWord> words = scored_words(expression, model);
    return exact_score(words, ordinal, table.lengths[ordinal]);
}

void for_each_match(Expression& expression, const DocumentTable& table,
                    const std::function<void(std::uint32_t, const WindowBits&)>& visit) {
    for (std::uint32_t window = 0; window < window_count(table.documents); ++window) {
        if (stopped(table)) break;
        WindowBits found = live_documents(table, window);
        if (found.empty()) continue;
        keep_matches(expression, window, Precision::exact, found);
        if (!found.empty()) visit(window * window_size, found);
    }
}

std::uint64_t count_matches(Expression& expression, const DocumentTable& table) {
    const auto* word = std::get_if<Word>(&expression.value);
    if (word != nullptr && word->terms.size() == 1 && table.live.empty())
        return word->terms.front().postings().frequency();
    std::uint64_t count = 0;
    for_each_match(expression, table,
                   [&](std::uint32_t, const WindowBits& found) { count += found.count(); });
    return count;
}

}  // namespace kb::rank
