// Any bytes are a document in JSON, a stored document and a link, or a clear error.
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/support.hpp"
#include "index/stored_document.hpp"
#include "kb/document.hpp"
#include "kb/error.hpp"

using kb::fuzz::check;

namespace {

template <typename Operation>
void allow_error(Operation operation) {
    try {
        operation();
    } catch (const kb::Error&) {  // the clear error
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    allow_error([&] {
        const kb::Document document = kb::document_from_json(text);
        const std::string json = kb::to_json(document);
        check(kb::document_from_json(json) == document, "JSON that reads back differently", json);
    });
    allow_error([&] { kb::index::decode_stored(text); });
    const std::string url = kb::canonical_url(text);
    check(kb::canonical_url(url) == url, "a canonical link that is not stable", url);
    kb::url_host(text);
    if (const auto time = kb::parse_timestamp(text)) {
        check(kb::parse_timestamp(kb::format_timestamp(*time)) == time,
              "a time that reads back differently", text);
    }
    return 0;
}
