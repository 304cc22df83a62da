#include "ingest/xml/entry_cutter.hpp"

#include <algorithm>

#include "ingest/xml/scope.hpp"

namespace kb::ingest {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// What begins with '<' in repaired XML.
struct Markup {
    enum class Type : std::uint8_t { start, end, empty, section } type = Type::section;
    std::size_t end = 0;       ///< behind it
    std::size_t name_end = 0;  ///< of a tag
    std::size_t nodes = 0;     ///< with attributes
};

/// Values of attributes are in double quotes and hold none.
Markup read_tag(std::string_view xml, std::size_t begin) {
    Markup tag;
    tag.type = xml.substr(begin + 1, 1) == "/" ? Markup::Type::end : Markup::Type::start;
    tag.nodes = tag.type == Markup::Type::start ? 1 : 0;
    tag.name_end = std::min(xml.find_first_of(" />", begin + 1), xml.size());
    std::size_t at = tag.name_end;
    while ((at = xml.find_first_of("\">", at)) != npos && xml[at] == '"') {
        ++tag.nodes;
        at = xml.find('"', at + 1);
        if (at == npos) break;
        ++at;
    }
    tag.end = at == npos ? xml.size() : at + 1;
    const bool is_empty = at != npos && xml[at - 1] == '/' && at - 1 > begin;
    if (is_empty && tag.type == Markup::Type::start) tag.type = Markup::Type::empty;
    return tag;
}

Markup read_markup(std::string_view xml, std::size_t begin) {
    constexpr std::string_view section = "<![CDATA[";
    constexpr std::string_view section_end = "]]>";
    if (xml.substr(begin, section.size()) != section) return read_tag(xml, begin);
    const std::size_t found = xml.find(section_end, begin + section.size());
    return {Markup::Type::section, found == npos ? xml.size() : found + section_end.size(), 0, 1};
}

bool is_entry_name(std::string_view name) {
    const std::string_view local = name.substr(name.find(':') + 1);
    return same_name(local, "item") || same_name(local, "entry");
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == npos;
}

class Cutter {
  public:
    explicit Cutter(std::string_view xml) : xml_(xml) {}

    CutFeed run() {
        while (at_ < xml_.size() && !result_.cut_off) {
            const std::size_t next = std::min(xml_.find('<', at_), xml_.size());
            add_text(xml_.substr(at_, next - at_));
            at_ = next;
            if (at_ < xml_.size()) add_markup(read_markup(xml_, at_));
        }
        return std::move(result_);
    }

  private:
    bool in_entry() const noexcept { return entry_depth_ > 0; }

    void add_text(std::string_view text) {
        if (text.empty()) return;
        if (in_entry()) {
            ++result_.entries.back().nodes;
        } else if (!(behind_entry_ && is_blank(text))) {
            add_to_frame(text, 1);
        }
        behind_entry_ = false;
    }

    void add_markup(const Markup& markup) {
        const std::string_view text = xml_.substr(at_, markup.end - at_);
        const bool opens = markup.type == Markup::Type::start;
        if (in_entry()) {
            result_.entries.back().nodes += static_cast<std::uint32_t>(markup.nodes);
        } else if (depth_ > 0 && (opens || markup.type == Markup::Type::empty) &&
                   is_entry_name(xml_.substr(at_ + 1, markup.name_end - at_ - 1))) {
            begin_entry(text, markup);
        } else {
            add_to_frame(text, markup.nodes);
            behind_entry_ = false;
        }
        at_ = markup.end;
        if (opens) ++depth_;
        if (markup.type == Markup::Type::end && depth_ > 0) --depth_;
        if (in_entry() && depth_ < entry_depth_) end_entry();
    }

    /// The frame keeps the tag, as that of an empty element.
    void begin_entry(std::string_view tag, const Markup& markup) {
        result_.entries.push_back(
            {static_cast<std::uint32_t>(result_.frame.size() + 1), static_cast<std::uint32_t>(at_),
             static_cast<std::uint32_t>(markup.end), static_cast<std::uint32_t>(markup.nodes)});
        if (markup.type == Markup::Type::empty) {
            add_to_frame(tag, markup.nodes);
            behind_entry_ = true;
            return;
        }
        add_to_frame(tag.substr(0, tag.size() - 1), markup.nodes);
        add_to_frame("/>", 0);
        entry_depth_ = depth_ + 1;
    }

    void end_entry() {
        result_.entries.back().end = static_cast<std::uint32_t>(at_);
        entry_depth_ = 0;
        behind_entry_ = true;
    }

    void add_to_frame(std::string_view text, std::size_t nodes) {
        nodes_ += nodes;
        result_.cut_off =
            nodes_ > most_frame_nodes || result_.frame.size() + text.size() > largest_frame;
        if (!result_.cut_off) result_.frame += text;
    }

    std::string_view xml_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t entry_depth_ = 0;  ///< how deep what is in the entry lies; 0: in none
    bool behind_entry_ = false;
    std::size_t nodes_ = 0;  ///< of the frame
    CutFeed result_;
};

}  // namespace

CutFeed cut_entries(std::string_view xml) {
    return Cutter(xml).run();
}

std::size_t count_xml_nodes(std::string_view xml) {
    std::size_t nodes = 0;
    for (std::size_t at = 0; at < xml.size();) {
        const std::size_t next = std::min(xml.find('<', at), xml.size());
        if (next > at) ++nodes;
        at = next;
        if (at == xml.size()) break;
        const Markup markup = read_markup(xml, at);
        nodes += markup.nodes;
        at = markup.end;
    }
    return nodes;
}

}  // namespace kb::ingest
