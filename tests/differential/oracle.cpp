#include "differential/oracle.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <set>
#include <tuple>
#include <variant>

#include "kb/reader.hpp"
#include "text/utf8.hpp"

namespace kb::test {

namespace {

using Tokens = std::vector<Token>;

/// Words of two tags, or of two authors, are never side by side.
constexpr std::uint32_t value_gap = 100;
constexpr std::size_t max_phrase_words = 64;

bool has_stemmer(std::string_view lang) {
    constexpr std::string_view stemmed[] = {"de", "en", "es", "fr", "ru"};
    return std::find(std::begin(stemmed), std::end(stemmed), lang) != std::end(stemmed);
}

void append(Tokens& tokens, std::span<const Token> more) {
    std::uint32_t offset = 0;
    for (const Token& token : tokens)
        offset = std::max(offset, token.position + token.length);
    if (!tokens.empty()) offset += value_gap;
    for (Token token : more) {
        token.position += offset;
        tokens.push_back(std::move(token));
    }
}

std::u32string code_points(std::string_view text) {
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Step step = decode_utf8(text, at);
        points.push_back(step.code_point);
        at += step.bytes;
    }
    return points;
}

/// Insertions, deletions, substitutions, swaps of neighbours; nothing edited twice.
std::size_t edit_distance(std::string_view from, std::string_view to) {
    const std::u32string a = code_points(from);
    const std::u32string b = code_points(to);
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            d[i][j] = i + j;
            if (i == 0 || j == 0) continue;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                                d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

/// A word in any inflection of the document's language; what is not made of letters, as it is.
bool is_same_word(const Token& in_document, const Token& wanted, std::string_view lang) {
    const auto inflects = [&](const Token& token) {
        return has_stemmer(lang) && token.type != TokenType::gram &&
               std::all_of(token.term.begin(), token.term.end(), [](char c) {
                   return (c >= 'a' && c <= 'z') || c == '\'' ||
                          static_cast<unsigned char>(c) >= 0x80;
               });
    };
    if (!inflects(in_document)) return in_document.term == wanted.term;
    if (!inflects(wanted)) return false;
    const std::set<std::string> stems = {
        wanted.stem, wanted.alternative_stem.empty() ? wanted.stem : wanted.alternative_stem};
    return stems.contains(in_document.stem) ||
           (!in_document.alternative_stem.empty() && stems.contains(in_document.alternative_stem));
}

bool stands_at(const Tokens& tokens, const std::string& term, std::uint32_t position) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
        return token.position == position && token.term == term;
    });
}

bool holds_phrase(const Tokens& tokens, const std::vector<std::string>& terms) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& first) {
        for (std::uint32_t i = 0; i < terms.size(); ++i) {
            if (!stands_at(tokens, terms[i], first.position + i)) return false;
        }
        return true;
    });
}

/// Whether each of the terms stands within [low, high], as often as it is among them.
bool stand_within(const Tokens& tokens, const std::vector<std::string>& terms, std::uint32_t low,
                  std::uint32_t high) {
    return std::all_of(terms.begin(), terms.end(), [&](const std::string& term) {
        std::ptrdiff_t places = 0;
        for (std::uint32_t position = low; position <= high; ++position)
            places += stands_at(tokens, term, position) ? 1 : 0;
        return places >= std::count(terms.begin(), terms.end(), term);
    });
}

bool holds_near(const Tokens& tokens, const std::vector<std::string>& terms, unsigned slop) {
    const auto span = static_cast<std::uint32_t>(terms.size()) - 2 + slop;
    std::set<std::uint32_t> starts;
    for (const Token& token : tokens)
        starts.insert(token.position);
    return std::any_of(starts.begin(), starts.end(), [&](std::uint32_t low) {
        return stand_within(tokens, terms, low, low + span);
    });
}

bool is_half_open(const ast::Node& node) {
    if (const auto* date = std::get_if<ast::DateRange>(&node.value))
        return !date->from || !date->to;
    if (const auto* number = std::get_if<ast::NumberRange>(&node.value))
        return !number->min || !number->max;
    return false;
}

