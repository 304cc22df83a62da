#include "search/word_weights.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "kb/analyzer.hpp"
#include "text/function_words.hpp"

namespace kb::search {

namespace {

constexpr double max_weight = 1000;  // of a node

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

/// A word as it is written in lists: without the punctuation that surrounds it in a sentence.
std::string bare(std::string_view word) {
    std::string folded = fold(word);
    constexpr std::string_view punctuation = ".,;:!?'";
    folded.erase(folded.find_last_not_of(punctuation) + 1);
    return folded;
}

/// The word of a node without a field or weight of its own.
const ast::Word* plain_word(const ast::Node& node) {
    const auto* word = std::get_if<ast::Word>(&node.value);
    return word != nullptr && word->field == ast::Field::any && node.weight == 1.0 ? word : nullptr;
}

/// What is said n times counts n times, and is looked up once.
void merge_repeated(ast::Node& node) {
    auto* group = std::get_if<ast::Group>(&node.value);
    if (group == nullptr) return;
    std::map<std::tuple<ast::Field, std::string, double>, std::size_t> first;
    std::vector<ast::Clause> kept;
    for (ast::Clause& clause : group->clauses) {
        merge_repeated(clause.node);
        const auto* word = std::get_if<ast::Word>(&clause.node.value);
        const double weight = clause.node.weight;
        if (word != nullptr && clause.occur == ast::Occur::should) {
            const auto [known, added] =
                first.emplace(std::tuple(word->field, word->text, weight), kept.size());
            if (!added) {
                double& sum = kept[known->second].node.weight;
                sum = std::min(sum + weight, max_weight);
                continue;
            }
        }
        kept.push_back(std::move(clause));
    }
    group->clauses = std::move(kept);
}

/// A word of the query that may be turned down.
struct Candidate {
    ast::Node* node = nullptr;
    std::string folded;
};

/// The words that stand side by side, in any parentheses.
class Candidates {
  public:
    explicit Candidates(ast::Node& root) {
        visit(root);
        const auto has_lower = [](const Candidate& candidate) {
            const std::string& text = std::get<ast::Word>(candidate.node->value).text;
            return std::any_of(text.begin(), text.end(), is_lower);
        };
        // Capitals say something only where not all is written in them.
        if (std::any_of(all.begin(), all.end(), has_lower)) {
            std::erase_if(all, [&](const Candidate& candidate) {
                return candidate.folded.size() > 1 && !has_lower(candidate) &&
                       static_cast<unsigned char>(candidate.folded[0]) < 0x80;
            });
        }
    }

    std::vector<Candidate> all;
    std::size_t words = 0;  ///< of the whole query

  private:
    void visit(ast::Node& node) {
        if (auto* group = std::get_if<ast::Group>(&node.value)) {
            for (ast::Clause& clause : group->clauses) {
                if (clause.occur == ast::Occur::should) visit(clause.node);
            }
            return;
        }
        ++words;
        if (const ast::Word* word = plain_word(node)) all.push_back({&node, bare(word->text)});
    }
};

std::size_t function_words(const std::vector<Candidate>& candidates, std::string_view lang) {
    return static_cast<std::size_t>(std::count_if(
        candidates.begin(), candidates.end(),
        [&](const Candidate& candidate) { return is_function_word(candidate.folded, lang); }));
}

void turn_down_function_words(ast::Node& root, const std::vector<std::string>& languages,
                              double factor) {
    const Candidates candidates(root);
    std::size_t most = 1;
    std::string_view lang;
    for (const std::string& language : languages) {
        const std::size_t count = function_words(candidates.all, language);
        if (count <= most) continue;
        most = count;
        lang = language;
    }
    if (lang.empty() || most == candidates.words) return;
    for (const Candidate& candidate : candidates.all) {
        if (is_function_word(candidate.folded, lang)) candidate.node->weight = factor;
    }
}

}  // namespace

ast::Node weigh_words(ast::Node root, const std::vector<std::string>& languages, double factor) {
    turn_down_function_words(root, languages, factor);
    merge_repeated(root);
    return root;
}

}  // namespace kb::search
