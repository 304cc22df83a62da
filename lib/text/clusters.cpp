#include "text/clusters.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <algorithm>
#include <span>

#include "text/icu.hpp"

namespace kb {

namespace {

/// UTF-8 text as a BreakIterator reads it; must outlive its use there.
class Utf8Text {
  public:
    explicit Utf8Text(std::string_view text) {
        UErrorCode status = U_ZERO_ERROR;
        utext_openUTF8(&text_, text.data(), static_cast<std::int64_t>(text.size()), &status);
        check_icu(status, "read text");
    }
    ~Utf8Text() { utext_close(&text_); }
    Utf8Text(const Utf8Text&) = delete;
    Utf8Text& operator=(const Utf8Text&) = delete;

    UText* get() noexcept { return &text_; }

  private:
    UText text_ = UTEXT_INITIALIZER;
};

void set_text(icu::BreakIterator& iterator, Utf8Text& text) {
    UErrorCode status = U_ZERO_ERROR;
    iterator.setText(text.get(), status);
    check_icu(status, "segment text");
}

/// Dictionary segmentation keeps arrays as long as the text.
constexpr std::size_t clusters_a_stretch = 1024;

}  // namespace

class ClusterSegmenter::Impl {
  public:
    void characters(std::string_view text, std::vector<Cluster>& clusters) {
        clusters.clear();
        if (!characters_) {
            UErrorCode status = U_ZERO_ERROR;
            characters_.reset(
                icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
            check_icu(status, "load its character boundaries");
        }
        Utf8Text source(text);
        set_text(*characters_, source);
        std::int32_t begin = characters_->first();
        for (std::int32_t end = characters_->next(); end != icu::BreakIterator::DONE;
             end = characters_->next()) {
            clusters.push_back(
                {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), begin == 0});
            begin = end;
        }
    }

    void words(std::string_view text, std::vector<Cluster>& clusters) {
        characters(text, clusters);
        for (std::size_t i = 0; i < clusters.size(); i += clusters_a_stretch) {
            const std::size_t count = std::min(clusters_a_stretch, clusters.size() - i);
            mark_words(text, std::span(clusters).subspan(i, count));
        }
    }

  private:
    void mark_words(std::string_view text, std::span<Cluster> clusters) {
        if (!words_) {
            UErrorCode status = U_ZERO_ERROR;
            words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
            check_icu(status, "load its word boundaries");
        }
        const std::uint32_t base = clusters.front().begin;
        Utf8Text source(text.substr(base, clusters.back().end - base));
        set_text(*words_, source);
        std::int32_t boundary = words_->first();
        for (Cluster& cluster : clusters) {
            const auto at = static_cast<std::int32_t>(cluster.begin - base);
            while (boundary != icu::BreakIterator::DONE && boundary < at)
                boundary = words_->next();
            cluster.begins_word = boundary == at;
        }
    }

    std::unique_ptr<icu::BreakIterator> characters_;
    std::unique_ptr<icu::BreakIterator> words_;
};

ClusterSegmenter::ClusterSegmenter() : impl_(std::make_unique<Impl>()) {}
ClusterSegmenter::~ClusterSegmenter() = default;
ClusterSegmenter::ClusterSegmenter(ClusterSegmenter&&) noexcept = default;
ClusterSegmenter& ClusterSegmenter::operator=(ClusterSegmenter&&) noexcept = default;

void ClusterSegmenter::characters(std::string_view text, std::vector<Cluster>& clusters) {
    impl_->characters(text, clusters);
}

void ClusterSegmenter::words(std::string_view text, std::vector<Cluster>& clusters) {
    impl_->words(text, clusters);
}

}  // namespace kb
