#include <span>

#include "document/document_json.hpp"
#include "document/json.hpp"
#include "kb/results.hpp"

namespace kb {

namespace {

void write_ranges(JsonWriter& json, std::string_view name, std::span<const TextRange> ranges) {
    json.key(name).open_array();
    for (const TextRange range : ranges) {
        json.open_array().value(range.begin).value(range.end).close_array();
    }
    json.close_array();
}

void write_explanation(JsonWriter& json, const Explanation& explanation) {
    json.open_object()
        .field("value", explanation.value)
        .field("description", explanation.description);
    json.key("details").open_array();
    for (const Explanation& detail : explanation.details)
        write_explanation(json, detail);
    json.close_array().close_object();
}

void write_hit(JsonWriter& json, const Hit& hit) {
    json.open_object().field("rank", hit.rank).field("score", hit.score);
    write_members(json, hit.document, false);
    json.field("snippet", hit.snippet);
    json.key("highlights").open_object();
    write_ranges(json, "title", hit.title_highlights);
    write_ranges(json, "snippet", hit.snippet_highlights);
    json.close_object();
    json.field("duplicates", hit.duplicates);
    if (hit.explanation) {
        json.key("explain");
        write_explanation(json, *hit.explanation);
    }
    json.close_object();
}

void write_facets(JsonWriter& json, std::span<const Facet> facets) {
    json.key("facets").open_object();
    for (const Facet& facet : facets) {
        json.key(facet.field).open_array();
        for (const FacetValue& value : facet.values) {
            json.open_object()
                .field("value", value.value)
                .field("count", value.count)
                .close_object();
        }
        json.close_array();
    }
    json.close_object();
}

}  // namespace

std::string to_json(const Hit& hit) {
    JsonWriter json;
    write_hit(json, hit);
    return json.take();
}

std::string to_json(const Results& results) {
    JsonWriter json;
    json.open_object()
        .field("query", results.query)
        .field("parsed", results.parsed)
        .field("total", results.total)
        .field("total_exact", results.total_exact)
        .field("took_ms", static_cast<double>(results.took.count()) / 1000.0);
    if (results.did_you_mean) json.field("did_you_mean", *results.did_you_mean);
    json.field("warnings", results.warnings);
    json.key("hits").open_array();
    for (const Hit& hit : results.hits)
        write_hit(json, hit);
    json.close_array();
    write_facets(json, results.facets);
    json.close_object();
    return json.take();
}

}  // namespace kb