/// By which property a filter or range selects; nothing for other nodes.
std::string property(const ast::Node& node) {
    if (const auto* filter = std::get_if<ast::Filter>(&node.value))
        return "filter " + std::to_string(static_cast<int>(filter->field));
    if (const auto* number = std::get_if<ast::NumberRange>(&node.value))
        return "number " + std::to_string(static_cast<int>(number->field));
    return std::holds_alternative<ast::DateRange>(node.value) ? "date" : "";
}

bool selects_only(const ast::Node& node) {
    const auto all = [](const auto& items, auto get) {
        return !items.empty() && std::all_of(items.begin(), items.end(),
                                             [&](const auto& i) { return selects_only(get(i)); });
    };
    const auto itself = [](const ast::Node& n) -> const ast::Node& { return n; };
    if (const auto* both = std::get_if<ast::And>(&node.value)) return all(both->operands, itself);
    if (const auto* either = std::get_if<ast::Or>(&node.value))
        return all(either->operands, itself);
    if (const auto* group = std::get_if<ast::Group>(&node.value)) {
        return all(group->clauses, [](const ast::Clause& c) -> const ast::Node& { return c.node; });
    }
    return !property(node).empty();
}

/// Hosts go without "www.".
bool is_below(std::string_view host, std::string_view site) {
    if (site.starts_with("www.")) site.remove_prefix(4);
    return host == site ||
           (site.find('.') != std::string_view::npos && host.ends_with("." + std::string(site)));
}

}  // namespace

/// One document against one query.
class Oracle::Evaluation {
  public:
    Evaluation(Oracle& oracle, const Analyzed& document, Match match)
        : oracle_(oracle), document_(document), match_(match) {}

    bool matches(const ast::Node& node, bool required) {
        return std::visit([&](const auto& value) { return holds(value, required); }, node.value);
    }

    bool any_begins_with(const std::string& beginning, ast::Field field) const {
        return any_token(field,
                         [&](const Token& token) { return token.term.starts_with(beginning); });
    }

  private:
    const Document& facts() const { return document_.document; }

    const std::vector<Unit>& units(const std::string& text, ast::Field field) const {
        return oracle_.units(text, field == ast::Field::author ? "" : facts().lang);
    }

    /// The places of a field; no phrase reaches from one into another.
    std::vector<const Tokens*> places(ast::Field field) const {
        switch (field) {
            case ast::Field::any:
                return {&document_.title, &document_.tags, &document_.text};
            case ast::Field::title:
                return {&document_.title};
            case ast::Field::text:
                return {&document_.text};
            case ast::Field::author:
                return {&document_.authors};
        }
        return {};
    }

    bool any_token(ast::Field field, const std::function<bool(const Token&)>& wanted) const {
        for (const Tokens* place : places(field)) {
            if (std::any_of(place->begin(), place->end(), wanted)) return true;
        }
        return false;
    }

    bool holds_token(const Token& wanted, ast::Field field) const {
        return any_token(field, [&](const Token& token) {
            return field == ast::Field::author ? token.term == wanted.term
                                               : is_same_word(token, wanted, facts().lang);
        });
    }

    bool holds_row(Tokens pieces, ast::Field field, unsigned slop) const {
        if (pieces.size() > max_phrase_words) pieces.resize(max_phrase_words);
        std::vector<std::string> terms;
        for (const Token& piece : pieces)
            terms.push_back(piece.term);
        if (terms.empty()) return false;
        for (const Tokens* place : places(field)) {
            const bool near = slop > 0 && terms.size() > 1;
            if (near ? holds_near(*place, terms, slop) : holds_phrase(*place, terms)) return true;
        }
        return false;
    }

    bool holds_unit(const Unit& unit, ast::Field field) const {
        for (const Token& whole : unit.wholes) {
            if (holds_token(whole, field)) return true;
        }
        if (unit.pieces.size() == 1 && unit.pieces.front().type != TokenType::gram)
            return holds_token(unit.pieces.front(), field);
        return holds_row(unit.pieces, field, 0);
    }

