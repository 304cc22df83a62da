#include "ingest/line_source.hpp"

#include <algorithm>
#include <utility>

namespace kb::ingest {

LineSource::LineSource(ByteSource& bytes, const Charset& charset, std::uint64_t longest_line)
    : bytes_(bytes), decoder_(charset), longest_line_(longest_line) {}

bool LineSource::refill() {
    block_.clear();
    at_ = 0;
    while (block_.empty() && !at_end_) {
        const std::string_view bytes = bytes_.read();
        at_end_ = bytes.empty();
        decoder_.decode(bytes, at_end_, block_);
    }
    return !block_.empty();
}

Line LineSource::finish(std::string_view rest, bool terminated) {
    Line line;
    line.number = ++number_;
    line.terminated = terminated;
    line.too_long = too_long_ || line_.size() + rest.size() > longest_line_;
    if (!line.too_long) {
        if (!line_.empty()) line_ += rest;
        line.text = line_.empty() ? rest : std::string_view(line_);
    }
    pending_ = false;
    too_long_ = false;
    return line;
}

std::optional<Line> LineSource::next() {
    constexpr std::size_t largest_kept = std::size_t{1} << 20U;
    if (line_.capacity() > largest_kept) line_ = std::string();
    line_.clear();
    while (true) {
        if (at_ == block_.size() && !refill()) {
            if (!pending_) return std::nullopt;
            return finish({}, false);
        }
        if (std::exchange(after_cr_, false) && block_[at_] == '\n') {
            ++at_;
            continue;
        }
        const auto begin = block_.begin() + static_cast<std::ptrdiff_t>(at_);
        const auto found =
            std::find_if(begin, block_.end(), [](char c) { return c == '\n' || c == '\r'; });
        const auto length = static_cast<std::size_t>(found - begin);
        const std::string_view text = std::string_view(block_).substr(at_, length);
        if (found != block_.end()) {
            at_ += length + 1;
            after_cr_ = *found == '\r';
            return finish(text, true);
        }
        at_ = block_.size();
        pending_ = true;
        too_long_ = too_long_ || line_.size() + text.size() > longest_line_;
        if (too_long_) {
            line_ = std::string();
        } else {
            line_ += text;
        }
    }
}

}  // namespace kb::ingest
