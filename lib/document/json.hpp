#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kb {

/// Writes JSON by appending, commas included:
///
///     JsonWriter json;
///     json.open_object().field("total", 3).field("query", "async");
///     json.key("hits").open_array();
///     for (const auto& id : ids) json.value(id);
///     json.close_array().close_object();
///
/// The caller keeps opens and closes in balance and gives each value of an object its key. No white
/// space is written, so equal calls give equal bytes. Any bytes give valid JSON in valid UTF-8.
/// Throws only for memory. One thread at a time.
class JsonWriter {
  public:
    JsonWriter& open_object() { return open('{'); }
    JsonWriter& close_object() { return close('}'); }
    JsonWriter& open_array() { return open('['); }
    JsonWriter& close_array() { return close(']'); }

    /// The name of the value that follows, within an object.
    JsonWriter& key(std::string_view name);

    /// A string, as append_json_string writes it.
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }
    template <std::integral Number>
    JsonWriter& value(Number number) {
        return raw(std::to_string(number));
    }
    /// The shortest form that reads back as the same number; null for what JSON cannot say
    /// (infinities, not-a-number).
    JsonWriter& value(double number);
    /// An array of strings.
    JsonWriter& value(const std::vector<std::string>& texts);
    JsonWriter& null() { return raw("null"); }
    /// A value that is JSON already.
    JsonWriter& raw(std::string_view json);

    /// A key with its value.
    template <typename Value>
    JsonWriter& field(std::string_view name, const Value& content) {
        return key(name).value(content);
    }

    /// What has been written so far.
    const std::string& text() const noexcept { return text_; }
    /// The same, leaving an empty writer.
    std::string take() { return std::exchange(text_, {}); }

  private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string text_;
};

/// Appends `text` as a JSON string with its quotes. Quotes, backslashes and control characters are
/// escaped, all else stands as it is; each malformed UTF-8 sequence becomes U+FFFD. Linear.
void append_json_string(std::string_view text, std::string& out);

}  // namespace kb
