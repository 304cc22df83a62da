#include "rank/ranked_search.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
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
    bool present = false;    ///< in some document of the window, as far as is known
    CellBounds bounds = {};  ///< of its scores in each cell
    double most = 0;         ///< the greatest of those that are looked at together
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
        scores_.fill(untouched);
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
            if (!table_.is_live(ordinal) || !matches(expression_, ordinal)) continue;
            ranking_.add(ordinal, exact_score(shape_.words, ordinal, table_.lengths[ordinal]));
            seen_.push_back(ordinal);
        }
        std::sort(seen_.begin(), seen_.end());
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
        begin_ = window * window_size;
        const unsigned cells = bound_cells(window);
        if (cells == 0) return;
        if (shape_.lead == Lead::matches) return search_cells(0, cells_per_window);
        constexpr std::uint64_t few = 64;
        if (postings_to_read() * window_size <= few * table_.documents)
            return search_cells(0, cells_per_window);
        for (std::uint32_t cell = 0; cell < cells_per_window; ++cell) {
            if ((cells >> cell & 1) != 0 && sums_[cell] >= ranking_.threshold())
                search_cells(cell, cell + 1);
        }
    }

    /// Bounds the scores in the cells of the window; a bit for each cell that may hold something.
    unsigned bound_cells(std::uint32_t window) {
        constexpr unsigned every = (1U << cells_per_window) - 1;
        unsigned cells = every;
        unsigned any = 0;
        sums_.fill(0);
        for (WordInWindow& word : words_) {
            unsigned present = 0;
            word.bounds.fill(0);
            for (const ListCursor& term : word.scored->word->terms) {
                const TermPostings& postings = term.postings();
                present |= postings.scored() ? postings.add_cell_bounds(
                                                   window, word.scored->word->weight, word.bounds)
                                             : every;
            }
            for (std::size_t cell = 0; cell < cells_per_window; ++cell)
                sums_[cell] += word.bounds[cell];
            word.present = present != 0;
            any |= present;
            if (word.required) cells &= present;
        }
        if (shape_.lead == Lead::any_word) cells &= any;
        const double threshold = ranking_.threshold();
        for (std::uint32_t cell = 0; cell < cells_per_window; ++cell) {
            if (sums_[cell] < threshold) cells &= ~(1U << cell);
            if ((cells >> cell & 1) == 0) sums_[cell] = -std::numeric_limits<double>::infinity();
        }
        return cells;
    }

    std::uint32_t window() const { return begin_ / window_size; }

    /// The postings of the words that the window may be led by, in all documents.
    std::uint64_t postings_to_read() const {
        if (!shape_.required.empty())
            return frequency_of(*words_[shape_.required.front()].scored->word);
        std::uint64_t postings = 0;
        for (const WordInWindow& word : words_) {
            if (word.present) postings += frequency_of(*word.scored->word);
        }
        return postings;
    }

    /// Searches the cells from `first` up to `end`, exclusive.
    void search_cells(std::uint32_t first, std::uint32_t end) {
        first_cell_ = first;
        end_cell_ = end;
        rest_ = sums_;
        candidates_ = 0;
        std::size_t leading = 0;
        if (shape_.lead == Lead::matches) {
            WindowBits matching = live_documents(table_, window());
            keep_matches(expression_, window(), Precision::superset, matching);
            matching.for_each([this](std::uint32_t place) { touch(place, 0); });
            if (candidates_ == 0) return;
            order_words();
        } else {
            order_words();
            leading = shape_.required.empty() ? essential_words() : 1;
            for (std::size_t i = 0; i < leading; ++i) {
                take_from_rest(*order_[i]);
                for_each_posting(
                    *order_[i], [this](std::uint32_t place, double score) { touch(place, score); });
            }
            keep_promising();
            keep_permitted();
        }
        complete(leading);
        keep([](std::uint32_t) { return false; });
    }

    /// Required words first, the rarest leading, then those that may give most.
    void order_words() {
        order_.clear();
        for (const std::size_t number : shape_.required)
            order_.push_back(&words_[number]);
        const auto required = static_cast<std::ptrdiff_t>(order_.size());
        for (WordInWindow& word : words_) {
            if (word.required || !word.present) continue;
            word.most = *std::max_element(word.bounds.begin() + first_cell_,
                                          word.bounds.begin() + end_cell_);
            order_.push_back(&word);
        }
        std::sort(order_.begin() + required, order_.end(),
                  [](const auto* a, const auto* b) { return a->most > b->most; });
    }

    /// How many words, the first of the order, can alone lift a document over the threshold: the
    /// others together cannot.
    std::size_t essential_words() const {
        const double threshold = ranking_.threshold();
        std::size_t essential = order_.size();
        double others = 0;
        while (essential > 0 && others + order_[essential - 1]->most < threshold) {
            others += order_[essential - 1]->most;
            --essential;
        }
        return essential;
    }

    void take_from_rest(const WordInWindow& word) {
        for (std::size_t cell = 0; cell < cells_per_window; ++cell)
            rest_[cell] -= word.bounds[cell];
    }

    /// Calls visit(place, score) for a word's postings in the cells.
    template <typename Visit>
    void for_each_posting(const WordInWindow& word, const Visit& visit) {
        for (ListCursor& term : word.scored->word->terms) {
            term.for_each_block(
                begin_ + first_cell_ * cell_size, begin_ + end_cell_ * cell_size,
                [&](std::span<const std::uint32_t> ordinals, std::span<const std::uint32_t> wdfs) {
                    std::array<double, block_size> scores;
                    kernels_.score(word.scored->scorer, ordinals, wdfs, table_.lengths,
                                   scores.data());
                    for (std::size_t i = 0; i < ordinals.size(); ++i)
                        visit(ordinals[i] - begin_, scores[i]);
                });
        }
    }

    /// Adds to the score of a document, which becomes a candidate.
    void touch(std::uint32_t place, double score) {
        const double before = scores_[place];
        const bool fresh = before < 0;
        scores_[place] = (fresh ? 0 : before) + score;
        places_[candidates_] = static_cast<std::uint16_t>(place);
        candidates_ += fresh ? 1 : 0;  // not branched on: nobody could guess it
    }

    /// Keeps the candidates of which kept(place) is true.
    template <typename Kept>
    void keep(const Kept& kept) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < candidates_; ++i) {
            const std::uint16_t place = places_[i];
            const bool stays = kept(place);
            scores_[place] = stays ? scores_[place] : untouched;
            places_[count] = place;
            count += stays ? 1 : 0;
        }
        candidates_ = count;
    }

    /// Drops the candidates that cannot get over the threshold with what is left.
    void keep_promising() {
        const double threshold = ranking_.threshold();
        if (threshold <= 0) return;
        const double enough = threshold - slack();
        keep([&](std::uint32_t place) {
            return scores_[place] + rest_[place / cell_size] >= enough;
        });
    }

    /// Drops the candidates that cannot be found, or that the query's restrictions refuse.
    void keep_permitted() {
        if (!table_.live.empty())
            keep([&](std::uint32_t place) { return table_.is_live(begin_ + place); });
        if (shape_.constraints.empty() || candidates_ == 0) return;
        WindowBits permitted;
        for (std::size_t i = 0; i < candidates_; ++i)
            permitted.set(places_[i]);
        for (const Constraint& constraint : shape_.constraints) {
            if (!constraint.excluded) {
                keep_matches(*constraint.expression, window(), Precision::superset, permitted);
            } else if (!has_checks(*constraint.expression)) {
                WindowBits excluded = permitted;
                keep_matches(*constraint.expression, window(), Precision::exact, excluded);
                permitted.remove(excluded);
            }
        }
        keep([&](std::uint32_t place) { return permitted.test(place); });
    }

    /// Adds what the words after the leading ones give, drops the candidates that cannot get over
    /// the threshold or lack what is required, and ranks those that remain.
    void complete(std::size_t leading) {
        for (std::size_t i = leading; i < order_.size() && candidates_ > 0; ++i) {
            const WordInWindow& word = *order_[i];
            take_from_rest(word);
            ++stamp_;
            if (is_cheap_to_read(word)) {
                for_each_posting(word, [this](std::uint32_t place, double score) {
                    stamps_[place] = stamp_;
                    scores_[place] += scores_[place] < 0 ? 0 : score;
                });
            } else {
                for (std::size_t n = 0; n < candidates_; ++n)
                    look_up(word, places_[n]);
            }
            if (word.required) keep([&](std::uint32_t place) { return stamps_[place] == stamp_; });
            keep_promising();
        }
        for (std::size_t i = 0; i < candidates_; ++i)
            rank_candidate(begin_ + places_[i], scores_[places_[i]]);
    }

    /// Whether reading all postings of a word in the cells costs less than looking every candidate
    /// up.
    bool is_cheap_to_read(const WordInWindow& word) const {
        constexpr double look_up_cost = 16;  // measured: about so many postings
        constexpr double block_cost = 32;
        const double share = static_cast<double>((end_cell_ - first_cell_) * cell_size) /
                             static_cast<double>(table_.documents);
        return static_cast<double>(frequency_of(*word.scored->word)) * share + block_cost <
               look_up_cost * static_cast<double>(candidates_);
    }

    /// Adds what a word gives to a candidate, and stamps it if it holds the word.
    void look_up(const WordInWindow& word, std::uint32_t place) {
        std::uint64_t wdf = 0;
        for (ListCursor& term : word.scored->word->terms) {
            const auto found = term.wdf(begin_ + place);
            if (found) stamps_[place] = stamp_;
            wdf += found.value_or(0);
        }
        scores_[place] +=
            word.scored->scorer.score(static_cast<double>(wdf), table_.lengths[begin_ + place]);
    }

    /// The document matches but for checks. `score` is exact but for rounding, or too high.
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

    static constexpr double untouched = -1;

    Expression& expression_;
    const DocumentTable& table_;
    const RankedRequest& request_;
    QueryShape shape_;
    bool checked_ = has_checks(expression_);
    const ScoreKernels& kernels_;
    Ranking ranking_;
    std::vector<std::uint32_t> seen_;  ///< documents looked at before all others; ascending
    std::vector<WordInWindow> words_;

    // Of the window that is being looked at:
    std::uint32_t begin_ = 0;  ///< its first document
    CellBounds sums_ = {};     ///< bounds of whole scores

    // Of the cells that are being looked at together:
    std::uint32_t first_cell_ = 0;
    std::uint32_t end_cell_ = 0;
    std::vector<WordInWindow*> order_;  ///< words in the order of looking
    CellBounds rest_ = {};              ///< bounds of what words still to be looked at can add
    std::size_t candidates_ = 0;        ///< how many
    std::array<std::uint16_t, window_size + 1> places_ = {};  ///< theirs; one more may be written
    std::array<double, window_size> scores_ = {};         ///< by place; untouched if no candidate
    std::array<std::uint32_t, window_size> stamps_ = {};  ///< by place: the last word found there
    std::uint32_t stamp_ = 0;  ///< of the word that is being looked at; another for every cell
};

