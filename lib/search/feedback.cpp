#include "search/feedback.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "index/schema.hpp"
#include "rank/bm25.hpp"
#include "search/ranked_page.hpp"
#include "text/function_words.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;

/// A word of fewer documents is a slip of the pen; one of a greater share tells them apart badly.
constexpr Xapian::doccount least_documents = 2;
constexpr double greatest_share = 0.1;

double idf(const Xapian::Database& database, std::uint64_t frequency) {
    const std::uint64_t documents = database.get_doccount();
    return rank::inverse_document_frequency(documents, std::min(frequency, documents));
}

/// The sum of the weights that words have in the query, without their rarity.
double query_weight(const PlanNode& node, const Xapian::Database& database) {
    return std::visit(
        [&](const auto& value) -> double {
            using Value = std::decay_t<decltype(value)>;
            double sum = 0;
            if constexpr (std::is_same_v<Value, Word>) {
                std::uint64_t frequency = 0;
                for (const std::string& term : value.terms)
                    frequency += database.get_termfreq(term);
                sum = value.weight / idf(database, frequency);
            } else if constexpr (std::is_same_v<Value, Restricted> ||
                                 std::is_same_v<Value, Excluding>) {
                sum = query_weight(value.operands.front(), database);
            } else if constexpr (std::is_same_v<Value, AllOf> || std::is_same_v<Value, AnyOf> ||
                                 std::is_same_v<Value, Preferring>) {
                for (const PlanNode& operand : value.operands)
                    sum += query_weight(operand, database);
            }
            return sum;
        },
        node.value);
}

/// "Zen:lock" is the stem "lock" of English.
bool is_about_nothing(std::string_view term) {
    term.remove_prefix(schema::stem_prefix.size());
    const std::size_t colon = term.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    return is_function_word(term.substr(colon + 1), term.substr(0, colon));
}

struct SharedWord {
    std::string term;
    double share = 0;
};

/// The relevance model: how likely a word is in the best documents, each counting by its score.
std::vector<SharedWord> shared_words(const std::vector<RankedDocument>& best,
                                     const Xapian::Database& database) {
    double scores = 0;
    for (const RankedDocument& document : best)
        scores += document.parts.words;
    std::unordered_map<std::string, double> shares;
    for (const RankedDocument& document : best) {
        const double length = database.get_doclength(document.docid);
        if (length <= 0 || scores <= 0) continue;
        auto term = database.termlist_begin(document.docid);
        for (term.skip_to(std::string(schema::stem_prefix));
             term != database.termlist_end(document.docid); ++term) {
            std::string name = *term;
            if (!name.starts_with(schema::stem_prefix)) break;
            if (name.starts_with(schema::title_stem_prefix)) continue;
            shares[std::move(name)] += document.parts.words / scores * term.get_wdf() / length;
        }
    }
    std::vector<SharedWord> words;
    words.reserve(shares.size());
    for (const auto& [term, share] : shares)
        words.push_back({term, share});
    std::sort(words.begin(), words.end(), [](const SharedWord& a, const SharedWord& b) {
        return a.share != b.share ? a.share > b.share : a.term < b.term;
    });
    return words;
}

/// The most likely words that tell documents apart.
std::vector<SharedWord> telling_words(std::vector<SharedWord> words, std::size_t limit,
                                      const Xapian::Database& database) {
    const double most = greatest_share * database.get_doccount();
    std::vector<SharedWord> kept;
    for (SharedWord& word : words) {
        if (kept.size() == limit) break;
        const Xapian::doccount frequency = database.get_termfreq(word.term);
        if (frequency < least_documents || frequency > most || is_about_nothing(word.term))
            continue;
        kept.push_back(std::move(word));
    }
    return kept;
}

/// Adds alternatives to what a plan scores.
PlanNode with_alternatives(PlanNode node, std::vector<PlanNode> words) {
    if (auto* restricted_node = std::get_if<Restricted>(&node.value)) {
        PlanNode& scored = restricted_node->operands.front();
        scored = with_alternatives(std::move(scored), std::move(words));
        return node;
    }
    if (auto* excluding_node = std::get_if<Excluding>(&node.value)) {
        PlanNode& scored = excluding_node->operands.front();
        scored = with_alternatives(std::move(scored), std::move(words));
        return node;
    }
    if (auto* any = std::get_if<AnyOf>(&node.value)) {
        std::move(words.begin(), words.end(), std::back_inserter(any->operands));
        return node;
    }
    if (std::holds_alternative<Word>(node.value)) {
        words.insert(words.begin(), std::move(node));
        return any_of(std::move(words));
    }
    return preferring(std::move(node), any_of(std::move(words)));
}

}  // namespace

PlanNode with_feedback(PlanNode plan, const SearchRequest& request, index::Snapshot& snapshot,
                       Deadline& deadline) {
    const FeedbackParameters& parameters = request.profile.feedback;
    const Xapian::Database& database = snapshot.database;
    const std::vector<RankedDocument> best =
        best_by_words(snapshot, plan, request, parameters.documents, deadline);
    const std::vector<SharedWord> words =
        telling_words(shared_words(best, database), parameters.words, database);
    double sum = 0;
    for (const SharedWord& word : words)
        sum += word.share;
    if (sum <= 0) return plan;
    const double weight = query_weight(plan, database) * (1.0 - parameters.query_share) /
                          parameters.query_share / sum;
    std::vector<PlanNode> added;
    for (const SharedWord& word : words) {
        const double rarity = idf(database, database.get_termfreq(word.term));
        added.push_back({Word{{word.term}, weight * word.share * rarity}});
    }
    return with_alternatives(std::move(plan), std::move(added));
}

}  // namespace kb::search
