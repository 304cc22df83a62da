#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

#include "reading.hpp"

namespace fs = std::filesystem;
using namespace kb::test;

namespace {

void write_text(const TemporaryDirectory& directory, std::string_view name,
                std::string_view title) {
    fs::create_directories((directory / name).parent_path());
    write_file(directory / name, std::string(title) + "\n\nText.\n");
}

}  // namespace

TEST_CASE("a directory is read recursively in name order") {
    const TemporaryDirectory directory;
    write_text(directory, "b.txt", "two");
    write_text(directory, "a.text", "one");
    write_text(directory, "c/d/e.txt", "three");
    write_text(directory, "f.txt", "four");
    const Reading reading = read_inputs({directory.path().string()});
    CHECK(reading.titles() == Strings{"one", "two", "three", "four"});
    CHECK(reading.messages() == Strings{});
}

TEST_CASE("hidden entries, other extensions and linked directories are left out") {
    const TemporaryDirectory directory;
    write_text(directory, "a.txt", "one");
    write_text(directory, ".hidden.txt", "hidden");
    write_text(directory, ".git/b.txt", "hidden");
    write_text(directory, "notes.pdf", "other");
    write_text(directory, "Makefile", "other");
    fs::create_directory_symlink(directory.path(), directory / "loop");
    fs::create_symlink(directory / "a.txt", directory / "b.txt");
    const Reading reading = read_inputs({directory.path().string()});
    CHECK(reading.titles() == Strings{"one", "one"});
    CHECK(reading.messages() == Strings{});
}

TEST_CASE("the asset folder of a saved page is left out") {
    const TemporaryDirectory directory;
    for (const char* name : {"Page.html", "Page_files/frame.html", "Other_files/frame.html"}) {
        fs::create_directories((directory / name).parent_path());
        write_file(directory / name, std::string("<title>") + name + "</title>");
    }
    CHECK(read_inputs({directory.path().string()}).titles() ==
          Strings{"Other_files/frame.html", "Page.html"});
}

TEST_CASE("a given format reads the files of a directory with its extensions only") {
    const TemporaryDirectory directory;
    write_text(directory, "a.txt", "one");
    write_file(directory / "b.jsonl", "{\"id\":\"1\",\"title\":\"two\"}\n");
    kb::ReadOptions options;
    options.format = kb::Format::jsonl;
    CHECK(read_inputs({directory.path().string()}, options).titles() == Strings{"two"});
}

TEST_CASE("a directory without anything to read is a warning") {
    const TemporaryDirectory directory;
    CHECK(read_inputs({directory.path().string()}).messages() ==
          Strings{"[0: holds no file of a known format]"});
}

TEST_CASE("an unreadable input is a failure and the others are read") {
    const TemporaryDirectory directory;
    write_text(directory, "in/a.txt", "one");
    write_text(directory, "in/closed/b.txt", "two");
    write_text(directory, "in/d.txt", "three");
    const fs::path closed = directory / "in/closed";
    fs::permissions(closed, fs::perms::none);
    const Reading reading =
        read_inputs({(directory / "missing").string(), (directory / "in").string()});
    fs::permissions(closed, fs::perms::owner_all);
    if (::geteuid() == 0) {  // whom no permissions hold back
        CHECK(reading.titles() == Strings{"one", "two", "three"});
        CHECK(reading.messages() == Strings{"0: no such file or directory"});
    } else {
        CHECK(reading.titles() == Strings{"one", "three"});
        CHECK(reading.messages() ==
              Strings{"0: permission denied", "0: no such file or directory"});
    }
    CHECK(reading.problems.back().input == (directory / "missing").string());
}

TEST_CASE("binary files are failures") {
    const Reading reading =
        read_content("a.txt", std::string_view("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", 20));
    CHECK(reading.documents.empty());
    CHECK(reading.messages() == Strings{"0: looks like a binary file"});
}

TEST_CASE("sockets and private web links are failures that say so") {
    const TemporaryDirectory directory;
    const std::string path = (directory / "s").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof(address.sun_path));
    path.copy(address.sun_path, path.size());
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(socket >= 0);
    const bool bound =
        ::bind(socket, static_cast<const sockaddr*>(static_cast<const void*>(&address)),
               sizeof(address)) == 0;
    const Reading reading = read_inputs({path, "http://127.0.0.1:1/feed"});
    ::close(socket);
    REQUIRE(bound);
    CHECK(reading.messages() == Strings{"0: is a socket",
                                        "0: cannot be fetched: 127.0.0.1: not a public address "
                                        "(private networks are refused)"});
}

TEST_CASE("progress is counted in bytes of the inputs") {
    const TemporaryDirectory directory;
    write_text(directory, "a.txt", "one");
    write_text(directory, "b.txt", "two");
    kb::DocumentReader reader({(directory / "a.txt").string(), directory.path().string()}, {});
    CHECK(reader.bytes_read() == 0);
    CHECK(reader.bytes_total() == 0);
    REQUIRE(reader.next());
    const std::uint64_t size = fs::file_size(directory / "a.txt");
    CHECK(reader.bytes_total() == 3 * size);
    CHECK(reader.bytes_read() == size);
    while (reader.next()) {
    }
    CHECK(reader.bytes_read() == 3 * size);
    CHECK(reader.failures() == 0);
    CHECK_FALSE(reader.next());
}

TEST_CASE("failures are counted and a reader needs no handler for them") {
    const TemporaryDirectory directory;
    kb::DocumentReader reader({(directory / "x").string(), (directory / "y").string()}, {});
    CHECK_FALSE(reader.next());
    CHECK(reader.failures() == 2);
}

TEST_CASE("a reader can be moved while it reads") {
    const TemporaryDirectory directory;
    write_file(directory / "a.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\"}\nbad\n");
    std::size_t problems = 0;
    kb::DocumentReader first({(directory / "a.jsonl").string()}, {},
                             [&](const kb::Problem&) { ++problems; });
    REQUIRE(first.next());
    kb::DocumentReader second = std::move(first);
    CHECK(second.next()->id == "2");
    CHECK_FALSE(second.next());
    CHECK(problems == 1);
}

TEST_CASE("XML that is no feed is passed over in a directory, and a failure where it is named") {
    const TemporaryDirectory directory;
    write_file(directory / "sitemap.xml", "<?xml version=\"1.0\"?><urlset><url/></urlset>");
    write_file(directory / "post.md", "# Post\n\nwords");
    const Reading walked = read_inputs({directory.path().string()});
    CHECK(walked.titles() == Strings{"Post"});
    CHECK(walked.messages() == Strings{"[0: is XML that holds no feed and was passed over]"});
    const Reading named = read_inputs({(directory / "sitemap.xml").string()});
    CHECK(named.messages() == Strings{"0: holds no feed: neither RSS nor Atom nor JSON Feed"});
}

TEST_CASE("a title of megabytes is cut, with a warning that shows how it begins") {
    const Reading reading = read_content(
        "long.jsonl", R"({"id":"a","title":"Begin )" + std::string(5'000'000, 'x') + "\"}\n");
    REQUIRE(reading.documents.size() == 1);
    CHECK(reading.documents.front().title.size() == 16384);
    REQUIRE(reading.messages().size() == 1);
    CHECK(reading.messages().front().starts_with("[0: the title was cut to 16384 bytes: Begin xx"));
}
