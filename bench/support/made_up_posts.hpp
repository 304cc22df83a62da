#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kb/document.hpp"

namespace kb::bench {

/// Posts made up as real ones are built, the same in every run: words follow Zipf's law, each post
/// is about one of a thousand topics whose words come together and again and again in it, and
/// lengths are spread as those of real posts.
std::vector<Document> made_up_posts(std::size_t count);

/// Whether a word of the made-up posts is one of the most frequent, as "the" and "of" are.
bool is_made_up_stop_word(const std::string& word);

}  // namespace kb::bench
