#include "ingest/opml.hpp"

#include <algorithm>
#include <utility>

#include "ingest/finish.hpp"
#include "ingest/lines.hpp"
#include "ingest/xml/decode.hpp"
#include "ingest/xml/entry_cutter.hpp"
#include "ingest/xml/read_xml.hpp"
#include "ingest/xml/scope.hpp"
#include "kb/error.hpp"
#include "text/escape.hpp"
#include "text/normalize.hpp"

namespace kb::ingest {
namespace {

std::string line_attribute(const pugi::xml_node& element, std::string_view name) {
    return clean_line(attribute_of(element, name));
}

void add_tag(std::string tag, std::vector<std::string>& tags) {
    if (tag.empty() || std::find(tags.begin(), tags.end(), tag) != tags.end()) return;
    tags.push_back(std::move(tag));
}

/// "/Tech/C++,News": lists of paths.
void add_categories(std::string_view list, std::vector<std::string>& tags) {
    constexpr std::size_t most = 64;
    while (!list.empty() && tags.size() < most) {
        const std::size_t end = std::min(list.find_first_of(",/"), list.size());
        add_tag(clean_line(list.substr(0, end)), tags);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

/// Browsers once wrote feed: for http:, or before it.
std::string web_url(std::string url) {
    constexpr std::string_view scheme = "feed:";
    while (same_name(std::string_view(url).substr(0, scheme.size()), scheme)) {
        url = clean_line(std::string_view(url).substr(scheme.size()));
        if (url.starts_with("//")) return "http:" + url;
    }
    return url;
}

std::string title_of(const pugi::xml_node& outline) {
    std::string title = line_attribute(outline, "title");
    return title.empty() ? line_attribute(outline, "text") : title;
}

/// Walks through the outlines with the folders that are open.
class OutlineReader {
  public:
    // Recursive: elements are nested at most deepest_xml deep.
    void read(const pugi::xml_node& parent) {  // NOLINT(misc-no-recursion)
        for (const pugi::xml_node& outline : parent.children()) {
            if (outline.type() != pugi::node_element) continue;
            std::string url = web_url(line_attribute(outline, "xmlUrl"));
            if (!url.empty()) add(feed_of(outline, std::move(url)));
            const bool is_folder = same_name(outline.name(), "outline") && outline.first_child();
            if (is_folder) folders_.push_back(title_of(outline));
            read(outline);
            if (is_folder) folders_.pop_back();
        }
    }

    std::vector<OpmlFeed> take() { return std::move(feeds_); }

  private:
    /// All feeds of a folder get its name, so that a small list may stand for a large one.
    void add(OpmlFeed feed) {
        size_ += sizeof(feed) + feed.title.size() + feed.feed_url.size() + feed.site_url.size() +
                 feed.description.size();
        for (const std::string& tag : feed.tags)
            size_ += sizeof(std::string) + tag.size();
        if (size_ > largest_whole_input) {
            throw Error(ErrorCode::invalid_argument,
                        "stands for more than " + format_size(largest_whole_input));
        }
        feeds_.push_back(std::move(feed));
    }

    OpmlFeed feed_of(const pugi::xml_node& outline, std::string url) const {
        OpmlFeed feed;
        feed.title = title_of(outline);
        feed.feed_url = std::move(url);
        feed.site_url = line_attribute(outline, "htmlUrl");
        feed.description = line_attribute(outline, "description");
        for (const std::string& folder : folders_)
            add_tag(folder, feed.tags);
        add_categories(attribute_of(outline, "category"), feed.tags);
        return feed;
    }

    std::vector<std::string> folders_;
    std::vector<OpmlFeed> feeds_;
    std::size_t size_ = 0;  ///< bytes of all feeds
};

/// Writes outlines, opening and closing folders as the next feed needs it.
class OutlineWriter {
  public:
    void write(const OpmlFeed& feed) {
        const auto [first, second] =
            std::mismatch(open_.begin(), open_.end(), feed.tags.begin(), feed.tags.end());
        const auto shared = static_cast<std::size_t>(first - open_.begin());
        close_to(shared);
        for (std::size_t i = shared; i < feed.tags.size(); ++i)
            open(feed.tags[i]);
        begin_outline(feed.title);
        attribute("type", "rss");
        attribute("xmlUrl", feed.feed_url);
        if (!feed.site_url.empty()) attribute("htmlUrl", feed.site_url);
        if (!feed.description.empty()) attribute("description", feed.description);
        out_ += "/>\n";
    }

    std::string take() {
        close_to(0);
        return std::move(out_);
    }

  private:
    void indent() { out_.append(4 + open_.size() * 2, ' '); }

    void begin_outline(const std::string& title) {
        indent();
        out_ += "<outline";
        attribute("text", title);
        attribute("title", title);
    }

    void open(const std::string& folder) {
        begin_outline(folder);
        out_ += ">\n";
        open_.push_back(folder);
    }

    void close_to(std::size_t depth) {
        while (open_.size() > depth) {
            open_.pop_back();
            indent();
            out_ += "</outline>\n";
        }
    }

    void attribute(std::string_view name, std::string_view value) {
        ((out_ += ' ') += name) += "=\"";
        append_escaped(value, out_);
        out_ += '"';
    }

    std::string out_;
    std::vector<std::string> open_;
};

}  // namespace

std::vector<OpmlFeed> parse_opml(std::string bytes, std::string_view charset,
                                 std::vector<XmlNote>* repairs) {
    if (bytes.size() > largest_whole_input) {
        throw Error(ErrorCode::invalid_argument,
                    "is larger than " + format_size(largest_whole_input));
    }
    RepairedXml xml = repair_xml(decode_xml(std::move(bytes), charset).text);
    if (xml.refusal) throw Error(ErrorCode::invalid_argument, xml.refusal->message + ": refused");
    if (count_xml_nodes(xml.text) > most_frame_nodes) {
        throw Error(ErrorCode::invalid_argument, "holds more than " +
                                                     std::to_string(most_frame_nodes) +
                                                     " elements, attributes and texts");
    }
    pugi::xml_document tree;
    tree.load_buffer_inplace(xml.text.data(), xml.text.size(),
                             pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    for (const pugi::xml_node& root : tree.children()) {
        if (!same_name(root.name(), "opml")) continue;
        OutlineReader reader;
        reader.read(root);
        if (repairs != nullptr) *repairs = std::move(xml.repairs);
        return reader.take();
    }
    throw Error(ErrorCode::invalid_argument, "is no OPML, the list of feeds that readers export");
}

std::string write_opml(std::span<const OpmlFeed> feeds, std::string_view title) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>";
    append_escaped(title, out);
    out += "</title>\n  </head>\n  <body>\n";
    OutlineWriter writer;
    for (const OpmlFeed& feed : feeds)
        writer.write(feed);
    return out + writer.take() + "  </body>\n</opml>\n";
}

}  // namespace kb::ingest
