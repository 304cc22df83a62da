#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kb/query.hpp"

namespace kb::query {

/// Diagnostics of a query; of further ones only their number is kept.
inline constexpr std::size_t max_entries = 100;

/// Collects what does not mean what it looks like. Columns are counted once, at the end, so that
/// any number of problems costs one pass over the text.
class Diagnostics {
  public:
    /// Notes "<subject> at column <of span>: <outcome>". After max_entries only the fact that
    /// there are more is kept.
    void add(Span span, std::string subject, std::string outcome);

    /// The diagnostics in the order of the text. Linear in the text.
    std::vector<Diagnostic> finish(std::string_view text) &&;

  private:
    struct Entry {
        Span span;
        std::string subject;
        std::string outcome;
    };
    std::vector<Entry> entries_;
    std::size_t omitted_ = 0;
};

/// A piece of the query for a message: in quotes, white space made plain, shortened.
std::string quoted_fragment(std::string_view fragment);

}  // namespace kb::query
