#include "text/html_reduce.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "document/ascii.hpp"
#include "text/html_elements.hpp"

namespace kb {
namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos;
}

constexpr bool is_control(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\f');
}

constexpr std::array<std::string_view, 18> kept_attributes = {
    "alt", "aria-hidden", "charset", "class", "content",  "datetime", "height", "hidden", "href",
    "id",  "itemprop",    "lang",    "name",  "property", "rel",      "role",   "start",  "width",
};

bool is_heading(std::string_view name) {
    return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
}

bool is_cell(std::string_view name) {
    return name == "td" || name == "th" || name == "caption";
}

}  // namespace

/// Reads through the page once and writes what is wanted of it.
class ReducedHtml::Reducer {
  public:
    Reducer(std::string_view html, HtmlPart part) : html_(html), part_(part) {}

    bool at_end() const noexcept { return begun_ && at_ == html_.size(); }

    std::string next() {
        begun_ = true;
        tags_ = 0;
        for (const Element element : std::exchange(reopened_, {}))
            push(*element, {});
        while (at_ < html_.size() && !is_full()) {
            text_until(std::min(html_.find('<', at_), html_.size()));
            if (at_ < html_.size()) markup();
        }
        if (at_ < html_.size()) reopened_ = open_;
        close_to(0);
        return std::exchange(out_, {});
    }

  private:
    using Element = const HtmlElement*;

    std::string_view rest() const { return html_.substr(at_); }

    /// Rather where nothing is open, if there is such a place in the last eighth.
    bool is_full() const noexcept {
        return tags_ >= html_piece_tags || out_.size() >= html_piece_bytes ||
               (open_.empty() && tags_ >= html_piece_tags - html_piece_tags / 8);
    }

    /// What begins with '<'.
    void markup() {
        const std::string_view here = rest();
        if (here.starts_with("<!--")) return comment();
        if (here.starts_with("<![CDATA[")) return character_data();
        if (here.starts_with("<!") || here.starts_with("<?")) return skip_behind(">");
        const HtmlTag tag = read_html_tag(here);
        if (tag.size > 0) return element(tag);
        // A tag that the input ends in is dropped, as browsers do; any other '<' is text.
        const char next = here.size() > 1 ? ascii_lowered(here[1]) : ' ';
        if (next >= 'a' && next <= 'z') return drop_rest();
        if (next == '/') return skip_behind(">");
        text("&lt;");
        ++at_;
    }

    void drop_rest() { at_ = html_.size(); }

    /// Goes on behind the next `end`, or at the end of the input.
    void skip_behind(std::string_view end) {
        const std::size_t found = html_.find(end, at_);
        at_ = found == std::string_view::npos ? html_.size() : found + end.size();
    }

    void comment() {
        at_ += 4;
        if (rest().starts_with(">")) {
            ++at_;
        } else if (rest().starts_with("->")) {
            at_ += 2;
        } else {
            skip_behind("-->");
        }
    }

    /// Feeds wrap whole texts in these, even twice: only the brackets are dropped.
    void character_data() {
        at_ += std::string_view("<![CDATA[").size();
        data_end_ = html_.find("]]>", at_);
    }

    void text_until(std::size_t end) {
        if (data_end_ < end) {
            text(html_.substr(at_, data_end_ - at_));
            at_ = std::min(data_end_ + 3, end);
            data_end_ = std::string_view::npos;
        }
        text(html_.substr(at_, end - at_));
        at_ = end;
    }

    void text(std::string_view text) {
        if (text.empty()) return;
        if (in_table_frame()) {
            if (is_blank(text)) return;
            open_cell();
        }
        append_visible(text);
    }

    /// Control characters would come out as replacement characters.
    void append_visible(std::string_view text) {
        for (auto at = text.begin(); at != text.end();) {
            const auto end = std::find_if(at, text.end(), is_control);
            out_.append(at, end);
            at = std::find_if_not(end, text.end(), is_control);
        }
    }

