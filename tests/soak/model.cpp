#include "model.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>

namespace kb::soak {

namespace {

constexpr std::uint32_t vocabulary = 2000;

std::string word_of(std::size_t number) {
    constexpr std::string_view consonants = "bdfghjklmnprstvz";
    constexpr std::string_view vowels = "aeiu";
    std::string word;
    for (int syllable = 0; syllable < 3; ++syllable) {
        word += consonants[number % consonants.size()];
        number /= consonants.size();
        word += vowels[number % vowels.size()];
        number /= vowels.size();
    }
    return word + "ko";  // no inflection ends so
}

std::string random_words(Random& random, std::uint32_t count) {
    std::string words;
    for (std::uint32_t i = 0; i < count; ++i)
        words += (i == 0 ? "" : " ") + random_word(random);
    return words;
}

bool holds_phrase(const std::string& text, const std::string& phrase) {
    return (" " + text + " ").find(" " + phrase + " ") != std::string::npos;
}

bool holds(const Document& document, const std::string& words) {
    return holds_phrase(document.title, words) || holds_phrase(document.text, words);
}

}  // namespace

std::uint32_t below(Random& random, std::uint32_t end) {
    return static_cast<std::uint32_t>(random() % end);
}

std::string random_word(Random& random) {
    const std::uint32_t a = below(random, vocabulary);
    return word_of(std::min(a, below(random, vocabulary)));
}

Document random_document(Random& random, const std::string& id) {
    Document document;
    document.id = id;
    document.title = random_words(random, 1 + below(random, 5));
    document.text = random_words(random, 5 + below(random, 60));
    document.kind = below(random, 2) == 0 ? Kind::readme : Kind::thread;
    document.lang = "en";
    document.points = below(random, 1000);
    document.published = Timestamp{std::chrono::seconds{1'600'000'000 + below(random, 50'000'000)}};
    return document;
}

const std::string& Model::random_id(Random& random) const {
    const auto at = below(random, static_cast<std::uint32_t>(documents_.size()));
    return std::next(documents_.begin(), at)->first;
}

std::string Model::exported() const {
    std::string lines;
    for (const auto& [id, document] : documents_)
        lines += to_json(document) + "\n";
    return lines;
}

Model::Question Model::random_question(Random& random) const {
    const std::string a = random_word(random);
    const std::string b = random_word(random);
    Question question;
    switch (below(random, 6)) {
        case 0:
            question.query = a;
            question.is_answered_by = [=](const Document& d) { return holds(d, a); };
            break;
        case 1:
            question.query = a + " AND " + b;
            question.is_answered_by = [=](const Document& d) { return holds(d, a) && holds(d, b); };
            break;
        case 2:
            question.query = a + " " + b;
            question.is_answered_by = [=](const Document& d) { return holds(d, a) || holds(d, b); };
            break;
        case 3:
            question.query = "+" + a + " -" + b;
            question.is_answered_by = [=](const Document& d) {
                return holds(d, a) && !holds(d, b);
            };
            break;
        case 4:
            question.query = a + " kind:readme points:>=500";
            question.is_answered_by = [=](const Document& d) {
                return holds(d, a) && d.kind == Kind::readme && d.points >= 500;
            };
            break;
        default: {
            std::istringstream text(documents_.at(random_id(random)).text);
            std::string first;
            std::string second;
            text >> first >> second;
            const std::string phrase = first.append(" ").append(second);
            question.query = "\"" + phrase + "\"";
            question.is_answered_by = [phrase](const Document& d) { return holds(d, phrase); };
        }
    }
    return question;
}

std::set<std::string> Model::answer(const Question& question) const {
    std::set<std::string> ids;
    for (const auto& [id, document] : documents_) {
        if (question.is_answered_by(document)) ids.insert(id);
    }
    return ids;
}

}  // namespace kb::soak
