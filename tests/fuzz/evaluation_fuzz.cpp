// Any bytes are the topics or the judgements of a test collection, or a clear error.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "fuzz/support.hpp"
#include "kb/error.hpp"
#include "kb/evaluation.hpp"

namespace {

using kb::fuzz::check;

template <typename Read>
void allow_refusal(Read&& read) {
    try {
        read();
    } catch (const kb::Error& error) {
        check(error.code() == kb::ErrorCode::invalid_argument, "another error", error.what());
    }
}

/// What was read, written down, reads the same.
void read_topics(std::string_view text) {
    const auto topics = kb::parse_topics(text);
    std::string again = "\n";  // what looks like a byte order mark stands at no beginning
    std::unordered_set<std::string_view> ids;
    for (const kb::Topic& topic : topics) {
        check(!topic.id.empty() && ids.insert(topic.id).second, "an id twice, or none", topic.id);
        again.append(topic.id).append("\t").append(topic.text).append("\n");
    }
    check(kb::parse_topics(again).size() == topics.size(), "topics that read back differently",
          again);
}

void read_judgements(std::string_view text) {
    const kb::Qrels qrels = kb::parse_qrels(text);
    std::string again = "\n";
    for (const auto& [query, grades] : qrels) {
        for (const auto& [document, grade] : grades)
            again += query + " 0 " + document + " " + std::to_string(grade) + "\n";
    }
    check(kb::parse_qrels(again) == qrels, "judgements that read back differently", again);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    allow_refusal([&] { read_topics(text); });
    allow_refusal([&] { read_judgements(text); });
    return 0;
}
