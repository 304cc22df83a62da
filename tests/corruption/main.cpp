// Damages copies of an index, one seeded harm at a time, and asks each everything. Whatever is
// damaged: every operation ends with a clear error or with what the intact index says, and where it
// says something else, check finds the index unsound.
//
// Usage: kb_corruption [ROUNDS [FIRST_SEED]]
// A round that fails is repeated by: kb_corruption 1 SEED
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "corruption/mutation.hpp"
#include "corruption/observation.hpp"
#include "kb/index.hpp"
#include "support/rank/ranked_index.hpp"
#include "support/temporary_directory.hpp"

namespace fs = std::filesystem;

namespace {

using kb::test::Observation;

constexpr rlim_t most_processor_seconds = 60;
constexpr unsigned longest_seconds = 600;  // on a machine however busy
constexpr rlim_t most_bytes = rlim_t{1} << 30;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitized = false;
#endif

void add_posts(const fs::path& directory, unsigned seed, unsigned first, unsigned last) {
    std::mt19937 random(seed);
    kb::test::PostMaker posts(random);
    kb::Index index(directory, kb::Index::Mode::create);
    for (unsigned number = first; number < last; ++number)
        index.add(posts.make(number));
    kb::Subscription subscription;
    subscription.url = "https://example.org/feed";
    subscription.title = "A feed";
    index.subscribe(subscription);
    index.commit();
}

/// What is damaged, and where pieces of other indexes come from.
struct Indexes {
    kb::test::TemporaryDirectory directory;
    fs::path intact = directory / "intact";
    kb::test::Donors donors{directory / "other", directory / "earlier"};

    Indexes() {
        add_posts(intact, 1, 0, 200);
        fs::copy(intact, donors.earlier, fs::copy_options::recursive);
        add_posts(intact, 2, 150, 300);
        kb::test::make_ranking_file(intact);
        add_posts(intact, 3, 290, 310);  // newer than the ranking file
        add_posts(donors.other, 4, 0, 250);
        kb::test::make_ranking_file(donors.other);
    }
};

/// What a child process says of an index, a line an observation; and how it ended.
struct Verdict {
    std::vector<Observation> reading;
    std::vector<Observation> writing;
    int status = 0;
    bool complete = false;
};

void tell(std::FILE* out, const char* mark, const std::vector<Observation>& observations) {
    for (const Observation& o : observations) {
        std::string said = o.said;
        for (char& c : said)
            if (c == '\n') c = ' ';
        std::fprintf(out, "%s\t%s\t%d\t%d\t%s\n", mark, o.operation.c_str(), o.failed ? 1 : 0,
                     o.escaped ? 1 : 0, said.c_str());
        std::fflush(out);
    }
}

/// In the child: nothing that happens here can take the parent along.
[[noreturn]] void examine(const fs::path& directory, int out) {
    ::alarm(longest_seconds);
    const rlimit time{most_processor_seconds, most_processor_seconds + 1};
    ::setrlimit(RLIMIT_CPU, &time);
    if (!sanitized) {
        const rlimit limit{most_bytes, most_bytes};
        ::setrlimit(RLIMIT_AS, &limit);
    }
    std::FILE* file = ::fdopen(out, "w");
    tell(file, "r", kb::test::read_index(directory));
    tell(file, "w", kb::test::write_index(directory));
    std::fprintf(file, "end\n");
    std::fclose(file);
    ::_exit(0);
}

Verdict parse(const std::string& text) {
    Verdict verdict;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line == "end") verdict.complete = true;
        std::istringstream fields(line);
        std::string mark, failed, escaped;
        Observation o;
        std::getline(fields, mark, '\t');
        std::getline(fields, o.operation, '\t');
        std::getline(fields, failed, '\t');
        std::getline(fields, escaped, '\t');
        std::getline(fields, o.said);
        o.failed = failed == "1";
        o.escaped = escaped == "1";
        if (mark == "r") verdict.reading.push_back(o);
        if (mark == "w") verdict.writing.push_back(o);
    }
    return verdict;
}

