// Posts into a new index: kb, from JSON Lines as kbindex reads them, beside a loop over Xapian's
// TermGenerator with positions, which has the posts in memory already. Each run has a process of
// its own, in turn; the best counts. Prints documents a second, their ratio, and the most memory
// that each took.
//
//     KB_BENCH_POSTS=posts.jsonl KB_BENCH_DOCUMENTS=60000 build/release/bench/kb_indexing [RUNS]
//
// Without KB_BENCH_POSTS the posts are made up. With KB_BENCH_LEAST_RATIO the program fails below
// it.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kb/index.hpp"
#include "kb/reader.hpp"
#include "kb/searcher.hpp"
#include "peers/xapian_index.hpp"
#include "support/posts.hpp"

namespace {

using namespace kb;
namespace fs = std::filesystem;

/// What a run in its own process reports.
struct Run {
    double seconds = 0;
    double cpu_seconds = 0;
    double peak_megabytes = 0;
    std::uint64_t documents = 0;
};

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <typename Work>
Run timed(Work&& work) {
    Run run;
    const double cpu = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    run.documents = work();
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    run.cpu_seconds = cpu_seconds() - cpu;
    return run;
}

/// Runs in a child, so that the memory of one run is not that of another.
Run in_process(const std::function<Run()>& work) {
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        Run run = work();
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        run.peak_megabytes = static_cast<double>(usage.ru_maxrss) / 1024;
        const bool written = ::write(pipe[1], &run, sizeof run) == sizeof run;
        ::_exit(written ? 0 : 1);
    }
    Run run;
    ::close(pipe[1]);
    const bool got = ::read(pipe[0], &run, sizeof run) == sizeof run;
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!got || status != 0) throw std::runtime_error("a run failed");
    return run;
}

Run write_posts(const fs::path& file) {
    return timed([&] {
        std::ofstream lines(file);
        for (const Document& post : bench::posts())
            lines << to_json(post) << '\n';
        return bench::posts().size();
    });
}

Run run_kb(const fs::path& file, const fs::path& path) {
    return timed([&] {
        Index index(path, Index::Mode::create);
        DocumentReader reader({file.string()}, {.format = Format::jsonl});
        index.add_all(reader, {});
        return Searcher(path).stats().documents;
    });
}

Run run_xapian(const fs::path& file, const fs::path& path) {
    std::vector<Document> posts;
    DocumentReader reader({file.string()}, {.format = Format::jsonl});
    while (std::optional<Document> post = reader.next())
        posts.push_back(std::move(*post));
    return timed([&] {
        bench::build_xapian_index(path.string(), posts);
        return Xapian::Database(path.string()).get_doccount();
    });
}

std::uintmax_t bytes_in(const fs::path& path) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file()) bytes += entry.file_size();
    }
    return bytes;
}

class Peer {
  public:
    Peer(const char* name, fs::path path, std::function<Run(const fs::path&)> work)
        : name_(name), path_(std::move(path)), work_(std::move(work)) {}

    void run(std::uint64_t documents) {
        fs::remove_all(path_);
        const Run run = in_process([&] { return work_(path_); });
        if (run.documents != documents) throw std::runtime_error("lost documents");
        if (best_.seconds == 0 || run.seconds < best_.seconds) best_ = run;
        bytes_ = bytes_in(path_);
    }

    double rate() const { return static_cast<double>(best_.documents) / best_.seconds; }
    void print(const Peer& base) const {
        std::printf("| %s | %.0f | %.2f | %.1f | %.1f | %.0f | %.0f |\n", name_, rate(),
                    rate() / base.rate(), best_.seconds, best_.cpu_seconds, best_.peak_megabytes,
                    static_cast<double>(bytes_) / 1e6);
    }

  private:
    const char* name_;
    fs::path path_;
    std::function<Run(const fs::path&)> work_;
    Run best_;
    std::uintmax_t bytes_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    const int runs = argc > 1 ? std::atoi(argv[1]) : 3;
    const fs::path directory = bench::scratch_directory();
    const fs::path file = directory / "posts.jsonl";
    const std::uint64_t documents = in_process([&] { return write_posts(file); }).documents;
    Peer kb("kb", directory / "kb", [&](const fs::path& path) { return run_kb(file, path); });
    Peer xapian("Xapian, TermGenerator", directory / "xapian",
                [&](const fs::path& path) { return run_xapian(file, path); });
    for (int i = 0; i < runs; ++i) {
        kb.run(documents);
        xapian.run(documents);
    }
    std::printf("%llu posts, %.1f MB of JSON Lines.\n\n",
                static_cast<unsigned long long>(documents),
                static_cast<double>(fs::file_size(file)) / 1e6);
    std::printf("| | posts/s | × | s | s of processors | peak memory, MB | index, MB |\n");
    std::printf("|---|---|---|---|---|---|---|\n");
    kb.print(xapian);
    xapian.print(xapian);
    const char* least = std::getenv("KB_BENCH_LEAST_RATIO");
    return least != nullptr && kb.rate() / xapian.rate() < std::atof(least) ? 1 : 0;
}
