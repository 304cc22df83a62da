#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>

#include "evaluation/baseline.hpp"
#include "kb/display.hpp"
#include "kb/error.hpp"
#include "kb/evaluation_run.hpp"
#include "kb/ranking.hpp"

namespace kb {
namespace {

/// The name by which the baseline is asked for, beside the profiles.
constexpr std::string_view baseline_name = "bm25";

constexpr std::size_t depth = 1000;
constexpr std::size_t page = 10;
constexpr int timings = 3;

/// A score of a run, to six digits.
std::string digits_of(double score) {
    std::array<char, 32> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), score,
                                       std::chars_format::general, 6);
    return {digits.data(), written.ptr};
}

/// To six digits: equal as a float means equal as a double, whatever reads the run.
double rounded(double score) {
    const std::string digits = digits_of(score);
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// The text of a topic as words: what the query language would read as syntax ("-dash", a quoted
/// term, OR in a text of capitals) is none in natural language.
std::string as_words(std::string_view text) {
    constexpr std::string_view syntax = "\"()*~^:";
    std::string words;
    for (const char c : text) {
        const bool sign =
            (c == '+' || c == '-') && (words.empty() || words.back() == ' ');  // else "C++"
        words += sign || syntax.find(c) != std::string_view::npos ? ' ' : c;
    }
    std::string lowered;
    for (std::size_t begin = 0; begin < words.size();) {
        const std::size_t end = std::min(words.find(' ', begin), words.size());
        std::string word = words.substr(begin, end - begin);
        if (word == "AND" || word == "OR" || word == "NOT") {
            for (char& c : word)
                c = static_cast<char>(c | 0x20);
        }
        lowered.append(word).append(" ");
        begin = end + 1;
    }
    return lowered;
}

class ProfileRanker final : public Ranker {
  public:
    ProfileRanker(const Searcher& searcher, const RankingProfile& profile) : searcher_(searcher) {
        request_.snippet_length = 0;
        request_.collapse = false;  // the judges saw every document
        request_.profile = profile;
    }

    std::vector<ScoredDocument> search(const std::string& text, std::size_t limit,
                                       std::stop_token stop) override {
        request_.query = as_words(text);
        request_.limit = limit;
        request_.stop = std::move(stop);
        std::vector<ScoredDocument> ranking;
        for (const Hit& hit : searcher_.search(request_).hits)
            ranking.push_back({hit.document.id, hit.score});
        return ranking;
    }

    std::optional<Explanation> explain_best(const std::string& text) override {
        SearchRequest request = request_;
        request.query = as_words(text);
        request.limit = 1;
        request.explain = true;
        const Results results = searcher_.search(request);
        return results.hits.empty() ? std::nullopt : results.hits.front().explanation;
    }

  private:
    const Searcher& searcher_;
    SearchRequest request_;
};

class BaselineRanker final : public Ranker {
  public:
    explicit BaselineRanker(const Searcher& searcher) : baseline_(searcher) {}

    std::vector<ScoredDocument> search(const std::string& text, std::size_t limit,
                                       std::stop_token stop) override {
        if (stop.stop_requested()) throw Error(ErrorCode::cancelled, "the evaluation was stopped");
        return baseline_.search(text, limit);
    }

  private:
    evaluation::Baseline baseline_;
};

/// The median of a few: other programs disturb single ones.
double time_first_page(Ranker& ranker, const std::string& text, const std::stop_token& stop) {
    std::array<double, timings> times{};
    for (double& time : times) {
        const auto start = std::chrono::steady_clock::now();
        ranker.search(text, page, stop);
        time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                   .count();
    }
    std::sort(times.begin(), times.end());
    return times[timings / 2];
}

}  // namespace

std::optional<Explanation> Ranker::explain_best(const std::string& /*text*/) {
    return std::nullopt;
}

Measures EvaluationRun::mean() const {
    std::vector<Measures> all;
    for (const TopicResult& result : topics) {
        if (result.judged) all.push_back(result.measures);
    }
    return kb::mean(all);
}

std::size_t EvaluationRun::judged() const {
    return static_cast<std::size_t>(std::count_if(topics.begin(), topics.end(),
                                                  [](const auto& topic) { return topic.judged; }));
}

double EvaluationRun::latency(double share) const {
    if (topics.empty()) return 0;
    std::vector<double> times;
    for (const TopicResult& result : topics)
        times.push_back(result.milliseconds);
    std::sort(times.begin(), times.end());
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(times.size())));
    return times[std::clamp<std::size_t>(rank, 1, times.size()) - 1];
}

std::vector<std::string_view> ranker_names() {
    const auto profiles = profile_names();
    std::vector<std::string_view> names(profiles.begin(), profiles.end());
    names.push_back(baseline_name);
    return names;
}

std::unique_ptr<Ranker> make_ranker(const Searcher& searcher, std::string_view name) {
    if (name == baseline_name) return std::make_unique<BaselineRanker>(searcher);
    if (const auto profile = find_profile(name))
        return std::make_unique<ProfileRanker>(searcher, *profile);
    std::string known;
    for (const std::string_view one : ranker_names())
        known.append(known.empty() ? "" : ", ").append(one);
    throw Error(ErrorCode::invalid_argument,
                "profile: '" + std::string(name) + "' is none of " + known);
}

EvaluationRun evaluate(Ranker& ranker, const std::string& profile, const std::vector<Topic>& topics,
                       const Qrels& qrels, std::stop_token stop) {
    EvaluationRun run;
    run.profile = profile;
    for (const Topic& topic : topics) {
        TopicResult result;
        result.topic = topic;
        result.ranking = ranker.search(topic.text, depth, stop);
        for (ScoredDocument& document : result.ranking)
            document.score = rounded(document.score);
        order_as_trec_eval(result.ranking);
        const auto judgements = qrels.find(topic.id);
        result.judged = judgements != qrels.end();
        if (result.judged) result.measures = measure(result.ranking, judgements->second);
        result.milliseconds = time_first_page(ranker, topic.text, stop);
        run.topics.push_back(std::move(result));
    }
    return run;
}

std::string to_trec(const EvaluationRun& run) {
    std::string lines;
    for (const TopicResult& result : run.topics) {
        std::size_t rank = 0;
        for (const ScoredDocument& document : result.ranking) {
            lines.append(trec_column(result.topic.id)).append(" Q0 ");
            lines.append(trec_column(document.id)).append(" ").append(std::to_string(++rank));
            lines.append(" ").append(digits_of(document.score)).append(" ");
            lines.append(run.profile).append("\n");
        }
    }
    return lines;
}

std::string trec_column(std::string_view id) {
    std::string column;
    for (const char c : printable(id))
        column += c == ' ' ? std::string("%20") : std::string(1, c);
    return column;
}

}  // namespace kb
