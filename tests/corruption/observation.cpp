#include "corruption/observation.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <utility>

#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

namespace kb::test {

namespace {

Observation observe(std::string operation, const std::function<std::string()>& ask) {
    Observation observation;
    observation.operation = std::move(operation);
    try {
        observation.said = ask();
    } catch (const Error& error) {
        observation.failed = true;
        observation.said = std::string(to_string(error.code())) + ": " + error.what();
    } catch (const std::exception& error) {
        observation.escaped = true;
        observation.said = error.what();
    } catch (...) {
        observation.escaped = true;
        observation.said = "something that is no std::exception";
    }
    return observation;
}

std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

/// The answer without what may differ between two equal ones: time taken, and warnings of how it
/// was found.
std::string in_words(const Results& results) {
    std::string text = std::to_string(results.total) + " found";
    for (const Hit& hit : results.hits) {
        text += "; " + to_json_without_text(hit.document) + " " + number(hit.score) + " x" +
                std::to_string(hit.duplicates) + " " + hit.snippet;
    }
    for (const Facet& facet : results.facets) {
        text += "; " + facet.field;
        for (const FacetValue& value : facet.values)
            text += " " + value.value + " " + std::to_string(value.count);
    }
    if (results.did_you_mean) text += "; " + *results.did_you_mean;
    return text;
}

std::vector<std::pair<std::string, SearchRequest>> requests() {
    std::vector<std::pair<std::string, SearchRequest>> requests;
    const auto add = [&](std::string name, SearchRequest request) {
        request.now = at("2024-01-01");
        requests.emplace_back(std::move(name), std::move(request));
    };
    add("ranked",
        {.query = "query planner lock", .limit = 20, .facets = {"kind", "author", "tag"}});
    add("phrase", {.query = "\"query planner\"", .limit = 5});
    add("near", {.query = "\"query lock\"~4 -async", .limit = 5});
    add("filter",
        {.query = "search tag:tag1 kind:readme after:2020-11", .facets = {"site", "year", "lang"}});
    add("prefix", {.query = "mem* run*", .limit = 5});
    add("fuzzy", {.query = "memroy~ kernal~2", .limit = 5});
    add("boolean", {.query = "postgres AND (index OR schema) NOT release", .match = Match::all});
    add("fields", {.query = "title:query author:ada text:vector points:>=10", .limit = 5});
    add("everything", {.query = "*", .limit = 1000, .sort = Sort::newest, .collapse = false});
    add("oldest", {.query = "lock", .sort = Sort::oldest});
    add("popular", {.query = "index", .offset = 3, .sort = Sort::points});
    add("similar", {.query = "", .similar_to = "post:17"});
    add("explained", {.query = "running kernel", .limit = 3, .explain = true});
    add("misspelt", {.query = "plannr allocatr", .limit = 1});
    return requests;
}

std::string everything_stored(const Searcher& searcher) {
    std::string all;
    searcher.for_each([&](const Document& document) {
        all += to_json(document) += '\n';
        return true;
    });
    return all;
}

std::string in_words(const IndexStats& stats) {
    std::string text = std::to_string(stats.documents) + " documents";
    for (const auto& [kind, count] : stats.kinds)
        text += " " + std::string(to_string(kind)) + " " + std::to_string(count);
    return text;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + "; ";
    return text;
}

std::string feeds(const Searcher& searcher) {
    std::string text;
    for (const Subscription& subscription : searcher.subscriptions())
        text += subscription.url + " " + subscription.title + "; ";
    return text;
}

std::string checked(const std::filesystem::path& directory) {
    const CheckReport report = check_index(directory, {});
    if (!report.problems.empty()) throw Error(ErrorCode::corrupt, joined(report.problems));
    return std::to_string(report.documents) + " sound";
}

}  // namespace

std::vector<Observation> read_index(const std::filesystem::path& directory) {
    std::vector<Observation> observations;
    const auto ask = [&](std::string operation, const std::function<std::string(Searcher&)>& how) {
        observations.push_back(observe(std::move(operation), [&] {
            Searcher searcher(directory);
            return how(searcher);
        }));
    };
    for (const auto& [name, request] : requests()) {
        ask(name, [&request = request](Searcher& searcher) {
            return in_words(searcher.search(request));
        });
    }
    ask("suggest", [](Searcher& searcher) { return joined(searcher.suggest("ru", 10)); });
    ask("document", [](Searcher& searcher) {
        const auto document = searcher.document("post:42");
        return document ? to_json(*document) : "none";
    });
    ask("export", everything_stored);
    ask("stats", [](Searcher& searcher) { return in_words(searcher.stats()); });
    ask("feeds", feeds);
    observations.push_back(observe("check", [&] { return checked(directory); }));
    return observations;
}

std::vector<Observation> write_index(const std::filesystem::path& directory) {
    std::vector<Observation> observations;
    const auto change = [&](std::string operation, const std::function<void()>& how) {
        observations.push_back(observe(std::move(operation), [&] {
            how();
            return std::string();
        }));
    };
    change("add", [&] {
        Index index(directory);
        for (int i = 0; i < 20; ++i) {
            index.add(make_document("post:" + std::to_string(i * 7), "query planner again",
                                    "other words about a lock and memory"));
        }
        index.add(make_document("new", "query planner", "more about a lock"));
        index.commit();
    });
    change("delete", [&] {
        Index index(directory);
        for (int i = 0; i < 20; ++i)
            index.erase("post:" + std::to_string(i * 5));
        index.commit();
    });
    change("subscribe", [&] {
        Index index(directory);
        Subscription subscription;
        subscription.url = "https://example.org/another";
        index.subscribe(subscription);
        index.commit();
    });
    change("compact", [&] { compact_index(directory); });
    change("rebuild", [&] { rebuild_index(directory, {.jobs = 1}); });
    return observations;
}

}  // namespace kb::test
