#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "kb/analyzer.hpp"

using kb::detect_language;

namespace {

struct Sample {
    std::string_view lang;
    std::string_view text;
};

}  // namespace

TEST_CASE("a sentence or two tell their language") {
    for (const Sample& sample : {
             Sample{"en",
                    "The reader opens the file, looks for titles and keeps the rest of the "
                    "text for later questions."},
             Sample{"de",
                    "Der Leser öffnet die Datei, sucht nach Überschriften und behält den "
                    "übrigen Text für spätere Fragen."},
             Sample{"fr",
                    "Le lecteur ouvre le fichier, cherche les titres et garde le reste du "
                    "texte pour les questions à venir."},
             Sample{"es",
                    "El lector abre el archivo, busca los títulos y guarda el resto del texto "
                    "para las preguntas que vengan después."},
             Sample{"ru",
                    "Читатель открывает файл, ищет заголовки и сохраняет остальной текст для "
                    "будущих вопросов."},
             Sample{"ar", "يفتح القارئ الملف ويبحث عن العناوين ويحتفظ ببقية النص للأسئلة اللاحقة."},
             Sample{"zh", "读者打开文件，寻找标题，并保留其余的文字，以便以后回答问题。"},
             Sample{"zh", "讀者打開檔案，尋找標題，並保留其餘的文字，以便以後回答問題。"},
             Sample{"ja",
                    "読者はファイルを開き、見出しを探し、残りの文章を後の質問のために保存します。"},
             Sample{
                 "ko",
                 "독자는 파일을 열고 제목을 찾은 다음 나머지 글을 나중의 질문을 위해 보관합니다."},
             Sample{"he", "הקורא פותח את הקובץ, מחפש כותרות ושומר את שאר הטקסט לשאלות הבאות."},
         }) {
        CAPTURE(sample.text);
        CHECK(detect_language(sample.text) == sample.lang);
    }
}

TEST_CASE("of a short text, only a script of its own tells the language") {
    for (const Sample& sample :
         {Sample{"ko", "한국어"}, Sample{"ja", "テスト"}, Sample{"ja", "日本語の本"},
          Sample{"zh", "模型"}, Sample{"th", "ภาษาไทย"}, Sample{"el", "Ελλάδα"},
          Sample{"he", "שלום"}, Sample{"", "hello"}, Sample{"", "привет"}, Sample{"", ""}}) {
        CAPTURE(sample.text);
        CHECK(detect_language(sample.text) == sample.lang);
    }
}

TEST_CASE("links and code do not count") {
    CHECK(detect_language("https://example.org/the/reader/opens/the/file/and/keeps/the/text") ==
          "");
    CHECK(detect_language("Der Leser öffnet die Datei und behält den übrigen Text für später. "
                          "https://example.org/the-reader-opens-the-file-and-keeps-the-rest "
                          "get_the_file() return/the/text {the} <the>") == "de");
}

TEST_CASE("noise and malformed text have no language") {
    CHECK(detect_language("\xFF\xFE\xFA\xFB\xFF\xFE\xFA\xFB").empty());
    CHECK(detect_language(std::string(100000, '\x80')).empty());
    CHECK(detect_language("qx zv kjw qqz vvx jkq xzw pqz wvk zzq jxk qvw").empty());
}

TEST_CASE("a huge text is decided by its beginning") {
    std::string text;
    while (text.size() < (1U << 20U))
        text += "The reader opens the file and keeps the text. ";
    CHECK(detect_language(text) == "en");
}