/// Whether a query has at most so many candidates a window: then to look at each costs less than to
/// go through the windows.
bool has_few_candidates(const Expression& expression, const DocumentTable& table,
                        std::uint64_t a_window) {
    return estimate(expression, table.documents) <=
           std::min(a_window * window_count(table.documents), std::uint64_t{table.documents} / 4);
}

std::vector<std::uint32_t> live_candidates(Expression& expression, const DocumentTable& table) {
    std::vector<std::uint32_t> ordinals = candidates(expression);
    if (!table.live.empty())
        std::erase_if(ordinals, [&](std::uint32_t ordinal) { return !table.is_live(ordinal); });
    return ordinals;
}

// Both measured.
constexpr std::uint64_t few_to_rank = 64;
constexpr std::uint64_t few_to_count = 16;

/// The candidates that can match, the highest scores first: positions are looked at only as long as
/// a document may still enter.
std::vector<Ranked> best_of_candidates(Expression& expression, const DocumentTable& table,
                                       const RankedRequest& request) {
    std::vector<std::uint32_t> ordinals = live_candidates(expression, table);
    keep_matches(expression, Precision::superset, ordinals);
    std::vector<ScoredWord> words = scored_words(expression, request.model);
    std::vector<std::pair<double, std::uint32_t>> scored;
    scored.reserve(ordinals.size());
    for (const std::uint32_t ordinal : ordinals)
        scored.emplace_back(exact_score(words, ordinal, table.lengths[ordinal]), ordinal);
    std::sort(scored.begin(), scored.end(), std::greater<>());
    Ranking ranking(table, request);
    for (const auto& [score, ordinal] : scored) {
        if (score < ranking.threshold()) break;
        if (matches_if_possible(expression, ordinal)) ranking.add(ordinal, score);
    }
    return ranking.take();
}

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
    if (has_checks(expression) && has_few_candidates(expression, table, few_to_rank))
        return best_of_candidates(expression, table, request);
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
    if (has_few_candidates(expression, table, few_to_count)) {
        std::vector<std::uint32_t> ordinals = live_candidates(expression, table);
        keep_matches(expression, Precision::exact, ordinals);
        return ordinals.size();
    }
    for_each_match(expression, table,
                   [&](std::uint32_t, const WindowBits& found) { count += found.count(); });
    return count;
}

}  // namespace kb::rank