    void element(const HtmlTag& tag) {
        const std::string name = ascii_lowered(tag.name.substr(0, 24));
        at_ += tag.size;
        const Element known = find_html_element(name);
        if (known == nullptr || known->role == HtmlRole::unwrapped) return;
        if (tag.end) return end_tag(*known);
        start_tag(*known, tag);
    }

    void start_tag(const HtmlElement& element, const HtmlTag& tag) {
        switch (element.role) {
            case HtmlRole::block:
            case HtmlRole::inline_kept:
                return open(element, tag.attributes);
            case HtmlRole::empty:
                return write_empty(element, tag.attributes);
            case HtmlRole::once:
                return write_once(element, tag.attributes);
            case HtmlRole::page_only:
                if (part_ == HtmlPart::page) write_tag(element, tag.attributes);
                return;
            case HtmlRole::raw_dropped:
            case HtmlRole::raw_title:
            case HtmlRole::raw_code:
                return raw(element, tag);
            case HtmlRole::tree_dropped:
                return drop_tree(element, tag);
            case HtmlRole::unwrapped:
                return;
        }
    }

    // ---- elements with content ----

    void open(const HtmlElement& element, std::string_view attributes) {
        // Elsewhere, code only looks different.
        if (element.name == "code" && (open_.empty() || open_.back()->name != "pre")) return;
        if (element.role == HtmlRole::block) close_paragraph();
        if (!make_room(element)) return;
        if (open_.size() >= html_depth_limit) {
            ++dropped_[html_element_index(element)];
            return;
        }
        push(element, attributes);
    }

    /// Closes what an element ends by beginning, and opens what it must stand in. Whether it may
    /// stand here at all.
    bool make_room(const HtmlElement& element) {
        const std::string_view name = element.name;
        if (name == "tr" || is_cell(name)) return make_room_in_table(name);
        if (name == "table" && in_table_frame()) close_table();
        if (in_table_frame()) open_cell();
        if (name == "form" && count("form") > 0) return false;
        if (is_heading(name) && !open_.empty() && is_heading(open_.back()->name)) {
            close_to(open_.size() - 1);
        }
        if (name == "li") close_item({"li", "li"});
        if (name == "dt" || name == "dd") close_item({"dt", "dd"});
        if (name == "a") close_link();
        return true;
    }

    bool make_room_in_table(std::string_view name) {
        const std::size_t table = innermost_table();
        if (table == open_.size()) return false;
        const bool row_open = table + 1 < open_.size() && open_[table + 1]->name == "tr";
        const bool is_inner = name == "td" || name == "th";
        close_to(table + 1 + (is_inner && row_open ? 1 : 0));
        if (is_inner && !row_open) push(*find_html_element("tr"), {});
        return true;
    }

    /// Whether content here would stand in a table outside its cells.
    bool in_table_frame() const {
        return !open_.empty() && (open_.back()->name == "table" || open_.back()->name == "tr");
    }

    /// What stands in a table outside its cells gets one.
    void open_cell() {
        if (open_.back()->name == "table") push(*find_html_element("tr"), {});
        push(*find_html_element("td"), {});
    }

    void close_table() { close_to(innermost_table()); }

    /// The place of the innermost open table, or the number of open elements.
    std::size_t innermost_table() const {
        if (count("table") == 0) return open_.size();
        std::size_t at = open_.size();
        while (open_[at - 1]->name != "table")
            --at;
        return at - 1;
    }

    void close_paragraph() {
        if (count("p") == 0) return;
        for (std::size_t at = open_.size(); at > 0 && !is_cell(open_[at - 1]->name); --at) {
            if (open_[at - 1]->name == "p") return close_to(at - 1);
        }
    }

    /// An item ends the one before it, unless a block that is no mere division lies between.
    void close_item(const std::array<std::string_view, 2>& names) {
        for (std::size_t at = open_.size(); at > 0; --at) {
            const std::string_view name = open_[at - 1]->name;
            if (name == names[0] || name == names[1]) return close_to(at - 1);
            const bool transparent = name == "div" || name == "address" || name == "p" ||
                                     open_[at - 1]->role == HtmlRole::inline_kept;
            if (!transparent) return;
        }
    }

