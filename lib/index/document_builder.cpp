#include "index/document_builder.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "index/digest.hpp"
#include "index/duplicates.hpp"
#include "index/schema.hpp"
#include "index/stored_document.hpp"
#include "kb/error.hpp"
#include "kb/reader.hpp"
#include "text/blocks.hpp"

namespace kb::index {

namespace {

/// Words of two tags, or of two authors, never make a phrase.
constexpr std::uint32_t value_gap = 100;

/// A text is analysed in pieces of this size, so that the tokens of a huge one take bounded memory.
/// Its fingerprint is that of the first piece.
constexpr std::size_t block_bytes = std::size_t{256} << 10;

void add_filter(TermCollector& terms, std::string_view name, std::string_view value) {
    if (!value.empty()) terms.add({}, schema::filter_term(schema::field(name), value), 0);
}

void add_filters(const Document& document, TermCollector& terms) {
    add_filter(terms, "id", document.id);
    add_filter(terms, "kind", to_string(document.kind));
    add_filter(terms, "source", document.source);
    add_filter(terms, "lang", document.lang);
    for (const std::string& tag : document.tags)
        add_filter(terms, "tag", tag);
    for (const std::string& host : schema::site_hosts(url_host(document.url))) {
        add_filter(terms, "site", host);
    }
    if (document.parent) add_filter(terms, "parent", document.parent->id);
    if (!document.title.empty()) terms.add({}, schema::whole_title_term(fold(document.title)), 0);
}

void add_value(PreparedDocument& prepared, std::string_view name, std::string value) {
    if (!value.empty()) prepared.set_value(schema::field(name).slot, std::move(value));
}

template <typename Number>
std::string sortable(const std::optional<Number>& number) {
    return number ? Xapian::sortable_serialise(static_cast<double>(*number)) : std::string();
}

std::string sortable(const std::optional<Timestamp>& time) {
    return time ? Xapian::sortable_serialise(static_cast<double>(time->time_since_epoch().count()))
                : std::string();
}

void add_values(const Document& document, PreparedDocument& prepared) {
    add_value(prepared, "date", sortable(document.published));
    add_value(prepared, "updated", sortable(document.updated));
    add_value(prepared, "points", sortable(document.points));
    add_value(prepared, "comments", sortable(document.comments));
    add_value(prepared, "kind", std::string(to_string(document.kind)));
    add_value(prepared, "source", document.source);
    add_value(prepared, "site", url_host(document.url));
    add_value(prepared, "author", schema::join_values(document.authors));
    add_value(prepared, "tag", schema::join_values(document.tags));
    add_value(prepared, "lang", document.lang);
    if (document.parent) add_value(prepared, "parent", document.parent->id);
    prepared.set_value(schema::order_slot, schema::order_key(document));
}

/// Without a word, nothing is alike.
void add_fingerprint(PreparedDocument& prepared, TermCollector& terms) {
    if (prepared.fingerprint.shingles == 0) return;
    for (const std::string& term : candidate_terms(prepared.fingerprint))
        terms.add({}, term, 0);
    prepared.set_value(schema::fingerprint_slot, encode_fingerprint(prepared.fingerprint));
}

/// Whether the next token is another spelling of the same whole (e-mail, email). Queries look for
/// all of them; only the last is an occurrence, so that a document is not longer for it.
bool is_respelled(const Token& token, const Token& next) {
    return token.type == TokenType::whole && next.type == TokenType::whole &&
           token.position == next.position && token.length == next.length;
}

/// Adds the surface forms of one field, with positions shifted by `offset`; returns the position
/// after the last.
std::uint32_t add_surface(std::span<const Token> tokens, std::string_view prefix,
                          std::uint32_t offset, std::uint32_t wdf, TermCollector& terms) {
    std::uint32_t next = offset;
    for (const Token& token : tokens) {
        terms.add_at(prefix, token.term, offset + token.position + 1, wdf);
        next = std::max(next, offset + token.position + token.length);
    }
    return next;
}

}  // namespace

void DocumentBuilder::add_words(const Document& document, PreparedDocument& prepared) {
    stems_.clear();
    const auto count = [&](std::span<const Token> tokens, unsigned weight, auto mark) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            keys_.clear();
            schema::append_stem_keys(tokens[i], document.lang, keys_);
            const bool counts = i + 1 == tokens.size() || !is_respelled(tokens[i], tokens[i + 1]);
            for (const std::string& key : keys_) {
                StemUse& use = stems_.use(key);
                if (counts) use.wdf += weight;
                mark(use);
            }
        }
    };

    std::span<const Token> tokens = analyzer_.analyze(document.title, document.lang);
    const std::vector<Token> title(tokens.begin(), tokens.end());
    add_surface(title, schema::title_prefix, 0, 0, terms_);
    count(title, weights_.title, [](StemUse& use) { use.in_title = true; });
    const std::string title_words = schema::title_words_term(title);
    if (!title_words.empty()) terms_.add({}, title_words, 0);

    std::uint32_t position = 0;
    for (const std::string& tag : document.tags) {
        tokens = analyzer_.analyze(tag, document.lang);
        position = add_surface(tokens, schema::tag_word_prefix, position, 0, terms_) + value_gap;
        count(tokens, weights_.tag, [](StemUse&) {});
    }

    position = 0;
    const std::string_view text = document.text;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = block_end(text, begin, block_bytes);
        tokens = analyzer_.analyze(text.substr(begin, end - begin), document.lang);
        position = add_surface(tokens, schema::text_prefix, position, 0, terms_);
        count(tokens, 1, [](StemUse& use) { use.in_text = true; });
        if (begin == 0) prepared.fingerprint = kb::fingerprint(title, tokens);
        begin = end;
    }
    if (text.empty()) prepared.fingerprint = kb::fingerprint(title, {});

    stems_.add_to(terms_);
}

