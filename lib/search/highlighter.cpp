#include "search/highlighter.hpp"

#include <algorithm>
#include <optional>

#include "index/schema.hpp"
#include "search/word_units.hpp"
#include "text/stemmer.hpp"

namespace kb::search {

namespace {

bool concerns(const HighlightTarget& target, ast::Field field) {
    return target.field == ast::Field::any || target.field == field;
}

/// Tokens by position, for following a phrase.
class PositionIndex {
  public:
    explicit PositionIndex(std::span<const Token> tokens) : tokens_(tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const std::size_t position = tokens[i].position;
            if (position >= first_.size()) first_.resize(position + 1, tokens.size());
            first_[position] = std::min(first_[position], i);
        }
    }

    /// The finest token at `position` that reads `term`.
    const Token* find(std::size_t position, const std::string& term) const {
        if (position >= first_.size()) return nullptr;
        for (std::size_t i = first_[position];
             i < tokens_.size() && tokens_[i].position == position; ++i) {
            if (tokens_[i].type != TokenType::whole && tokens_[i].term == term) return &tokens_[i];
        }
        return nullptr;
    }

  private:
    std::span<const Token> tokens_;
    std::vector<std::size_t> first_;
};

/// Where the phrase that begins with tokens[i] ends, if it goes on as `terms` says.
std::optional<std::size_t> phrase_end(const PositionIndex& positions, const Token& first,
                                      const std::vector<std::string>& terms) {
    std::size_t end = first.end;
    for (std::size_t i = 1; i < terms.size(); ++i) {
        const Token* token = positions.find(first.position + i, terms[i]);
        if (token == nullptr) return std::nullopt;
        end = std::max(end, token->end);
    }
    return end;
}

}  // namespace

double Highlighter::best_weight(ast::Field field) const {
    double sum = 0;
    for (const HighlightTarget& target : targets_) {
        if (concerns(target, field)) sum += target.weight;
    }
    return sum;
}

void Highlighter::compile(std::size_t target, std::string_view lang, Compiled& into) {
    const HighlightTarget& wanted = targets_[target];
    if (wanted.match == HighlightTarget::Match::forms) {
        for (std::string_view rest = wanted.text; !rest.empty();) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            into.forms.emplace(rest.substr(0, end), target);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return;
    }
    if (wanted.match == HighlightTarget::Match::stem) {
        const std::string_view language =
            std::string_view(wanted.text).substr(0, wanted.text.find(':'));
        if (language.empty() || language == lang) into.add_key(wanted.text, target);
        return;
    }
    const auto add_sequence = [&](const std::vector<QueryToken>& pieces) {
        Sequence sequence;
        sequence.target = target;
        for (const QueryToken& piece : pieces)
            sequence.terms.push_back(piece.token.term);
        if (!sequence.terms.empty()) into.sequences[sequence.terms.front()].push_back(sequence);
    };
    const std::vector<WordUnit> units = analyze_query(analyzer_, wanted.text, {std::string(lang)});
    if (wanted.match == HighlightTarget::Match::phrase) {
        add_sequence(pieces_in_order(units));
        return;
    }
    for (const WordUnit& unit : units) {
        const bool plain = unit.pieces.size() == 1;
        for (const auto* tokens : {&unit.wholes, &unit.pieces}) {
            if (tokens == &unit.pieces && !plain) continue;
            for (const QueryToken& token : *tokens) {
                for (const std::string& key : token.keys)
                    into.add_key(key, target);
            }
        }
        if (!plain) add_sequence(unit.pieces);
    }
}

const Highlighter::Compiled& Highlighter::compiled(std::string_view lang, ast::Field field) {
    const auto [place, is_new] = compiled_.try_emplace({std::string(lang), field});
    if (is_new) {
        place->second.has_stemmer = !stemming_algorithm(lang).empty();
        for (std::size_t i = 0; i < targets_.size(); ++i) {
            if (concerns(targets_[i], field)) compile(i, lang, place->second);
        }
    }
    return place->second;
}

void Highlighter::Compiled::add_key(const std::string& key, std::size_t target) {
    const std::size_t colon = key.find(':');
    (colon == 0 ? terms : stems).emplace(key.substr(colon + 1), target);
}

std::optional<std::size_t> Highlighter::match(const Compiled& wanted, const Token& token) {
    const bool by_stem = wanted.has_stemmer && index::schema::keyed_by_stem(token);
    const auto& targets = by_stem ? wanted.stems : wanted.terms;
    auto found = targets.find(by_stem ? token.stem : token.term);
    if (found == targets.end() && by_stem && !token.alternative_stem.empty()) {
        found = targets.find(token.alternative_stem);
    }
    if (found == targets.end()) return std::nullopt;
    return found->second;
}

std::vector<TextMatch> Highlighter::find(std::string_view text, std::string_view lang,
                                         ast::Field field) {
    const Compiled& wanted = compiled(lang, field);
    std::vector<TextMatch> matches;
    if (wanted.stems.empty() && wanted.terms.empty() && wanted.sequences.empty() &&
        wanted.forms.empty())
        return matches;
    const std::span<const Token> tokens = analyzer_.analyze(text, lang);
    const PositionIndex positions(tokens);
    const auto add = [&](std::size_t begin, std::size_t end, std::size_t target) {
        matches.push_back({begin, end, target, targets_[target].weight});
    };
    for (const Token& token : tokens) {
        if (const auto target = match(wanted, token)) add(token.begin, token.end, *target);
        if (const auto form = wanted.forms.find(token.term); form != wanted.forms.end())
            add(token.begin, token.end, form->second);
        if (token.type == TokenType::whole) continue;
        const auto found = wanted.sequences.find(token.term);
        if (found == wanted.sequences.end()) continue;
        for (const Sequence& sequence : found->second) {
            if (const auto end = phrase_end(positions, token, sequence.terms)) {
                add(token.begin, *end, sequence.target);
            }
        }
    }
    std::sort(matches.begin(), matches.end(), [](const TextMatch& a, const TextMatch& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    return matches;
}

}  // namespace kb::search
