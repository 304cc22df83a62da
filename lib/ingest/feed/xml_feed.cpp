#include "ingest/feed/xml_feed.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "ingest/feed/date.hpp"
#include "ingest/feed/xml_fields.hpp"
#include "ingest/feed/xml_text.hpp"
#include "ingest/finish.hpp"
#include "ingest/lines.hpp"
#include "ingest/links.hpp"
#include "ingest/xml/entry_cutter.hpp"
#include "ingest/xml/scope.hpp"
#include "kb/error.hpp"

namespace kb::ingest {
namespace {

using Form = FeedText::Form;

bool is_rss_or_atom(const XmlName& name) {
    return name.vocabulary == Vocabulary::rss || name.vocabulary == Vocabulary::atom;
}

bool is_item(const XmlName& name) {
    return is_rss_or_atom(name) &&
           (same_name(name.local, "item") || same_name(name.local, "entry"));
}

bool is_feed_root(const XmlName& name) {
    return same_name(name.local, "rss") || same_name(name.local, "rdf") ||
           (is_rss_or_atom(name) &&
            (same_name(name.local, "feed") || same_name(name.local, "channel") ||
             same_name(name.local, "entry")));
}

std::string trimmed_text(const pugi::xml_node& element) {
    return std::string(trim(text_of(element)));
}

/// The last date counts, as other readers have it; a broken one does not.
void set_date(const pugi::xml_node& element, std::optional<Timestamp>& date) {
    if (const auto stated = parse_feed_date(text_of(element))) date = stated;
}

template <typename Role, std::size_t N>
void set_text(std::array<FeedText, N>& texts, Role role, FeedText text) {
    FeedText& place = texts[static_cast<std::size_t>(role)];
    if (is_blank(place.value)) place = std::move(text);
}

std::optional<std::uint64_t> count_of(std::string_view text) {
    text = trim(text);
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return count;
}

/// A link as an element states it.
struct Link {
    std::string target;
    std::string_view relation;
    std::string_view type;
    bool in_attribute = false;
};

Link read_link(const pugi::xml_node& element, const XmlScope& scope) {
    Link link;
    link.relation = attribute_of(element, "rel");
    link.type = attribute_of(element, "type");
    std::string_view target;
    for (const std::string_view name : {"href", "url", "uri", "resource", "rdf:resource"}) {
        if (target.empty()) target = attribute_of(element, name);
    }
    link.in_attribute = !target.empty();
    const std::string text = link.in_attribute ? std::string() : text_of(element);
    if (!link.in_attribute) target = trim(text);
    if (!target.empty()) link.target = scope.resolve(target);
    return link;
}

/// Whether it leads to a page for people.
bool is_page(const Link& link) {
    constexpr std::string_view prefix = "http://www.iana.org/assignments/relation/";
    std::string_view relation = link.relation;
    if (relation.starts_with(prefix)) relation.remove_prefix(prefix.size());
    return relation.empty() || same_name(relation, "alternate");
}

bool is_html_type(std::string_view type) {
    return type.empty() || same_name(type, "text/html") || same_name(type, "application/xhtml+xml");
}

/// A person: elements of a name, an address and a page, or all in one text.
FeedText read_author(const pugi::xml_node& element, const XmlScope& scope) {
    std::string email;
    std::string page;
    for (const pugi::xml_node& child : element.children()) {
        if (child.type() != pugi::node_element) continue;
        XmlScope storage({}, {});
        const std::string_view local = scope.enter(child, storage).name_of(child).local;
        if (same_name(local, "name") && !is_blank(text_of(child))) {
            return {trimmed_text(child), Form::either};
        }
        if (same_name(local, "email")) email = trimmed_text(child);
        if (same_name(local, "uri") || same_name(local, "url")) page = trimmed_text(child);
    }
    std::string text = trimmed_text(element);
    if (!text.empty()) return {std::move(text), Form::either};
    return {email.empty() ? std::move(page) : std::move(email), Form::either};
}

/// Fills an entry from the elements of an item.
class EntryBuilder {
  public:
    explicit EntryBuilder(bool is_atom) : is_atom_(is_atom) {}

