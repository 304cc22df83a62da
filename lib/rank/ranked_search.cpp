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

/// A term of a word.
struct SearchedTerm {
    ListCursor* cursor = nullptr;
    std::span<const std::uint16_t> codes;        ///< bounds by cell; empty if unscored
    double unit = 0;                             ///< what they are multiples of
    const CellPostings* by_cells = nullptr;      ///< null where the term is read from its blocks
    std::size_t per_cell = 0;                    ///< postings a cell, on average
    std::span<const CellPosting> postings = {};  ///< of the cell that is being looked at, if any
};

/// A word, and what it may give within the cell that is being looked at.
struct SearchedWord {
    ScoredWord* scored = nullptr;
    bool required = false;
    std::span<SearchedTerm> terms = {};
    double bound = 0;          ///< of its scores
    std::size_t postings = 0;  ///< about how many
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
        list_words();
        scores_.fill(untouched);
    }

    std::vector<Ranked> run() {
        look_at_likely_ones();
        bound_cells();
        if (shape_.lead == Lead::matches) {
            search_windows();
        } else {
            search_cells();
        }
        return ranking_.take();
    }

  private:
    /// Required words first, the rarest leading.
    void list_words() {
        std::size_t terms = 0;
        for (const ScoredWord& scored : shape_.words)
            terms += scored.word->terms.size();
        terms_.reserve(terms);
        words_.reserve(shape_.words.size());
        for (const std::size_t number : shape_.required)
            add_word(shape_.words[number], true);
        for (std::size_t i = 0; i < shape_.words.size(); ++i) {
            if (std::find(shape_.required.begin(), shape_.required.end(), i) ==
                shape_.required.end()) {
                add_word(shape_.words[i], false);
            }
        }
        order_.reserve(words_.size());
    }

    void add_word(ScoredWord& scored, bool required) {
        const std::size_t first = terms_.size();
        for (ListCursor& cursor : scored.word->terms) {
            const TermPostings& postings = cursor.postings();
            constexpr float least = 1e-35F;  // so that a sum tells whether there is something
            const float unit = static_cast<float>(scored.word->weight) * postings.bound_unit();
            const CellPostings* const by_cells = &postings.by_cells();
            terms_.push_back({&cursor, postings.cell_bounds(), std::max(unit, least),
                              by_cells->empty() ? nullptr : by_cells,
                              postings.frequency() / cell_count(table_.documents)});
        }
        words_.push_back({&scored, required, std::span(terms_).subspan(first)});
    }

    /// The best documents of the words that can give most: with them in the ranking, the threshold
    /// stands high before the first cell is looked at.
    void look_at_likely_ones() {
        if (request_.limit > TermPostings::best_kept || shape_.lead != Lead::any_word || checked_)
            return;
        std::vector<std::pair<double, const TermPostings*>> terms;
        for (const SearchedWord& word : words_) {
            for (const SearchedTerm& term : word.terms) {
                const TermPostings& postings = term.cursor->postings();
                terms.emplace_back(
                    word.scored->word->weight * static_cast<double>(postings.bound()), &postings);
            }
        }
        constexpr std::size_t most_terms = 3;
        const auto end =
            terms.begin() + static_cast<std::ptrdiff_t>(std::min(terms.size(), most_terms));
        std::partial_sort(terms.begin(), end, terms.end(), std::greater<>());
        for (auto term = terms.begin(); term != end; ++term)
            look_at_best_of(*term->second);
        std::sort(seen_.begin(), seen_.end());
    }

    void look_at_best_of(const TermPostings& postings) {
        std::size_t found = 0;
        for (const std::uint32_t ordinal : postings.best()) {
            if (found == request_.limit) break;
            if (std::find(seen_.begin(), seen_.end(), ordinal) != seen_.end()) continue;
            if (!table_.is_live(ordinal) || !matches(expression_, ordinal)) continue;
            ranking_.add(ordinal, exact_score(shape_.words, ordinal, table_.lengths[ordinal]));
            seen_.push_back(ordinal);
            ++found;
        }
    }

    /// Bounds the scores in every cell: 0 where there is nothing, -infinity where something is
    /// missing.
    void bound_cells() {
        sums_.assign(cell_count(table_.documents), 0.0F);
        for (const SearchedWord& word : words_) {
            for (const SearchedTerm& term : word.terms) {
                const auto unit = static_cast<float>(term.unit);
                if (term.codes.empty()) {
                    for (float& sum : sums_)
                        sum += unit;
                } else if (word.required && word.terms.size() == 1) {
                    kernels_.require_bounds(term.codes, unit, sums_);
                } else {
                    kernels_.add_bounds(term.codes, unit, sums_);
                }
            }
        }
    }

    /// What a cell's sum must come to for the cell to be looked at.
    float enough() const {
        const double threshold = ranking_.threshold();
        if (threshold <= 0) return shape_.lead == Lead::matches ? -1 : least_sum;
        // The sums are rounded once a term.
        constexpr double half_a_unit = 6e-8;
        const double lost = 2 * half_a_unit * static_cast<double>(terms_.size() + 2);
        return std::max(static_cast<float>(threshold * (1 - lost)), least_sum);
    }

    void search_cells() {
        std::size_t looked_at = 0;
        for (const std::uint32_t cell : promising_first(sums_, enough())) {
            if (looked_at++ % cells_per_window == 0 && stopped(table_)) return;
            if (sums_[cell] >= enough()) search_cell(cell);
        }
    }

    /// Leads by what the whole query matches, window by window.
    void search_windows() {
        std::vector<float> bounds(window_count(table_.documents));
        for (std::uint32_t cell = 0; cell < sums_.size(); ++cell) {
            float& bound = bounds[cell / cells_per_window];
            bound = std::max(bound, sums_[cell]);
        }
        for (const std::uint32_t window : promising_first(bounds, enough())) {
            if (stopped(table_)) return;
            if (bounds[window] >= enough()) search_window(window);
        }
    }

    void search_window(std::uint32_t window) {
        WindowBits matching = live_documents(table_, window);
        keep_matches(expression_, window, Precision::superset, matching);
        for (std::uint32_t cell = 0; cell < cells_per_window; ++cell) {
            const std::uint32_t number = window * cells_per_window + cell;
            if (number == sums_.size()) break;
            if (sums_[number] < enough()) continue;
            enter(number);
            matching.for_each_in(cell * cell_size, cell_size,
                                 [this](std::uint32_t place) { touch(place, 0); });
            complete(0);
        }
    }

    void search_cell(std::uint32_t cell) {
        if (!enter(cell)) return;
        const std::size_t leading = shape_.required.empty() ? essential_words() : 1;
        for (std::size_t i = 0; i < leading; ++i) {
            rest_ -= order_[i]->bound;
            for_each_posting(*order_[i],
                             [this](std::uint32_t place, double score) { touch(place, score); });
        }
        keep_promising();
        keep_permitted();
        complete(leading);
    }

    /// Puts the words of a cell in order, required ones first, then those that may give most. False
    /// if a required one is missing.
    bool enter(std::uint32_t cell) {
        begin_ = cell * cell_size;
        candidates_ = 0;
        rest_ = 0;
        order_.clear();
        for (SearchedWord& word : words_) {
            if (!enter(word, cell)) {
                if (word.required) return false;
                continue;
            }
            rest_ += word.bound;
            order_.push_back(&word);
            if (word.required) continue;
            for (std::size_t i = order_.size() - 1;
                 i > shape_.required.size() && order_[i - 1]->bound < order_[i]->bound; --i) {
                std::swap(order_[i - 1], order_[i]);
            }
        }
        return true;
    }

    /// False if the word is in no document of the cell.
    bool enter(SearchedWord& word, std::uint32_t cell) {
        word.bound = 0;
        word.postings = 0;
        bool present = false;
        for (SearchedTerm& term : word.terms) {
            term.postings = {};
            const std::uint16_t code = term.codes.empty() ? 1 : term.codes[cell];
            if (code == 0) continue;
            present = true;
            word.bound += term.unit * code;
            if (term.by_cells != nullptr) {
                term.postings = term.by_cells->cell(cell);
                word.postings += term.postings.size();
            } else {
                word.postings += term.per_cell;
            }
        }
        return present;
    }

    /// How many words, the first of the order, can alone lift a document over the threshold: the
    /// others together cannot.
    std::size_t essential_words() const {
        const double threshold = ranking_.threshold();
        std::size_t essential = order_.size();
        double others = 0;
        while (essential > 0 && others + order_[essential - 1]->bound < threshold) {
            others += order_[essential - 1]->bound;
            --essential;
        }
        return essential;
    }

    /// Calls visit(place, score) for a word's postings in the cell.
    template <typename Visit>
    void for_each_posting(const SearchedWord& word, const Visit& visit) {
        const Bm25Scorer& scorer = word.scored->scorer;
        for (SearchedTerm& term : word.terms) {
            if (term.by_cells != nullptr) {
                for (const CellPosting& posting : term.postings)
                    visit(posting.place, term.unit * posting.impact);
                continue;
            }
            const auto visit_block = [&](std::span<const std::uint32_t> ordinals,
                                         std::span<const std::uint32_t> wdfs) {
                std::array<double, block_size> scores;
                kernels_.score(scorer, ordinals, wdfs, table_.lengths, scores.data());
                for (std::size_t i = 0; i < ordinals.size(); ++i)
                    visit(ordinals[i] - begin_, scores[i]);
            };
            term.cursor->for_each_block(begin_, begin_ + cell_size, visit_block);
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
        const double enough = threshold - slack() - rest_;
        keep([&](std::uint32_t place) { return scores_[place] >= enough; });
    }

    /// Drops the candidates that cannot be found, or that the query's restrictions refuse.
    void keep_permitted() {
        if (!table_.live.empty())
            keep([&](std::uint32_t place) { return table_.is_live(begin_ + place); });
        if (shape_.constraints.empty() || candidates_ == 0) return;
        const std::uint32_t window = begin_ / window_size;
        const std::uint32_t offset = begin_ % window_size;
        WindowBits permitted;
        for (std::size_t i = 0; i < candidates_; ++i)
            permitted.set(offset + places_[i]);
        for (const Constraint& constraint : shape_.constraints) {
            if (!constraint.excluded) {
                keep_matches(*constraint.expression, window, Precision::superset, permitted);
            } else if (!has_checks(*constraint.expression)) {
                WindowBits excluded = permitted;
                keep_matches(*constraint.expression, window, Precision::exact, excluded);
                permitted.remove(excluded);
            }
        }
        keep([&](std::uint32_t place) { return permitted.test(offset + place); });
    }

    /// Adds what the words after the leading ones give, drops the candidates that cannot get over
    /// the threshold or lack what is required, and ranks those that remain.
    void complete(std::size_t leading) {
        for (std::size_t i = leading; i < order_.size() && candidates_ > 0; ++i) {
            const SearchedWord& word = *order_[i];
            rest_ -= word.bound;
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
        keep([](std::uint32_t) { return false; });
    }

    /// Whether reading all postings of a word in the cell costs less than looking every candidate
    /// up.
    bool is_cheap_to_read(const SearchedWord& word) const {
        if (word.terms.front().by_cells != nullptr) return word.postings <= 2 * candidates_;
        constexpr std::size_t look_up_cost = 16;  // measured: about so many postings
        constexpr std::size_t block_cost = 32;
        return word.postings + block_cost < look_up_cost * candidates_;
    }

    /// Adds what a word gives to a candidate at most, and stamps it if it holds the word.
    void look_up(const SearchedWord& word, std::uint32_t place) {
        for (const SearchedTerm& term : word.terms) {
            if (term.by_cells != nullptr) {
                const CellPosting* const found =
                    CellPostings::find(term.postings, static_cast<std::uint8_t>(place));
                if (found == nullptr) continue;
                stamps_[place] = stamp_;
                scores_[place] += term.unit * found->impact;
            } else if (const auto wdf = term.cursor->wdf(begin_ + place)) {
                stamps_[place] = stamp_;
                scores_[place] += word.scored->scorer.score(*wdf, table_.lengths[begin_ + place]);
            }
        }
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
    static constexpr float least_sum = std::numeric_limits<float>::min();

    Expression& expression_;
    const DocumentTable& table_;
    const RankedRequest& request_;
    QueryShape shape_;
    bool checked_ = has_checks(expression_);
    const ScoreKernels& kernels_;
    Ranking ranking_;
    std::vector<std::uint32_t> seen_;  ///< documents looked at before all others; ascending
    std::vector<SearchedTerm> terms_;
    std::vector<SearchedWord> words_;
    std::vector<float> sums_;  ///< by cell: bounds of whole scores

    // Of the cell that is being looked at:
    std::uint32_t begin_ = 0;           ///< its first document
    std::vector<SearchedWord*> order_;  ///< words in the order of looking
    double rest_ = 0;                   ///< what words still to be looked at can add at most
    std::size_t candidates_ = 0;        ///< how many
    std::array<std::uint16_t, cell_size + 1> places_ = {};  ///< theirs; one more may be written
    std::array<double, cell_size> scores_ = {};             ///< by place; untouched if no candidate
    std::array<std::uint32_t, cell_size> stamps_ = {};      ///< by place: the last word found there
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
    const ScoreKernels& kernels = best_kernels();
    for_each_match(expression, table, [&](std::uint32_t, const WindowBits& found) {
        count += kernels.count_bits(found.words.data(), 0, window_size);
    });
    return count;
}

}  // namespace kb::rank
