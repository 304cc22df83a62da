#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "document/ascii.hpp"
#include "ingest/finish.hpp"
#include "ingest/format_reader.hpp"
#include "ingest/kind_rules.hpp"
#include "ingest/lines.hpp"
#include "ingest/markdown/front_matter.hpp"
#include "ingest/page_date.hpp"
#include "ingest/whole_input.hpp"
#include "text/markdown_text.hpp"

namespace kb::ingest {
namespace {

/// The name of the folder that the file is in; empty if the path does not say.
std::string folder_of(const std::string& input) {
    return std::filesystem::path(input).parent_path().filename().string();
}

/// Names that say what a file is, not what it is about.
bool is_generic(const std::string& stem) {
    constexpr auto names = std::to_array<std::string_view>({"readme", "index", "_index"});
    return std::find(names.begin(), names.end(), ascii_lowered(stem)) != names.end();
}

/// "README", also "README.de".
bool is_readme(const std::string& stem) {
    const std::string name = ascii_lowered(stem);
    return name == "readme" || name.starts_with("readme.") || name.starts_with("readme-") ||
           name.starts_with("readme_");
}

bool is_changelog(const std::string& stem) {
    constexpr auto names =
        std::to_array<std::string_view>({"changelog", "changes", "history", "news", "release-notes",
                                         "release_notes", "releases", "releasenotes"});
    return std::find(names.begin(), names.end(), ascii_lowered(stem)) != names.end();
}

/// "2023-11-27-my-post" → "my post"; another name as it is, but for the folder's where the name
/// says nothing.
std::string title_of_name(const std::string& input) {
    std::string name = input_stem(input);
    if (is_generic(name) && !folder_of(input).empty()) return folder_of(input);
    constexpr std::size_t date_bytes = 11;
    if (name.size() > date_bytes && name[date_bytes - 1] == '-' &&
        date_in_path(name.substr(0, date_bytes - 1))) {
        name.erase(0, date_bytes);
        std::replace(name.begin(), name.end(), '-', ' ');
    }
    return name;
}

/// One text, one document.
class MarkdownReader final : public FormatReader {
  public:
    explicit MarkdownReader(ReaderContext context) : context_(std::move(context)) {}

    std::optional<Document> next() override {
        if (std::exchange(done_, true)) return std::nullopt;
        std::optional<std::string> text = read_whole_text(context_);
        if (!text) return std::nullopt;
        const SplitPost post = split_front_matter(*text);
        FrontMatter matter = read_front_matter(post, [&](std::uint64_t line, std::string message) {
            context_.warn(line, std::move(message));
        });
        MarkdownText body = read_markdown(post.body);
        text.reset();
        if (matter.title.empty() && body.title.empty() && body.text.empty()) {
            context_.warn(0, "holds no text");
            return std::nullopt;
        }
        Document document = document_of(std::move(matter), std::move(body));
        finish_document(document, context_.options);
        return document;
    }

  private:
    Document document_of(FrontMatter matter, MarkdownText body) const {
        Document document;
        document.title = !matter.title.empty() ? std::move(matter.title)
                         : !body.title.empty() ? body.title
                                               : title_of_name(context_.input);
        document.text = std::move(body.text);
        document.url = canonical_url(matter.url);
        document.id = document.url;
        document.authors = std::move(matter.authors);
        document.tags = std::move(matter.tags);
        document.lang = std::move(matter.lang);
        document.published = matter.published;
        document.updated = matter.updated;
        if (!document.published) document.published = date_of_name();
        document.kind = kind_of(document);
        return document;
    }

    std::optional<Timestamp> date_of_name() const {
        return date_in_path(std::filesystem::path(context_.input).filename().string());
    }

    Kind kind_of(const Document& document) const {
        const std::string stem = input_stem(context_.input);
        if (is_readme(stem)) return Kind::readme;
        if (is_changelog(stem)) return Kind::release;
        return guess_kind(document);
    }

    ReaderContext context_;
    bool done_ = false;
};

}  // namespace

std::unique_ptr<FormatReader> make_markdown_reader(ReaderContext context) {
    return std::make_unique<MarkdownReader>(std::move(context));
}

}  // namespace kb::ingest
