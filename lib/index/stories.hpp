#pragma once

#include <optional>
#include <string>

#include "index/xapian.hpp"
#include "kb/document.hpp"

namespace kb::index {

/// What tells that a document is the same story as another one with another id.
struct Story {
    std::string term = {};  ///< XU and the hash of its link (see story_key); empty: none
    std::string source = {};
    std::string title = {};
};

/// A part of a page is no story of its own.
Story story_of(const Document& document);

/// So many documents of a link are looked at, the first ones.
inline constexpr unsigned most_tellings_looked_at = 64;

/// Which of the documents of one link, looked at in the order of their docids, is the earliest that
/// is the same story: one of another source, or of the same title. A link that several items of one
/// source share (a changelog's, a podcast's page) tells nothing by itself.
class EarliestOfStory {
  public:
    /// True: no other needs to be looked at.
    bool look_at(Xapian::docid document, bool same_title, bool same_source) {
        if (same_title) {
            found_ = document;
            shared_within_source_ = false;
        } else if (same_source) {
            shared_within_source_ = true;
        } else if (!found_) {
            found_ = document;
        }
        return same_title;
    }
    std::optional<Xapian::docid> found() const {
        return shared_within_source_ ? std::nullopt : found_;
    }

  private:
    std::optional<Xapian::docid> found_;
    bool shared_within_source_ = false;
};

/// The earliest document other than `self` that is the same story.
std::optional<Xapian::docid> earliest_of_story(const Xapian::Database& database, const Story& story,
                                               std::optional<Xapian::docid> self);

}  // namespace kb::index