StemUse& StemUses::use(std::string_view key) {
    const std::uint32_t number = keys_.number({}, key, most_words);
    if (number == TermTable::none) return lost_;
    if (number == uses_.size()) uses_.emplace_back();
    return uses_[number];
}

void StemUses::add_to(TermCollector& terms) const {
    for (std::uint32_t number = 0; number < uses_.size(); ++number) {
        const std::string_view key = keys_.name(number);
        const StemUse& use = uses_[number];
        terms.add(schema::stem_prefix, key, use.wdf);
        if (use.in_title) terms.add(schema::title_stem_prefix, key, 0);
        if (!use.in_text) terms.add(schema::outside_text_prefix, key, 0);
    }
}

void StemUses::clear() {
    keys_.clear();
    uses_.clear();
}

void DocumentBuilder::add_authors(const Document& document) {
    std::uint32_t position = 0;
    for (const std::string& author : document.authors) {
        position =
            add_surface(analyzer_.analyze(author, {}), schema::author_prefix, position, 1, terms_) +
            value_gap;
    }
}

namespace {

/// As much of a document as decides about its language.
std::string beginning(const Document& document) {
    constexpr std::size_t examined = std::size_t{128} << 10U;
    std::string text = document.title + "\n\n";
    return text.append(document.text, 0, examined);
}

}  // namespace

PreparedDocument DocumentBuilder::build(Document document) {
    normalize(document);
    if (document.id.empty()) {
        throw Error(ErrorCode::invalid_argument, "a document has no id",
                    "give every document an id");
    }
    if (document.lang.empty()) document.lang = detect_language(beginning(document));

    terms_.clear();  // of a document that an exception left unfinished
    PreparedDocument prepared;
    prepared.id_term = schema::id_term(document.id);
    prepared.data = encode_stored(document);
    add_filters(document, terms_);
    add_values(document, prepared);
    add_authors(document);
    add_words(document, prepared);
    prepared.story = story_of(document);
    if (!prepared.story.term.empty()) terms_.add({}, prepared.story.term, 0);
    add_fingerprint(prepared, terms_);
    prepared.terms = terms_.take();
    seal(prepared);
    return prepared;
}

namespace {

bool has_less(const std::pair<std::uint32_t, std::string>& value, std::uint32_t slot) {
    return value.first < slot;
}

}  // namespace

void PreparedDocument::set_value(std::uint32_t slot, std::string value) {
    const auto place = std::lower_bound(values.begin(), values.end(), slot, has_less);
    if (place != values.end() && place->first == slot) {
        place->second = std::move(value);
    } else {
        values.emplace(place, slot, std::move(value));
    }
}

std::size_t PreparedDocument::bytes() const noexcept {
    std::size_t sum = sizeof(*this) + data.size() + terms.bytes();
    for (const auto& [slot, value] : values)
        sum += sizeof(slot) + sizeof(std::string) + value.size();
    return sum;
}

std::string_view PreparedDocument::value(std::uint32_t slot) const {
    const auto place = std::lower_bound(values.begin(), values.end(), slot, has_less);
    return place != values.end() && place->first == slot ? std::string_view(place->second)
                                                         : std::string_view();
}

void seal(PreparedDocument& prepared) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < prepared.terms.size(); ++i) {
        const DocumentTerms::Term term = prepared.terms[i];
        if (term.positions.empty()) continue;
        PositionsDigest digest(term.name);
        for (const std::uint32_t position : term.positions)
            digest.add(position);
        sum += digest.value();
    }
    for (const auto& [slot, value] : prepared.values) {
        if (slot != schema::digest_slot) sum += value_digest(slot, value);
    }
    prepared.set_value(schema::digest_slot, encode_digest(sum));
}

Xapian::Document to_xapian(const PreparedDocument& prepared) {
    Xapian::Document document;
    document.set_data(prepared.data);
    for (const auto& [slot, value] : prepared.values)
        document.add_value(slot, value);
    std::string name;
    for (std::size_t i = 0; i < prepared.terms.size(); ++i) {
        const DocumentTerms::Term term = prepared.terms[i];
        name.assign(term.name);
        if (term.wdf != 0 || term.positions.empty()) document.add_term(name, term.wdf);
        for (const std::uint32_t position : term.positions)
            document.add_posting(name, position, 0);
    }
    return document;
}

void restore_published(const Xapian::Document& existing, PreparedDocument& prepared) {
    const auto slot = schema::field("date").slot;
    const std::string published = existing.get_value(slot);
    if (published.empty() || published == prepared.value(slot)) return;
    Document stored = decode_stored(prepared.data);
    stored.published = decode_stored(existing.get_data()).published;
    prepared.data = encode_stored(stored);
    prepared.set_value(slot, published);
    prepared.set_value(schema::order_slot, schema::order_key(stored));
    seal(prepared);
}

}  // namespace kb::index
