#include "query/field_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "document/ascii.hpp"
#include "document/fields.hpp"

namespace kb::query {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 4> word_fields = {"", "title", "text", "author"};
constexpr std::array<std::string_view, 7> filter_fields = {"kind", "source", "tag",   "lang",
                                                           "site", "id",     "parent"};
constexpr std::array<std::string_view, 2> number_fields = {"points", "comments"};

constexpr bool all_have_type(const auto& names, FieldType type) {
    return std::all_of(names.begin(), names.end(), [type](std::string_view name) {
        const std::optional<FieldInfo> field = find_field(name);
        return name.empty() || (field && field->type == type);
    });
}
constexpr std::size_t count_of_type(FieldType type) {
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(),
                      [type](const FieldInfo& field) { return field.type == type; }));
}
static_assert(all_have_type(word_fields, FieldType::words));
static_assert(all_have_type(filter_fields, FieldType::filter));
static_assert(all_have_type(number_fields, FieldType::number));
static_assert(word_fields.size() - 1 == count_of_type(FieldType::words));
static_assert(filter_fields.size() == count_of_type(FieldType::filter));
static_assert(number_fields.size() == count_of_type(FieldType::number));

template <class Enum>
Enum enumerator(const auto& names, std::string_view name) {
    return static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
}

void append_to_list(std::string& list, std::string_view name) {
    if (!list.empty()) list += ", ";
    list += name;
}

}  // namespace

std::optional<QueryField> find_query_field(std::string_view name) {
    constexpr std::size_t longest_name = 16;
    if (name.size() > longest_name) return std::nullopt;
    const std::string lower = ascii_lowered(name);
    if (lower == "after") return DateUse::after;
    if (lower == "before") return DateUse::before;
    const std::optional<FieldInfo> field = find_field(lower);
    if (!field) return std::nullopt;
    switch (field->type) {
        case FieldType::words:
            return enumerator<ast::Field>(word_fields, lower);
        case FieldType::filter:
            return enumerator<ast::FilterField>(filter_fields, lower);
        case FieldType::number:
            return enumerator<ast::NumberField>(number_fields, lower);
        case FieldType::date:
            return DateUse::during;
        case FieldType::none:
            break;
    }
    return std::nullopt;
}

std::string query_field_list() {
    std::string result;
    for (const FieldInfo& field : fields) {
        if (field.type != FieldType::none) append_to_list(result, field.name);
    }
    append_to_list(result, "after");
    append_to_list(result, "before");
    return result;
}

std::string_view field_name(ast::Field field) noexcept {
    return word_fields[static_cast<std::size_t>(field)];
}
std::string_view field_name(ast::FilterField field) noexcept {
    return filter_fields[static_cast<std::size_t>(field)];
}
std::string_view field_name(ast::NumberField field) noexcept {
    return number_fields[static_cast<std::size_t>(field)];
}

std::string kind_list() {
    std::string result;
    for (auto kind = static_cast<int>(Kind::post); kind <= static_cast<int>(Kind::article);
         ++kind) {
        append_to_list(result, to_string(static_cast<Kind>(kind)));
    }
    return result;
}

}  // namespace kb::query
