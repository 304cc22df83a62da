#include "ingest/river_entry.hpp"

#include <unordered_map>

#include "ingest/finish.hpp"
#include "ingest/kind_rules.hpp"
#include "ingest/lines.hpp"
#include "ingest/statements.hpp"
#include "ingest/trailers.hpp"
#include "text/field_limits.hpp"

namespace kb::ingest {
namespace {

/// The lines of the body without the indentation that the whole entry has.
std::vector<std::string_view> body_lines(const RiverEntry& entry) {
    const std::size_t indented = indentation(entry.title);
    std::vector<std::string_view> lines = split_lines(entry.body);
    for (std::string_view& line : lines)
        line = dedent(line, indented);
    return lines;
}

void apply_trailers(const Trailers& trailers, Document& document) {
    document.points = trailers.points;
    document.comments = trailers.comments;
    document.url = trailers.article_url.empty() ? trailers.comments_url : trailers.article_url;
    // The discussion is what was collected; the article may be discussed in many places.
    document.id = trailers.comments_url.empty() ? trailers.article_url : trailers.comments_url;
    document.source = trailers.source.empty() ? url_host(trailers.comments_url) : trailers.source;
}

Document statement_of(const StatementSection& section, const Document& page,
                      const ReadOptions& options) {
    Document statement;
    statement.kind = Kind::statement;
    statement.source = page.source;
    statement.url = page.url;
    statement.title = section.header;
    statement.text = join_blocks(section.lines);
    statement.authors = {candidate_name(section.header)};
    statement.published = page.published;
    statement.parent = Parent{page.id, page.title};
    statement.id = page.id + '#' + slug(section.header);
    finish_document(statement, options);
    return statement;
}

/// What the statements of a page take over from it, each of bounded size.
Document head_of(const Document& page) {
    Document head;
    head.id = page.id;
    head.source = page.source;
    head.url = page.url;
    head.title = page.title;
    head.published = page.published;
    limit_fields(head);
    return head;
}

/// Appends the candidates' statements; names that occur twice get different ids.
void append_statements(const CandidatePage& candidates, const ReadOptions& options,
                       std::vector<Document>& documents) {
    const Document page = head_of(documents.front());
    std::unordered_map<std::string, unsigned> uses;
    for (const StatementSection& section : candidates.sections) {
        Document statement = statement_of(section, page, options);
        const unsigned use = ++uses[statement.id];
        if (use > 1) statement.id += '-' + std::to_string(use);
        documents.push_back(std::move(statement));
    }
}

/// All of an entry as its text.
Document plain_document(const RiverEntry& entry, std::string_view title,
                        const ReadOptions& options) {
    Document document;
    document.title = title;
    document.text = join_blocks(entry.body);
    document.published = entry.published;
    document.kind = guess_kind(document);
    finish_document(document, options);
    return document;
}

}  // namespace

std::vector<Document> river_documents(const RiverEntry& entry, const ReadOptions& options) {
    const std::string_view title = trim(entry.title);
    if (has_too_many_lines(entry.body)) return {plain_document(entry, title, options)};
    std::vector<std::string_view> lines = body_lines(entry);
    const Trailers trailers = take_trailers(lines);
    const CandidatePage candidates = split_candidates(title, lines);
    const bool is_page = !candidates.sections.empty();

    Document document;
    document.title = title;
    document.text = join_blocks(is_page ? candidates.introduction : lines);
    document.published = entry.published;
    apply_trailers(trailers, document);
    document.kind =
        is_page ? Kind::article : guess_kind({trailers.origin, document.url, title, document.text});
    finish_document(document, options);

    std::vector<Document> documents = {std::move(document)};
    if (is_page) append_statements(candidates, options, documents);
    return documents;
}

}  // namespace kb::ingest