    FeedEntry build(const pugi::xml_node& item, const XmlScope& scope) {
        entry_.guid = trim(attribute_of(item, "rdf:about"));
        if (entry_.guid.empty()) entry_.guid = trim(attribute_of(item, "about"));
        if (const std::string_view link = attribute_of(item, "href"); !link.empty()) {
            entry_.link = scope.resolve(link);
        }
        entry_.updated = parse_feed_date(attribute_of(item, "lastmod"));
        entry_.lang = scope.lang();
        add_children(item, scope);
        if (entry_.link.empty()) entry_.link = std::move(other_page_);
        return std::move(entry_);
    }

  private:
    // Recursive through groups of media only; elements are nested at most deepest_xml deep.
    void add_children(const pugi::xml_node& parent,
                      const XmlScope& scope) {  // NOLINT(misc-no-recursion)
        for (const pugi::xml_node& child : parent.children()) {
            if (child.type() != pugi::node_element) continue;
            XmlScope storage({}, {});
            const XmlScope& inner = scope.enter(child, storage);
            const XmlName name = inner.name_of(child);
            if (const auto field = field_of_name(name)) {
                const bool is_atom = is_atom_ || name.vocabulary == Vocabulary::atom;
                add(*field, child, inner, is_atom);
            }
        }
    }

    void add(FeedField field, const pugi::xml_node& element,
             const XmlScope& scope,  // NOLINT(misc-no-recursion)
             bool is_atom) {
        const auto text = [&](Form usual) { return read_feed_text(element, is_atom, usual); };
        switch (field) {
            case FeedField::title:
                set_text(entry_.titles, TitleRole::own, text(Form::either));
                break;
            case FeedField::dublin_core_title:
                set_text(entry_.titles, TitleRole::dublin_core, text(Form::either));
                break;
            case FeedField::itunes_title:
                set_text(entry_.titles, TitleRole::itunes, text(Form::either));
                break;
            case FeedField::media_title:
                set_text(entry_.titles, TitleRole::media, text(Form::either));
                break;
            case FeedField::body:
                add_body(TextRole::content, text(Form::either), element);
                break;
            case FeedField::markup:
                add_body(TextRole::content, text(Form::html), element);
                break;
            case FeedField::description:
                add_body(TextRole::description, text(Form::either), element);
                break;
            case FeedField::summary:
                add_body(TextRole::summary, text(Form::either), element);
                break;
            case FeedField::media_description:
                add_body(TextRole::media_description, text(Form::either), element);
                break;
            case FeedField::subtitle:
                add_body(TextRole::subtitle, text(Form::either), element);
                break;
            case FeedField::published:
                set_date(element, entry_.published);
                break;
            case FeedField::dated:
                set_date(element, entry_.dated);
                break;
            case FeedField::created:
                set_date(element, entry_.created);
                break;
            case FeedField::updated:
                set_date(element, entry_.updated);
                break;
            case FeedField::lang:
                if (entry_.lang.empty() || !lang_stated_) entry_.lang = trimmed_text(element);
                lang_stated_ = true;
                break;
            case FeedField::comments:
                entry_.comments = count_of(text_of(element));
                break;
            case FeedField::author:
                entry_.authors.push_back(read_author(element, scope));
                break;
            case FeedField::duration:
                entry_.has_media = true;
                break;
            default:
                add_reference(field, element, scope);
        }
    }

