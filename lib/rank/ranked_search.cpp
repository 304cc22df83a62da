#include "rank/ranked_search.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "rank/bm25.hpp"
#include "rank/query_shape.hpp"
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

/// A word, within the window that is being looked at.
struct WordInWindow {
    ScoredWord* scored = nullptr;
    bool required = false;
    unsigned present = 0;    ///< cells with postings of it: a bit a cell
    CellBounds bounds = {};  ///< of its scores in each cell
};

class RankedSearch {
  public:
    RankedSearch(Expression& expression, const DocumentTable& table, const RankedRequest& request)
        : expression_(expression),
          table_(table),
          request_(request),
          shape_(shape_of(expression, request.model, table.documents)),
          kernels_(best_kernels()),
          ranking_(table, request) {
        for (ScoredWord& scored : shape_.words)
            words_.push_back({&scored});
        for (const std::size_t number : shape_.required)
            words_[number].required = true;
    }

    std::vector<Ranked> run() {
        look_at_likely_ones();
        std::vector<BoundedWindow> windows = bounded_windows();
        std::make_heap(windows.begin(), windows.end());
        for (auto end = windows.end(); end != windows.begin(); --end) {
            if (windows.front().bound < ranking_.threshold() || stopped(table_)) break;
            std::pop_heap(windows.begin(), end);
            search((end - 1)->window);
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

    /// The best documents of the word that can give most: with them in the ranking, the threshold
    /// stands high before the first window is looked at.
    void look_at_likely_ones() {
        if (request_.limit > TermPostings::best_kept || shape_.lead != Lead::any_word || checked_)
            return;
        const TermPostings* most = nullptr;
        double most_bound = 0;
        for (const WordInWindow& word : words_) {
            for (const ListCursor& term : word.scored->word->terms) {
                const double bound =
                    word.scored->word->weight * static_cast<double>(term.postings().bound());
                if (bound > most_bound) most = &term.postings();
                most_bound = std::max(most_bound, bound);
            }
        }
        if (most == nullptr) return;
        for (const std::uint32_t ordinal : most->best()) {
            if (seen_.size() == request_.limit) break;
            if (!is_live(ordinal) || !matches(expression_, ordinal)) continue;
            ranking_.add(ordinal, exact_score(shape_.words, ordinal, table_.lengths[ordinal]));
            seen_.push_back(ordinal);
        }
        std::sort(seen_.begin(), seen_.end());
    }

    bool is_live(std::uint32_t ordinal) const {
        return table_.live.empty() || (table_.live[ordinal / WindowBits::word_bits] >>
                                           ordinal % WindowBits::word_bits &
                                       1) != 0;
    }

    std::vector<BoundedWindow> bounded_windows() const {
        std::vector<BoundedWindow> windows(window_count(table_.documents));
        for (std::uint32_t window = 0; window < windows.size(); ++window)
            windows[window].window = window;
        for (const WordInWindow& word : words_) {
            const double weight = word.scored->word->weight;
            for (const ListCursor& term : word.scored->word->terms) {
                const std::span<const float> bounds = term.postings().window_bounds();
                for (std::size_t i = 0; i < bounds.size(); ++i)
                    windows[i].bound += weight * static_cast<double>(bounds[i]);
            }
        }
        return windows;
    }

    void search(std::uint32_t window) {
        const unsigned cells = bound_cells(window);
        if (cells == 0) return;
        live_ = live_documents(table_, window);
        if (shape_.lead == Lead::matches) {
            WindowBits outside;
            for (std::uint32_t cell = 0; cell < cells_per_window; ++cell) {
                if ((cells >> cell & 1) == 0) outside |= in_window(CellBits::first(cell_size), cell);
            }
            live_.remove(outside);
            keep_matches(expression_, window, Precision::superset, live_);
            if (live_.empty()) return;
        }
        for (std::uint32_t cell = 0; cell < cells_per_window; ++cell) {
            if ((cells >> cell & 1) == 0 || sums_[cell] < ranking_.threshold()) continue;
            window_ = window;
            cell_ = cell;
            search_cell();
        }
    }

    /// Bounds the scores in the cells of a window; a bit for each cell that may hold something.
    unsigned bound_cells(std::uint32_t window) {
        sums_.fill(0);
        unsigned cells = (1U << cells_per_window) - 1;
        unsigned any = 0;
        for (WordInWindow& word : words_) {
            word.present = 0;
            word.bounds.fill(0);
            for (const ListCursor& term : word.scored->word->terms) {
                word.present |=
                    term.postings().scored()
                        ? term.postings().add_cell_bounds(window, word.scored->word->weight,
                                                          word.bounds)
                        : ~0U;
            }
            for (std::size_t cell = 0; cell < cells_per_window; ++cell)
                sums_[cell] += word.bounds[cell];
            any |= word.present;
            if (word.required) cells &= word.present;
        }
        if (shape_.lead == Lead::any_word) cells &= any;
        const double threshold = ranking_.threshold();
        for (std::uint32_t cell = 0; cell < cells_per_window; ++cell) {
            if (sums_[cell] < threshold) cells &= ~(1U << cell);
        }
        return cells;
    }

    void search_cell() {
        order_.clear();
        for (WordInWindow& word : words_) {
            if (!word.required && (word.present >> cell_ & 1) != 0) order_.push_back(&word);
        }
        std::sort(order_.begin(), order_.end(), [this](const auto* a, const auto* b) {
            return a->bounds[cell_] > b->bounds[cell_];
        });
        switch (shape_.lead) {
            case Lead::any_word:
                return search_any();
            case Lead::required_word:
                return search_required();
            case Lead::matches:
                return search_matches();
        }
    }

    /// Led by the words that alone can lift a document over the threshold: MaxScore.
    void search_any() {
        const double threshold = ranking_.threshold();
        std::size_t essential = order_.size();
        double rest = 0;  // what the words after the essential ones add at most
        while (essential > 0 && rest + order_[essential - 1]->bounds[cell_] < threshold) {
            rest += order_[essential - 1]->bounds[cell_];
            --essential;
        }
        search_led_by(essential, rest);
    }

    /// Led by the rarest of the words that must be there.
    void search_required() {
        std::vector<WordInWindow*> required;
        required.reserve(shape_.required.size());
        for (const std::size_t number : shape_.required)
            required.push_back(&words_[number]);
        order_.insert(order_.begin(), required.begin(), required.end());
        search_led_by(1, sums_[cell_] - order_.front()->bounds[cell_]);
    }

    /// Looks at the documents with any of the first `leading` words; the others add `rest` at most.
    void search_led_by(std::size_t leading, double rest) {
        scores_.fill(0);
        CellBits candidates;
        for (std::size_t i = 0; i < leading; ++i)
            accumulate(*order_[i], candidates);
        keep_promising(candidates, rest);
        candidates &= cell_of(live_, cell_);
        if (!shape_.constraints.empty()) keep_within_constraints(candidates);
        complete(candidates, leading, rest);
    }

    /// Led by what matches.
    void search_matches() {
        scores_.fill(0);
        complete(cell_of(live_, cell_), 0, sums_[cell_]);
    }

    /// Adds what the words after the first `accumulated` give, at most `rest`, to the scores of the
    /// candidates, drops those that cannot get over the threshold, and ranks those that remain.
    void complete(CellBits candidates, std::size_t accumulated, double rest) {
        for (std::size_t i = accumulated; i < order_.size(); ++i) {
            if (candidates.empty()) return;
            const WordInWindow& word = *order_[i];
            rest -= word.bounds[cell_];
            CellBits there;
            if (is_cheap_to_read(word, candidates)) {
                accumulate(word, there);
            } else {
                candidates.for_each([&](std::uint32_t place) { look_up(word, place, there); });
            }
            if (word.required) candidates &= there;
            keep_promising(candidates, rest);
        }
        candidates.for_each(
            [&](std::uint32_t place) { rank_candidate(begin_of_cell() + place, scores_[place]); });
    }

    /// Whether reading all postings of a word in the cell costs less than looking the candidates
    /// up.
    bool is_cheap_to_read(const WordInWindow& word, const CellBits& candidates) const {
        constexpr double look_up_cost = 16;  // measured: about so many postings
        constexpr double block_cost = 32;
        const double postings = static_cast<double>(frequency_of(*word.scored->word)) * cell_size /
                                table_.documents;
        return postings + block_cost < look_up_cost * candidates.count();
    }

    /// Drops the candidates that cannot get over the threshold where they get `rest` at most more.
    void keep_promising(CellBits& candidates, double rest) const {
        const double threshold = ranking_.threshold();
        if (threshold <= 0) return;
        const double enough = threshold - rest - slack();
        constexpr std::uint32_t few = 24;
        if (candidates.count() > few) {
            candidates &= kernels_.at_least(scores_, enough);
            return;
        }
        CellBits promising;
        candidates.for_each([&](std::uint32_t place) {
            if (scores_[place] >= enough) promising.set(place);
        });
        candidates = promising;
    }

    std::uint32_t begin_of_cell() const { return window_ * window_size + cell_ * cell_size; }

    /// Adds the scores of a word's postings in the cell, and which documents they stand in; passes
    /// over blocks that cannot lift a document over the threshold together with all other words.
    void accumulate(const WordInWindow& word, CellBits& touched) {
        const std::uint32_t begin = begin_of_cell();
        for (ListCursor& term : word.scored->word->terms) {
            const TermPostings& postings = term.postings();
            const auto hopeless = [&](std::size_t block) {
                return word.scored->word->terms.size() == 1 &&
                       word.scored->word->weight *
                                   static_cast<double>(postings.block_bound(block)) +
                               sums_[cell_] - word.bounds[cell_] <
                           ranking_.threshold();
            };
            term.for_each_block(
                begin, begin + cell_size, hopeless,
                [&](std::span<const std::uint32_t> ordinals, std::span<const std::uint32_t> wdfs) {
                    std::array<double, block_size> scores;
                    kernels_.score(word.scored->scorer, ordinals, wdfs, table_.lengths,
                                   scores.data());
                    for (std::size_t i = 0; i < ordinals.size(); ++i) {
                        const std::uint32_t place = ordinals[i] - begin;
                        scores_[place] += scores[i];
                        touched.set(place);
                    }
                });
        }
    }

    void keep_within_constraints(CellBits& candidates) {
        WindowBits among = in_window(candidates, cell_);
        for (const Constraint& constraint : shape_.constraints) {
            if (among.empty()) break;
            if (!constraint.excluded) {
                keep_matches(*constraint.expression, window_, Precision::superset, among);
            } else if (!has_checks(*constraint.expression)) {
                WindowBits excluded = among;
                keep_matches(*constraint.expression, window_, Precision::exact, excluded);
                among.remove(excluded);
            }
        }
        candidates = cell_of(among, cell_);
    }

    /// Adds what a word gives to the score of one document of the cell, and sets its bit if it
    /// holds the word.
    void look_up(const WordInWindow& word, std::uint32_t place, CellBits& there) {
        const std::uint32_t ordinal = begin_of_cell() + place;
        std::uint64_t wdf = 0;
        for (ListCursor& term : word.scored->word->terms) {
            const auto found = term.wdf(ordinal);
            if (found) there.set(place);
            wdf += found.value_or(0);
        }
        scores_[place] +=
            word.scored->scorer.score(static_cast<double>(wdf), table_.lengths[ordinal]);
    }

    /// The document matches but for checks. `score` is exact but for rounding, and not too low.
    void rank_candidate(std::uint32_t ordinal, double score) {
        if (score < ranking_.threshold() - slack()) return;
        if (std::binary_search(seen_.begin(), seen_.end(), ordinal)) return;
        if (checked_ && !matches(expression_, ordinal)) return;
        const double exact = exact_score(shape_.words, ordinal, table_.lengths[ordinal]);
        if (exact >= ranking_.threshold()) ranking_.add(ordinal, exact);
    }

    double slack() const {
        const double threshold = ranking_.threshold();
        return threshold > 0 ? threshold * rounding : 0;
    }

    Expression& expression_;
    const DocumentTable& table_;
    const RankedRequest& request_;
    QueryShape shape_;
    bool checked_ = has_checks(expression_);
    const ScoreKernels& kernels_;
    Ranking ranking_;
    std::vector<std::uint32_t> seen_;  ///< documents looked at before all others; ascending
    std::vector<WordInWindow> words_;
    /// The window and the cell that are being looked at, and in them:
    std::uint32_t window_ = 0;
    std::uint32_t cell_ = 0;
    WindowBits live_;                   ///< documents that can be found
    CellBounds sums_ = {};              ///< bounds of whole scores
    std::vector<WordInWindow*> order_;  ///< words with postings there, in the order of looking
    CellScores scores_;
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