    static Tokens all_pieces(const std::vector<Unit>& units) {
        Tokens pieces;
        for (const Unit& unit : units)
            pieces.insert(pieces.end(), unit.pieces.begin(), unit.pieces.end());
        return pieces;
    }

    bool holds(const ast::All&, bool) const { return true; }

    /// "boundary-layer": words of two letters or more, with nothing but one hyphen between each
    /// two.
    static bool is_hyphenated(const std::string& text, const std::vector<Unit>& all) {
        if (all.size() != 1 || all.front().pieces.size() < 2) return false;
        std::size_t hyphens = 0;
        for (const char c : text) {
            const bool ascii = static_cast<unsigned char>(c) < 0x80;
            if (c == '-') ++hyphens;
            if (c != '-' && ascii && std::isalpha(static_cast<unsigned char>(c)) == 0) return false;
        }
        return hyphens + 1 == all.front().pieces.size() &&
               std::none_of(
                   all.front().pieces.begin(), all.front().pieces.end(),
                   [](const Token& t) { return t.type == TokenType::gram || t.term.size() < 2; });
    }

    bool holds(const ast::Word& word, bool required) const {
        const std::vector<Unit>& all = units(word.text, word.field);
        const auto one = [&](const Unit& unit) { return holds_unit(unit, word.field); };
        if (!required && match_ == Match::any && is_hyphenated(word.text, all)) {
            const Tokens& pieces = all.front().pieces;
            return one(all.front()) ||
                   std::any_of(pieces.begin(), pieces.end(),
                               [&](const Token& t) { return holds_token(t, word.field); });
        }
        if (all.size() == 1) return one(all.front());
        if (required) return holds_row(all_pieces(all), word.field, 0);
        if (match_ == Match::all) return !all.empty() && std::all_of(all.begin(), all.end(), one);
        return std::any_of(all.begin(), all.end(), one);
    }

    bool holds(const ast::Phrase& phrase, bool) const {
        return holds_row(all_pieces(units(phrase.text, phrase.field)), phrase.field, phrase.slop);
    }

    bool holds(const ast::Prefix& prefix, bool required) const {
        const std::vector<Unit>& all = units(prefix.text, prefix.field);
        for (const Unit& unit : all) {
            for (const Token& piece : unit.pieces) {
                if (piece.type == TokenType::gram)
                    return holds(ast::Word{prefix.field, prefix.text}, required);
            }
        }
        for (const std::string& beginning : beginnings(prefix.text, all)) {
            if (any_begins_with(beginning, prefix.field)) return true;
        }
        // "word,*", where no word of the whole collection begins with "word,".
        const std::size_t end = end_of_words(all);
        if (end == 0 || end == prefix.text.size()) return false;
        if (oracle_.anything_begins_with(fold(prefix.text), prefix.field)) return false;
        return holds(ast::Prefix{prefix.field, prefix.text.substr(0, end)}, required);
    }

    static std::size_t end_of_words(const std::vector<Unit>& all) {
        std::size_t end = 0;
        for (const Unit& unit : all) {
            for (const Tokens* tokens : {&unit.wholes, &unit.pieces}) {
                for (const Token& token : *tokens)
                    end = std::max(end, token.end);
            }
        }
        return end;
    }

    /// As typed; as the analyzer spells it, where the word is not followed by punctuation; and in
    /// the spellings of identifiers.
    static std::vector<std::string> beginnings(const std::string& text,
                                               const std::vector<Unit>& all) {
        std::vector<std::string> found = {fold(text)};
        if (all.size() != 1) return found;
        const Unit& unit = all.front();
        if (end_of_words(all) != text.size()) return found;
        for (const Token& whole : unit.wholes)
            found.push_back(whole.term);
        if (unit.pieces.size() == 1) found.push_back(unit.pieces.front().term);
        const bool words = unit.pieces.size() > 1 &&
                           std::all_of(unit.pieces.begin(), unit.pieces.end(), [](const Token& t) {
                               return t.term[0] < '0' || t.term[0] > '9';
                           });
        if (!words) return found;
        std::vector<std::string> joiners = {"_", "-"};
        if (text.find('_') != std::string::npos) joiners.emplace_back();
        for (const std::string& joiner : joiners) {
            std::string spelled;
            for (const Token& piece : unit.pieces)
                spelled += (spelled.empty() ? "" : joiner) + piece.term;
            found.push_back(spelled);
        }
        return found;
    }

