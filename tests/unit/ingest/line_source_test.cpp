#include "ingest/line_source.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "kb/error.hpp"
#include "support/temporary_directory.hpp"

using kb::Charset;
using kb::ingest::ByteSource;
using kb::ingest::Line;
using kb::ingest::LineSource;
using kb::test::TemporaryDirectory;

namespace {

/// The lines of `content`, too long ones as "<too long>".
std::vector<std::string> lines_of(std::string_view content, std::uint64_t longest = 1 << 20,
                                  const Charset& charset = {}) {
    const TemporaryDirectory directory;
    kb::test::write_file(directory / "input", content);
    ByteSource bytes((directory / "input").string());
    LineSource source(bytes, charset, longest);
    std::vector<std::string> lines;
    while (const auto line = source.next()) {
        REQUIRE(line->number == lines.size() + 1);
        lines.emplace_back(line->too_long ? "<too long>" : line->text);
    }
    CHECK(bytes.bytes_read() == content.size());
    return lines;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("lines end with LF, CRLF or CR") {
    CHECK(lines_of("a\nb\r\nc\rd") == Strings{"a", "b", "c", "d"});
    CHECK(lines_of("a\n\n\r\n\r\rb\n") == Strings{"a", "", "", "", "", "b"});
    CHECK(lines_of("") == Strings{});
    CHECK(lines_of("\n") == Strings{""});
    CHECK(lines_of("no end") == Strings{"no end"});
}

TEST_CASE("lines and line ends may lie across blocks") {
    const std::size_t block = ByteSource::block_bytes;
    for (const std::size_t shift : {0U, 1U, 2U, 3U}) {
        const std::string first(block - shift, 'x');
        CAPTURE(shift);
        CHECK(lines_of(first + "\r\nsecond\n") == Strings{first, "second"});
        CHECK(lines_of(first + "é\n" + first + "\r\n\nlast") ==
              Strings{first + "é", first, "", "last"});
    }
}

TEST_CASE("a line beyond the limit passes by and the next one is read") {
    CHECK(lines_of("12345\n123456\n\n1234567\n1", 5) ==
          Strings{"12345", "<too long>", "", "<too long>", "1"});
    const std::string huge(3 * ByteSource::block_bytes, 'x');
    CHECK(lines_of("a\n" + huge + "\nb\n" + huge, 100000) ==
          Strings{"a", "<too long>", "b", "<too long>"});
    CHECK(lines_of(huge + "\nb", 3 * ByteSource::block_bytes) == Strings{huge, "b"});
}

TEST_CASE("other charsets are converted and a byte order mark is skipped") {
    CHECK(lines_of("\xEF\xBB\xBF"
                   "a\nb",
                   100, {"UTF-8", 3}) == Strings{"a", "b"});
    CHECK(lines_of("Gr\xFC\xDF"
                   "e\n",
                   100, {"windows-1252", 0}) == Strings{"Grüße"});
    CHECK(lines_of(std::string_view("\xFF\xFE"
                                    "a\0\n\0b\0",
                                    8),
                   100, {"UTF-16LE", 2}) == Strings{"a", "b"});
}

TEST_CASE("malformed sequences are replaced and counted") {
    const TemporaryDirectory directory;
    kb::test::write_file(directory / "input", "a\xff\nb\xc3");
    ByteSource bytes((directory / "input").string());
    LineSource source(bytes, {}, 100);
    CHECK(source.next()->text == "a\uFFFD");
    CHECK(source.next()->text == "b\uFFFD");
    CHECK_FALSE(source.next());
    CHECK(source.replaced() == 2);
}

TEST_CASE("a last line without an end is told apart") {
    const TemporaryDirectory directory;
    kb::test::write_file(directory / "input", "a\nb");
    ByteSource bytes((directory / "input").string());
    LineSource source(bytes, {}, 100);
    CHECK(source.next()->terminated);
    CHECK_FALSE(source.next()->terminated);
}

TEST_CASE("looking at the beginning consumes nothing") {
    const TemporaryDirectory directory;
    kb::test::write_file(directory / "input", "abc");
    ByteSource bytes((directory / "input").string());
    CHECK(bytes.head() == "abc");
    CHECK(bytes.bytes_read() == 0);
    CHECK(bytes.read() == "abc");
    CHECK(bytes.read() == "");
}

TEST_CASE("a named pipe is read as a stream") {
    const TemporaryDirectory directory;
    const std::string pipe = (directory / "pipe").string();
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::thread writer([&] { std::ofstream(pipe) << "from\nthe pipe"; });
    ByteSource bytes(pipe);
    LineSource source(bytes, {}, 100);
    CHECK(source.next()->text == "from");
    CHECK(source.next()->text == "the pipe");
    CHECK_FALSE(source.next());
    CHECK_FALSE(bytes.modified());
    writer.join();
}

TEST_CASE("what cannot be read says why") {
    const TemporaryDirectory directory;
    const auto refusal = [](const std::string& path) {
        try {
            ByteSource bytes(path);
        } catch (const kb::Error& error) {
            return std::string(error.what());
        }
        return std::string("opened");
    };
    CHECK(refusal((directory / "missing").string()) == "no such file or directory");
    CHECK(refusal(directory.path().string()) == "is a directory");
    CHECK(refusal("") == "no such file or directory");
}
