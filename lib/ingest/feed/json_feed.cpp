#include "ingest/feed/json_feed.hpp"

#include <simdjson.h>

#include <utility>

#include "document/json_shape.hpp"
#include "ingest/feed/date.hpp"
#include "ingest/finish.hpp"
#include "ingest/lines.hpp"
#include "ingest/links.hpp"
#include "ingest/xml/entry_cutter.hpp"
#include "kb/error.hpp"

namespace kb::ingest {
namespace {

namespace dom = simdjson::dom;
using Form = FeedText::Form;

/// A member that is a text, or a number as feeds write ids; empty if there is none.
std::string text_member(const dom::object& object, std::string_view name) {
    const auto member = object[name];
    std::string_view text;
    if (member.get_string().get(text) == simdjson::SUCCESS) return std::string(trim(text));
    dom::element value;
    if (member.get(value) != simdjson::SUCCESS || !value.is_number()) return {};
    return simdjson::minify(value);
}

/// Calls `use` with each object of an array.
template <typename Use>
void for_each_object(const dom::object& parent, std::string_view name, Use use) {
    dom::array array;
    if (parent[name].get_array().get(array) != simdjson::SUCCESS) return;
    for (const dom::element element : array) {
        dom::object object;
        if (element.get_object().get(object) == simdjson::SUCCESS) use(object);
    }
}

void add_author(const dom::object& author, std::vector<FeedText>& authors) {
    std::string name = text_member(author, "name");
    if (name.empty()) name = text_member(author, "url");
    if (!name.empty()) authors.push_back({std::move(name), Form::plain});
}

/// Version 1.1 has a list of authors, 1.0 had one.
std::vector<FeedText> read_authors(const dom::object& object) {
    std::vector<FeedText> authors;
    for_each_object(object, "authors",
                    [&](const dom::object& author) { add_author(author, authors); });
    dom::object author;
    if (authors.empty() && object["author"].get_object().get(author) == simdjson::SUCCESS) {
        add_author(author, authors);
    }
    return authors;
}

void add_tags(const dom::object& item, std::vector<FeedText>& tags) {
    dom::array array;
    if (item["tags"].get_array().get(array) != simdjson::SUCCESS) return;
    for (const dom::element tag : array) {
        std::string_view text;
        if (tag.get_string().get(text) == simdjson::SUCCESS) {
            tags.push_back({std::string(text), Form::plain});
        }
    }
}

void set_text(FeedEntry& entry, TextRole role, std::string text, Form form) {
    FeedText& place = entry.texts[static_cast<std::size_t>(role)];
    if (place.value.empty()) place = {std::move(text), form};
}

/// A feed cut in two: its items, and what stands around them.
struct CutJson {
    std::string frame;          ///< with an empty list of items
    std::size_t items = 0;      ///< where the first item begins
    std::size_t items_end = 0;  ///< where the last one ends
};

/// Cuts at the first member "items" of the outermost object that is a list. If there is none, or it
/// is no list of values, all is frame.
CutJson cut_items(std::string_view json) {
    JsonScanner scanner(json);
    std::string_view key;
    while (const char sign = scanner.next()) {
        if (scanner.depth() == 1 && sign == '"') {
            key = json.substr(scanner.begin(), scanner.end() - scanner.begin());
        }
        const bool begins_items = sign == '[' && scanner.depth() == 2 && key == "\"items\"";
        if (!begins_items) continue;
        const std::size_t begin = scanner.end();
        std::size_t item = begin;
        bool blank = false;
        char within = ',';
        while (scanner.depth() >= 2 && (within = scanner.next()) != '\0') {
            const bool ends_item = (within == ',' && scanner.depth() == 2) || scanner.depth() < 2;
            if (!ends_item) continue;
            const bool only = item == begin && scanner.depth() < 2;
            blank = blank || (!only && is_blank(json.substr(item, scanner.begin() - item)));
            item = scanner.end();
        }
        if (within != ']' || blank) break;
        const std::size_t end = scanner.begin();
        std::string frame(json.substr(0, begin));
        return {std::move(frame += json.substr(end)), begin, end};
    }
    return {std::string(json), 0, 0};
}

class JsonFeed final : public FeedSource {
  public:
    JsonFeed(std::string json, std::string base, std::size_t largest_entry)
        : json_(std::move(json)), base_(std::move(base)), largest_entry_(largest_entry) {
        const CutJson cut = cut_items(json_);
        at_ = cut.items;
        end_ = cut.items_end;
        if (cut.frame.size() > largest_frame || has_too_many_signs(cut.frame)) {
            throw Error(ErrorCode::invalid_argument,
                        "holds more than " + format_size(largest_frame) + " or " +
                            std::to_string(most_json_signs) +
                            " brackets, colons and commas outside of its items");
        }
        dom::parser parser;
        dom::object feed;
        const auto error = parser.parse(cut.frame).get_object().get(feed);
        if (error != simdjson::SUCCESS) {
            throw Error(ErrorCode::invalid_argument,
                        std::string("is no JSON Feed: ") + simdjson::error_message(error));
        }
        dom::array items;
        if (feed["items"].get_array().get(items) != simdjson::SUCCESS) {
            throw Error(ErrorCode::invalid_argument, "is no JSON Feed: it has no items");
        }
        head_.title = {text_member(feed, "title"), Form::plain};
        head_.link = resolve_link(base_, text_member(feed, "home_page_url"));
        head_.self = resolve_link(base_, text_member(feed, "feed_url"));
        head_.lang = text_member(feed, "language");
        head_.authors = read_authors(feed);
        if (head_.authors.size() > most_head_authors) head_.authors.resize(most_head_authors);
        if (base_.empty()) base_ = head_.self.empty() ? head_.link : head_.self;
    }

