// Any bytes are front matter, in YAML or in TOML: what is read of it is bounded by them.
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/support.hpp"
#include "ingest/markdown/front_matter.hpp"
#include "kb/analyzer.hpp"
#include "text/charset.hpp"

namespace {

using kb::fuzz::check;
using kb::ingest::FrontMatter;
using kb::ingest::SplitPost;

std::size_t bytes(const FrontMatter& matter) {
    std::size_t sum = matter.title.size() + matter.lang.size() + matter.url.size();
    for (const auto* list : {&matter.authors, &matter.tags}) {
        for (const std::string& entry : *list)
            sum += entry.size();
    }
    return sum;
}

void read(const SplitPost& post) {
    std::size_t warnings = 0;
    const FrontMatter matter =
        kb::ingest::read_front_matter(post, [&](std::uint64_t line, const std::string& message) {
            check(line > 0 && !message.empty(), "a warning without place or words", message);
            ++warnings;
        });
    check(bytes(matter) <= 3 * post.front_matter.size(), "fields much larger than their text",
          post.front_matter);
    check(warnings <= post.front_matter.size() + 1, "more warnings than bytes", post.front_matter);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Readers give it valid UTF-8 alone.
    std::string text;
    kb::Utf8Decoder(kb::Charset{}).decode({reinterpret_cast<const char*>(data), size}, true, text);
    const SplitPost post = kb::ingest::split_front_matter(text);
    check(post.front_matter.size() + post.body.size() <= text.size(), "a text that grows", text);
    read(post);
    read({text, {}, false});
    read({text, {}, true});
    return 0;
}