    bool holds(const ast::Fuzzy& fuzzy, bool required) const {
        if (holds(ast::Word{fuzzy.field, fuzzy.text}, required)) return true;
        const std::vector<Unit>& all = units(fuzzy.text, fuzzy.field);
        if (all.size() != 1) return false;
        Tokens wanted = all.front().wholes;
        if (wanted.empty() && all.front().pieces.size() == 1) wanted = all.front().pieces;
        for (const Token& token : wanted) {
            // A word of one letter is near every other such word.
            const std::size_t most =
                std::min<std::size_t>(fuzzy.distance, code_points(token.term).size() - 1);
            if (any_token(fuzzy.field, [&](const Token& other) {
                    return edit_distance(token.term, other.term) <= most;
                }))
                return true;
        }
        return false;
    }

    bool holds(const ast::Filter& filter, bool) const {
        const Document& d = facts();
        const std::string folded = fold(filter.value);
        switch (filter.field) {
            case ast::FilterField::kind:
                return to_string(d.kind) == folded;
            case ast::FilterField::source:
                return !d.source.empty() && fold(d.source) == folded;
            case ast::FilterField::tag:
                return std::any_of(d.tags.begin(), d.tags.end(),
                                   [&](const std::string& tag) { return fold(tag) == folded; });
            case ast::FilterField::lang:
                return !d.lang.empty() && d.lang == folded.substr(0, folded.find('-'));
            case ast::FilterField::site:
                return !d.url.empty() && is_below(url_host(d.url), folded);
            case ast::FilterField::id:
                return d.id == filter.value;
            case ast::FilterField::parent:
                return d.parent && d.parent->id == filter.value;
        }
        return false;
    }

    bool holds(const ast::DateRange& range, bool) const {
        const auto& published = facts().published;
        return published && (!range.from || *published >= *range.from) &&
               (!range.to || *published < *range.to);
    }

    bool holds(const ast::NumberRange& range, bool) const {
        const auto& number =
            range.field == ast::NumberField::points ? facts().points : facts().comments;
        return number && (!range.min || *number >= *range.min) &&
               (!range.max || *number <= *range.max);
    }

    bool holds(const ast::And& both, bool) {
        bool asked = false;
        for (const ast::Node& operand : both.operands) {
            if (asks_for_nothing(operand)) continue;
            asked = true;
            if (!matches(operand, true)) return false;
        }
        return asked;
    }

    bool holds(const ast::Or& either, bool required) {
        return std::any_of(either.operands.begin(), either.operands.end(),
                           [&](const ast::Node& operand) { return matches(operand, required); });
    }

    bool holds(const ast::Group& group, bool required) {
        bool selected = false;  // by a filter or an exclusion
        std::map<std::string, bool> alternatives;
        std::vector<bool> optional;
        bool must = false;
        for (const ast::Clause& clause : group.clauses) {
            if (asks_for_nothing(clause.node)) continue;
            if (clause.occur == ast::Occur::must_not) {
                if (matches(clause.node, true)) return false;
                selected = true;
            } else if (selects_only(clause.node)) {
                const std::string name = property(clause.node);
                const bool holds = matches(clause.node, true);
                selected = true;
                if (!name.empty() && clause.occur == ast::Occur::should &&
                    !is_half_open(clause.node)) {
                    alternatives[name] |= holds;
                } else if (!holds) {
                    return false;
                }
            } else if (clause.occur == ast::Occur::must || match_ == Match::all) {
                const bool as_must = clause.occur == ast::Occur::must || required;
                if (!matches(clause.node, as_must)) return false;
                must = true;
            } else {
                optional.push_back(matches(clause.node, required));
            }
        }
        for (const auto& [name, holds] : alternatives) {
            if (!holds) return false;
        }
        if (must) return true;
        if (optional.empty()) return selected;
        return std::find(optional.begin(), optional.end(), true) != optional.end();
    }

