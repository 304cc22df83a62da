#include "eval/report.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "common/explanation.hpp"
#include "common/json.hpp"
#include "common/numbers.hpp"
#include "kb/display.hpp"

namespace kb::tools {
namespace {

constexpr std::size_t listed_topics = 5;
constexpr std::size_t listed_documents = 10;

struct Percentile {
    std::string_view name;
    double share;
};
constexpr std::array<Percentile, 3> percentiles = {{{"p50", 0.50}, {"p95", 0.95}, {"p99", 0.99}}};

std::string padded(std::string_view text, std::size_t width) {
    std::string cell(text);
    cell.resize(std::max(cell.size(), width), ' ');
    return cell;
}

std::string aligned(std::string_view text, std::size_t width) {
    return std::string(width - std::min(width, text.size()), ' ').append(text);
}

std::string with_sign(double number) {
    return (number < 0 ? "" : "+") + fixed(number, 4);
}

std::string measures_json(const EvaluationRun& run) {
    const Measures mean = run.mean();
    std::string json = "{\"profile\":" + json_string(run.profile) +
                       ",\"queries\":" + std::to_string(run.topics.size()) +
                       ",\"judged\":" + std::to_string(run.judged());
    for (const MeasureInfo& info : measures()) {
        json += ",\"" + std::string(info.name) + "\":" + shortest(mean.*info.value);
    }
    json += ",\"latency_ms\":{";
    for (const Percentile& percentile : percentiles) {
        if (json.back() != '{') json += ',';
        json +=
            "\"" + std::string(percentile.name) + "\":" + shortest(run.latency(percentile.share));
    }
    return json + "}}";
}

std::vector<double> values(const EvaluationRun& run, const MeasureInfo& info) {
    std::vector<double> values;
    for (const TopicResult& result : run.topics) {
        if (result.judged) values.push_back(result.measures.*info.value);
    }
    return values;
}

double significance(const EvaluationRun& a, const EvaluationRun& b, const MeasureInfo& info) {
    return randomisation_test(values(a, info), values(b, info));
}

/// A judged topic and how much better `a` answers it than `b`.
struct Difference {
    const TopicResult* a = nullptr;
    const TopicResult* b = nullptr;
    double gain = 0;
};

/// Most gained first.
std::vector<Difference> differences(const EvaluationRun& a, const EvaluationRun& b) {
    std::vector<Difference> all;
    for (std::size_t i = 0; i < a.topics.size(); ++i) {
        const TopicResult& topic = a.topics[i];
        if (!topic.judged) continue;
        const double gain =
            topic.measures.average_precision - b.topics[i].measures.average_precision;
        if (gain != 0) all.push_back({&topic, &b.topics[i], gain});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& x, const auto& y) { return x.gain > y.gain; });
    return all;
}

std::string difference_line(const Difference& difference) {
    return "  " + aligned(with_sign(difference.gain), 8) + "  " +
           padded(printable(difference.a->topic.id), 6) + " " +
           fit_width(printable(difference.a->topic.text), 60) + "\n";
}

std::string topics_lost_and_gained(const std::vector<Difference>& all) {
    std::string text = "\nmost gained (average precision)\n";
    for (std::size_t i = 0; i < std::min(listed_topics, all.size()) && all[i].gain > 0; ++i)
        text += difference_line(all[i]);
    text += "\nmost lost\n";
    for (std::size_t i = 0; i < std::min(listed_topics, all.size()); ++i) {
        const Difference& difference = all[all.size() - 1 - i];
        if (difference.gain >= 0) break;
        text += difference_line(difference);
    }
    return text;
}

/// One of the first documents with its grade: what moved can be seen.
std::string document_cell(const TopicResult& result, std::size_t i, const Judgements& judgements) {
    if (i >= result.ranking.size()) return {};
    const ScoredDocument& document = result.ranking[i];
    const auto judgement = judgements.find(document.id);
    const std::string grade =
        judgement == judgements.end() ? "-" : std::to_string(judgement->second);
    return aligned(fixed(document.score, 3), 9) + " [" + grade + "] " + printable(document.id);
}

std::string first_documents(const Difference& difference, const Qrels& qrels,
                            const std::string& name_a, const std::string& name_b) {
    constexpr std::size_t column = 40;
    const auto judgements = qrels.find(difference.a->topic.id);
    std::string text = "\nquery " + printable(difference.a->topic.id) +
                       ", the first documents: score [grade] id\n     " + padded(name_a, column) +
                       name_b + "\n";
    for (std::size_t i = 0; i < listed_documents; ++i) {
        const std::string a = document_cell(*difference.a, i, judgements->second);
        const std::string b = document_cell(*difference.b, i, judgements->second);
        if (a.empty() && b.empty()) break;
        text += aligned(std::to_string(i + 1), 4) + " " + padded(a, column) + b + "\n";
    }
    return text;
}

}  // namespace