    void add_reference(FeedField field, const pugi::xml_node& element,
                       const XmlScope& scope) {  // NOLINT(misc-no-recursion)
        switch (field) {
            case FeedField::guid:
                add_guid(element, scope);
                break;
            case FeedField::link:
                add_link(element, scope);
                break;
            case FeedField::original_link:
                entry_.original_link = trimmed_text(element);
                break;
            case FeedField::comments_link:
                entry_.comments_link = scope.resolve(text_of(element));
                break;
            case FeedField::tag:
                add_tag(element);
                break;
            case FeedField::tags:
                add_tags(text_of(element));
                break;
            case FeedField::enclosure:
                add_medium(attribute_of(element, "type"), attribute_of(element, "url"));
                add_children(element, scope);
                break;
            case FeedField::medium:
                add_medium(attribute_of(element, "type"), attribute_of(element, "url"));
                if (same_name(attribute_of(element, "medium"), "audio") ||
                    same_name(attribute_of(element, "medium"), "video")) {
                    entry_.has_media = true;
                }
                add_children(element, scope);
                break;
            default:
                break;
        }
    }

    /// Of several texts in one role, the first with something in it. The language that the content
    /// states is the entry's.
    void add_body(TextRole role, FeedText text, const pugi::xml_node& element) {
        const pugi::xml_attribute lang = element.attribute("xml:lang");
        if (role == TextRole::content && lang && !is_blank(text.value)) entry_.lang = lang.value();
        set_text(entry_.texts, role, std::move(text));
    }

    void add_guid(const pugi::xml_node& element, const XmlScope& scope) {
        std::string guid = trimmed_text(element);
        if (guid.empty()) return;
        const std::string_view permanent = attribute_of(element, "ispermalink");
        // Atom's ids are addresses only by custom, as are guids that say nothing; of use if the
        // entry has no other link.
        entry_.guid_is_link = !same_name(trim(permanent), "false");
        // A relative link that is said to be permanent is an address, too.
        if (entry_.guid_is_link && !permanent.empty()) guid = scope.resolve(guid);
        entry_.guid = std::move(guid);
    }

    void add_link(const pugi::xml_node& element, const XmlScope& scope) {
        Link link = read_link(element, scope);
        if (link.target.empty()) return;
        if (same_name(link.relation, "enclosure")) {
            add_medium(link.type, link.target);
        } else if (same_name(link.relation, "replies")) {
            if (const auto count = count_of(attribute_of(element, "thr:count"))) {
                if (!entry_.comments) entry_.comments = count;
            }
        } else if (is_page(link)) {
            std::string& place = is_html_type(link.type) ? entry_.link : other_page_;
            if (place.empty()) place = std::move(link.target);
        }
    }

    /// Blogger states what an entry is as one of its tags.
    void add_tag(const pugi::xml_node& element) {
        constexpr std::string_view blogger = "http://schemas.google.com/g/2005#kind";
        if (attribute_of(element, "scheme") == blogger) return;
        std::string text = trimmed_text(element);
        std::string_view term = attribute_of(element, "term");
        const std::string_view label = attribute_of(element, "label");
        if (is_blank(term)) term = attribute_of(element, "text");
        if (!is_blank(term) && !(has_scheme(term) && !is_blank(label))) {
            entry_.tags.push_back({std::string(trim(term)), Form::either});
        } else if (!is_blank(label) && text.empty()) {
            entry_.tags.push_back({std::string(trim(label)), Form::either});
        }
        if (!text.empty()) entry_.tags.push_back({std::move(text), Form::either});
        for (const pugi::xml_node& child : element.children()) {
            if (child.type() == pugi::node_element) add_tag_text(child);
        }
    }

    /// Podcasts nest categories; others write them as a list of values.
    void add_tag_text(const pugi::xml_node& element) {
        std::string_view text = attribute_of(element, "text");
        const std::string inner = trimmed_text(element);
        if (is_blank(text)) text = inner;
        if (!is_blank(text)) entry_.tags.push_back({std::string(trim(text)), Form::either});
    }

    void add_tags(std::string_view list) {
        while (!list.empty()) {
            const std::size_t comma = std::min(list.find(','), list.size());
            const std::string_view tag = trim(list.substr(0, comma));
            if (!tag.empty()) entry_.tags.push_back({std::string(tag), Form::either});
            list.remove_prefix(std::min(comma + 1, list.size()));
        }
    }

