// What servers and lists of feeds say, in any bytes: pages that name feeds, headers, links,
// records.
#include <cstddef>
#include <cstdint>
#include <string>

#include "document/story.hpp"
#include "fuzz/support.hpp"
#include "index/subscription_record.hpp"
#include "ingest/feed_links.hpp"
#include "ingest/fetch/content_type.hpp"
#include "ingest/fetch/web_url.hpp"
#include "kb/document.hpp"
#include "kb/error.hpp"

namespace {

using kb::fuzz::check;

void find_links(const std::string& html) {
    for (const auto& link : kb::ingest::feed_links(html, "https://example.org/page")) {
        check(kb::is_web_url(link.url), "a feed that is not on the web", link.url);
        check(link.url.find_first_of("\r\n") == std::string::npos, "a URL of several lines",
              link.url);
        check(link.title.find_first_of("\r\n") == std::string::npos, "a title of several lines",
              link.title);
    }
}

void take_url_apart(const std::string& text) {
    check(kb::without_credentials(kb::without_credentials(text)).size() <= text.size(),
          "a URL that grows", text);
    kb::story_key(text);
    const auto url = kb::ingest::parse_url(text);
    if (!url || !url->is_web()) return;
    check(url->text.find_first_of("\r\n ") == std::string::npos, "a URL that could forge a header",
          url->text);
    const auto again = kb::ingest::parse_url(url->text);
    check(again && again->text == url->text, "a URL that does not stay the same", url->text);
}

void read_record(const std::string& text) {
    try {
        const std::string record =
            kb::index::encode_subscription(kb::index::decode_subscription(text));
        check(kb::index::encode_subscription(kb::index::decode_subscription(record)) == record,
              "a record that reads back differently", text);
    } catch (const kb::Error&) {  // no record
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    find_links(text);
    take_url_apart(text);
    read_record(text);
    kb::ingest::parse_content_type(text);
    kb::ingest::parse_http_date(text);
    return 0;
}
