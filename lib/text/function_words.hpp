#pragma once

#include <string_view>

namespace kb {

/// Whether a word (folded) belongs to the grammar of a language rather than to any subject:
/// articles, pronouns, prepositions, conjunctions, auxiliary and the lightest other verbs, and what
/// questions begin with. False for languages without such a list (there are en, de, fr, es, it, pt,
/// nl, sv, da, no, ru). Constant time; thread-safe.
bool is_function_word(std::string_view folded, std::string_view lang);

}  // namespace kb
