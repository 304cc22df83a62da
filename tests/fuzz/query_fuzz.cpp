// Any bytes are a query, and its canonical text is the same query.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "kb/query.hpp"

namespace {

void check(bool holds, std::string_view what, std::string_view canonical) {
    if (holds) return;
    std::cerr << what << "\ncanonical: " << canonical << '\n';
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const kb::QueryOptions options{.now = kb::Timestamp{std::chrono::seconds{1'701'266'400}}};
    const kb::Query query = kb::parse_query(text, options);
    const std::string canonical = kb::to_string(query.root);
    for (const kb::Diagnostic& diagnostic : query.diagnostics) {
        const kb::Span span = diagnostic.span;
        check(span.begin <= span.end && span.end <= size, "span out of range", canonical);
    }
    const kb::Query again = kb::parse_query(canonical, {});
    check(again.root == query.root, "the canonical text is another query", canonical);
    check(again.diagnostics.empty(), "the canonical text has diagnostics", canonical);
    check(kb::to_string(again.root) == canonical, "the canonical text is not stable", canonical);
    return 0;
}
