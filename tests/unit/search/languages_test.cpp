#include <doctest/doctest.h>

#include <algorithm>

#include "support/sample_index.hpp"

using namespace kb;
using test::Ids;

namespace {

Document in(const char* lang, const char* id, const char* text) {
    Document document = test::make_document(id, "x", text);
    document.lang = lang;
    return document;
}

const test::SampleIndex& sample() {
    static const test::SampleIndex index({
        in("en", "en", "She is running several databases in Berlin"),
        in("de", "de", "Die Datenbanken laufen auf großen Rechnern in München"),
        in("fr", "fr", "Les requêtes étaient lentes, l'index manquait"),
        in("es", "es", "La evolución de las aplicaciones"),
        in("ru", "ru", "Мы обновили все базы данных, ещё раз"),
        in("zh", "zh", "我们发布了多模态预训练模型的新版本"),
        in("ja", "ja", "新しい検索エンジンのテストを書きました"),
        in("th", "th", "ภาษาไทยง่ายมากสำหรับทุกคน"),
        in("ko", "ko", "한국어입니다 검색엔진을 만들었습니다"),
        in("ar", "ar", "قاعدةُ البيانات سريعة جدا"),
    });
    return index;
}

}  // namespace

TEST_CASE("words match their inflections in the language of each document") {
    CHECK(sample().ids("run database") == Ids{"en"});
    CHECK(sample().ids("Datenbank") == Ids{"de"});
    CHECK(sample().ids("requête") == Ids{"fr"});
    CHECK(sample().ids("aplicación") == Ids{"es"});
    CHECK(sample().ids("обновить") == Ids{"ru"});
}

TEST_CASE("case, width and diacritics are ignored, also where they decide the stem") {
    CHECK(sample().ids("MUNCHEN") == Ids{"de"});
    CHECK(sample().ids("grossen") == Ids{"de"});
    CHECK(sample().ids("requetes") == Ids{"fr"});
    CHECK(sample().ids("evolucion") == Ids{"es"});
    CHECK(sample().ids("еще") == Ids{"ru"});
    CHECK(sample().ids("ｄａｔａｂａｓｅｓ") == Ids{"en"});
    CHECK(sample().ids("قاعدة") == Ids{"ar"});
}

TEST_CASE("elided articles do not hide the word") {
    CHECK(sample().ids("index") == Ids{"fr"});
}

TEST_CASE("a query matches inside running text of scripts without spaces") {
    CHECK(sample().ids("预训练模型") == Ids{"zh"});
    CHECK(sample().ids("模态") == Ids{"zh"});
    Ids both = sample().ids("新");
    std::sort(both.begin(), both.end());
    CHECK(both == Ids{"ja", "zh"});
    CHECK(sample().ids("検索") == Ids{"ja"});
    CHECK(sample().ids("検索エンジン") == Ids{"ja"});
    CHECK(sample().ids("テスト") == Ids{"ja"});
    CHECK(sample().ids("ไทย") == Ids{"th"});
    CHECK(sample().ids("한국어") == Ids{"ko"});
    CHECK(sample().ids("\"检索\"").empty());
    CHECK(sample().ids("\"训练模型\"") == Ids{"zh"});
    CHECK(sample().ids("\"模型训练\"").empty());
}

TEST_CASE("every substring of a run of Chinese finds it") {
    const std::vector<std::string> characters = {"多", "模", "态", "预", "训", "练", "模", "型"};
    for (std::size_t begin = 0; begin < characters.size(); ++begin) {
        std::string query;
        for (std::size_t end = begin; end < characters.size(); ++end) {
            query += characters[end];
            CAPTURE(query);
            CHECK(sample().ids("+" + query).front() == "zh");
            CHECK(sample().ids("-" + query).size() < 10);
            CHECK(sample().ids("\"" + query + "\"") == Ids{"zh"});
        }
    }
}

TEST_CASE("an undeclared language is detected and stored") {
    Document document = test::make_document(
        "d", "Zwischenbericht",
        "Der Server wurde gestern neu aufgesetzt, und alle Dienste laufen wieder.");
    document.lang.clear();
    const test::SampleIndex index({document});
    CHECK(Searcher(index.path()).document("d")->lang == "de");
    CHECK(index.ids("Dienst") == Ids{"d"});
}
