#include "ingest/html/linked_data.hpp"

#include <simdjson.h>

#include <algorithm>
#include <unordered_map>

#include "document/json_shape.hpp"
#include "ingest/name_list.hpp"

namespace kb::ingest {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr int deepest = 8;

std::string string_of(const object& from, const char* key) {
    std::string_view text;
    return from[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

/// Calls `action` for the value, or for each of an array.
template <typename Action>
void each(const element& value, Action action) {
    array list;
    if (value.get(list) != simdjson::SUCCESS) return action(value);
    for (const element item : list)
        action(item);
}

template <typename Action>
void each_of(const object& from, const char* key, Action action) {
    element value;
    if (from[key].get(value) == simdjson::SUCCESS) each(value, action);
}

class Reader {
  public:
    void gather(const element& value, int depth) {
        if (depth > deepest) return;
        object item;
        if (value.get(item) != simdjson::SUCCESS) {
            array list;
            if (value.get(list) != simdjson::SUCCESS) return;
            for (const element entry : list)
                gather(entry, depth + 1);
            return;
        }
        const std::string id = string_of(item, "@id");
        if (const std::string name = string_of(item, "name"); !id.empty() && !name.empty()) {
            names_.try_emplace(id, name);
        }
        objects_.push_back(item);
        for (const char* key : {"@graph", "mainEntity", "mainEntityOfPage"}) {
            element inner;
            if (item[key].get(inner) == simdjson::SUCCESS) gather(inner, depth + 1);
        }
    }

    void read_into(LinkedData& data) const {
        for (const char* type : {"Article", "Posting", "Report", "Page"}) {
            for (const object& item : objects_) {
                if (has_type(item, type)) read(item, data);
            }
        }
    }

  private:
    static bool has_type(const object& item, std::string_view ending) {
        bool found = false;
        each_of(item, "@type", [&](const element& type) {
            std::string_view name;
            found = found || (type.get(name) == simdjson::SUCCESS && name.ends_with(ending));
        });
        return found;
    }

    void read(const object& item, LinkedData& data) const {
        const auto take = [&](std::string& to, const char* key) {
            if (to.empty()) to = string_of(item, key);
        };
        take(data.headline, "headline");
        take(data.published, "datePublished");
        take(data.updated, "dateModified");
        take(data.lang, "inLanguage");
        if (data.authors.empty()) {
            for (const char* key : {"author", "creator"})
                each_of(item, key,
                        [&](const element& author) { add_author(author, data.authors); });
        }
        if (data.tags.empty()) {
            each_of(item, "keywords", [&](const element& keywords) {
                std::string_view text;
                if (keywords.get(text) != simdjson::SUCCESS) return;
                const std::vector<std::string> tags = split_tags(text);
                data.tags.insert(data.tags.end(), tags.begin(), tags.end());
            });
        }
    }

    void add_author(const element& author, std::vector<std::string>& to) const {
        std::string_view name;
        object person;
        if (author.get(name) == simdjson::SUCCESS) {
            to.emplace_back(name);
        } else if (author.get(person) == simdjson::SUCCESS) {
            std::string own = string_of(person, "name");
            const auto named = names_.find(string_of(person, "@id"));
            if (own.empty() && named != names_.end()) own = named->second;
            if (!own.empty()) to.push_back(std::move(own));
        }
    }

    std::vector<object> objects_;
    std::unordered_map<std::string, std::string> names_;
};

}  // namespace

LinkedData read_linked_data(const std::vector<std::string>& blocks) {
    constexpr std::size_t most_blocks = 16;
    LinkedData data;
    for (std::size_t i = 0; i < std::min(blocks.size(), most_blocks); ++i) {
        if (has_too_many_signs(blocks[i])) continue;
        simdjson::dom::parser parser;
        element root;
        if (parser.parse(blocks[i]).get(root) != simdjson::SUCCESS) continue;
        Reader reader;
        reader.gather(root, 0);
        reader.read_into(data);
    }
    return data;
}

}  // namespace kb::ingest
