#include "search/explain.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "index/schema.hpp"
#include "rank/bm25.hpp"
#include "search/xapian_query.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;

constexpr std::size_t most_terms_named = 4;

std::string number(double value) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                            std::chars_format::general, 6);
    return error == std::errc{} ? std::string(buffer.data(), end) : std::string("?");
}

/// A term without its prefix: "migrat (en)" for a stem, else the word.
std::string readable(std::string_view term) {
    if (term.starts_with(schema::author_prefix)) return "author " + std::string(term.substr(1));
    if (!term.starts_with(schema::stem_prefix)) return std::string(term);
    term.remove_prefix(schema::stem_prefix.size());
    const std::size_t colon = term.find(':');
    std::string word(term.substr(colon == std::string_view::npos ? 0 : colon + 1));
    if (colon == std::string_view::npos || colon == 0) return word;
    return word + " (" + std::string(term.substr(0, colon)) + ")";
}

std::string listed(const std::vector<std::string>& terms) {
    std::string text;
    for (std::size_t i = 0; i < std::min(terms.size(), most_terms_named); ++i)
        text.append(text.empty() ? "" : ", ").append(readable(terms[i]));
    if (terms.size() > most_terms_named)
        text += " and " + std::to_string(terms.size() - most_terms_named) + " more";
    return text;
}

class Explainer {
  public:
    Explainer(const Xapian::Database& database, const Bm25Parameters& parameters,
              Xapian::docid document)
        : database_(database),
          parameters_(parameters),
          document_(document),
          length_(database.get_doclength(document)),
          average_length_(database.get_average_length()) {}

    /// Nothing where the document does not match.
    std::optional<Explanation> explain(const PlanNode& node) const {
        return std::visit([&](const auto& value) { return visit(value); }, node.value);
    }

  private:
    using Found = std::optional<Explanation>;

    static Found visit(const Nothing&) { return std::nullopt; }
    static Found visit(const Everything&) { return Explanation{0, "every document", {}}; }
    Found visit(const AnyTerm& any) const { return condition({any}, "matches without a score"); }
    Found visit(const Positions& positions) const {
        return condition({positions}, "matches without a score");
    }
    Found visit(const NumberBetween& range) const {
        return condition({range}, "matches without a score");
    }

    Found visit(const Word& word) const {
        std::vector<std::string> held;
        double occurrences = 0;
        std::uint64_t frequency = 0;
        for (const std::string& term : word.terms) {
            frequency += database_.get_termfreq(term);
            auto posting = database_.postlist_begin(term);
            posting.skip_to(document_);
            if (posting == database_.postlist_end(term) || *posting != document_) continue;
            occurrences += posting.get_wdf();
            held.push_back(term);
        }
        if (held.empty()) return std::nullopt;
        // A document is never shorter than what it holds.
        occurrences = std::min(occurrences, length_);
        const rank::Bm25Scorer scorer(parameters_, average_length_, word.weight);
        return Explanation{scorer.score(occurrences, length_), formula(listed(held)),
                           parts(word.weight, frequency, occurrences)};
    }

    std::string formula(const std::string& words) const {
        return words +
               ": weight × occurrences × (k1 + 1) / (occurrences + k1 × (1 − b + b × "
               "length / average)), k1 = " +
               number(parameters_.k1) + ", b = " + number(parameters_.b);
    }

    std::vector<Explanation> parts(double weight, std::uint64_t frequency,
                                   double occurrences) const {
        const std::uint64_t documents = database_.get_doccount();
        frequency = std::min(frequency, documents);
        std::string meaning = "weight: inverse document frequency of " + std::to_string(frequency) +
                              " in " + std::to_string(documents) + " documents";
        const double in_query = weight / rank::inverse_document_frequency(documents, frequency);
        if (std::abs(in_query - 1) > 1e-9)
            meaning += ", times " + number(in_query) + " of the query";
        return {{weight, std::move(meaning), {}},
                {occurrences, "occurrences (those in title and tags count several times)", {}},
                {length_, "length of the document, counted so", {}},
                {average_length_, "average length", {}}};
    }

    Found visit(const AllOf& all) const {
        return matches({all}) ? sum(all.operands, "sum of all of") : std::nullopt;
    }
    Found visit(const AnyOf& any) const { return sum(any.operands, "sum of"); }
    Found visit(const Preferring& preferring) const {
        if (!matches(preferring.operands.front())) return std::nullopt;
        return sum(preferring.operands, "sum of what is required and what is not");
    }
    Found visit(const Restricted& restricted) const {
        if (!matches(restricted.operands.back())) return std::nullopt;
        Found scored = explain(restricted.operands.front());
        const std::string phrase = phrase_of(restricted.operands.back());
        if (scored && !phrase.empty()) scored->description.insert(0, phrase + ": ");
        return scored;
    }
    Found visit(const Excluding& excluding) const {
        if (matches(excluding.operands.back())) return std::nullopt;
        return explain(excluding.operands.front());
    }

    /// The values of the operands that match, added up in their order.
    Found sum(const std::vector<PlanNode>& operands, std::string_view description) const {
        Explanation total{0, std::string(description), {}};
        for (const PlanNode& operand : operands) {
            Found part = explain(operand);
            if (!part) continue;
            total.value += part->value;
            total.details.push_back(std::move(*part));
        }
        if (total.details.empty()) return std::nullopt;
        if (total.details.size() > 1) return total;
        Explanation only = std::move(total.details.front());
        return only;
    }

    /// The words that a restriction wants side by side, if it is of that sort.
    static std::string phrase_of(const PlanNode& restriction) {
        if (const auto* any = std::get_if<AnyOf>(&restriction.value))
            return phrase_of(any->operands.front());
        const auto* positions = std::get_if<Positions>(&restriction.value);
        if (positions == nullptr) return {};
        std::string words;
        for (const std::string& term : positions->terms)
            words.append(words.empty() ? "" : " ").append(readable(term));
        return positions->window == 0
                   ? "words of the phrase \"" + words + "\""
                   : "words within " + std::to_string(positions->window) + " positions: " + words;
    }

    Found condition(const PlanNode& node, std::string_view description) const {
        if (!matches(node)) return std::nullopt;
        return Explanation{0, std::string(description), {}};
    }

    /// Decided by the engine, which no second reading of the plan can contradict.
    bool matches(const PlanNode& node) const {
        if (node.is_nothing()) return false;
        Xapian::Enquire enquire(database_);
        enquire.set_query({Xapian::Query::OP_FILTER, this_document(), to_xapian(node)});
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        return !enquire.get_mset(0, 1).empty();
    }

    Xapian::Query this_document() const {
        const std::string prefix = schema::id_term({});
        auto term = database_.termlist_begin(document_);
        term.skip_to(prefix);
        if (term == database_.termlist_end(document_)) return {};
        return Xapian::Query(*term);
    }

    const Xapian::Database& database_;
    Bm25Parameters parameters_;
    Xapian::docid document_;
    double length_;
    double average_length_;
};

}  // namespace

Explanation explain(const Xapian::Database& database, const PlanNode& plan,
                    const Bm25Parameters& parameters, Xapian::docid document, double score) {
    Explanation explanation = Explainer(database, parameters, document)
                                  .explain(plan)
                                  .value_or(Explanation{0, "does not match", {}});
    explanation.value = score;
    return explanation;
}

}  // namespace kb::search
