#pragma once

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rank/bm25.hpp"
#include "rank/ranked_search.hpp"
#include "rank/ranking_file.hpp"
#include "support/rank/collection.hpp"
#include "support/temporary_directory.hpp"

namespace kb::bench {

/// A made-up collection in a ranking file, and queries over it: the ranking core alone, without
/// text, store or documents. The same in every run.
class RankedCollection {
  public:
    enum class QueryClass { union_of_words, common_word, intersection, filtered_union };
    using Query = std::vector<std::string>;

    explicit RankedCollection(std::uint32_t documents)
        : file_(write(documents)), table_{documents, file_.lengths(), file_.newness()} {
        double sum = 0;
        for (const std::uint32_t length : file_.lengths())
            sum += length;
        model_.average_length = sum / std::max<std::uint32_t>(documents, 1);
    }

    static std::vector<Query> queries(QueryClass query_class, std::size_t count) {
        std::mt19937 random(33);
        std::vector<Query> made(count);
        for (Query& query : made) {
            const std::size_t words = query_class == QueryClass::common_word ? 1 : 2 + random() % 4;
            const unsigned long range = query_class == QueryClass::common_word ? 8 : 300;
            while (query.size() < words) {
                const std::string word = "w" + std::to_string(random() % range);
                if (std::find(query.begin(), query.end(), word) == query.end())
                    query.push_back(word);
            }
        }
        return made;
    }

    /// The top ten; returns how many there are.
    std::size_t search(QueryClass query_class, const Query& query) {
        std::vector<rank::Expression> words;
        for (const std::string& name : query) {
            const rank::TermPostings* postings = term(name);
            if (postings == nullptr) continue;
            rank::Word word;
            word.terms.emplace_back(*postings);
            word.weight = rank::inverse_document_frequency(table_.documents, postings->frequency());
            words.push_back({std::move(word)});
        }
        if (words.empty()) return 0;
        rank::Expression expression;
        if (words.size() == 1) {
            expression = std::move(words.front());
        } else if (query_class == QueryClass::intersection) {
            expression = {rank::AllOf{std::move(words)}};
        } else {
            expression = {rank::AnyOf{std::move(words)}};
        }
        if (query_class == QueryClass::filtered_union) {
            rank::AnyTerm filter;
            filter.terms.emplace_back(*term("f3"));
            std::vector<rank::Expression> operands;
            operands.push_back(std::move(expression));
            operands.push_back({std::move(filter)});
            expression = {rank::Restricted{std::move(operands)}};
        }
        return rank::best_documents(expression, table_, {.limit = 10, .model = model_}).size();
    }

  private:
    std::filesystem::path write(std::uint32_t documents) const {
        constexpr unsigned words = 20'000;
        std::mt19937 random(32);
        test::write_ranking_file(test::random_collection(random, documents, words),
                                 directory_ / "ranking");
        return directory_ / "ranking";
    }

    const rank::TermPostings* term(const std::string& name) {
        const auto known = terms_.find(name);
        if (known != terms_.end()) return known->second.get();
        const auto list = file_.find(name);
        auto opened =
            list ? std::make_unique<rank::TermPostings>(*list, file_.lengths(), model_) : nullptr;
        return terms_.emplace(name, std::move(opened)).first->second.get();
    }

    test::TemporaryDirectory directory_;
    rank::RankingFile file_;
    rank::DocumentTable table_;
    rank::ScoringModel model_;
    std::unordered_map<std::string, std::unique_ptr<rank::TermPostings>> terms_;
};

}  // namespace kb::bench