    /// Links do not nest.
    void close_link() {
        if (count("a") == 0) return;
        for (std::size_t at = open_.size(); at > 0; --at) {
            if (open_[at - 1]->name == "a") return close_to(at - 1);
            if (open_[at - 1]->role != HtmlRole::inline_kept) return;
        }
    }

    void end_tag(const HtmlElement& element) {
        std::uint32_t& dropped = dropped_[html_element_index(element)];
        if (dropped > 0) {
            --dropped;
            return;
        }
        if (element.name == "br") return write_empty(element, {});
        if (element.role != HtmlRole::block && element.role != HtmlRole::inline_kept) return;
        const bool heading = is_heading(element.name);
        if (!heading && counts_[html_element_index(element)] == 0) return;
        for (std::size_t at = open_.size(); at > 0; --at) {
            const std::string_view name = open_[at - 1]->name;
            if (name == element.name || (heading && is_heading(name))) return close_to(at - 1);
            if (stops_search(element, *open_[at - 1])) return;
        }
    }

    /// Whether an end tag does not reach through an open element.
    static bool stops_search(const HtmlElement& end, const HtmlElement& open) {
        if (open.name == "table") return true;
        if (is_cell(open.name)) return end.name != "tr" && end.name != "table";
        if (end.name == "li") return open.name == "ul" || open.name == "ol";
        return end.role == HtmlRole::inline_kept && open.role == HtmlRole::block;
    }

    std::uint32_t count(std::string_view name) const {
        return counts_[html_element_index(*find_html_element(name))];
    }

    void push(const HtmlElement& element, std::string_view attributes) {
        write_tag(element, attributes);
        open_.push_back(&element);
        ++counts_[html_element_index(element)];
    }

    /// Closes open elements until so many are left.
    void close_to(std::size_t size) {
        while (open_.size() > size) {
            const HtmlElement& element = *open_.back();
            ((out_ += "</") += written_name(element)) += '>';
            --counts_[html_element_index(element)];
            open_.pop_back();
            ++tags_;
        }
    }

    // ---- elements without content, or with content that is no markup ----

    void write_empty(const HtmlElement& element, std::string_view attributes) {
        if (element.name == "hr") close_paragraph();
        if (in_table_frame()) open_cell();
        write_tag(element, attributes);
    }

    void write_once(const HtmlElement& element, std::string_view attributes) {
        std::uint32_t& seen = counts_[html_element_index(element)];
        if (seen++ == 0 && open_.empty()) write_tag(element, attributes);
    }

    void raw(const HtmlElement& element, const HtmlTag& tag) {
        // Feeds write an empty frame as XHTML does, and do not mean to hide all that follows.
        if (element.name == "iframe" && tag.attributes.ends_with('/')) return;
        const bool json =
            part_ == HtmlPart::page && element.name == "script" &&
            ascii_lowered(tag.attributes.substr(0, 256)).find("ld+json") != std::string::npos;
        const std::string_view content = take_raw(element);
        tags_ += 2;
        if (json) {
            ((out_ += "<script type=\"application/ld+json\">") += content) += "</script>";
        } else if (element.role == HtmlRole::raw_title && part_ == HtmlPart::page) {
            ((out_ += "<title>") += content) += "</title>";
        } else if (element.role == HtmlRole::raw_code) {
            open(*find_html_element("pre"), {});
            write_escaped(content);
            end_tag(*find_html_element("pre"));
        }
    }

    /// The text up to the end tag of the element, or to the end of the input.
    std::string_view take_raw(const HtmlElement& element) {
        const std::size_t begin = at_;
        std::size_t end = html_.find("</", begin);
        while (end != std::string_view::npos && !is_name(end + 2, element.name))
            end = html_.find("</", end + 2);
        end = std::min(end, html_.size());
        at_ = end;
        skip_behind(">");
        return html_.substr(begin, end - begin);
    }

