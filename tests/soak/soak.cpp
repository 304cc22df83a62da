// Random work on one index for a while, against a model: additions, updates, deletions, searches,
// compactions, rebuilds, backups, and kbindex processes that are killed at any moment. Readers
// search in threads all the time. Memory and open files must stay level.
//
// Usage: kb_soak KBINDEX SECONDS [SEED]

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "model.hpp"
#include "process.hpp"
#include "support/temporary_directory.hpp"

namespace kb::soak {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t first_documents = 5'500;  // enough for a ranking file
constexpr std::uint32_t most_documents = 7'500;

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what);
}

std::string exported(const fs::path& index) {
    std::string lines;
    Searcher(index).for_each([&](const Document& document) {
        lines += to_json(document) + "\n";
        return true;
    });
    return lines;
}

SearchRequest everything(std::string query) {
    SearchRequest request;
    request.query = std::move(query);
    request.limit = most_documents * 2;
    request.snippet_length = 0;
    request.collapse = false;
    return request;
}

/// The highest figures of the second and of the last quarter of the time. Memory that was given
/// back to the allocator does not count: how much of it the allocator keeps says nothing of leaks.
class Levels {
  public:
    Levels(Clock::time_point begin, Clock::time_point end) : begin_(begin), end_(end) {}

    void sample() {
        const auto quarter = (Clock::now() - begin_) * 4 / (end_ - begin_);
        if (quarter == 1) note(early_);
        if (quarter >= 3) note(late_);
    }

    void show() const {
        std::printf("resident memory: %.1f MB in the second quarter, %.1f MB in the last\n",
                    early_.megabytes, late_.megabytes);
        std::printf("open files: %zu in the second quarter, %zu in the last\n", early_.files,
                    late_.files);
    }

    void check() const {
        if (early_.files == 0 || late_.files == 0) return;  // too short a time
        constexpr double tolerance = 1.15;
        constexpr double slack_megabytes = 24;
        constexpr std::size_t slack_files = 10;
        require(
            under_sanitizer() || late_.megabytes <= early_.megabytes * tolerance + slack_megabytes,
            "memory grows");
        require(late_.files <= early_.files + slack_files, "open files become more");
    }

  private:
    struct Figures {
        double megabytes = 0;
        std::size_t files = 0;
    };

    static void note(Figures& figures) {
        give_back_free_memory();
        figures.megabytes = std::max(figures.megabytes, resident_megabytes());
        figures.files = std::max(figures.files, open_files());
    }

    Clock::time_point begin_;
    Clock::time_point end_;
    Figures early_;
    Figures late_;
};

/// Threads that search without pause. They cannot know the model; what they see must be in itself
/// consistent, and never an error.
class Readers {
  public:
    Readers(const Searcher& searcher, unsigned seed) {
        for (unsigned i = 0; i < 2; ++i)
            threads_.emplace_back([this, &searcher, seed, i] { read(searcher, seed + i); });
    }
    ~Readers() {
        done_ = true;
        for (std::thread& thread : threads_)
            thread.join();
    }

    std::uint64_t searches() const { return searches_; }
    void check() const { require(!failed_, "a reader failed"); }

