#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/document.hpp"
#include "kb/ranking.hpp"
#include "kb/results.hpp"
#include "kb/subscriptions.hpp"

#pragma GCC visibility push(default)
namespace kb {

enum class Sort : std::uint8_t { relevance, newest, oldest, points, comments };
/// The sort of that name, or nothing.
std::optional<Sort> parse_sort(std::string_view name) noexcept;

/// Whether words side by side are alternatives that rank together or all required.
enum class Match : std::uint8_t { any, all };

/// A question to an index.
struct SearchRequest {
    std::string query = {};       ///< any text; empty: nothing, or with similar_to no restriction
    std::uint64_t limit = 10;     ///< hits at most; 0: only count
    std::uint64_t offset = 0;     ///< hits that are left out before the first
    Sort sort = Sort::relevance;  ///< ties are broken by date, then id
    Match match = Match::any;     ///< of words without an operator
    /// Fields to count: kind, source, author, tag, lang, site, year, month.
    std::vector<std::string> facets = {};
    /// Target length of a snippet in code points; 0: none.
    std::uint32_t snippet_length = 240;
    /// Passages that a snippet is made of at most; the length is that of all together.
    std::uint32_t snippet_fragments = 1;
    /// Near-duplicates collapse into the best-ranked one.
    bool collapse = true;
    /// Warnings become Error(invalid_argument).
    bool strict = false;
    /// Every hit explains its score, as far as the time allows.
    bool explain = false;
    /// The id of a document: what resembles it is found, best first, without the document itself
    /// and its near-duplicates. The query then only restricts; an empty one does not.
    std::optional<std::string> similar_to = std::nullopt;
    /// The search ends after about this long with what it has found so far, a warning and
    /// `total_exact` false; 0: it takes as long as it takes.
    std::chrono::milliseconds timeout{0};
    /// Ends the search with Error(cancelled).
    std::stop_token stop = {};
    /// Asked again and again from the calling thread; the first true ends the search as `stop`
    /// does. For callers that have to look for themselves whether to go on, at their own pace. Must
    /// not throw.
    std::function<bool()> interrupted = {};
    RankingProfile profile = {};  ///< how scores are made
    /// What `7d` counts back from; default: now.
    std::optional<Timestamp> now = std::nullopt;
};

/// What an index holds.
struct IndexStats {
    std::uint64_t documents = 0;                        ///< in the newest commit
    std::uint64_t terms = 0;                            ///< distinct terms
    std::uint64_t bytes = 0;                            ///< on disk
    std::optional<Timestamp> last_commit;               ///< absent: nothing was ever committed
    std::vector<std::pair<Kind, std::uint64_t>> kinds;  ///< those that occur, in enum order
    std::vector<std::string> warnings;                  ///< what makes it slower than it could be
};

/// Reads an index. Every call sees one consistent commit, the newest at its start, even while a
/// writer commits. Thread-safe: one Searcher may serve any number of threads.
class Searcher {
  public:
    /// Throws Error: not_found, not_an_index, format_too_new, permission_denied, corrupt, io.
    explicit Searcher(const std::filesystem::path& directory);
    ~Searcher();
    Searcher(Searcher&&) noexcept;
    Searcher& operator=(Searcher&&) noexcept;

    /// Answers a query. Any query text is valid. Throws Error(invalid_argument) for an unknown
    /// facet or, with `strict`, for a query with warnings; Error(not_found) if there is no document
    /// that is `similar_to`; cancelled, corrupt, io.
    Results search(const SearchRequest& request) const;

    /// What the beginning of a query may become, best first: words of the index that complete its
    /// last word, the earlier ones kept as typed, by the number of documents; then whole titles
    /// that begin so, in their own spelling. Nothing for a beginning without a letter or digit.
    /// At most `limit`, and never more than 100. Bounded in time, whatever the size of the index.
    std::vector<std::string> suggest(std::string_view beginning, std::size_t limit = 10) const;

    /// The stored document of that id.
    std::optional<Document> document(std::string_view id) const;

    /// The ids that begin with `beginning`, ascending (bytewise), at most `limit`. Time is linear
    /// in what is returned.
    std::vector<std::string> ids(std::string_view beginning, std::size_t limit = 100) const;

    /// Calls `visit` with every document in ascending order of id (bytewise) until it returns
    /// false. Sees one commit; where writers overtake it, it goes on in a newer one: what is there
    /// all the while comes exactly once, whatever else changes.
    void for_each(const std::function<bool(const Document&)>& visit) const;

    /// What the newest commit holds. Linear in the number of distinct terms.
    IndexStats stats() const;

    /// The feeds that the index collects, by URL.
    std::vector<Subscription> subscriptions() const;

  private:
    class [[gnu::visibility("hidden")]] Impl;
    std::unique_ptr<Impl> impl_;
};

/// The ids of all documents that a query finds, near-duplicates one by one: for what is done to all
/// of them. Throws Error(invalid_argument) for a query that has warnings; else as Searcher::search.
std::vector<std::string> ids_matching(const Searcher& searcher, const std::string& query,
                                      std::stop_token stop = {});

}  // namespace kb
#pragma GCC visibility pop
