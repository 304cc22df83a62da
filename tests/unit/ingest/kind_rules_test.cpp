#include "ingest/kind_rules.hpp"

#include <doctest/doctest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ingest/words.hpp"
#include "kb/analyzer.hpp"

using kb::Kind;
using kb::ingest::guess_kind;
using kb::ingest::KindEvidence;
using kb::ingest::KindRule;
using kb::ingest::Origin;

namespace {

struct Sample {
    Kind kind;
    std::string_view title;
    std::string_view text = {};
    std::string_view url = {};
    Origin origin = Origin::unknown;
    bool has_media = false;
};

const std::vector<Sample>& samples() {
    static const std::vector<Sample> all = {
        {Kind::post, "What's new in Foo 1.2", "In this episode", "", Origin::aggregator},
        {Kind::thread, "owner/repo", "", "", Origin::forum},
        {Kind::episode, "What's new in Foo 1.2", "", "https://github.com/a/b", Origin::unknown,
         true},
        {Kind::post, "A film", "", "", Origin::aggregator, true},

        {Kind::post, "A title", "", "https://news.ycombinator.com/item?id=1"},
        {Kind::post, "A title", "", "https://lobste.rs/s/abc123/a_title"},
        {Kind::post, "A title", "", "https://www.reddit.com/r/cpp/comments/1a2b/a_title/"},
        {Kind::post, "A title", "", "https://old.reddit.com/r/cpp/comments/1a2b"},
        {Kind::thread, "A title", "", "https://forum.example.org/t/a-title/123"},
        {Kind::thread, "A title", "", "https://forum.example.org/t/a-title/123/4"},
        {Kind::thread, "A title", "", "https://groups.google.com/g/some-group/c/AbCd"},
        {Kind::thread, "A title", "", "https://stackoverflow.com/questions/42/a-title"},
        {Kind::release, "A title", "", "https://github.com/a/b/releases/tag/v1"},
        {Kind::release, "A title", "", "https://gitlab.com/a/b/-/releases/v1"},
        {Kind::release, "A title", "", "https://pypi.org/project/foo/1.2.3/"},
        {Kind::article, "A title", "", "https://github.com/topics/search"},
        {Kind::article, "A title", "", "https://github.com/features/actions"},
        {Kind::article, "A title", "", "https://github.com/orgs/someone"},
        {Kind::article, "A title", "", "https://github.com/sponsors/someone"},
        {Kind::readme, "A title", "", "https://github.com/owner/repo#readme"},
        {Kind::readme, "A title", "", "https://gitlab.com/owner/repo"},
        {Kind::readme, "A title", "", "https://codeberg.org/owner/repo/"},
        {Kind::readme, "A title", "", "https://bitbucket.org/owner/repo"},
        {Kind::episode, "A title", "", "https://www.youtube.com/watch?v=x"},
        {Kind::episode, "A title", "", "https://youtu.be/x"},
        {Kind::episode, "A title", "", "https://vimeo.com/123"},
        {Kind::episode, "A title", "", "https://podcasts.apple.com/us/podcast/x/id1"},
        {Kind::episode, "A title", "", "https://open.spotify.com/episode/x"},

        {Kind::readme, "some-owner/Some_Repo.js"},
        {Kind::readme, "owner/repo: a tool for owners"},
        {Kind::readme, "owner/repo – a tool for owners"},
        {Kind::readme, "GitHub - owner/repo"},

        {Kind::post, "Show HN: A thing"},
        {Kind::post, "Tell HN: A thing"},
        {Kind::post, "New Show HN: A thing"},

        {Kind::newsletter, "Дайджест новостей за неделю"},
        {Kind::article, "How I grew my newsletter to 10000 readers"},
        {Kind::article, "How to start a podcast: a guide"},
        {Kind::episode, "Episode #12: Garbage collection"},
        {Kind::episode, "Building things – Ep. 7"},
        {Kind::episode, "Épisode 12 : l'horloge"},
        {Kind::episode, "Folge 3: Speicher"},
        {Kind::episode, "Выпуск 45. Про базы данных"},
        {Kind::episode, "Podcast: talking to compilers"},
        {Kind::episode, "[Video] Talking to compilers"},
        {Kind::episode, "The Night Shift Podcast – Talking to compilers"},
        {Kind::episode, "Night Shift Podcast 31"},
        {Kind::episode, "Talking to compilers | Night Shift Podcast"},
        {Kind::episode, "夜谈播客 第31期"},
        {Kind::episode, "夜のポッドキャスト 31"},
        {Kind::episode, "第12集 编译器"},
        {Kind::episode, "第45回 型推論"},

        {Kind::newsletter, "Garden Newsletter – No. 12"},
        {Kind::newsletter, "El Faro, boletín n.º 9: correo"},
        {Kind::newsletter, "Garden Newsletter: spring is here"},
        {Kind::newsletter, "Our small weekly digest of links"},
        {Kind::newsletter, "The foundation's March newsletter"},
        {Kind::newsletter, "The foundation's September newsletter"},
        {Kind::newsletter, "Issue #12"},
        {Kind::newsletter, "Issue 12: Frost"},
        {Kind::newsletter, "The Queue, issue 7: back pressure"},
        {Kind::newsletter, "Bit und Beet, Ausgabe 31"},
        {Kind::newsletter, "Compiler Weekly 341"},
        {Kind::newsletter, "Compiler Weekly #341: loops"},
        {Kind::newsletter, "Framework News - 205 Reset Content - Nov 10th"},
        {Kind::newsletter, "Compiler Weekly Issue 341"},
        {Kind::newsletter, "This Week in Compilers 521"},
        {Kind::newsletter, "This Week in Compilers #521: loops"},
        {Kind::newsletter, "键盘周刊第 58 期：静音轴"},
        {Kind::newsletter, "编译器周报 58"},
        {Kind::newsletter, "科技月谈 第 280 期"},
        {Kind::newsletter, "庭の便り 第12号"},

        {Kind::release, "What's new in Foo 2.15"},
        {Kind::release, "What’s New in Foo Bar v3"},
        {Kind::release, "What is new in Foo 2.15"},
        {Kind::release, "What's new in Foo 3"},
        {Kind::release, "Foo 2.15: What's new"},
        {Kind::release, "Was ist neu in Foo 2.15?"},
        {Kind::release, "Neuerungen in Foo 2.15"},
        {Kind::release, "Quoi de neuf dans Foo 2.15"},
        {Kind::release, "Nouveautés de Foo 2.15"},
        {Kind::release, "Novedades en Foo 2.15"},
        {Kind::release, "Что нового в Foo 2.15"},
        {Kind::release, "Foo 1.2.3 released with care"},
        {Kind::release, "Foo 1.2 veröffentlicht"},
        {Kind::release, "Foo 1.2 publicado"},
        {Kind::release, "Foo 1.2 is out"},
        {Kind::release, "Foo 1.2 is now available"},
        {Kind::release, "Foo 1.2 has been released"},
        {Kind::release, "Foo 1.2 ist da"},
        {Kind::release, "Foo 1.2 est sorti"},
        {Kind::release, "Foo 1.2 ya está disponible"},
        {Kind::release, "Foo 1.2 beta released"},
        {Kind::release, "Foo 1.2 alpha 1 released"},
        {Kind::release, "Foo 1.2 release candidate 1"},
        {Kind::release, "Foo 1.2.1 release notes, in full"},
        {Kind::release, "Foo 121 released"},
        {Kind::release, "Foo 121 is out"},
        {Kind::release, "Release v1.2"},
        {Kind::release, "Version 1.2.3 of everything"},
        {Kind::release, "Announcing Foo Bar 1.2"},
        {Kind::release, "[ANN] Foo Bar 1.2"},
        {Kind::release, "Вышла библиотека Foo 1.2"},
        {Kind::release, "Sortie de Foo 1.2"},
        {Kind::release, "v1.2.0-rc.1"},
        {Kind::release, "Foo v1.2.0"},
        {Kind::release, "Release notes"},
        {Kind::release, "Foo: release notes"},
        {Kind::release, "The release notes of Foo 1.2"},
        {Kind::release, "Foo security releases issued"},
        {Kind::release, "Changelog"},
        {Kind::release, "Changelog: what we did"},
        {Kind::release, "Foo Bar: changelog"},
        {Kind::release, "Changelog of Foo Bar 1.2"},
        {Kind::release, "Foo Bar 0.9.0, a changelog"},
        {Kind::release, "Notes de version de Foo 1.2"},
        {Kind::release, "Notas de la versión Foo 1.2"},
        {Kind::release, "Список изменений Foo 1.2"},
        {Kind::release, "青鸟 2.6 正式发布"},
        {Kind::release, "发布青鸟 2.6"},
        {Kind::release, "kagami 1.8.0 リリースノート"},
        {Kind::release, "青鸟阅读器更新日志"},

        {Kind::episode, "A title", "In this episode, we talk."},
        {Kind::episode, "A title", "In this video course, you'll learn."},
        {Kind::episode, "A title", "In today's episode we talk."},
        {Kind::episode, "A title", "In this week's episode we talk."},
        {Kind::episode, "A title", "This episode is about talk."},
        {Kind::episode, "Ein Titel", "In dieser Folge sprechen wir."},
        {Kind::episode, "Ein Titel", "In der heutigen Folge sprechen wir."},
        {Kind::episode, "Ein Titel", "In diesem Video sprechen wir."},
        {Kind::episode, "Un titre", "Dans cet épisode, on parle."},
        {Kind::episode, "Un título", "En este episodio hablamos."},
        {Kind::episode, "Название", "В этом выпуске мы говорим."},
        {Kind::episode, "标题", "本期节目我们讨论编译器。"},
        {Kind::episode, "标题", "在这期节目里我们讨论编译器。"},
        {Kind::episode, "題", "今回のエピソードではコンパイラの話をします。"},
    };
    return all;
}

KindEvidence evidence_of(const Sample& sample) {
    return {sample.origin, sample.url, sample.title, sample.text, sample.has_media};
}

}  // namespace

