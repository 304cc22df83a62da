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

Timestamp time_of(const std::string& value) {
    return Timestamp{
        std::chrono::seconds(static_cast<std::int64_t>(Xapian::sortable_unserialise(value)))};
}

}  // namespace

std::string FacetColumn::time_value(Timestamp time) const {
    constexpr std::size_t year_length = 4;
    constexpr std::size_t month_length = 7;
    return format_timestamp(time).substr(0, form == Form::year ? year_length : month_length);
}

FacetCounter::FacetCounter(const std::vector<std::string>& field_names) {
    for (const std::string& name : field_names) {
        const auto same = [&](const FacetColumn& column) { return column.name == name; };
        if (std::none_of(columns_.begin(), columns_.end(), same))
            columns_.push_back(make_column(name));
    }
}

FacetColumn FacetCounter::make_column(const std::string& name) {
    const auto field = find_field(name);
    if (!field || !field->facet) {
        throw Error(ErrorCode::invalid_argument, "there is no facet \"" + name + "\"",
                    "the facets are: " + possible_fields());
    }
    FacetColumn column;
    column.name = name;
    column.slot = field->slot;
    if (name == "author" || name == "tag") column.form = FacetColumn::Form::multiple;
    if (name == "year" || name == "month") {
        column.form = name == "year" ? FacetColumn::Form::year : FacetColumn::Form::month;
        column.slot = schema::field("date").slot;
    }
    return column;
}

void FacetCounter::operator()(const Xapian::Document& document, double /*weight*/) {
    count(document);
}

void FacetCounter::count(const Xapian::Document& document) {
    ++documents_;
    for (FacetColumn& column : columns_) {
        const std::string value = document.get_value(column.slot);
        if (!value.empty()) count_value(column, value);
    }
}

void FacetCounter::count_value(FacetColumn& column, const std::string& value) {
    switch (column.form) {
        case FacetColumn::Form::single:
            ++column.counts[value];
            break;
        case FacetColumn::Form::multiple:
            for (const std::string_view part : schema::split_values(value)) {
                ++column.counts[std::string(part)];
            }
            break;
        case FacetColumn::Form::year:
        case FacetColumn::Form::month:
            ++column.counts[column.time_value(time_of(value))];
            break;
    }
}

void FacetCounter::add(const FacetColumn& column, const std::string& value, std::uint64_t count) {
    columns_[static_cast<std::size_t>(&column - columns_.data())].counts[value] += count;
}

std::vector<Facet> FacetCounter::facets() const {
    std::vector<Facet> facets;
    for (const FacetColumn& column : columns_) {
        Facet facet{column.name, {}};
        for (const auto& [value, count] : column.counts)
            facet.values.push_back({value, count});
        std::sort(facet.values.begin(), facet.values.end(), [&](const auto& a, const auto& b) {
            if (column.by_time()) return a.value > b.value;
            return a.count != b.count ? a.count > b.count : a.value < b.value;
        });
        facets.push_back(std::move(facet));
    }
    return facets;
}

}  // namespace kb::search
