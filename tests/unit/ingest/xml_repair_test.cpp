#include "ingest/xml/repair.hpp"

#include <doctest/doctest.h>

#include <pugixml.hpp>
#include <random>
#include <string>
#include <vector>

#include "text/utf8.hpp"

namespace {

using kb::ingest::repair_xml;
using kb::ingest::RepairedXml;
using Strings = std::vector<std::string>;

std::string repaired(std::string_view text) {
    return repair_xml(text).text;
}

/// "line: message" of each repair.
Strings notes(std::string_view text) {
    Strings all;
    for (const auto& note : repair_xml(text).repairs)
        all.push_back(std::to_string(note.line) + ": " + note.message);
    return all;
}

TEST_CASE("well-formed XML passes without a word") {
    const std::string_view xml =
        "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- a < b & c -- d -->\n<a x='1' y=\"&lt;&amp;'\">"
        "t &amp; u &#8217; &#x2019;<b/><![CDATA[<raw> & ]]></a>\n<!-- end -->\n";
    CHECK(notes(xml) == Strings{});
    CHECK(repaired(xml) == "<a x=\"1\" y=\"&lt;&amp;'\">t &amp; u ’ ’<b/><![CDATA[<raw> & ]]></a>");
}

TEST_CASE("HTML's entities need no declaration, but a word if no DTD may declare them") {
    CHECK(repaired("<a>x&nbsp;&eacute;</a>") == "<a>x\u00a0é</a>");
    CHECK(notes("<a>\nx&nbsp;y&nbsp;</a>") == Strings{"2: undeclared entity &nbsp;"});
    CHECK(notes("<!DOCTYPE rss PUBLIC \"-//x//\" \"http://x/rss.dtd\"><a>&nbsp;</a>") == Strings{});
    CHECK(repaired("<a>&nosuch;</a>") == "<a>&amp;nosuch;</a>");
}

TEST_CASE("characters that begin nothing are text") {
    CHECK(repaired("<a>AT&T, 1 < 2 &; &# </a>") == "<a>AT&amp;T, 1 &lt; 2 &amp;; &amp;# </a>");
    CHECK(notes("<a>\n\nAT&T</a>") == Strings{"3: an & that begins no entity was read as text"});
    CHECK(repaired("<a href=\"?a=1&copy=2\"/>") == "<a href=\"?a=1&amp;copy=2\"/>");
}

TEST_CASE("references to characters are read as browsers read them") {
    CHECK(repaired("<a>&#146;&#60;&#38;&#8217</a>") == "<a>’&lt;&amp;’</a>");
    CHECK(repaired("<a>&#0;&#xD800;&#x110000;&#99999999999999999999;x</a>") == "<a>x</a>");
    CHECK(repaired("<a b=\"&#34;\"/>") == "<a b=\"&quot;\"/>");
}

TEST_CASE("control characters are removed everywhere") {
    CHECK(repaired("<a b=\"\x01x\">\x02y<![CDATA[\x03z\x1b]]></a>") ==
          "<a b=\"x\">y<![CDATA[z]]></a>");
    CHECK(notes("<a>\x01\x02</a>") == Strings{"1: control characters were removed"});
}

TEST_CASE("text before the first element is skipped") {
    CHECK(repaired("Warning: x\n<?xml version=\"1.0\"?><a/>") == "<a/>");
    CHECK(notes("Warning: x\n<a/>") == Strings{"1: text before the first element was skipped"});
    CHECK(repaired("  \n<a/>\n trailing") == "<a/>");
    CHECK(repaired("no element") == "");
    CHECK(repaired("") == "");
}

TEST_CASE("what is cut off is closed") {
    CHECK(repaired("<a><b>text") == "<a><b>text</b></a>");
    CHECK(repaired("<a><b>text</b") == "<a><b>text</b></a>");
    CHECK(repaired("<a><b>text</b><c x=\"1") == "<a><b>text</b></a>");
    CHECK(repaired("<a><![CDATA[text") == "<a><![CDATA[text]]></a>");
    CHECK(repaired("<a>text<![CD") == "<a>text</a>");
    CHECK(repaired("<a>text<!-- comment") == "<a>text</a>");
    CHECK(notes("<a>\n<b>text") == Strings{"2: the document is cut off within <b>"});
}

TEST_CASE("a CDATA section that is not closed ends with its element") {
    CHECK(repaired("<a><b><![CDATA[text</b><c>more</c></a>") ==
          "<a><b><![CDATA[text]]></b><c>more</c></a>");
}

TEST_CASE("tags in the wrong order are closed where their parent ends") {
    CHECK(repaired("<a><b><i>x</b></i></a>") == "<a><b><i>x</i></b></a>");
    CHECK(notes("<a><b><i>x</b></i></a>") ==
          Strings{"1: <i> is not closed before </b>", "1: the end tag </i> has no start tag"});
    CHECK(repaired("<a><Title>x</title></a>") == "<a><Title>x</Title></a>");
    CHECK(repaired("<a><p>x<p>y</a>") == "<a><p>x</p><p>y</p></a>");
    CHECK(repaired("<a>x<br>y<img src=\"z\">w<br></br></a>") ==
          "<a>x<br/>y<img src=\"z\"/>w<br></br></a>");
    CHECK(repaired("<c><item>1<item>2</item></c>") == "<c><item>1</item><item>2</item></c>");
}

TEST_CASE("attributes need neither quotes nor values") {
    CHECK(repaired("<a b=c d e='f' g = \"h\"i=\"j\"/>") ==
          "<a b=\"c\" d=\"\" e=\"f\" g=\"h\" i=\"j\"/>");
    CHECK(repaired("<a b=http://x/>t</a>") == "<a b=\"http://x/\">t</a>");
    CHECK(repaired("<a><b c=\"d>x</b><e f=\"g\">y</e></a>") ==
          "<a><b c=\"d\">x</b><e f=\"g\">y</e></a>");
    CHECK(repaired("<a b=\"x>y\"/>") == "<a b=\"x>y\"/>");
    CHECK(repaired("<a b=\"x<y\"/>") == "<a b=\"x&lt;y\"/>");
    CHECK(repaired("<a <b>x</b></a>") == "<a><b>x</b></a>");
}

TEST_CASE("declared entities are replaced, as text and once") {
    CHECK(repaired("<!DOCTYPE a [<!ENTITY me \"J. O&#39;Neil\"><!ENTITY x '<b>&me;</b>'>]>"
                   "<a t=\"&me;\">&x;</a>") == "<a t=\"J. O'Neil\">&lt;b>J. O'Neil&lt;/b></a>");
    CHECK(repaired("<!DOCTYPE a [<!-- ]> --><!ENTITY % p \"x\"><!ENTITY f SYSTEM \"/etc/passwd\">]>"
                   "<a>[&f;]</a>") == "<a>[]</a>");
    CHECK(notes("<!DOCTYPE a [<!ENTITY me \"x\">]><a>&me;</a>") == Strings{});
}

TEST_CASE("entity bombs are refused") {
    std::string bomb = "<!DOCTYPE a [<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 30; ++i) {
        const std::string before = "&a" + std::to_string(i - 1) + ";";
        bomb += "<!ENTITY a" + std::to_string(i) + " \"" + before + before + "\">";
    }
    CHECK(repair_xml(bomb + "]><x>&a29;</x>").refusal);
    CHECK(repair_xml("<!DOCTYPE a [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>\n<x>&a;</x>")
              .refusal->line == 2);
    std::string flat = "<!DOCTYPE a [<!ENTITY a \"" + std::string(4000, 'x') + "\">]><x>";
    for (int i = 0; i < 1000; ++i)
        flat += "&a;";
    CHECK(repair_xml(flat + "</x>").refusal);
    CHECK(repair_xml(flat + "</x>").text.size() < (std::size_t{1} << 20U));
}