TEST_CASE("each sample is of its kind") {
    for (const Sample& sample : samples()) {
        CAPTURE(sample.title);
        CAPTURE(sample.text);
        CAPTURE(sample.url);
        CHECK(kb::to_string(guess_kind(evidence_of(sample))) == kb::to_string(sample.kind));
    }
}

TEST_CASE("each rule decides at least one sample") {
    std::set<const KindRule*> used;
    for (const Sample& sample : samples()) {
        used.insert(kb::ingest::deciding_rule(evidence_of(sample)));
    }
    for (const KindRule& rule : kb::ingest::kind_rules()) {
        CAPTURE(rule.pattern);
        CHECK(used.count(&rule) == 1);
    }
}

TEST_CASE("words of patterns are written in the form that texts are compared in") {
    for (const KindRule& rule : kb::ingest::kind_rules()) {
        if (rule.place != kb::ingest::Place::title && rule.place != kb::ingest::Place::opening) {
            continue;
        }
        CAPTURE(rule.pattern);
        CHECK(kb::fold(rule.pattern) == rule.pattern);
    }
}

TEST_CASE("titles that come near a rule are articles") {
    for (const std::string_view title : {"Tiny models",
                                         "How to write a Show HN that works",
                                         "Show HN explained",
                                         "TCP/IP illustrated",
                                         "and/or",
                                         "CI/CD",
                                         "24/7",
                                         "He said: either/or",
                                         "a/b/c",
                                         "Why I left owner/repo",
                                         "owner / repo",
                                         "Über/Größe",
                                         "https://e.org/a",
                                         "The last episode of a long story",
                                         "Podcasts that I like: a list",
                                         "Why I quit my podcast",
                                         "Video is hard",
                                         "A newsletter about nothing",
                                         "Working around issue #12 in the parser",
                                         "Challenges for Ticket #34277",
                                         "Weekly planning",
                                         "How to digest RFC 9110",
                                         "News from the garden",
                                         "This week in the garden",
                                         "What's new in the garden",
                                         "What's new",
                                         "5 prisoners released",
                                         "The 2.0 that never was",
                                         "Moving to Foo 2.15 in a week",
                                         "Foo 5.0 string freeze is in effect, translations needed!",
                                         "Keep a changelog",
                                         "How we write release notes",
                                         "Release notes that people read",
                                         "Version control for writers",
                                         "Release your inner child",
                                         "Announcing our new office",
                                         "3.5 million rows",
                                         "Everything is out",
                                         "Beginners should use Foo, not Bar",
                                         "Deals for Black Friday 2023",
                                         "",
                                         "…",
                                         "#"}) {
        CAPTURE(title);
        CHECK(guess_kind({.title = title}) == Kind::article);
    }
}

