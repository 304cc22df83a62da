#include "ingest/kind_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "ingest/words.hpp"
#include "kb/reader.hpp"

namespace kb::ingest {
namespace {

using enum Place;

// clang-format off
constexpr std::array rules = {
    // What the source says about the entry.
    KindRule{Kind::post, aggregator, ""},
    KindRule{Kind::thread, forum, ""},
    KindRule{Kind::episode, media, ""},

    // Where the link leads.
    KindRule{Kind::post, url, "news.ycombinator.com/item"},
    KindRule{Kind::post, url, "lobste.rs/s/**"},
    KindRule{Kind::post, url, "reddit.com/r/*/comments/**"},
    KindRule{Kind::post, url, "old.reddit.com/r/*/comments/**"},
    KindRule{Kind::thread, url, "*/t/*/#"},
    KindRule{Kind::thread, url, "*/t/*/#/#"},
    KindRule{Kind::thread, url, "groups.google.com/g/*/c/*"},
    KindRule{Kind::thread, url, "stackoverflow.com/questions/#/**"},
    KindRule{Kind::release, url, "github.com/*/*/releases/**"},
    KindRule{Kind::release, url, "gitlab.com/*/*/-/releases/**"},
    KindRule{Kind::release, url, "pypi.org/project/*/*"},
    KindRule{Kind::article, url, "github.com/topics/*"},
    KindRule{Kind::article, url, "github.com/features/*"},
    KindRule{Kind::article, url, "github.com/orgs/*"},
    KindRule{Kind::article, url, "github.com/sponsors/*"},
    KindRule{Kind::readme, url, "github.com/*/*"},
    KindRule{Kind::readme, url, "gitlab.com/*/*"},
    KindRule{Kind::readme, url, "codeberg.org/*/*"},
    KindRule{Kind::readme, url, "bitbucket.org/*/*"},
    KindRule{Kind::episode, url, "youtube.com/watch"},
    KindRule{Kind::episode, url, "youtu.be/*"},
    KindRule{Kind::episode, url, "vimeo.com/#"},
    KindRule{Kind::episode, url, "podcasts.apple.com/**"},
    KindRule{Kind::episode, url, "open.spotify.com/episode/*"},

    // What the title says.
    KindRule{Kind::readme, title, "^ %r $"},
    KindRule{Kind::readme, title, "^ %r : ..."},
    KindRule{Kind::readme, title, "^ github|gitlab : %r"},

    KindRule{Kind::post, title, "^ show|ask|tell|launch hn :"},
    KindRule{Kind::post, title, "^ new show|ask|launch hn :"},

    KindRule{Kind::newsletter, title, "дайджест|рассылка"},
    KindRule{Kind::article, title, "a|my|your|our|podcast podcast|newsletter"},
    KindRule{Kind::episode, title, "episode|episodio|ep|folge|эпизод|выпуск #"},
    KindRule{Kind::episode, title, "^ podcast|подкаст|video|screencast :"},
    KindRule{Kind::episode, title, "podcast|подкаст :"},
    KindRule{Kind::episode, title, "podcast|подкаст #"},
    KindRule{Kind::episode, title, ": * ... podcast|подкаст $"},
    KindRule{Kind::episode, title, "播 客 ... #"},
    KindRule{Kind::episode, title, "ポ ッ ド キ ャ ス ト ... #"},
    KindRule{Kind::episode, title, "第 # 集"},
    KindRule{Kind::episode, title, "第 # 回"},

    KindRule{Kind::newsletter, title, "newsletter|infolettre|boletin ... #"},
    KindRule{Kind::newsletter, title, "newsletter|infolettre|boletin :"},
    KindRule{Kind::newsletter, title, "weekly|monthly|daily|quarterly newsletter|digest"},
    KindRule{Kind::newsletter, title, "january|february|march|april|may|june newsletter"},
    KindRule{Kind::newsletter, title, "july|august|september|october|november|december newsletter"},
    KindRule{Kind::newsletter, title, "^ issue|ausgabe|numero # ..."},
    KindRule{Kind::newsletter, title, ": issue|ausgabe|numero #"},
    KindRule{Kind::newsletter, title, "weekly|digest|rundbrief|bulletin|news # $"},
    KindRule{Kind::newsletter, title, "weekly|digest|rundbrief|bulletin|news # :"},
    KindRule{Kind::newsletter, title, "weekly|digest|rundbrief|bulletin|news : #"},
    KindRule{Kind::newsletter, title, "weekly|digest|rundbrief|bulletin|news issue|ausgabe #"},
    KindRule{Kind::newsletter, title, "^ this week in ... # $"},
    KindRule{Kind::newsletter, title, "^ this week in ... # :"},
    KindRule{Kind::newsletter, title, "周 刊 ... #"},
    KindRule{Kind::newsletter, title, "周 报 ... #"},
    KindRule{Kind::newsletter, title, "第 # 期"},
    KindRule{Kind::newsletter, title, "第 # 号"},

    KindRule{Kind::release, title, "^ whats new in ... %v"},
    KindRule{Kind::release, title, "^ what is new in ... %v"},
    KindRule{Kind::release, title, "^ whats new in * # $"},
    KindRule{Kind::release, title, "%v : whats new"},
    KindRule{Kind::release, title, "^ was ist neu in ... %v"},
    KindRule{Kind::release, title, "^ neues|neuerungen|anderungen in ... %v"},
    KindRule{Kind::release, title, "^ quoi de neuf dans ... %v"},
    KindRule{Kind::release, title, "^ nouveautes|novedades de ... %v"},
    KindRule{Kind::release, title, "^ novedades en ... %v"},
    KindRule{Kind::release, title, "^ что нового в ... %v"},
    KindRule{Kind::release, title, "%v released|available|erschienen|veroffentlicht|freigegeben"},
    KindRule{Kind::release, title, "%v disponible|publie|publicado|lanzado|выпущен|вышел|вышла"},
    KindRule{Kind::release, title, "%v is out|here|released|available"},
    KindRule{Kind::release, title, "%v is now out|here|available"},
    KindRule{Kind::release, title, "%v has been released"},
    KindRule{Kind::release, title, "%v ist da|erschienen|verfugbar"},
    KindRule{Kind::release, title, "%v est sorti|sortie|disponible"},
    KindRule{Kind::release, title, "%v ya esta disponible"},
    KindRule{Kind::release, title, "%v beta|alpha|rc released"},
    KindRule{Kind::release, title, "%v beta|alpha|rc # released"},
    KindRule{Kind::release, title, "%v release candidate|notes"},
    KindRule{Kind::release, title, "^ * # released"},
    KindRule{Kind::release, title, "^ * # is out"},
    KindRule{Kind::release, title, "^ release|released|version|ausgabe %v"},
    KindRule{Kind::release, title, "^ release|released|announcing|announce|ann ... %v"},
    KindRule{Kind::release, title, "^ релиз|вышел|вышла|вышло ... %v"},
    KindRule{Kind::release, title, "^ sortie de ... %v"},
    KindRule{Kind::release, title, "^ %v $"},
    KindRule{Kind::release, title, "^ * %v $"},
    KindRule{Kind::release, title, "^ release notes|history $"},
    KindRule{Kind::release, title, ": release notes"},
    KindRule{Kind::release, title, "release notes ... %v"},
    KindRule{Kind::release, title, "security releases|release issued"},
    KindRule{Kind::release, title, "^ changelog|changes $"},
    KindRule{Kind::release, title, "^ changelog|changes : ..."},
    KindRule{Kind::release, title, ": changelog $"},
    KindRule{Kind::release, title, "changelog ... %v"},
    KindRule{Kind::release, title, "%v ... changelog|anderungsprotokoll"},
    KindRule{Kind::release, title, "notes de version ... %v"},
    KindRule{Kind::release, title, "notas de la version ... %v"},
    KindRule{Kind::release, title, "список изменений ... %v"},
    KindRule{Kind::release, title, "%v ... 发 布"},
    KindRule{Kind::release, title, "发 布 ... %v"},
    KindRule{Kind::release, title, "%v ... リ リ ー ス"},
    KindRule{Kind::release, title, "更 新 日 志"},

    // How the text begins.
    KindRule{Kind::episode, opening, "^ in|on this episode|video|screencast|podcast"},
    KindRule{Kind::episode, opening, "^ in|on todays episode|video|screencast|podcast"},
    KindRule{Kind::episode, opening, "^ in|on this weeks episode|video|screencast|podcast"},
    KindRule{Kind::episode, opening, "^ this|todays episode|podcast"},
    KindRule{Kind::episode, opening, "^ in dieser folge|episode"},
    KindRule{Kind::episode, opening, "^ in der heutigen folge|episode"},
    KindRule{Kind::episode, opening, "^ in diesem video|podcast|screencast"},
    KindRule{Kind::episode, opening, "^ dans cet|cette episode|video"},
    KindRule{Kind::episode, opening, "^ en este episodio|video|podcast"},
    KindRule{Kind::episode, opening, "^ в этом выпуске|эпизоде|видео|подкасте"},
    KindRule{Kind::episode, opening, "^ 本 期 节 目"},
    KindRule{Kind::episode, opening, "^ 在 这 期"},
    KindRule{Kind::episode, opening, "^ 今 回 の エ ピ ソ ー ド"},
};
// clang-format on

/// A title says what it is within this many words, a text within those.
constexpr std::size_t title_words = 48;
constexpr std::size_t opening_words = 8;

/// Host and path of a web link, in parts; empty if it is none.
std::vector<std::string> url_parts(std::string_view link) {
    std::vector<std::string> parts;
    std::string host = url_host(link);
    if (host.empty()) return parts;
    const std::string canonical = canonical_url(link);
    parts.push_back(std::move(host));
    constexpr std::string_view scheme_end = "://";
    const std::size_t path = canonical.find('/', canonical.find(scheme_end) + scheme_end.size());
    const std::size_t end = std::min(canonical.find('?', path), canonical.size());
    for (std::size_t at = path + 1; at < end;) {
        const std::size_t slash = std::min(canonical.find('/', at), end);
        parts.push_back(canonical.substr(at, slash - at));
        at = slash + 1;
    }
    return parts;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool matches_url(std::string_view pattern, const std::vector<std::string>& parts) {
    for (const std::string& part : parts) {
        const std::size_t end = std::min(pattern.find('/'), pattern.size());
        const std::string_view expected = pattern.substr(0, end);
        if (expected == "**") return true;
        const bool matched = expected == "*"   ? !part.empty()
                             : expected == "#" ? is_number(part)
                                               : part == expected;
        if (!matched) return false;
        pattern.remove_prefix(std::min(end + 1, pattern.size()));
    }
    return pattern.empty();
}

/// The patterns of all rules, made ready on first use.
const std::vector<WordPattern>& word_patterns() {
    static const std::vector<WordPattern> patterns = [] {
        std::vector<WordPattern> made;
        made.reserve(rules.size());
        for (const KindRule& rule : rules) {
            const bool has_words = rule.place == title || rule.place == opening;
            made.emplace_back(has_words ? rule.pattern : std::string_view());
        }
        return made;
    }();
    return patterns;
}

}  // namespace

std::span<const KindRule> kind_rules() noexcept {
    return rules;
}

const KindRule* deciding_rule(const KindEvidence& evidence) {
    const std::vector<std::string> link = url_parts(evidence.url);
    const std::vector<RuleWord> name = rule_words(evidence.title, title_words);
    const std::vector<RuleWord> start = rule_words(evidence.text, opening_words);
    const std::vector<WordPattern>& patterns = word_patterns();
    const auto matches = [&](std::size_t i) {
        switch (rules[i].place) {
            case aggregator:
                return evidence.origin == Origin::aggregator;
            case forum:
                return evidence.origin == Origin::forum;
            case media:
                return evidence.has_media;
            case url:
                return !link.empty() && matches_url(rules[i].pattern, link);
            case title:
                return patterns[i].matches(name);
            case opening:
                return patterns[i].matches(start);
        }
        return false;
    };
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (matches(i)) return &rules[i];
    }
    return nullptr;
}

Kind guess_kind(const KindEvidence& evidence) {
    const KindRule* rule = deciding_rule(evidence);
    return rule == nullptr ? Kind::article : rule->kind;
}

}  // namespace kb::ingest

namespace kb {

Kind guess_kind(const Document& document) {
    return ingest::guess_kind(
        {.url = document.url, .title = document.title, .text = document.text});
}

}  // namespace kb
