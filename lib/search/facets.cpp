#include "search/facets.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

#include "index/schema.hpp"
#include "kb/error.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;

std::string possible_fields() {
    std::string list;
    for (const FieldInfo& field : fields) {
        if (!field.facet) continue;
        if (!list.empty()) list += ", ";
        list += field.name;
    }
    return list;
}

/// "2023-11" or its year.
std::string month_of(const std::string& value) {
    const Timestamp time{
        std::chrono::seconds(static_cast<std::int64_t>(Xapian::sortable_unserialise(value)))};
    return format_timestamp(time).substr(0, 7);
}

}  // namespace

FacetCounter::FacetCounter(const std::vector<std::string>& field_names) {
    for (const std::string& name : field_names) {
        const auto same = [&](const Column& column) { return column.name == name; };
        if (std::none_of(columns_.begin(), columns_.end(), same))
            columns_.push_back(make_column(name));
    }
}

FacetCounter::Column FacetCounter::make_column(const std::string& name) {
    const auto field = find_field(name);
    if (!field || !field->facet) {
        throw Error(ErrorCode::invalid_argument, "there is no facet \"" + name + "\"",
                    "the facets are: " + possible_fields());
    }
    Column column;
    column.name = name;
    column.slot = field->slot;
    if (name == "author" || name == "tag") column.form = Form::multiple;
    if (name == "year" || name == "month") {
        column.form = name == "year" ? Form::year : Form::month;
        column.slot = schema::field("date").slot;
    }
    return column;
}

void FacetCounter::operator()(const Xapian::Document& document, double /*weight*/) {
    count(document);
}

void FacetCounter::count(const Xapian::Document& document) {
    ++documents_;
    for (Column& column : columns_) {
        const std::string value = document.get_value(column.slot);
        if (!value.empty()) count_value(column, value);
    }
}

void FacetCounter::count_value(Column& column, const std::string& value) {
    switch (column.form) {
        case Form::single:
            ++column.counts[value];
            break;
        case Form::multiple:
            for (const std::string_view part : schema::split_values(value)) {
                ++column.counts[std::string(part)];
            }
            break;
        case Form::year:
            ++column.counts[month_of(value).substr(0, 4)];
            break;
        case Form::month:
            ++column.counts[month_of(value)];
            break;
    }
}

std::vector<Facet> FacetCounter::facets() const {
    std::vector<Facet> facets;
    for (const Column& column : columns_) {
        Facet facet{column.name, {}};
        for (const auto& [value, count] : column.counts)
            facet.values.push_back({value, count});
        const bool by_time = column.form == Form::year || column.form == Form::month;
        std::sort(facet.values.begin(), facet.values.end(), [&](const auto& a, const auto& b) {
            if (by_time) return a.value > b.value;
            return a.count != b.count ? a.count > b.count : a.value < b.value;
        });
        facets.push_back(std::move(facet));
    }
    return facets;
}

}  // namespace kb::search