Verdict examine_in_child(const fs::path& directory) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        examine(directory, ends[1]);
    }
    ::close(ends[1]);
    std::string text;
    char buffer[1 << 16];
    for (ssize_t n; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    Verdict verdict = parse(text);
    verdict.status = status;
    return verdict;
}

std::string ending(const Verdict& verdict) {
    const std::vector<Observation>& last =
        verdict.writing.empty() ? verdict.reading : verdict.writing;
    const std::string after = last.empty() ? "the beginning" : last.back().operation;
    if (WIFSIGNALED(verdict.status) &&
        (WTERMSIG(verdict.status) == SIGALRM || WTERMSIG(verdict.status) == SIGXCPU))
        return "hangs after " + after;
    if (WIFSIGNALED(verdict.status))
        return "is killed by signal " + std::to_string(WTERMSIG(verdict.status)) + " after " +
               after;
    return "exits with " + std::to_string(WEXITSTATUS(verdict.status)) + " after " + after;
}

/// What is wrong with how a damaged index behaved, if anything is.
std::vector<std::string> faults(const Verdict& verdict, const std::vector<Observation>& intact) {
    std::vector<std::string> faults;
    if (!verdict.complete || verdict.status != 0) {
        faults.push_back(ending(verdict));
        return faults;
    }
    for (const auto* observations : {&verdict.reading, &verdict.writing}) {
        for (const Observation& o : *observations) {
            if (o.escaped) faults.push_back(o.operation + " throws: " + o.said);
        }
    }
    const bool unsound = verdict.reading.back().failed;
    for (std::size_t i = 0; i + 1 < intact.size() && !unsound; ++i) {
        const Observation& o = verdict.reading[i];
        if (!o.failed && !o.escaped && o.said != intact[i].said) {
            faults.push_back(o.operation + " says another thing, and check finds nothing:\n    " +
                             o.said.substr(0, 400) + "\n  instead of\n    " +
                             intact[i].said.substr(0, 400));
        }
    }
    return faults;
}

/// How rounds ended, by what was seen.
struct Tally {
    std::map<std::string, unsigned> endings;
    unsigned bad = 0;

    void count(const Verdict& verdict, const std::vector<Observation>& intact) {
        bool failed = false;
        bool different = false;
        for (std::size_t i = 0; i + 1 < verdict.reading.size(); ++i) {
            failed = failed || verdict.reading[i].failed;
            different = different ||
                        (!verdict.reading[i].failed && verdict.reading[i].said != intact[i].said);
        }
        const bool found = verdict.reading.empty() || verdict.reading.back().failed;
        ++endings[std::string(failed      ? "some operation told of an error"
                              : different ? "some result differed"
                                          : "all results were right") +
                  (found ? ", check found damage" : ", check found nothing")];
    }
};

}  // namespace

int main(int argc, char** argv) {
    const unsigned long rounds = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 300;
    const unsigned long first = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1;
    const Indexes indexes;
    const fs::path copy = indexes.directory / "copy";
    fs::copy(indexes.intact, copy, fs::copy_options::recursive);
    const std::vector<Observation> intact = examine_in_child(copy).reading;
    if (intact.empty() || intact.back().failed) {
        std::cerr << "the index was unsound from the start\n";
        return 2;
    }
    Tally tally;
    for (unsigned long seed = first; seed < first + rounds; ++seed) {
        fs::remove_all(copy);
        fs::copy(indexes.intact, copy, fs::copy_options::recursive);
        std::mt19937_64 random(seed);
        const std::string done = kb::test::mutate(copy, indexes.donors, random);
        const Verdict verdict = examine_in_child(copy);
        const std::vector<std::string> wrong = faults(verdict, intact);
        tally.count(verdict, intact);
        if (wrong.empty()) continue;
        ++tally.bad;
        std::cout << "seed " << seed << ", " << done << '\n';
        for (const std::string& fault : wrong)
            std::cout << "  " << fault << '\n';
        std::cout.flush();
    }
    for (const auto& [what, count] : tally.endings)
        std::cout << count << " rounds: " << what << '\n';
    std::cout << tally.bad << " of " << rounds << " rounds went wrong\n";
    return tally.bad == 0 ? 0 : 1;
}
