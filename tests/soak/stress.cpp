// Eight readers, four of them in processes of their own, beside a writer that commits without
// pause. What each sees must be one whole commit, none older than the newest when it asked, and
// nothing may fail. The longest of them are overtaken by many commits.
//
// Usage: kb_stress SECONDS [SEED]

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "history.hpp"
#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "support/temporary_directory.hpp"

namespace kb::soak {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t first_documents = 1'500;
constexpr unsigned readers_of_a_kind = 4;
constexpr std::uint32_t batches_of_a_generation = 40;

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what);
}

/// What all threads and processes know of each other.
struct Shared {
    std::atomic<std::uint32_t> committed = 0;
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> searches = 0;
    std::atomic<std::uint64_t> exports = 0;
    std::atomic<std::uint64_t> overtaken = 0;  ///< exports that saw several commits
    std::atomic<unsigned> failures = 0;
};

class SharedMemory {
  public:
    SharedMemory()
        : place_(::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                        -1, 0)) {
        if (place_ == MAP_FAILED) throw std::bad_alloc();
        new (place_) Shared;
    }
    ~SharedMemory() { ::munmap(place_, sizeof(Shared)); }
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;

    Shared& operator*() const { return *static_cast<Shared*>(place_); }

  private:
    void* place_;
};

class Reader {
  public:
    Reader(const fs::path& index, Shared& shared, unsigned seed, unsigned number)
        : searcher_(index),
          shared_(shared),
          random_(seed * 100 + number),
          history_(seed, first_documents),
          patient_(number % readers_of_a_kind == 0) {}

    void run() {
        try {
            while (!shared_.done) {
                for (int i = 0; i < 10; ++i)
                    ask();
                look_at_clock();
                read_all();
            }
        } catch (const std::exception& error) {
            std::fprintf(stderr, "reader: %s\n", error.what());
            ++shared_.failures;
        }
    }

  private:
    /// Every answer says itself of which commit it is.
    void ask() {
        const Model::Question question = history_.model().random_question(random_);
        SearchRequest request;
        request.query = std::string(History::clock_word) + " OR (" + question.query + ")";
        request.limit = first_documents * 100;
        request.snippet_length = 0;
        request.collapse = false;
        const std::uint32_t before = shared_.committed;
        const Results results = searcher_.search(request);
        std::set<std::string> found;
        std::uint32_t number = 0;
        for (const Hit& hit : results.hits) {
            if (hit.document.id == History::clock_id) {
                number = History::number_of(hit.document);
            } else {
                found.insert(hit.document.id);
            }
        }
        require(results.total == found.size() + 1, "no clock, or a wrong total");
        go_on_to(number, before);
        std::set<std::string> answer = history_.model().answer(question);
        answer.erase(History::clock_id);
        require(found == answer, request.query + ": half a batch");
        ++shared_.searches;
    }

    void look_at_clock() {
        const std::uint32_t before = shared_.committed;
        const auto clock = searcher_.document(History::clock_id);
        require(clock.has_value(), "the clock is gone");
        go_on_to(History::number_of(*clock), before);
    }

    void go_on_to(std::uint32_t number, std::uint32_t before) {
        require(number >= before, "an old commit");
        require(number >= history_.number(), "a commit older than one seen before");
        while (history_.number() < number)
            history_.next();
    }

    /// All documents, by some readers so slowly that many commits pass. Each that comes must be as
    /// it was in one of them, and each that was there in all of them must come.
    void read_all() {
        const std::uint32_t first = shared_.committed;
        while (history_.number() < first)
            history_.next();
        std::map<std::string, std::string> seen;
        std::string last;
        searcher_.for_each([&](const Document& document) {
            require(last < document.id, "documents come in another order");
            last = document.id;
            seen[document.id] = to_json(document);
            if (patient_) std::this_thread::sleep_for(std::chrono::microseconds(500));
            return true;
        });
        compare(seen);
        ++shared_.exports;
    }