    /// Punctuation and its like.
    bool asks_for_nothing(const ast::Node& node) const {
        const auto is_empty = [&](const std::string& text) {
            return oracle_.units(text, "").empty();
        };
        if (const auto* word = std::get_if<ast::Word>(&node.value)) return is_empty(word->text);
        if (const auto* phrase = std::get_if<ast::Phrase>(&node.value))
            return is_empty(phrase->text);
        const auto all = [&](const std::vector<ast::Node>& nodes) {
            return std::all_of(nodes.begin(), nodes.end(),
                               [&](const ast::Node& n) { return asks_for_nothing(n); });
        };
        if (const auto* both = std::get_if<ast::And>(&node.value)) return all(both->operands);
        if (const auto* either = std::get_if<ast::Or>(&node.value)) return all(either->operands);
        if (const auto* group = std::get_if<ast::Group>(&node.value)) {
            return std::all_of(group->clauses.begin(), group->clauses.end(),
                               [&](const ast::Clause& c) { return asks_for_nothing(c.node); });
        }
        return false;
    }

    Oracle& oracle_;
    const Analyzed& document_;
    Match match_;
};

void Oracle::put(Document document) {
    normalize(document);
    if (document.lang.empty())
        document.lang = detect_language(document.title + "\n\n" + document.text);
    Analyzed analyzed;
    append(analyzed.title, analyzer_.analyze(document.title, document.lang));
    append(analyzed.text, analyzer_.analyze(document.text, document.lang));
    for (const std::string& tag : document.tags)
        append(analyzed.tags, analyzer_.analyze(tag, document.lang));
    for (const std::string& author : document.authors)
        append(analyzed.authors, analyzer_.analyze(author, {}));
    analyzed.document = std::move(document);
    const std::string id = analyzed.document.id;
    documents_.insert_or_assign(id, std::move(analyzed));
}

void Oracle::erase(const std::string& id) {
    documents_.erase(id);
}

const std::vector<Oracle::Unit>& Oracle::units(const std::string& text, const std::string& lang) {
    const auto [place, is_new] = units_.try_emplace({text, lang});
    if (!is_new) return place->second;
    const std::span<const Token> tokens = analyzer_.analyze(text, lang);
    std::map<std::uint32_t, Tokens> by_unit;
    for (const Token& token : tokens)
        by_unit[token.unit].push_back(token);
    for (const auto& [number, members] : by_unit) {
        Unit unit;
        std::uint32_t longest = 0;
        for (const Token& token : members) {
            if (token.type == TokenType::whole) longest = std::max(longest, token.length);
        }
        for (const Token& token : members) {
            if (token.type == TokenType::whole) {
                if (token.length == longest) unit.wholes.push_back(token);
            } else if (token.type != TokenType::gram || code_points(token.term).size() == 1) {
                unit.pieces.push_back(token);  // of characters without spaces, one by one
            }
        }
        place->second.push_back(std::move(unit));
    }
    return place->second;
}

bool Oracle::anything_begins_with(const std::string& beginning, ast::Field field) {
    return std::any_of(documents_.begin(), documents_.end(), [&](const auto& entry) {
        return Evaluation(*this, entry.second, Match::any).any_begins_with(beginning, field);
    });
}

std::vector<std::string> Oracle::matches(const ast::Node& root, Match match) {
    std::vector<std::string> ids;
    for (const auto& [id, document] : documents_) {
        if (Evaluation(*this, document, match).matches(root, false)) ids.push_back(id);
    }
    return ids;
}

}  // namespace kb::test
