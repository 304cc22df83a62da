#include "text/field_limits.hpp"

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "text/hash_hex.hpp"
#include "text/utf8.hpp"

namespace kb {

namespace {

/// The longest beginning of whole characters, without a space at its end.
void cut(std::string& line, std::size_t bytes) {
    std::string_view kept = truncate_utf8(line, bytes);
    if (kept.ends_with(' ')) kept.remove_suffix(1);
    line.resize(kept.size());
}

class Limiter {
  public:
    void line(std::string& line, std::size_t bytes, std::string_view name) {
        if (line.size() <= bytes) return;
        cut(line, bytes);
        say(name, "was cut to " + std::to_string(bytes) + " bytes");
    }

    void id(std::string& id, std::string_view name) {
        if (id.size() <= FieldLimits::id_bytes) return;
        id = "kb:" + hash_hex(id);
        say(name, "is longer than " + std::to_string(FieldLimits::id_bytes) +
                      " bytes and was replaced by its hash");
    }

    void url(std::string& url) {
        if (url.size() <= FieldLimits::url_bytes) return;
        url.clear();
        say("link",
            "is longer than " + std::to_string(FieldLimits::url_bytes) + " bytes and was left out");
    }

    /// Names that are equal once they are cut are one.
    void names(std::vector<std::string>& names, std::string_view name) {
        if (names.size() > FieldLimits::names) {
            names.resize(FieldLimits::names);
            say("list of " + std::string(name),
                "was cut to " + std::to_string(FieldLimits::names) + " entries");
        }
        bool any_cut = false;
        for (std::string& entry : names) {
            if (entry.size() <= FieldLimits::name_bytes) continue;
            cut(entry, FieldLimits::name_bytes);
            any_cut = true;
        }
        if (!any_cut) return;
        std::unordered_set<std::string> seen;
        std::erase_if(names, [&](const std::string& entry) { return !seen.insert(entry).second; });
        say("list of " + std::string(name),
            "holds entries that were cut to " + std::to_string(FieldLimits::name_bytes) + " bytes");
    }

    std::vector<std::string> take() { return std::move(said_); }

  private:
    void say(std::string_view name, const std::string& what) {
        said_.push_back("the " + std::string(name) + " " + what);
    }

    std::vector<std::string> said_;
};

}  // namespace

std::vector<std::string> limit_fields(Document& document) {
    Limiter limiter;
    limiter.id(document.id, "id");
    limiter.line(document.source, FieldLimits::source_bytes, "source");
    limiter.url(document.url);
    limiter.line(document.title, FieldLimits::title_bytes, "title");
    limiter.names(document.authors, "authors");
    limiter.names(document.tags, "tags");
    if (document.parent) {
        limiter.id(document.parent->id, "id of the parent");
        limiter.line(document.parent->title, FieldLimits::title_bytes, "title of the parent");
    }
    return limiter.take();
}

}  // namespace kb
