#include <doctest/doctest.h>

#include "kb/analyzer.hpp"
#include "text/function_words.hpp"

using namespace kb;

TEST_CASE("function words belong to one language and are found folded") {
    CHECK(is_function_word("the", "en"));
    CHECK(is_function_word("how", "en"));
    CHECK(is_function_word(fold("für"), "de"));
    CHECK(is_function_word(fold("über"), "de"));
    CHECK(is_function_word(fold("où"), "fr"));
    CHECK(is_function_word(fold("qué"), "es"));
    CHECK(is_function_word(fold("ещё"), "ru"));
    CHECK_FALSE(is_function_word("the", "de"));
    CHECK_FALSE(is_function_word("die", "en"));
}

TEST_CASE("what a post may be about is no function word") {
    for (const char* word : {"lock", "c", "go", "rust", "index", "python", "make2", ""}) {
        CAPTURE(word);
        CHECK_FALSE(is_function_word(word, "de"));
        CHECK_FALSE(is_function_word(word, "xx"));
    }
    CHECK_FALSE(is_function_word("rust", "en"));
    CHECK_FALSE(is_function_word("der", "zh"));
}
