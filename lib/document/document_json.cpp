#include "document/document_json.hpp"

#include <simdjson.h>

#include <new>

#include "kb/error.hpp"

namespace kb {
namespace {

namespace dom = simdjson::dom;

[[noreturn]] void fail(std::string_view field, std::string_view cause) {
    std::string message(field);
    message += ": ";
    message += cause;
    throw Error(ErrorCode::invalid_argument, message);
}

/// What is wrong with the text as a whole, in words for the person who wrote it.
std::string_view explain(simdjson::error_code error) {
    switch (error) {
        case simdjson::EMPTY:
            return "empty";
        case simdjson::UTF8_ERROR:
            return "not valid UTF-8";
        case simdjson::DEPTH_ERROR:
            return "nested too deeply";
        case simdjson::UNCLOSED_STRING:
            return "a string is not closed";
        case simdjson::UNESCAPED_CHARS:
            return "a control character stands unescaped in a string";
        case simdjson::STRING_ERROR:
            return "a string holds an invalid escape sequence";
        case simdjson::NUMBER_ERROR:
            return "a number is malformed or too large";
        case simdjson::CAPACITY:
            return "too long";
        default:
            return "misplaced or missing comma, colon, bracket or value";
    }
}

/// The tape and strings of the last document, kept so that reading a stream does not allocate for
/// each line. One a thread, because parsers are not shared; large ones are not kept.
class ParserLease {
  public:
    explicit ParserLease(std::size_t bytes) {
        constexpr std::size_t largest_kept = std::size_t{1} << 20U;
        if (bytes <= largest_kept) {
            thread_local dom::parser kept;
            parser_ = &kept;
        } else {
            parser_ = &own_;
        }
    }
    dom::parser& operator*() { return *parser_; }

  private:
    dom::parser own_;
    dom::parser* parser_ = nullptr;
};

std::string read_string(std::string_view field, dom::element value) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) fail(field, "not a string");
    return std::string(text);
}

std::vector<std::string> read_list(std::string_view field, dom::element value) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) {
        if (text.empty()) return {};
        return {std::string(text)};
    }
    dom::array array;
    if (value.get(array) != simdjson::SUCCESS) fail(field, "not an array of strings");
    std::vector<std::string> list;
    for (const dom::element element : array) {
        if (element.get(text) != simdjson::SUCCESS) fail(field, "not an array of strings");
        list.emplace_back(text);
    }
    return list;
}

std::optional<Timestamp> read_time(std::string_view field, dom::element value) {
    const std::string text = read_string(field, value);
    if (text.empty()) return std::nullopt;
    const auto time = parse_timestamp(text);
    if (!time) fail(field, "not a date as in 2023-11-27T14:05:00Z or 2023-11-27");
    return time;
}

std::uint64_t read_count(std::string_view field, dom::element value) {
    std::uint64_t count = 0;
    if (value.get(count) == simdjson::SUCCESS) return count;
    // 100.0 is a whole number too, and what tables with gaps turn 100 into.
    double number = 0;
    constexpr double limit = 9007199254740992.0;  // beyond 2^53 not every whole number is a double
    if (value.is_double() && value.get(number) == simdjson::SUCCESS && number >= 0 &&
        number <= limit && static_cast<double>(static_cast<std::uint64_t>(number)) == number) {
        return static_cast<std::uint64_t>(number);
    }
    fail(field, "not a whole number ≥ 0");
}

bool is_absent(dom::element value) {
    std::string_view text;
    dom::object object;
    return value.is_null() || (value.get(text) == simdjson::SUCCESS && text.empty()) ||
           (value.get(object) == simdjson::SUCCESS && object.begin() == object.end());
}

std::optional<Parent> read_parent(dom::element value) {
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) fail("parent", "not an object");
    Parent parent;
    for (const auto& [key, element] : object) {
        if (is_absent(element)) continue;
        if (key == "id") parent.id = read_string("parent.id", element);
        if (key == "title") parent.title = read_string("parent.title", element);
    }
    if (parent.id.empty()) fail("parent.id", "missing or empty");
    return parent;
}

Kind read_kind(dom::element value) {
    const auto kind = parse_kind(read_string("kind", value));
    if (!kind) {
        fail("kind",
             "not one of post, thread, readme, release, statement, newsletter, episode, article");
    }
    return *kind;
}

void read_field(std::string_view name, dom::element value, Document& document) {
    if (name == "id") document.id = read_string(name, value);
    if (name == "kind") document.kind = read_kind(value);
    if (name == "source") document.source = read_string(name, value);
    if (name == "url") document.url = read_string(name, value);
    if (name == "title") document.title = read_string(name, value);
    if (name == "text") document.text = read_string(name, value);
    if (name == "authors") document.authors = read_list(name, value);
    if (name == "tags") document.tags = read_list(name, value);
    if (name == "lang") document.lang = read_string(name, value);
    if (name == "published") document.published = read_time(name, value);
    if (name == "updated") document.updated = read_time(name, value);
    if (name == "points") document.points = read_count(name, value);
    if (name == "comments") document.comments = read_count(name, value);
    if (name == "parent") document.parent = read_parent(value);
}

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
    if (!text.empty()) json.field(name, text);
}

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
    if (!list.empty()) json.field(name, list);
}

std::string write_object(const Document& document, bool with_text) {
    JsonWriter json;
    json.open_object();
    write_members(json, document, with_text);
    json.close_object();
    return json.take();
}

}  // namespace

void write_members(JsonWriter& json, const Document& document, bool with_text) {
    write_text(json, "id", document.id);
    json.field("kind", to_string(document.kind));
    write_text(json, "source", document.source);
    write_text(json, "url", document.url);
    write_text(json, "title", document.title);
    if (with_text) write_text(json, "text", document.text);
    write_list(json, "authors", document.authors);
    write_list(json, "tags", document.tags);
    write_text(json, "lang", document.lang);
    if (document.published) json.field("published", format_timestamp(*document.published));
    if (document.updated) json.field("updated", format_timestamp(*document.updated));
    if (document.points) json.field("points", *document.points);
    if (document.comments) json.field("comments", *document.comments);
    if (document.parent) {
        json.key("parent").open_object();
        write_text(json, "id", document.parent->id);
        write_text(json, "title", document.parent->title);
        json.close_object();
    }
}

std::string to_json(const Document& document) {
    return write_object(document, true);
}

std::string to_json_without_text(const Document& document) {
    return write_object(document, false);
}

Document document_from_json(std::string_view json, bool* kind_given) {
    ParserLease parser(json.size());
    dom::element root;
    const simdjson::error_code error = (*parser).parse(json.data(), json.size()).get(root);
    if (error == simdjson::MEMALLOC) throw std::bad_alloc();
    if (error != simdjson::SUCCESS) fail("malformed JSON", explain(error));
    dom::object object;
    if (root.get(object) != simdjson::SUCCESS) fail("malformed document", "not a JSON object");
    Document document;
    if (kind_given != nullptr) *kind_given = false;
    for (const auto& [name, value] : object) {
        if (is_absent(value)) continue;
        if (kind_given != nullptr && name == "kind") *kind_given = true;
        read_field(name, value, document);
    }
    if (document.id.empty()) fail("id", "missing or empty");
    return document;
}

}  // namespace kb