std::string text_report(const EvaluationRun& run) {
    const Measures mean = run.mean();
    std::string text;
    for (const MeasureInfo& info : measures()) {
        text += padded(info.name, 12) + fixed(mean.*info.value, 4) + "\n";
    }
    text += padded("latency", 12);
    for (const Percentile& percentile : percentiles) {
        if (&percentile != percentiles.data()) text += ", ";
        text += std::string(percentile.name) + " " + fixed(run.latency(percentile.share), 3);
    }
    text += " ms\n" + padded("queries", 12) + std::to_string(run.judged()) + " judged of " +
            std::to_string(run.topics.size()) + "\n";
    return text;
}

std::string json_report(const EvaluationRun& run) {
    return measures_json(run) + "\n";
}

std::string text_comparison(const EvaluationRun& a, const EvaluationRun& b, const Qrels& qrels,
                            const ExplainBest& explain) {
    const Measures mean_a = a.mean();
    const Measures mean_b = b.mean();
    std::string text = padded("", 12) + aligned(a.profile, 10) + aligned(b.profile, 10) +
                       aligned("difference", 12) + aligned("p", 9) + "\n";
    for (const MeasureInfo& info : measures()) {
        const double value_a = mean_a.*info.value;
        const double value_b = mean_b.*info.value;
        text += padded(info.name, 12) + aligned(fixed(value_a, 4), 10) +
                aligned(fixed(value_b, 4), 10) + aligned(with_sign(value_a - value_b), 12) +
                aligned(fixed(significance(a, b, info), 4), 9) + "\n";
    }
    for (const Percentile& percentile : percentiles) {
        text += padded(std::string(percentile.name) + " ms", 12) +
                aligned(fixed(a.latency(percentile.share), 3), 10) +
                aligned(fixed(b.latency(percentile.share), 3), 10) + "\n";
    }
    const std::vector<Difference> all = differences(a, b);
    if (all.empty()) return text + "\nno query differs in average precision\n";
    text += topics_lost_and_gained(all);
    const Difference& first = all.front().gain >= -all.back().gain ? all.front() : all.back();
    text += first_documents(first, qrels, a.profile, b.profile);
    for (const std::string& profile : {a.profile, b.profile}) {
        const std::optional<Explanation> best = explain(profile, first.a->topic.text);
        if (best) text += "\nthe first of " + profile + ":\n" + explanation_tree(*best, 2);
    }
    return text;
}

std::string json_comparison(const EvaluationRun& a, const EvaluationRun& b) {
    std::string json = "{\"a\":" + measures_json(a) + ",\"b\":" + measures_json(b) + ",\"p\":{";
    for (const MeasureInfo& info : measures()) {
        if (json.back() != '{') json += ',';
        json += "\"" + std::string(info.name) + "\":" + shortest(significance(a, b, info));
    }
    json += "},\"differences\":[";
    for (const Difference& difference : differences(a, b)) {
        if (json.back() != '[') json += ',';
        json += "{\"query\":" + json_string(difference.a->topic.id) +
                ",\"average_precision\":" + shortest(difference.gain) + "}";
    }
    return json + "]}\n";
}

}  // namespace kb::tools
