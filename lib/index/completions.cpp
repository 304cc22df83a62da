#include "index/completions.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "index/metadata.hpp"
#include "index/schema.hpp"
#include "text/utf8.hpp"

namespace kb::index {

namespace {

constexpr std::string_view prepared_prefix = "kb.completions:";
constexpr const char* prepared_at_key = "kb.completions";
/// Words of one field that are visited for one answer.
constexpr std::size_t longest_walk = 1000;
/// Beginnings of more words are prepared: fewer than are walked, for the index may grow a little
/// before they are prepared again.
constexpr std::size_t prepared_from = longest_walk / 2;
/// Longer beginnings that so many words share are no words.
constexpr std::size_t longest_prepared = 8;

bool better(const KnownWord& a, const KnownWord& b) {
    return a.documents != b.documents ? a.documents > b.documents : a.word < b.word;
}

/// The words of one field in bytewise order, other fields' terms left out.
class Dictionary {
  public:
    Dictionary(const Xapian::Database& database, std::string_view prefix,
               std::string_view beginning)
        : prefix_(prefix),
          it_(database.allterms_begin(std::string(prefix) + std::string(beginning))),
          end_(database.allterms_end(std::string(prefix) + std::string(beginning))) {
        read();
    }

    bool at_end() const { return it_ == end_; }
    const std::string& word() const { return word_; }
    std::uint64_t documents() const { return it_.get_termfreq(); }
    void next() {
        ++it_;
        read();
    }

  private:
    void read() {
        // Folded words hold no capital: where one stands first, it is another field's prefix.
        if (prefix_.empty() && it_ != end_ && is_prefixed(*it_)) it_.skip_to("[");
        if (it_ == end_) return;
        std::string word = (*it_).substr(prefix_.size());
        // In a damaged table a skip can lead back, and the walk would have no end.
        if (begun_ && word <= word_) throw Xapian::DatabaseCorruptError("terms are out of order");
        word_ = std::move(word);
        begun_ = true;
    }
    static bool is_prefixed(const std::string& term) {
        return !term.empty() && term.front() >= 'A' && term.front() <= 'Z';
    }

    std::string_view prefix_;
    Xapian::TermIterator it_;
    Xapian::TermIterator end_;
    std::string word_;
    bool begun_ = false;
};

/// The words of titles and texts together, in bytewise order. A document that holds a word in both
/// counts twice, which only helps words that are worth a title.
class WordWalk {
  public:
    explicit WordWalk(const Xapian::Database& database, std::string_view beginning = {})
        : text_(database, schema::text_prefix, beginning),
          title_(database, schema::title_prefix, beginning) {}

    bool at_end() const { return text_.at_end() && title_.at_end(); }
    KnownWord next() {
        const bool text = !text_.at_end() && (title_.at_end() || text_.word() <= title_.word());
        const bool title = !title_.at_end() && (text_.at_end() || title_.word() <= text_.word());
        KnownWord known{text ? text_.word() : title_.word(), 0};
        if (text) {
            known.documents += text_.documents();
            text_.next();
        }
        if (title) {
            known.documents += title_.documents();
            title_.next();
        }
        return known;
    }

  private:
    Dictionary text_;
    Dictionary title_;
};

/// The best of many words.
class Best {
  public:
    explicit Best(std::size_t limit) : limit_(limit) {}

    void add(const KnownWord& word) {
        if (words_.size() == limit_) {
            if (!better(word, words_.front())) return;
            std::pop_heap(words_.begin(), words_.end(), better);
            words_.pop_back();
        }
        words_.push_back(word);
        std::push_heap(words_.begin(), words_.end(), better);
    }
    std::vector<KnownWord> take() {
        std::sort(words_.begin(), words_.end(), better);
        return std::move(words_);
    }

  private:
    std::size_t limit_;
    std::vector<KnownWord> words_;  // a heap: the worst first
};

std::string encode(const std::vector<KnownWord>& words) {
    std::string lines;
    for (const KnownWord& word : words)
        lines.append(std::to_string(word.documents)).append(" ").append(word.word).append("\n");
    return lines;
}

/// Lines that do not read as encode() writes them are left out.
std::vector<KnownWord> decode(std::string_view lines, std::size_t limit) {
    std::vector<KnownWord> words;
    while (!lines.empty() && words.size() < limit) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        KnownWord word;
        const auto [end, error] =
            std::from_chars(line.data(), line.data() + line.size(), word.documents);
        const auto digits = static_cast<std::size_t>(end - line.data());
        if (error != std::errc() || digits + 1 >= line.size()) continue;
        word.word = line.substr(digits + 1);
        words.push_back(std::move(word));
    }
    return words;
}

/// Prepares answers while the words go by in order: the beginnings of the present word lie on a
/// stack, each with the best words so far.
class Preparation {
  public:
    explicit Preparation(Xapian::WritableDatabase& database) : database_(database) {}

    void add(const KnownWord& word) {
        while (!open_.empty() && !word.word.starts_with(open_.back().beginning))
            close();
        std::size_t size = open_.empty() ? 0 : open_.back().beginning.size();
        while (open_.size() < longest_prepared && size < word.word.size()) {
            ++size;
            while (size < word.word.size() && is_continuation(word.word[size]))
                ++size;
            open_.push_back({word.word.substr(0, size), 0, Best(max_completions)});
        }
        for (Beginning& beginning : open_) {
            ++beginning.words;
            beginning.best.add(word);
        }
    }
    void finish() {
        while (!open_.empty())
            close();
    }

  private:
    struct Beginning {
        std::string beginning;
        std::size_t words = 0;
        Best best;
    };

    void close() {
        Beginning& last = open_.back();
        if (last.words > prepared_from) {
            put_metadata(database_, std::string(prepared_prefix) + last.beginning,
                         encode(last.best.take()));
        }
        open_.pop_back();
    }

    Xapian::WritableDatabase& database_;
    std::vector<Beginning> open_;
};

bool is_due(const Xapian::Database& database) {
    const std::string stated = database.get_metadata(prepared_at_key);
    std::uint64_t then = 0;
    std::from_chars(stated.data(), stated.data() + stated.size(), then);
    const std::uint64_t now = database.get_doccount();
    const std::uint64_t change = now > then ? now - then : then - now;
    return change > then / 10;
}

void drop_prepared(Xapian::WritableDatabase& database) {
    const std::string prefix(prepared_prefix);
    std::vector<std::string> keys;
    for (auto it = database.metadata_keys_begin(prefix); it != database.metadata_keys_end(prefix);
         ++it)
        keys.push_back(*it);
    for (const std::string& key : keys)
        put_metadata(database, key, {});
}

}  // namespace

std::vector<KnownWord> complete(const Xapian::Database& database, std::string_view beginning,
                                std::size_t limit) {
    limit = std::min(limit, max_completions);
    if (beginning.empty() || limit == 0) return {};
    const std::string prepared =
        database.get_metadata(std::string(prepared_prefix) + std::string(beginning));
    if (!prepared.empty()) return decode(prepared, limit);
    Best best(limit);
    WordWalk walk(database, beginning);
    for (std::size_t visited = 0; visited < longest_walk && !walk.at_end(); ++visited)
        best.add(walk.next());
    return best.take();
}

void refresh_completions(Xapian::WritableDatabase& database) {
    if (!is_due(database)) return;
    drop_prepared(database);
    Preparation preparation(database);
    WordWalk walk(database);
    while (!walk.at_end())
        preparation.add(walk.next());
    preparation.finish();
    put_metadata(database, prepared_at_key, std::to_string(database.get_doccount()));
}

}  // namespace kb::index
