#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kb::index {

/// Gives every different term a number, in the order in which they are met. Its memory is used
/// again after clear().
class TermTable {
  public:
    static constexpr std::uint32_t none = UINT32_MAX;

    /// The number of the term that is `prefix` and `rest`: size() of before if it is new; none if
    /// it is new and there are `most` already.
    std::uint32_t number(std::string_view prefix, std::string_view rest, std::size_t most = none);

    std::size_t size() const noexcept { return terms_.size(); }
    /// Valid until another term is added.
    std::string_view name(std::uint32_t term) const {
        return std::string_view(names_).substr(terms_[term].begin, terms_[term].bytes);
    }
    /// Where the names lie one after the other, and where in it a term's begins.
    const std::string& names() const noexcept { return names_; }
    std::uint32_t begin(std::uint32_t term) const { return terms_[term].begin; }

    /// All numbers, in bytewise order of the terms.
    std::vector<std::uint32_t> sorted() const;

    void clear();

  private:
    struct Term {
        std::uint64_t hash = 0;
        std::uint64_t beginning = 0;  ///< the first eight bytes, so as to sort quickly
        std::uint32_t begin = 0;
        std::uint32_t bytes = 0;
    };

    void grow();

    std::string names_;
    std::vector<Term> terms_;
    std::vector<std::uint32_t> slots_;  ///< a hash table of numbers, 1 for the first
};

}  // namespace kb::index
