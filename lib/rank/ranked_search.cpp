#include "rank/ranked_search.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>

#include "rank/bm25.hpp"
#include "rank/candidates.hpp"
#include "rank/cell_order.hpp"
#include "rank/query_shape.hpp"
#include "rank/score_kernels.hpp"
#include "rank/scored_words.hpp"
#include "rank/searched_words.hpp"

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

class RankedSearch {
  public:
    RankedSearch(Expression& expression, const DocumentTable& table, const RankedRequest& request)
        : expression_(expression),
          table_(table),
          request_(request),
          shape_(shape_of(expression, request.model, table.documents)),
          kernels_(best_kernels()),
          ranking_(table, request),
          words_(shape_, table.documents) {}

    std::vector<Ranked> run() {
        if (look_at_likely_ones()) return ranking_.take();
        bounds_ = words_.cell_bounds();
        const std::vector<float> bounds = window_bounds();
        for (const std::uint32_t window : promising_first(bounds, enough())) {
            if (stopped(table_)) break;
            if (bounds[window] >= enough()) search(window);
        }
        return ranking_.take();
    }

  private:
    /// The greatest bound of the cells of each window.
    std::vector<float> window_bounds() const {
        std::vector<float> bounds(window_count(table_.documents));
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            const auto first = bounds_.begin() + static_cast<std::ptrdiff_t>(i * cells_per_window);
            const auto left = static_cast<std::size_t>(bounds_.end() - first);
            bounds[i] = *std::max_element(
                first,
                first + static_cast<std::ptrdiff_t>(std::min<std::size_t>(left, cells_per_window)));
        }
        return bounds;
    }

    /// The best documents of the words that can give most: with them in the ranking, the threshold
    /// stands high before the first cell is looked at. Whether no others need be looked at.
    bool look_at_likely_ones() {
        if (request_.limit > TermPostings::best_kept || shape_.lead != Lead::any_word || checked_)
            return false;
        std::vector<const SearchedTerm*> terms;
        for (const SearchedTerm& term : words_.terms())
            terms.push_back(&term);
        constexpr std::size_t most_terms = 3;
        const auto end =
            terms.begin() + static_cast<std::ptrdiff_t>(std::min(terms.size(), most_terms));
        std::partial_sort(terms.begin(), end, terms.end(),
                          [](const auto* a, const auto* b) { return a->unit > b->unit; });
        bool enough = false;
        for (auto term = terms.begin(); term != end; ++term)
            enough = look_at_best_of((*term)->cursor->postings());
        std::sort(seen_.begin(), seen_.end());
        return enough && terms.size() == 1 && shape_.words.front().conditions.empty();
    }

    /// Whether documents beyond these cannot be among the wanted ones if the term is the only one.
    bool look_at_best_of(const TermPostings& postings) {
        std::size_t found = 0;
        for (const std::uint32_t ordinal : postings.best()) {
            if (found == request_.limit) {
                const double next = exact_score(shape_.words, ordinal, table_.lengths[ordinal]);
                return postings.knows_best() && next < ranking_.threshold() * (1 - rounding);
            }
            if (std::find(seen_.begin(), seen_.end(), ordinal) != seen_.end()) continue;
            if (!table_.is_live(ordinal) || !is_permitted(ordinal)) continue;
            ranking_.add(ordinal, exact_score(shape_.words, ordinal, table_.lengths[ordinal]));
            seen_.push_back(ordinal);
            ++found;
        }
        return postings.best().size() == postings.frequency();
    }

    /// Requires a document that holds one of the words, and that these lead.
    bool is_permitted(std::uint32_t ordinal) {
        return shape_.constraints.empty() || matches(expression_, ordinal);
    }

    /// What the bound of a cell must come to for the cell to be looked at.
    float enough() {
        const double threshold = ranking_.threshold();
        if (threshold <= 0) return shape_.lead == Lead::matches ? -1 : least_sum;
        // The sums are rounded once a term.
        constexpr double half_a_unit = 6e-8;
        const double lost = 2 * half_a_unit * static_cast<double>(words_.terms().size() + 2);
        return std::max(static_cast<float>(threshold * (1 - lost)), least_sum);
    }

    void search(std::uint32_t window) {
        const float least = enough();
        begin_ = window * window_size;
        first_ = window * cells_per_window;
        end_ = std::min(first_ + cells_per_window, static_cast<std::uint32_t>(bounds_.size()));
        while (bounds_[first_] < least)
            ++first_;
        while (bounds_[end_ - 1] < least)
            --end_;
        if (!words_.enter(first_, end_)) return;
        rest_ = 0;
        for (const SearchedWord* word : words_.order())
            rest_ += word->bound;
        candidates_ = 0;
        switch (shape_.lead) {
            case Lead::any_word:
                return search_union();
            case Lead::required_word:
                return search_required();
            case Lead::matches:
                return search_matches();
        }
    }

    /// Sets the scores of all documents in the cells to 0.
    void clear_scores() {
        std::fill(scores_.begin() + (first_ * cell_size - begin_),
                  scores_.begin() + (end_ * cell_size - begin_), 0.0F);
    }

    /// Adds up what the words give that alone can lift a document over the threshold; candidates
    /// are the documents that get as far with them as the others could still lift them.
    void search_union() {
        std::vector<SearchedWord*>& order = words_.order();
        std::size_t leading = essential_words();
        std::size_t postings = 8;
        for (std::size_t i = 0; i < leading; ++i)
            postings += order[i]->postings;
        // Reading a few postings more costs less than looking up.
        for (std::size_t i = leading; i < order.size(); ++i) {
            if (order[i]->by_cells && order[i]->postings <= postings * 2)
                std::swap(order[leading++], order[i]);
        }
        for (std::size_t i = 0; i < leading; ++i)
            rest_ -= order[i]->bound;
        clear_scores();
        const float least = std::max(static_cast<float>(enough() - rest_), least_sum);
        for (std::size_t i = 0; i < leading; ++i) {
            for_each_posting(*order[i], [this, least](std::uint32_t place, float score) {
                const float before = scores_[place];
                const float after = before + score;
                scores_[place] = after;
                if (after >= least && before < least) [[unlikely]]
                    places_[candidates_++] = static_cast<std::uint16_t>(place);
            });
        }
        if (candidates_ == 0) return;
        keep_permitted();
        complete(leading);
    }

    void search_required() {
        const SearchedWord* const lead = words_.order().front();
        const float least = enough();
        rest_ -= lead->bound;
        // With several terms a document may come up more than once.
        if (lead->terms.size() > 1) clear_scores();
        const bool once = lead->terms.size() == 1;
        for_each_posting(*lead, [&](std::uint32_t place, float score) {
            const float before = once ? 0 : scores_[place];
            scores_[place] = before + score;
            places_[candidates_] = static_cast<std::uint16_t>(place);
            const bool promising = bounds_[(begin_ + place) / cell_size] >= least;
            candidates_ += promising && before == 0 ? 1U : 0U;
        });
        keep_promising();
        keep_permitted();
        complete(1);
    }

    void search_matches() {
        WindowBits matching = live_documents(table_, begin_ / window_size);
        keep_matches(expression_, begin_ / window_size, Precision::superset, matching);
        const float least = enough();
        matching.for_each([&](std::uint32_t place) {
            scores_[place] = 0;
            places_[candidates_] = static_cast<std::uint16_t>(place);
            candidates_ += bounds_[(begin_ + place) / cell_size] >= least ? 1U : 0U;
        });
        complete(0);
    }

    /// How many words, the first of the order, can alone lift a document over the threshold: the
    /// others together cannot.
    std::size_t essential_words() {
        const std::vector<SearchedWord*>& order = words_.order();
        const float least = enough();
        std::size_t essential = order.size();
        double others = 0;
        while (essential > 0 && others + order[essential - 1]->bound < least) {
            others += order[essential - 1]->bound;
            --essential;
        }
        return essential;
    }

    /// Calls visit(place, score) for a word's postings in the cells; at least the score.
    template <typename Visit>
    void for_each_posting(const SearchedWord& word, const Visit& visit) {
        for (SearchedTerm& term : word.terms) {
            if (term.by_cells != nullptr) {
                const float unit = term.unit;
                for (const CellPosting& posting : term.postings)
                    visit(posting.place(), unit * static_cast<float>(posting.impact()));
                continue;
            }
            const auto visit_block = [&](std::span<const std::uint32_t> ordinals,
                                         std::span<const std::uint32_t> wdfs) {
                std::array<double, block_size> scores;
                kernels_.score(word.scored->scorer, ordinals, wdfs, table_.lengths, scores.data());
                for (std::size_t i = 0; i < ordinals.size(); ++i)
                    visit(ordinals[i] - begin_, rounded_up(scores[i]));
            };
            term.cursor->for_each_block(first_ * cell_size, end_ * cell_size, visit_block);
        }
    }

    static float rounded_up(double score) {
        constexpr double up = 1 + 1e-7;
        return static_cast<float>(score * up) + least_sum;
    }

    /// Keeps the candidates of which kept(place) is true.
    template <typename Kept>
    void keep(const Kept& kept) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < candidates_; ++i) {
            const std::uint16_t place = places_[i];
            places_[count] = place;
            count += kept(place) ? 1U : 0U;
        }
        candidates_ = count;
    }

    /// Drops the candidates that cannot get over the threshold with what is left.
    void keep_promising() {
        const auto least = static_cast<float>(enough() - rest_);
        if (least <= 0) return;
        keep([&](std::uint32_t place) { return scores_[place] >= least; });
    }

    /// Drops the candidates that cannot be found, or that the query's restrictions refuse.
    void keep_permitted() {
        if (!table_.live.empty())
            keep([&](std::uint32_t place) { return table_.is_live(begin_ + place); });
        if (shape_.constraints.empty() || candidates_ == 0) return;
        const std::uint32_t window = begin_ / window_size;
        WindowBits permitted;
        for (std::size_t i = 0; i < candidates_; ++i)
            permitted.set(places_[i]);
        for (const Constraint& constraint : shape_.constraints) {
            if (!constraint.excluded) {
                keep_matches(*constraint.expression, window, Precision::superset, permitted);
            } else if (!has_checks(*constraint.expression)) {
                WindowBits excluded = permitted;
                keep_matches(*constraint.expression, window, Precision::exact, excluded);
                permitted.remove(excluded);
            }
        }
        keep([&](std::uint32_t place) { return permitted.test(place); });
    }

    /// Adds what the words after the leading ones give, drops the candidates that cannot get over
    /// the threshold or lack what is required, and ranks those that remain.
    void complete(std::size_t leading) {
        const std::vector<SearchedWord*>& order = words_.order();
        for (std::size_t i = leading; i < order.size() && candidates_ > 0; ++i) {
            const SearchedWord& word = *order[i];
            rest_ -= word.bound;
            ++stamp_;
            if (is_cheap_to_read(word)) {
                for_each_posting(word, [this](std::uint32_t place, float score) {
                    stamps_[place] = stamp_;
                    scores_[place] += score;
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
    bool is_cheap_to_read(const SearchedWord& word) const {
        if (word.by_cells) return word.postings <= 4 * candidates_;
        constexpr std::size_t look_up_cost = 16;  // measured: about so many postings
        constexpr std::size_t block_cost = 32;
        return word.postings + block_cost < look_up_cost * candidates_;
    }

    /// Adds what a word gives to a candidate at most, and stamps it if it holds the word.
    void look_up(const SearchedWord& word, std::uint32_t place) {
        for (const SearchedTerm& term : word.terms) {
            if (term.by_cells != nullptr) {
                const CellPosting* const found = term.by_cells->find(begin_ + place);
                if (found == nullptr) continue;
                stamps_[place] = stamp_;
                scores_[place] += term.unit * static_cast<float>(found->impact());
            } else if (const auto wdf = term.cursor->wdf(begin_ + place)) {
                stamps_[place] = stamp_;
                scores_[place] +=
                    rounded_up(word.scored->scorer.score(*wdf, table_.lengths[begin_ + place]));
            }
        }
    }

    /// The document matches but for checks. `score` is exact but for rounding, or too high.
    void rank_candidate(std::uint32_t ordinal, float score) {
        if (score < enough() && ranking_.threshold() > 0) return;
        if (std::binary_search(seen_.begin(), seen_.end(), ordinal)) return;
        if (checked_ && !matches(expression_, ordinal)) return;
        const double exact = exact_score(shape_.words, ordinal, table_.lengths[ordinal]);
        if (exact >= ranking_.threshold()) ranking_.add(ordinal, exact);
    }

    static constexpr float least_sum = std::numeric_limits<float>::min();

    Expression& expression_;
    const DocumentTable& table_;
    const RankedRequest& request_;
    QueryShape shape_;
    bool checked_ = has_checks(expression_);
    const ScoreKernels& kernels_;
    Ranking ranking_;
    std::vector<std::uint32_t> seen_;  ///< documents looked at before all others; ascending
    SearchedWords words_;
    std::vector<float> bounds_;  ///< of whole scores, by cell

    // Of the cells that are being looked at:
    std::uint32_t begin_ = 0;     ///< the first document of their window
    std::uint32_t first_ = 0;     ///< the first cell
    std::uint32_t end_ = 0;       ///< the cell after the last
    double rest_ = 0;             ///< what words still to be looked at can add at most
    std::size_t candidates_ = 0;  ///< how many
    std::array<std::uint16_t, window_size + 1> places_;   ///< theirs; one more may be written
    std::array<float, window_size> scores_ = {};          ///< by place
    std::array<std::uint32_t, window_size> stamps_ = {};  ///< by place: the last word found there
    std::uint32_t stamp_ = 0;  ///< of the word that is being looked at; another every time
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
        if (score < ranking.threshold() || stopped(table)) break;
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
    if (has_few_candidates(expression, table, few_to_count)) {
        std::vector<std::uint32_t> ordinals = live_candidates(expression, table);
        keep_matches(expression, Precision::exact, ordinals);
        return ordinals.size();
    }
    std::uint64_t count = 0;
    for_each_match(expression, table,
                   [&](std::uint32_t, const WindowBits& found) { count += found.count(); });
    return count;
}

}  // namespace kb::rank