    void add_medium(std::string_view type, std::string_view link) {
        entry_.has_media = entry_.has_media || is_sound_or_film(type, link);
    }

    bool is_atom_;
    bool lang_stated_ = false;
    FeedEntry entry_;
    std::string other_page_;  ///< an alternate that is no HTML
};

/// A node to read with what holds within it.
struct Place {
    pugi::xml_node node;
    XmlScope scope;
};

/// An item that waits to be read. There may be many, so its scope is that of its channel.
struct Item {
    std::size_t entry;  ///< among those cut out
    std::size_t channel;
};

/// What of a document becomes nodes.
constexpr unsigned tree_options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                  pugi::parse_wconv_attribute | pugi::parse_ws_pcdata;

class XmlFeed final : public FeedSource {
  public:
    XmlFeed(std::string xml, std::string base, std::size_t largest_entry)
        : text_(std::move(xml)),
          location_(std::move(base)),
          largest_entry_(largest_entry),
          cut_(cut_entries(text_)) {
        tree_.load_buffer_inplace(cut_.frame.data(), cut_.frame.size(), tree_options,
                                  pugi::encoding_utf8);
    }

    /// Looks for the feed; false if there is none.
    bool open() {
        const XmlScope outside(location_, {});
        const auto root = find_root(tree_, outside, 0);
        if (!root) return false;
        if (cut_.cut_off) {
            throw Error(ErrorCode::invalid_argument,
                        "holds more than " + format_size(largest_frame) + " or " +
                            std::to_string(most_frame_nodes) +
                            " elements, attributes and texts outside of its entries");
        }
        const XmlName name = root->scope.name_of(root->node);
        is_atom_ = name.vocabulary == Vocabulary::atom || same_name(name.local, "feed");
        if (is_item(name)) {
            only_entry_ = root->node;
            channels_.push_back(outside);
            return true;
        }
        read_head(*root);
        settle_base();
        tree_.reset();
        return true;
    }

    const FeedHead& head() const override { return head_; }

    std::optional<FeedEntry> next() override {
        if (only_entry_) return build(std::exchange(only_entry_, {}), channels_.front());
        if (next_ == items_.size()) return std::nullopt;
        const Item& item = items_[next_++];
        const CutEntry& entry = cut_.entries[item.entry];
        const std::size_t size = entry.end - entry.begin;
        if (size > largest_entry_) {
            return refused_entry("is larger than " +
                                 format_size(largest_entry_ / entry_markup_factor));
        }
        if (entry.nodes > most_entry_nodes) {
            return refused_entry("holds more than " + std::to_string(most_entry_nodes) +
                                 " elements, attributes and texts");
        }
        pugi::xml_document tree;
        tree.load_buffer_inplace(text_.data() + entry.begin, size, tree_options,
                                 pugi::encoding_utf8);
        return build(tree.first_child(), channels_[item.channel]);
    }

  private:
    FeedEntry build(const pugi::xml_node& item, const XmlScope& channel) const {
        XmlScope storage({}, {});
        return EntryBuilder(is_atom_).build(item, channel.enter(item, storage));
    }

    /// The entry that was cut out where an element of the frame stands.
    void add_item(const pugi::xml_node& item, std::size_t channel) {
        const auto place = static_cast<std::uint32_t>(item.name() - cut_.frame.data());
        const auto found = std::lower_bound(
            cut_.entries.begin(), cut_.entries.end(), place,
            [](const CutEntry& entry, std::uint32_t at) { return entry.place < at; });
        if (found == cut_.entries.end() || found->place != place) return;
        items_.push_back({static_cast<std::size_t>(found - cut_.entries.begin()), channel});
    }

