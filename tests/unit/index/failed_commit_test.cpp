// What a process that goes on after a commit failed may rely on.

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>
#include <vector>

#include "kb/error.hpp"
#include "kb/index.hpp"
#include "kb/maintenance.hpp"
#include "kb/searcher.hpp"
#include "support/sample_index.hpp"

using namespace kb;

namespace {

/// No file of this process may grow beyond so much while the object lives, as on a full disk.
class FullDisk {
  public:
    explicit FullDisk(rlim_t most_bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{most_bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    rlimit before_{};
    void (*handler_)(int);
};

Document post(const std::string& id) {
    return test::make_document(id, "Post " + id, "lantern of the harbour " + id);
}

std::vector<std::string> ids_in(const std::filesystem::path& path) {
    std::vector<std::string> ids;
    Searcher(path).for_each([&](const Document& document) {
        ids.push_back(document.id);
        return true;
    });
    return ids;
}

/// An index with document "a", of which a commit of many more has failed.
struct IndexAfterFailure {
    test::TemporaryDirectory directory;
    std::filesystem::path path = directory / "index";
    Index index{path, Index::Mode::create};

    IndexAfterFailure() {
        index.add(post("a"));
        index.commit();
        for (int number = 0; number < 300; ++number)
            index.add(post("lost " + std::to_string(number)));
        const FullDisk full(40'000);
        CHECK_THROWS_AS(index.commit(), Error);
    }
};

}  // namespace

TEST_CASE("after a failed commit nothing more is committed unless it is asked for") {
    IndexAfterFailure failed;
    failed.index.add(post("b"));
    { const Index closed = std::move(failed.index); }
    CHECK(ids_in(failed.path) == std::vector<std::string>{"a"});
    CHECK(check_index(failed.path).problems.empty());
}

TEST_CASE("after a failed commit the same object commits what comes then") {
    IndexAfterFailure failed;
    failed.index.add(post("b"));
    failed.index.commit();
    CHECK(ids_in(failed.path) == std::vector<std::string>{"a", "b"});
    { const Index closed = std::move(failed.index); }
    CHECK(check_index(failed.path).problems.empty());
}

TEST_CASE("what a failed commit held may be discarded") {
    IndexAfterFailure failed;
    failed.index.discard();
    failed.index.add(post("b"));
    failed.index.commit();
    CHECK(ids_in(failed.path) == std::vector<std::string>{"a", "b"});
}