  private:
    void read(const Searcher& searcher, unsigned seed) {
        Random random(seed);
        while (!done_) {
            try {
                SearchRequest request;
                request.query = random_word(random) + " " + random_word(random);
                request.facets = {"kind"};
                const Results results = searcher.search(request);
                require(results.hits.size() == std::min<std::uint64_t>(results.total, 10),
                        "a page that is not full");
                ++searches_;
            } catch (const std::exception& error) {
                std::fprintf(stderr, "reader: %s\n", error.what());
                failed_ = true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    std::atomic<bool> done_ = false;
    std::atomic<bool> failed_ = false;
    std::atomic<std::uint64_t> searches_ = 0;
    std::vector<std::thread> threads_;
};

class Soak {
  public:
    Soak(fs::path kbindex, unsigned seed) : kbindex_(std::move(kbindex)), random_(seed) {
        Index index(path(), Index::Mode::create);
        write(index, first_documents);
        index.commit();
        searcher_.emplace(path());
    }

    const Searcher& searcher() const { return *searcher_; }

    void step() {
        struct Action {
            std::uint32_t weight;
            void (Soak::*run)();
        };
        static constexpr std::array actions = {
            Action{30, &Soak::change},          Action{20, &Soak::ask},
            Action{12, &Soak::add_and_kill},    Action{6, &Soak::maintain_and_kill},
            Action{6, &Soak::change_and_leave}, Action{2, &Soak::compact},
            Action{1, &Soak::rebuild},          Action{4, &Soak::back_up},
            Action{4, &Soak::look_through},
        };
        std::uint32_t total = 0;
        for (const Action& action : actions)
            total += action.weight;
        std::uint32_t drawn = below(random_, total);
        for (const Action& action : actions) {
            if (drawn < action.weight) {
                ++steps_;
                return (this->*action.run)();
            }
            drawn -= action.weight;
        }
    }

    /// Everything there is, against the model.
    void look_through() {
        require(exported(path()) == model_.exported(), "the documents are not those of the model");
        require(check_index(path(), waiting()).problems.empty(), "the check finds problems");
    }

    void show() const {
        std::printf(
            "%llu steps: %llu batches, %llu questions, %llu kills (%llu before the commit), "
            "%llu backups, %llu compactions and rebuilds; %zu documents\n",
            count(steps_), count(batches_), count(questions_), count(kills_), count(undone_),
            count(backups_), count(rewrites_), model_.size());
    }

  private:
    static unsigned long long count(std::uint64_t number) { return number; }

    fs::path path() const { return directory_ / "index"; }
    static MaintenanceOptions waiting() { return {.wait = std::chrono::minutes(2)}; }

    std::string new_id() { return "https://example.org/" + std::to_string(next_id_++); }

    /// A new document, or a new form of one that is there.
    Document some_document() {
        const bool update = model_.size() > 0 && below(random_, 3) == 0;
        return random_document(random_, update ? model_.random_id(random_) : new_id());
    }

    void write(Index& index, std::uint32_t documents) {
        for (std::uint32_t i = 0; i < documents; ++i) {
            const Document document = some_document();
            index.add(document);
            model_.put(document);
        }
    }
    void erase(Index& index, std::uint32_t documents) {
        for (std::uint32_t i = 0; i < documents && model_.size() > 1; ++i) {
            const std::string id = model_.random_id(random_);
            require(index.erase(id), "a document is not there to be erased");
            model_.erase(id);
        }
    }

    void change() {
        Index index(path());
        write(index, below(random_, 120));
        const bool full = model_.size() > most_documents;
        erase(index, below(random_, full ? 1500 : 60));
        index.commit();
        ++batches_;
    }

    void change_and_leave() {
        const Model before = model_;
        {
            Index index(path());
            write(index, below(random_, 300));
            erase(index, below(random_, 30));
            if (below(random_, 2) == 0) index.discard();
        }
        model_ = before;
    }

    void ask() {
        for (int i = 0; i < 10; ++i) {
            const Model::Question question = model_.random_question(random_);
            const Results results = searcher_->search(everything(question.query));
            std::set<std::string> found;
            for (const Hit& hit : results.hits)
                found.insert(hit.document.id);
            const std::set<std::string> answer = model_.answer(question);
            require(found == answer, question.query + " finds " + std::to_string(found.size()) +
                                         " documents, not " + std::to_string(answer.size()));
            require(results.total == found.size(), question.query + ": a wrong total");
            ++questions_;
        }
    }

    /// Some moment from the start of a process to about its end.
    std::chrono::microseconds some_moment() {
        return std::chrono::microseconds(below(random_, 1U << (8 + below(random_, 11))));
    }

    std::optional<int> killed(std::vector<std::string> words) {
        std::vector<std::string> command = {kbindex_.string(), "--db",   path().string(),
                                            "--quiet",         "--wait", "120"};
        command.insert(command.end(), words.begin(), words.end());
        ++kills_;
        return run(command, some_moment());
    }

    void add_and_kill() {
        Model after = model_;
        const fs::path batch = directory_ / "batch.jsonl";
        {
            std::ofstream file(batch);
            for (std::uint32_t i = below(random_, 200) + 1; i > 0; --i) {
                const Document document = some_document();
                after.put(document);
                file << to_json(document) << "\n";
            }
        }
        const std::optional<int> code = killed({"add", batch.string()});
        require(!code || *code == 0, "adding failed");
        const std::string now = exported(path());
        if (now == after.exported()) {
            model_ = std::move(after);
            return;
        }
        ++undone_;
        require(!code, "a batch is not there though its process ended well");
        require(now == model_.exported(), "half a batch is there");
    }

    void maintain_and_kill() {
        const std::optional<int> code = killed({below(random_, 2) == 0 ? "compact" : "rebuild"});
        require(!code || *code == 0, "maintenance failed");
        require(exported(path()) == model_.exported(), "maintenance changed the documents");
    }

    void compact() {
        compact_index(path(), waiting());
        ++rewrites_;
    }
    void rebuild() {
        rebuild_index(path(), waiting());
        ++rewrites_;
    }

    /// A backup has the same documents; without its ranking file, it finds the same as with it.
    void back_up() {
        const fs::path copy = directory_ / "copy";
        fs::remove_all(copy);
        backup_index(path(), copy, waiting());
        require(exported(copy) == model_.exported(), "a backup is not like the index");
        for (const auto& file : fs::directory_iterator(copy / "g1")) {
            if (file.path().filename().string().starts_with("ranking-")) fs::remove(file);
        }
        const Searcher slow(copy);
        for (int i = 0; i < 5; ++i) {
            SearchRequest request;
            request.query = random_word(random_) + " " + random_word(random_);
            request.now = Timestamp{std::chrono::seconds{1'700'000'000}};
            compare(searcher_->search(request), slow.search(request), request.query);
        }
        ++backups_;
    }

    static void compare(const Results& fast, const Results& slow, const std::string& query) {
        require(fast.total == slow.total && fast.hits.size() == slow.hits.size(),
                query + ": other totals without the ranking file");
        for (std::size_t i = 0; i < fast.hits.size(); ++i) {
            require(fast.hits[i].document.id == slow.hits[i].document.id,
                    query + ": another order without the ranking file");
        }
    }

    test::TemporaryDirectory directory_;
    fs::path kbindex_;
    Random random_;
    Model model_;
    std::optional<Searcher> searcher_;
    std::uint64_t next_id_ = 0;
    std::uint64_t steps_ = 0;
    std::uint64_t batches_ = 0;
    std::uint64_t questions_ = 0;
    std::uint64_t kills_ = 0;
    std::uint64_t undone_ = 0;
    std::uint64_t backups_ = 0;
    std::uint64_t rewrites_ = 0;
};

void soak(const fs::path& kbindex, std::chrono::seconds time, unsigned seed) {
    Soak work(kbindex, seed);
    Readers readers(work.searcher(), seed);
    const auto begin = Clock::now();
    const auto end = begin + time;
    Levels levels(begin, end);
    while (Clock::now() < end) {
        work.step();
        readers.check();
        levels.sample();
    }
    work.look_through();
    work.show();
    std::printf("%llu searches in threads\n", static_cast<unsigned long long>(readers.searches()));
    levels.show();
    levels.check();
}

}  // namespace
}  // namespace kb::soak

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: kb_soak KBINDEX SECONDS [SEED]\n");
        return 2;
    }
    const unsigned seed = argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 1;
    std::printf("seed %u\n", seed);
    try {
        kb::soak::soak(argv[1], std::chrono::seconds(std::atoi(argv[2])), seed);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kb_soak: %s\n", error.what());
        return 1;
    }
    return 0;
}