    /// The feed's element: the outermost, or one in an envelope.
    std::optional<Place> find_root(const pugi::xml_node& parent,
                                   const XmlScope& scope,  // NOLINT(misc-no-recursion)
                                   unsigned depth) const {
        constexpr unsigned deepest = 4;
        if (depth > deepest) return std::nullopt;
        for (const pugi::xml_node& node : parent.children()) {
            if (node.type() != pugi::node_element) continue;
            XmlScope storage({}, {});
            const XmlScope& inner = scope.enter(node, storage);
            if (is_feed_root(inner.name_of(node))) return Place{node, inner};
            if (auto found = find_root(node, inner, depth + 1)) return found;
        }
        return std::nullopt;
    }

    /// Reads what stands beside the items; a channel may hold them or stand before them.
    void read_head(const Place& place) {  // NOLINT(misc-no-recursion)
        constexpr std::size_t most_channels = 1024;
        if (channels_.size() == most_channels) return;
        const std::size_t channel = channels_.size();
        channels_.push_back(place.scope);
        if (head_.lang.empty()) head_.lang = place.scope.lang();
        for (const pugi::xml_node& child : place.node.children()) {
            if (child.type() != pugi::node_element) continue;
            XmlScope storage({}, {});
            const XmlScope& inner = place.scope.enter(child, storage);
            const XmlName name = inner.name_of(child);
            if (is_item(name)) {
                add_item(child, channel);
            } else if (is_rss_or_atom(name) && same_name(name.local, "channel")) {
                read_head({child, inner});
            } else if (const auto field = field_of_name(name)) {
                add_to_head(*field, child, inner, name);
            }
        }
    }

    void add_to_head(FeedField field, const pugi::xml_node& element, const XmlScope& scope,
                     const XmlName& name) {
        switch (field) {
            case FeedField::title:
                if (is_blank(head_.title.value)) {
                    const bool is_atom = is_atom_ || name.vocabulary == Vocabulary::atom;
                    head_.title = read_feed_text(element, is_atom, Form::either);
                }
                break;
            case FeedField::link:
                add_link_to_head(read_link(element, scope));
                break;
            case FeedField::lang:
                head_.lang = trimmed_text(element);
                break;
            case FeedField::author:
                // Only Atom says that entries inherit it.
                if (is_atom_ && head_.authors.size() < most_head_authors) {
                    head_.authors.push_back(read_author(element, scope));
                }
                break;
            default:
                break;
        }
    }

    void add_link_to_head(Link link) {
        if (same_name(link.relation, "self")) {
            if (head_.self.empty()) head_.self = std::move(link.target);
        } else if (is_page(link) && head_.link.empty()) {
            head_.link = std::move(link.target);
        }
    }

    /// Where relative links of entries count from if neither xml:base nor, for Atom, the address
    /// of the feed says: the site that the channel names, else where the feed says it lies.
    void settle_base() {
        std::string base = location_;
        for (const std::string* link : {&head_.self, &head_.link}) {
            const bool better = base.empty() || (!is_atom_ && link == &head_.link);
            if (better && !url_host(*link).empty()) base = *link;
        }
        for (XmlScope& scope : channels_) {
            if (scope.base() == location_) scope.set_base(base);
            if (scope.lang().empty()) scope.set_lang(head_.lang);
        }
    }

    std::string text_;
    std::string location_;
    std::size_t largest_entry_;
    CutFeed cut_;              ///< whose frame scopes point into
    pugi::xml_document tree_;  ///< of the frame
    pugi::xml_node only_entry_;
    FeedHead head_;
    std::vector<XmlScope> channels_;  ///< what holds within each element that has items
    std::vector<Item> items_;
    std::size_t next_ = 0;
    bool is_atom_ = false;
};

}  // namespace

std::unique_ptr<FeedSource> open_xml_feed(std::string xml, const std::string& base,
                                          std::size_t largest_entry) {
    auto feed = std::make_unique<XmlFeed>(std::move(xml), base, largest_entry);
    if (!feed->open()) return nullptr;
    return feed;
}

}  // namespace kb::ingest