    void compare(const std::map<std::string, std::string>& seen) {
        const std::uint32_t last = shared_.committed + 1;  // it may be there, but not counted yet
        std::map<std::string, std::set<std::string>> forms;
        std::map<std::string, std::uint32_t> commits;
        const std::uint32_t first = history_.number();
        History course = history_;  // that goes on alone: the last commit may not be one yet
        const auto note = [&] {
            for (const auto& [id, document] : course.model().documents()) {
                ++commits[id];
                if (seen.contains(id)) forms[id].insert(to_json(document));
            }
        };
        for (note(); course.number() < last; note())
            course.next();
        for (const auto& [id, form] : seen)
            require(forms[id].contains(form), id + " is as it never was");
        for (const auto& [id, count] : commits) {
            if (count == last - first + 1) require(seen.contains(id), id + " is missing");
        }
        if (last - first > 2) ++shared_.overtaken;
    }

    Searcher searcher_;
    Shared& shared_;
    Random random_;
    History history_;
    bool patient_;
};

/// Readers in processes, which are started before there are threads.
std::vector<pid_t> start_processes(const fs::path& index, Shared& shared, unsigned seed) {
    std::vector<pid_t> children;
    for (unsigned i = 0; i < readers_of_a_kind; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            Reader(index, shared, seed, i).run();
            ::_exit(0);
        }
        require(child > 0, "no process can be started");
        children.push_back(child);
    }
    return children;
}

void write(Index& index, const Batch& batch) {
    for (const Document& document : batch.put)
        index.add(document);
    for (const std::string& id : batch.erased)
        index.erase(id);
    index.commit();
}

/// Returns the longest time that a commit took.
std::chrono::milliseconds write_until(Clock::time_point end, const fs::path& path, Shared& shared,
                                      History history) {
    Clock::duration longest{};
    while (Clock::now() < end) {
        {
            Index index(path);
            for (std::uint32_t i = 0; i < batches_of_a_generation && Clock::now() < end; ++i) {
                const auto start = Clock::now();
                write(index, history.next());
                longest = std::max(longest, Clock::now() - start);
                shared.committed = history.number();
            }
        }
        if (history.number() % 3 == 0) {
            rebuild_index(path);
        } else {
            compact_index(path);
        }
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(longest);
}

int stress(std::chrono::seconds time, unsigned seed) {
    const test::TemporaryDirectory directory;
    const fs::path path = directory / "index";
    const History history(seed, first_documents);
    {
        Index index(path, Index::Mode::create);
        write(index, history.beginning());
    }
    const SharedMemory memory;
    Shared& shared = *memory;
    const std::vector<pid_t> processes = start_processes(path, shared, seed);
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < readers_of_a_kind; ++i)
        threads.emplace_back([&, i] { Reader(path, shared, seed, readers_of_a_kind + i).run(); });
    std::chrono::milliseconds longest{};
    try {
        longest = write_until(Clock::now() + time, path, shared, history);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "writer: %s\n", error.what());
        ++shared.failures;
    }
    shared.done = true;
    for (std::thread& thread : threads)
        thread.join();
    for (const pid_t process : processes) {
        int status = 0;
        ::waitpid(process, &status, 0);
        if (status != 0) ++shared.failures;
    }
    std::printf(
        "%u commits, the longest %lld ms; %llu searches, %llu exports, %llu of them over "
        "several commits\n",
        shared.committed.load(), static_cast<long long>(longest.count()),
        static_cast<unsigned long long>(shared.searches),
        static_cast<unsigned long long>(shared.exports),
        static_cast<unsigned long long>(shared.overtaken));
    if (!check_index(path).problems.empty()) ++shared.failures;
    return shared.failures == 0 && shared.committed > 0 && shared.exports > 0 ? 0 : 1;
}

}  // namespace
}  // namespace kb::soak

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: kb_stress SECONDS [SEED]\n");
        return 2;
    }
    const unsigned seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
    std::printf("seed %u\n", seed);
    std::fflush(stdout);
    try {
        return kb::soak::stress(std::chrono::seconds(std::atoi(argv[1])), seed);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kb_stress: %s\n", error.what());
        return 1;
    }
}