TEST_CASE("elements nested without end are refused") {
    std::string deep;
    for (std::size_t i = 0; i < kb::ingest::deepest_xml; ++i)
        deep += "<a>";
    CHECK_FALSE(repair_xml(deep).refusal);
    deep += "<a>";
    REQUIRE(repair_xml(deep).refusal);
    CHECK(repair_xml(deep).refusal->message == "its elements are nested more than 256 deep");
}

TEST_CASE("warnings are few, whatever there is to repair") {
    std::string text = "<a>";
    for (int i = 0; i < 1000; ++i)
        text += "&u" + std::to_string(i) + ";\n";
    const auto all = notes(text + "</a>");
    REQUIRE(all.size() == 16);
    CHECK(all.back() == "16: and more of the like");
}

TEST_CASE("whatever comes in, what comes out is XML and is not repaired again") {
    const std::vector<std::string_view> pieces = {"<a>",
                                                  "</a>",
                                                  "<b x=\"1\">",
                                                  "</b>",
                                                  "<br>",
                                                  "<item>",
                                                  "</item>",
                                                  "<![CDATA[",
                                                  "]]>",
                                                  "<!--",
                                                  "-->",
                                                  "&amp;",
                                                  "&nbsp;",
                                                  "&",
                                                  "<",
                                                  ">",
                                                  "\"",
                                                  "'",
                                                  "=",
                                                  "/",
                                                  "text",
                                                  "\n",
                                                  " ",
                                                  "<?x",
                                                  "?>",
                                                  "<!",
                                                  "é",
                                                  "\x01",
                                                  "&#1;",
                                                  "&#60;",
                                                  "<!DOCTYPE a [<!ENTITY e \"v\">]>",
                                                  "&e;",
                                                  "<p>"};
    std::mt19937 random(11);
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (auto n = random() % 16; n > 0; --n)
            text += pieces[random() % pieces.size()];
        const RepairedXml once = repair_xml(text);
        INFO(text);
        INFO(once.text);
        pugi::xml_document tree;
        const auto status = tree.load_buffer(once.text.data(), once.text.size()).status;
        CHECK((status == pugi::status_ok || status == pugi::status_no_document_element));
        const RepairedXml twice = repair_xml(once.text);
        CHECK(twice.text == once.text);
        CHECK(twice.repairs.empty());
    }
}

}  // namespace