TEST_CASE("texts and links that come near a rule are articles") {
    for (const std::string_view text :
         {"In this tutorial, you'll learn", "In these episodes", "Look: in this episode we",
          "In this step-by-step project", "Videos in this"}) {
        CAPTURE(text);
        CHECK(guess_kind({.title = "A title", .text = text}) == Kind::article);
    }
    for (const std::string_view url :
         {"https://github.com/owner", "https://github.com/owner/repo/issues/1",
          "https://example.org/owner/repo", "https://notgithub.com/a/b",
          "https://news.ycombinator.com/", "https://example.org/t/slug/x", "not a link",
          "https://vimeo.com/about"}) {
        CAPTURE(url);
        CHECK(guess_kind({.url = url, .title = "A title"}) == Kind::article);
    }
}

TEST_CASE("what the source says wins over the title") {
    CHECK(guess_kind({.origin = Origin::forum, .title = "Show HN: x"}) == Kind::thread);
    CHECK(guess_kind({.origin = Origin::aggregator, .title = "Foo 1.2 released"}) == Kind::post);
}

TEST_CASE("a hostile title takes no time") {
    const std::string title = [] {
        std::ostringstream out;
        for (int i = 0; i < 200000; ++i)
            out << "release 1.2 news : ";
        return out.str();
    }();
    CHECK(guess_kind({.title = title, .text = title}) == Kind::release);
    CHECK(guess_kind({.title = std::string(1000000, '/')}) == Kind::article);
}
