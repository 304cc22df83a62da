#include <algorithm>
#include <string>

#include "kb/query.hpp"
#include "output/search_options.hpp"

namespace kb::tools {
namespace {

/// "  title:async            words of the title".
std::string field_row(const QueryFieldInfo& field) {
    constexpr std::size_t description_column = 32;
    constexpr std::size_t line_width = 80;
    std::string row = "  " + std::string(field.example);
    row.resize(std::max(row.size() + 2, description_column), ' ');
    if (row.size() + field.description.size() <= line_width)
        return row.append(field.description) + "\n";
    const std::size_t room = line_width - row.size();
    const std::size_t cut = field.description.rfind(' ', room);
    row.append(field.description.substr(0, cut)).append("\n");
    return row.append(description_column, ' ').append(field.description.substr(cut + 1)) + "\n";
}

}  // namespace

std::string query_help() {
    std::string help = R"(kb-query - what kbsearch and kb understand as a query

Any text at all is a query, typed as into a search box. What looks like syntax
but is not (an unclosed quote, an unknown field, an operator alone) is searched
as words, with a warning that says where; kbsearch --strict makes that an error.

Words:
  async orm                     documents with any of the words, the best first
                                (--match all: with all of them)
  +async                        required
  -flask, NOT flask             excluded
  a AND b, a OR b, ( ... )      Boolean; AND binds tighter than OR, both tighter
                                than side by side; in capitals only
  "exact phrase"                in this order, in these forms
  "two words"~5                 within five words of each other
  migrat*                       words that begin so, from two characters on
  perssistent~, word~2          words within 1 (2) edits
  word^2                        counts twice
  *                             every document

Words match their inflections in the language of the document; letter case,
width and diacritics do not matter. Identifiers are found whole and by part:
bulk_create, getUserName, node.js, C++, v2.15, @scope/pkg, owner/repo. Text in
scripts without spaces is found by what stands anywhere in it.

Fields:
)";
    for (const QueryFieldInfo& field : query_fields())
        help += field_row(field);
    return help + R"(
A field may be followed by a word, a phrase in quotes, or several of them in
parentheses. Fields with words are scored as other words are. The others only
select: values of one field are alternatives, several fields are combined, with
+ each holds by itself.

Dates:
  date:2023-11                  a month; also a year or a day
  date:2023-11-01..2023-11-30   both ends included; either may be left out
  after:7d                      counted back from now: d, w, m or y

Numbers:
  points:>=100                  also > < <= and a plain number
  comments:10..50               both ends included; either may be left out

Bounds, each with a warning where it bites: 256 words a pattern and 1024 over
all patterns; 4096 operands; 64 words a phrase and 256 phrases.

Examples:
  kbsearch async orm
  kbsearch '"connection pool" +postgres -mysql'
  kbsearch 'kind:(readme OR release) after:2023-11 django'
  kbsearch 'title:"zero downtime" lang:en points:>=100'
)";
}

}  // namespace kb::tools