    /// Whether the name of a tag stands there.
    bool is_name(std::size_t at, std::string_view name) const {
        const std::string_view found = html_.substr(std::min(at, html_.size()), name.size());
        const bool equal = found.size() == name.size() &&
                           std::equal(found.begin(), found.end(), name.begin(),
                                      [](char a, char b) { return ascii_lowered(a) == b; });
        const std::size_t behind = at + name.size();
        return equal &&
               (behind >= html_.size() ||
                std::string_view(" \t\r\n\f/>").find(html_[behind]) != std::string_view::npos);
    }

    /// Goes on behind the end tag of the element; if it is never closed, only its tag is dropped,
    /// and nobody looks for another one.
    void drop_tree(const HtmlElement& element, const HtmlTag& tag) {
        bool& unclosed = unclosed_[html_element_index(element)];
        if (unclosed || tag.attributes.ends_with('/')) return;
        std::size_t nested = 1;
        for (std::size_t at = html_.find('<', at_); at != std::string_view::npos;
             at = html_.find('<', at + 1)) {
            const bool end = html_.substr(at).starts_with("</");
            if (!is_name(at + (end ? 2 : 1), element.name)) continue;
            nested = end ? nested - 1 : nested + 1;
            if (nested > 0) continue;
            at_ = at;
            return skip_behind(">");
        }
        unclosed = true;
    }

    void write_escaped(std::string_view text) {
        for (const char c : text) {
            if (c == '<') {
                out_ += "&lt;";
            } else if (c == '&') {
                out_ += "&amp;";
            } else {
                out_ += c;
            }
        }
    }

    // ---- tags ----

    static std::string_view written_name(const HtmlElement& element) {
        if (element.name == "a") return "span";
        if (element.name == "form") return "fieldset";
        return element.name == "code" ? "var" : element.name;
    }

    void write_tag(const HtmlElement& element, std::string_view attributes) {
        ++tags_;
        (out_ += '<') += written_name(element);
        std::array<bool, kept_attributes.size()> seen{};
        HtmlAttribute attribute;
        while (take_html_attribute(attributes, attribute)) {
            const std::string name = ascii_lowered(attribute.name.substr(0, 16));
            const auto* const kept =
                std::find(kept_attributes.begin(), kept_attributes.end(), name);
            if (kept == kept_attributes.end()) continue;
            bool& repeated = seen[static_cast<std::size_t>(kept - kept_attributes.begin())];
            if (!repeated) write_attribute(name, attribute.value);
            repeated = true;
        }
        out_ += '>';
    }

    void write_attribute(std::string_view name, std::string_view value) {
        ++tags_;
        ((out_ += ' ') += name) += "=\"";
        for (const char c : value) {
            if (c == '"') {
                out_ += "&quot;";
            } else {
                out_ += c;
            }
        }
        out_ += '"';
    }

    std::string_view html_;
    HtmlPart part_;
    bool begun_ = false;
    std::size_t at_ = 0;
    std::string out_;
    std::size_t tags_ = 0;  ///< with attributes, of this piece
    std::vector<Element> open_;
    std::vector<Element> reopened_;  ///< at the beginning of the next piece
    /// Of each element of the table: how many are open, and how many end tags are yet to be dropped
    /// because their start tags were.
    std::array<std::uint32_t, html_element_limit> counts_{};
    std::array<std::uint32_t, html_element_limit> dropped_{};
    std::array<bool, html_element_limit> unclosed_{};  ///< no end tag was found
    std::size_t data_end_ = std::string_view::npos;    ///< of the CDATA section read
};

ReducedHtml::ReducedHtml(std::string_view html, HtmlPart part)
    : reducer_(std::make_unique<Reducer>(html, part)) {}

ReducedHtml::~ReducedHtml() = default;

std::optional<std::string> ReducedHtml::next() {
    if (at_end()) return std::nullopt;
    return reducer_->next();
}

bool ReducedHtml::at_end() const noexcept {
    return reducer_->at_end();
}

}  // namespace kb
