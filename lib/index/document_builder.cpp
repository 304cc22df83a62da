#include "index/document_builder.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <unordered_map>

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

/// Where the stems of one document occur: the weighted count, and in which fields.
struct StemUse {
    unsigned wdf = 0;
    bool in_title = false;
    bool in_text = false;
};
using StemUses = std::unordered_map<std::string, StemUse>;

void add_filter(Xapian::Document& xapian, std::string_view name, std::string_view value) {
    if (!value.empty()) {
        xapian.add_boolean_term(schema::filter_term(schema::field(name), value));
    }
}

void add_filters(const Document& document, Xapian::Document& xapian) {
    add_filter(xapian, "id", document.id);
    add_filter(xapian, "kind", to_string(document.kind));
    add_filter(xapian, "source", document.source);
    add_filter(xapian, "lang", document.lang);
    for (const std::string& tag : document.tags)
        add_filter(xapian, "tag", tag);
    for (const std::string& host : schema::site_hosts(url_host(document.url))) {
        add_filter(xapian, "site", host);
    }
    if (document.parent) add_filter(xapian, "parent", document.parent->id);
    if (!document.title.empty()) {
        xapian.add_boolean_term(schema::whole_title_term(fold(document.title)));
    }
}

void add_value(Xapian::Document& xapian, std::string_view name, const std::string& value) {
    if (!value.empty()) xapian.add_value(schema::field(name).slot, value);
}

template <typename Number>
std::string sortable(const std::optional<Number>& number) {
    return number ? Xapian::sortable_serialise(static_cast<double>(*number)) : std::string();
}

std::string sortable(const std::optional<Timestamp>& time) {
    return time ? Xapian::sortable_serialise(static_cast<double>(time->time_since_epoch().count()))
                : std::string();
}

void add_values(const Document& document, Xapian::Document& xapian) {
    add_value(xapian, "date", sortable(document.published));
    add_value(xapian, "updated", sortable(document.updated));
    add_value(xapian, "points", sortable(document.points));
    add_value(xapian, "comments", sortable(document.comments));
    add_value(xapian, "kind", std::string(to_string(document.kind)));
    add_value(xapian, "source", document.source);
    add_value(xapian, "site", url_host(document.url));
    add_value(xapian, "author", schema::join_values(document.authors));
    add_value(xapian, "tag", schema::join_values(document.tags));
    add_value(xapian, "lang", document.lang);
    if (document.parent) add_value(xapian, "parent", document.parent->id);
    xapian.add_value(schema::order_slot, schema::order_key(document));
}

void add_stems(const StemUses& uses, Xapian::Document& xapian) {
    for (const auto& [key, use] : uses) {
        xapian.add_term(std::string(schema::stem_prefix) + key, use.wdf);
        if (use.in_title) xapian.add_boolean_term(std::string(schema::title_stem_prefix) + key);
        if (!use.in_text) xapian.add_boolean_term(std::string(schema::outside_text_prefix) + key);
    }
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
                          std::uint32_t offset, Xapian::termcount wdf, Xapian::Document& xapian) {
    std::uint32_t next = offset;
    std::string term;
    for (const Token& token : tokens) {
        term.assign(prefix).append(token.term);
        xapian.add_posting(term, offset + token.position + 1, wdf);
        next = std::max(next, offset + token.position + token.length);
    }
    return next;
}

}  // namespace

void DocumentBuilder::add_words(const Document& document, PreparedDocument& prepared) {
    StemUses uses;
    const auto count = [&](std::span<const Token> tokens, unsigned weight, auto mark) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            keys_.clear();
            schema::append_stem_keys(tokens[i], document.lang, keys_);
            const bool counts = i + 1 == tokens.size() || !is_respelled(tokens[i], tokens[i + 1]);
            for (const std::string& key : keys_) {
                StemUse& use = uses[key];
                if (counts) use.wdf += weight;
                mark(use);
            }
        }
    };

    std::span<const Token> tokens = analyzer_.analyze(document.title, document.lang);
    const std::vector<Token> title(tokens.begin(), tokens.end());
    add_surface(title, schema::title_prefix, 0, 0, prepared.xapian);
    count(title, weights_.title, [](StemUse& use) { use.in_title = true; });
    const std::string title_words = schema::title_words_term(title);
    if (!title_words.empty()) prepared.xapian.add_boolean_term(title_words);

    std::uint32_t position = 0;
    for (const std::string& tag : document.tags) {
        tokens = analyzer_.analyze(tag, document.lang);
        position =
            add_surface(tokens, schema::tag_word_prefix, position, 0, prepared.xapian) + value_gap;
        count(tokens, weights_.tag, [](StemUse&) {});
    }

    position = 0;
    const std::string_view text = document.text;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = block_end(text, begin, block_bytes);
        tokens = analyzer_.analyze(text.substr(begin, end - begin), document.lang);
        position = add_surface(tokens, schema::text_prefix, position, 0, prepared.xapian);
        count(tokens, 1, [](StemUse& use) { use.in_text = true; });
        if (begin == 0) prepared.fingerprint = kb::fingerprint(title, tokens);
        begin = end;
    }
    if (text.empty()) prepared.fingerprint = kb::fingerprint(title, {});

    add_stems(uses, prepared.xapian);
}

void DocumentBuilder::add_authors(const Document& document, Xapian::Document& xapian) {
    std::uint32_t position = 0;
    for (const std::string& author : document.authors) {
        position =
            add_surface(analyzer_.analyze(author, {}), schema::author_prefix, position, 1, xapian) +
            value_gap;
    }
}

PreparedDocument DocumentBuilder::build(Document document) {
    normalize(document);
    if (document.id.empty()) {
        throw Error(ErrorCode::invalid_argument, "a document has no id",
                    "give every document an id");
    }
    if (document.lang.empty())
        document.lang = detect_language(document.title + "\n\n" + document.text);

    PreparedDocument prepared;
    prepared.id_term = schema::id_term(document.id);
    prepared.xapian.set_data(encode_stored(document));
    add_filters(document, prepared.xapian);
    add_values(document, prepared.xapian);
    add_words(document, prepared);
    add_authors(document, prepared.xapian);
    prepared.story = story_of(document);
    if (!prepared.story.term.empty()) prepared.xapian.add_boolean_term(prepared.story.term);
    return prepared;
}

void restore_published(const Xapian::Document& existing, Xapian::Document& document) {
    const auto slot = schema::field("date").slot;
    const std::string published = existing.get_value(slot);
    if (published.empty() || published == document.get_value(slot)) return;
    Document stored = decode_stored(document.get_data());
    stored.published = decode_stored(existing.get_data()).published;
    document.set_data(encode_stored(stored));
    document.add_value(slot, published);
    document.add_value(schema::order_slot, schema::order_key(stored));
}

}  // namespace kb::index