    const FeedHead& head() const override { return head_; }

    std::optional<FeedEntry> next() override {
        while (at_ < end_) {
            const std::string_view text = take_item();
            if (text.size() > largest_entry_) {
                return refused_entry("is larger than " +
                                     format_size(largest_entry_ / entry_markup_factor));
            }
            if (has_too_many_signs(text)) {
                return refused_entry("holds more than " + std::to_string(most_json_signs) +
                                     " brackets, colons and commas");
            }
            dom::element item;
            const auto error = parser_.parse(text.data(), text.size()).get(item);
            if (error != simdjson::SUCCESS) {
                return refused_entry(std::string("is malformed: ") +
                                     simdjson::error_message(error));
            }
            dom::object object;
            if (item.get_object().get(object) != simdjson::SUCCESS) continue;
            FeedEntry entry = read(object);
            constexpr std::size_t largest_kept = std::size_t{1} << 20U;
            if (text.size() > largest_kept) parser_ = dom::parser();
            return entry;
        }
        return std::nullopt;
    }

  private:
    /// The next item; behind it goes on what follows its comma.
    std::string_view take_item() {
        const std::string_view items = std::string_view(json_).substr(0, end_);
        JsonScanner scanner(items, at_);
        char sign = '\0';
        while ((sign = scanner.next()) != '\0' && !(sign == ',' && scanner.depth() == 0)) {
        }
        const std::string_view item = items.substr(at_, scanner.begin() - at_);
        at_ = scanner.end();
        return item;
    }

    FeedEntry read(const dom::object& item) const {
        FeedEntry entry;
        entry.guid = text_member(item, "id");
        entry.link = link_member(item, "url");
        if (entry.link.empty()) entry.link = link_member(item, "external_url");
        entry.titles.front() = {text_member(item, "title"), Form::plain};
        set_text(entry, TextRole::content, text_member(item, "content_html"), Form::html);
        set_text(entry, TextRole::content, text_member(item, "content_text"), Form::plain);
        set_text(entry, TextRole::summary, text_member(item, "summary"), Form::plain);
        entry.authors = read_authors(item);
        entry.lang = text_member(item, "language");
        if (entry.lang.empty()) entry.lang = head_.lang;
        entry.published = parse_feed_date(text_member(item, "date_published"));
        entry.updated = parse_feed_date(text_member(item, "date_modified"));
        add_tags(item, entry.tags);
        for_each_object(item, "attachments", [&](const dom::object& medium) {
            const bool plays =
                is_sound_or_film(text_member(medium, "mime_type"), text_member(medium, "url"));
            entry.has_media = entry.has_media || plays;
        });
        return entry;
    }

    std::string link_member(const dom::object& item, std::string_view name) const {
        const std::string link = text_member(item, name);
        return link.empty() ? link : resolve_link(base_, link);
    }

    std::string json_;
    std::string base_;
    std::size_t largest_entry_;
    std::size_t at_ = 0;   ///< where the next item begins
    std::size_t end_ = 0;  ///< where the last one ends
    dom::parser parser_;
    FeedHead head_;
};

}  // namespace

std::unique_ptr<FeedSource> open_json_feed(std::string json, const std::string& base,
                                           std::size_t largest_entry) {
    return std::make_unique<JsonFeed>(std::move(json), base, largest_entry);
}

}  // namespace kb::ingest
