#include "search/filters.hpp"

#include <string>

#include "index/schema.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;

const FieldInfo& info_of(ast::FilterField field) {
    switch (field) {
        case ast::FilterField::kind:
            return schema::field("kind");
        case ast::FilterField::source:
            return schema::field("source");
        case ast::FilterField::tag:
            return schema::field("tag");
        case ast::FilterField::lang:
            return schema::field("lang");
        case ast::FilterField::site:
            return schema::field("site");
        case ast::FilterField::id:
            return schema::field("id");
        case ast::FilterField::parent:
            return schema::field("parent");
    }
    return schema::field("id");
}

const FieldInfo& info_of(ast::NumberField field) {
    return field == ast::NumberField::points ? schema::field("points") : schema::field("comments");
}

constexpr double unbounded = 1e18;

std::string site_value(std::string_view value) {
    std::string host = url_host(value);
    if (!host.empty()) return host;  // a whole link was given
    constexpr std::string_view www = "www.";
    return std::string(value.starts_with(www) ? value.substr(www.size()) : value);
}

/// The value as documents hold it: hosts without www, languages without region.
std::string stored_form(const ast::Filter& filter) {
    switch (filter.field) {
        case ast::FilterField::site:
            return site_value(filter.value);
        case ast::FilterField::lang:
            return filter.value.substr(0, filter.value.find_first_of("-_"));
        default:
            return filter.value;
    }
}

}  // namespace

PlanNode plan_filter(const ast::Filter& filter) {
    return {AnyTerm{{schema::filter_term(info_of(filter.field), stored_form(filter))}}};
}

PlanNode plan_dates(const ast::DateRange& range) {
    const auto seconds = [](Timestamp time) {
        return static_cast<double>(time.time_since_epoch().count());
    };
    return {NumberBetween{schema::field("date").slot,
                          range.from ? seconds(*range.from) : -unbounded,
                          range.to ? seconds(*range.to) - 1 : unbounded}};
}

PlanNode plan_numbers(const ast::NumberRange& range) {
    return {NumberBetween{info_of(range.field).slot,
                          range.min ? static_cast<double>(*range.min) : 0.0,
                          range.max ? static_cast<double>(*range.max) : 1e20}};
}

bool is_filter(const ast::Node& node) {
    return std::holds_alternative<ast::Filter>(node.value) ||
           std::holds_alternative<ast::DateRange>(node.value) ||
           std::holds_alternative<ast::NumberRange>(node.value);
}

std::string_view filter_name(const ast::Node& node) {
    if (const auto* filter = std::get_if<ast::Filter>(&node.value))
        return info_of(filter->field).name;
    if (const auto* range = std::get_if<ast::NumberRange>(&node.value))
        return info_of(range->field).name;
    return schema::field("date").name;
}

PlanNode plan_restriction(const ast::Node& node) {
    if (const auto* filter = std::get_if<ast::Filter>(&node.value)) return plan_filter(*filter);
    if (const auto* range = std::get_if<ast::NumberRange>(&node.value)) return plan_numbers(*range);
    return plan_dates(std::get<ast::DateRange>(node.value));
}

}  // namespace kb::search
