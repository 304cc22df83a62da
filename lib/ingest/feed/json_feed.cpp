#include "ingest/feed/json_feed.hpp"

#include <simdjson.h>

#include "ingest/feed/date.hpp"
#include "ingest/lines.hpp"
#include "ingest/links.hpp"
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

class JsonFeed final : public FeedSource {
  public:
    JsonFeed(std::string_view json, std::string base) : base_(std::move(base)) {
        dom::object feed;
        const auto error = parser_.parse(json).get_object().get(feed);
        if (error != simdjson::SUCCESS) {
            throw Error(ErrorCode::invalid_argument,
                        std::string("is no JSON Feed: ") + simdjson::error_message(error));
        }
        if (feed["items"].get_array().get(items_) != simdjson::SUCCESS) {
            throw Error(ErrorCode::invalid_argument, "is no JSON Feed: it has no items");
        }
        at_ = items_.begin();
        head_.title = {text_member(feed, "title"), Form::plain};
        head_.link = resolve_link(base_, text_member(feed, "home_page_url"));
        head_.self = resolve_link(base_, text_member(feed, "feed_url"));
        head_.lang = text_member(feed, "language");
        head_.authors = read_authors(feed);
        if (base_.empty()) base_ = head_.self.empty() ? head_.link : head_.self;
    }

    const FeedHead& head() const override { return head_; }

    std::optional<FeedEntry> next() override {
        while (at_ != items_.end()) {
            dom::object item;
            const bool is_object = (*at_).get_object().get(item) == simdjson::SUCCESS;
            ++at_;
            if (is_object) return read(item);
        }
        return std::nullopt;
    }

  private:
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

    std::string base_;
    dom::parser parser_;  ///< which all elements point into
    FeedHead head_;
    dom::array items_;
    dom::array::iterator at_;
};

}  // namespace

std::unique_ptr<FeedSource> open_json_feed(std::string_view json, const std::string& base) {
    return std::make_unique<JsonFeed>(json, base);
}

}  // namespace kb::ingest
