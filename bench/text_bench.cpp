// Analysis throughput by script and language. The texts are made up: words of a vocabulary of
// 30,000, drawn by Zipf's law as in running text, with the punctuation, names and identifiers of
// technical posts. Every iteration checks its number of tokens.

#include <benchmark/benchmark.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kb/analyzer.hpp"

namespace {

constexpr std::size_t text_bytes = std::size_t{256} << 10;
constexpr std::size_t vocabulary_size = 30000;

/// What a language's words are made of.
struct Syllables {
    std::span<const std::string_view> syllables;
    std::span<const std::string_view> endings;
    std::string_view blank;
    bool capitals = false;  ///< every fourth word begins with a capital, as in German
};

class Generator {
  public:
    explicit Generator(const Syllables& language) : language_(language) {
        for (std::size_t i = 0; i < vocabulary_size; ++i)
            words_.push_back(make_word());
        double sum = 0;
        for (std::size_t rank = 1; rank <= vocabulary_size; ++rank) {
            sum += 1.0 / static_cast<double>(rank);
            cumulative_.push_back(sum);
        }
    }

    std::string text() {
        std::string out;
        for (std::size_t n = 1; out.size() < text_bytes; ++n) {
            std::string word = words_[zipf()];
            if (language_.capitals && n % 4 == 0) capitalize(word);
            out += word;
            if (n % 40 == 0) out += " get_" + words_[0] + "Name(x.y2)";
            out += n % 11 == 0 ? "." : n % 7 == 0 ? "," : "";
            out += language_.blank;
        }
        return out;
    }

  private:
    std::string make_word() {
        std::string word;
        for (std::size_t n = 1 + below(3); n > 0; --n) {
            word += language_.syllables[below(language_.syllables.size())];
        }
        return word.append(language_.endings[below(language_.endings.size())]);
    }

    static void capitalize(std::string& word) {
        if (word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
    }

    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }

    std::size_t zipf() {
        const double at = cumulative_.back() * static_cast<double>(engine_() >> 11U) * 0x1p-53;
        const auto it = std::lower_bound(cumulative_.begin(), cumulative_.end(), at);
        return static_cast<std::size_t>(it - cumulative_.begin());
    }

    Syllables language_;
    std::mt19937_64 engine_{1};
    std::vector<std::string> words_;
    std::vector<double> cumulative_;
};

constexpr std::array<std::string_view, 24> english_syllables = {
    "a",   "the", "re",  "com", "in",  "pro", "ter", "con", "de", "er",  "ti", "li",
    "ver", "per", "man", "son", "ber", "ing", "ton", "pa",  "mo", "sur", "al", "st"};
constexpr std::array<std::string_view, 8> english_endings = {"",    "",   "",   "s",
                                                             "ing", "ed", "ly", "er"};
constexpr std::array<std::string_view, 16> german_syllables = {
    "ge", "ver", "be",  "schlü", "grö",  "stra", "an",  "auf",
    "zu", "füh", "ßen", "ein",   "lich", "haus", "kön", "wer"};
constexpr std::array<std::string_view, 6> german_endings = {"", "en", "e", "ung", "er", "es"};
constexpr std::array<std::string_view, 16> russian_syllables = {
    "по", "на",  "при", "ра", "ко", "ро", "то",  "го",
    "ни", "ста", "пре", "во", "ло", "ви", "ска", "те"};
constexpr std::array<std::string_view, 6> russian_endings = {"", "ый", "ого", "ами", "ет", "ость"};
constexpr std::array<std::string_view, 16> japanese_syllables = {
    "検索",   "文書",     "の",   "を", "に",   "読", "する", "単語",
    "テスト", "エンジン", "日本", "語", "質問", "答", "え",   "機械"};
constexpr std::array<std::string_view, 6> japanese_endings = {"", "は", "が", "です", "ます", "と"};
constexpr std::array<std::string_view, 16> chinese_syllables = {
    "搜索", "文档", "的",   "是",   "我",   "阅读", "问题", "词语",
    "机器", "学习", "模型", "中国", "位置", "回答", "快",   "引擎"};
constexpr std::array<std::string_view, 3> chinese_endings = {"", "了", "们"};

const std::string& english() {
    static const std::string text =
        Generator({english_syllables, english_endings, " ", false}).text();
    return text;
}
const std::string& german() {
    static const std::string text = Generator({german_syllables, german_endings, " ", true}).text();
    return text;
}
const std::string& russian() {
    static const std::string text =
        Generator({russian_syllables, russian_endings, " ", false}).text();
    return text;
}
const std::string& japanese() {
    static const std::string text =
        Generator({japanese_syllables, japanese_endings, "", false}).text();
    return text;
}
const std::string& chinese() {
    static const std::string text =
        Generator({chinese_syllables, chinese_endings, "", false}).text();
    return text;
}

void analyze(benchmark::State& state, const std::string& text, std::string_view lang) {
    kb::Analyzer analyzer;
    const std::size_t expected = analyzer.analyze(text, lang).size();
    if (expected < text_bytes / 16) state.SkipWithError("too few tokens");
    for ([[maybe_unused]] auto _ : state) {
        if (analyzer.analyze(text, lang).size() != expected) {
            state.SkipWithError("another number of tokens");
            break;
        }
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.counters["tokens"] = static_cast<double>(expected);
}

/// Xapian's analysis of the same text: it cuts, stems and gathers postings in one go, so that it
/// cannot be had without the last.
void xapian_terms(benchmark::State& state, const std::string& text, const char* stemmer) {
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem(stemmer));
    generator.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
    for ([[maybe_unused]] auto _ : state) {
        Xapian::Document document;
        generator.set_document(document);
        generator.set_termpos(0);
        generator.index_text(text);
        if (document.termlist_count() == 0) {
            state.SkipWithError("no terms");
            break;
        }
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void xapian_english_256kib(benchmark::State& state) {
    xapian_terms(state, english(), "en");
}
void xapian_german_256kib(benchmark::State& state) {
    xapian_terms(state, german(), "de");
}
void xapian_russian_256kib(benchmark::State& state) {
    xapian_terms(state, russian(), "ru");
}
void xapian_chinese_256kib(benchmark::State& state) {
    xapian_terms(state, chinese(), "none");
}

void analyze_ascii_256kib(benchmark::State& state) {
    analyze(state, english(), "");
}
void analyze_english_256kib(benchmark::State& state) {
    analyze(state, english(), "en");
}
void analyze_german_256kib(benchmark::State& state) {
    analyze(state, german(), "de");
}
void analyze_russian_256kib(benchmark::State& state) {
    analyze(state, russian(), "ru");
}
void analyze_japanese_256kib(benchmark::State& state) {
    analyze(state, japanese(), "ja");
}
void analyze_chinese_256kib(benchmark::State& state) {
    analyze(state, chinese(), "zh");
}

BENCHMARK(analyze_ascii_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(analyze_english_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(analyze_german_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(analyze_russian_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(analyze_japanese_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(analyze_chinese_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(xapian_english_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(xapian_german_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(xapian_russian_256kib)->Unit(benchmark::kMillisecond);
BENCHMARK(xapian_chinese_256kib)->Unit(benchmark::kMillisecond);

}  // namespace
