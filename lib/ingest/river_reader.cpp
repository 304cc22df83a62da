#include <algorithm>
#include <deque>
#include <utility>

#include "ingest/age.hpp"
#include "ingest/finish.hpp"
#include "ingest/format_reader.hpp"
#include "ingest/lines.hpp"
#include "ingest/river_entry.hpp"
#include "ingest/river_title.hpp"

namespace kb::ingest {
namespace {

/// Reads the lines of an export and cuts them into entries where a title is followed by an age.
class RiverReader final : public FormatReader {
  public:
    explicit RiverReader(ReaderContext context) : context_(std::move(context)) {}

    std::optional<Document> next() override {
        while (ready_.empty() && !done_) {
            if (const auto line = context_.lines.next()) {
                take(*line);
            } else {
                finish();
            }
        }
        if (ready_.empty()) return std::nullopt;
        Document document = std::move(ready_.front());
        ready_.pop_front();
        return document;
    }

  private:
    void finish() {
        done_ = true;
        const bool nothing_found = !begun_ && !too_large_;
        finish_entry();
        if (nothing_found) {
            context_.fail(0, "no entry found: a title with an age such as \"2 days ago\" below it");
        }
    }

    void take(const Line& line) {
        const auto age = parse_age(line.text);
        if (age && title_finder_.previous_is_title(line.text)) {
            begin_entry(line, *age);
        } else {
            add_line(line);
        }
    }

    /// The previous line turns out to be a title: it is taken off the body of the entry before.
    void begin_entry(const Line& line, const Age& age) {
        const std::string title(title_finder_.previous());
        body_.resize(last_line_);
        finish_entry();
        begun_ = true;
        entry_ = RiverEntry{};
        entry_.title = title;
        entry_.published = before(context_.as_of, age);
        first_line_ = line.number - 1;
        title_finder_.begin_entry(title);
    }

    void add_line(const Line& line) {
        const std::uint64_t limit = context_.options.max_document_bytes;
        if (line.too_long || body_.size() + line.text.size() >= limit) {
            too_large_ = too_large_ || line.too_long || begun_;
            body_.clear();
        }
        if (!begun_ && first_line_ == 0 && !is_blank(line.text)) first_line_ = line.number;
        last_line_ = body_.size();
        (body_ += line.text) += '\n';
        title_finder_.add(line.text);
    }

    void finish_entry() {
        if (too_large_) {
            context_.fail(first_line_,
                          std::string(begun_ ? "the entry" : "the text before the first entry") +
                              " is larger than " +
                              format_size(context_.options.max_document_bytes) +
                              " and was skipped");
        } else if (begun_) {
            entry_.body = std::exchange(body_, {});
            for (Document& document : river_documents(entry_, context_.options)) {
                ready_.push_back(std::move(document));
            }
            entry_ = RiverEntry{};
        } else if (!done_ && !is_blank_text()) {
            context_.warn(first_line_, "text before the first entry was skipped");
        }
        body_.clear();
        too_large_ = false;
    }

    bool is_blank_text() const {
        // Line ends are white space, too.
        return is_blank(body_);
    }

    ReaderContext context_;
    RiverTitleFinder title_finder_;
    std::deque<Document> ready_;
    RiverEntry entry_;
    std::string body_;              ///< the lines so far
    std::size_t last_line_ = 0;     ///< where the last one begins in the body
    std::uint64_t first_line_ = 0;  ///< of the entry, or of the text before the first
    bool begun_ = false;            ///< an entry has begun
    bool too_large_ = false;
    bool done_ = false;
};

}  // namespace

std::unique_ptr<FormatReader> make_river_reader(ReaderContext context) {
    return std::make_unique<RiverReader>(std::move(context));
}

}  // namespace kb::ingest
