#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kb/analyzer.hpp"
#include "kb/results.hpp"
#include "search/plan.hpp"

namespace kb::search {

/// A place in a text that the query asks for.
struct TextMatch {
    std::size_t begin = 0;  ///< bytes
    std::size_t end = 0;
    std::size_t target = 0;  ///< which of the query's targets
    double weight = 0;
};

/// Finds what a query asks for in a text, by the same analysis that indexed it.
/// Not thread-safe; borrows the targets and the analyzer.
class Highlighter {
  public:
    Highlighter(std::span<const HighlightTarget> targets, Analyzer& analyzer)
        : targets_(targets), analyzer_(analyzer) {}

    /// Matches in ascending order of begin; they may overlap. `field` is title or text.
    std::vector<TextMatch> find(std::string_view text, std::string_view lang, ast::Field field);

    /// The sum of the weights of all targets of a field: what a perfect passage would hold.
    double best_weight(ast::Field field) const;

  private:
    struct Sequence {
        std::vector<std::string> terms;
        std::size_t target = 0;
    };
    /// The targets in the terms of one language.
    struct Compiled {
        std::unordered_map<std::string, std::size_t> stems;  ///< → target
        std::unordered_map<std::string, std::size_t> terms;  ///< where no stem counts
        bool has_stemmer = false;

        /// `key` as in index/schema.hpp: "<language>:<stem>" or ":<term>".
        void add_key(const std::string& key, std::size_t target);
        std::unordered_map<std::string, std::vector<Sequence>> sequences;  ///< by first term
        std::unordered_map<std::string, std::size_t> forms;  ///< surface forms → target
    };

    const Compiled& compiled(std::string_view lang, ast::Field field);
    /// The target that a token by itself answers to, or none.
    static std::optional<std::size_t> match(const Compiled& wanted, const Token& token);
    void compile(std::size_t target, std::string_view lang, Compiled& into);

    std::span<const HighlightTarget> targets_;
    Analyzer& analyzer_;
    std::map<std::pair<std::string, ast::Field>, Compiled> compiled_;
};

}  // namespace kb::search
