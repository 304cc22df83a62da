#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kb {

/// A character encoding, and the bytes of its byte order mark at the beginning of the input.
struct Charset {
    std::string name = "UTF-8";  ///< as ICU knows it
    std::size_t bom_length = 0;  ///< bytes to skip; Utf8Decoder does so by itself

    bool operator==(const Charset&) const = default;
};

/// The charset of a label as HTTP headers and XML declarations spell it, read as browsers do
/// ("latin1" and "ascii" mean windows-1252, "gb2312" means GB18030). Nothing if it is unknown.
std::optional<Charset> find_charset(std::string_view label);

/// The charset of an input of which `head` is the beginning (a few KiB suffice): by byte order
/// mark, else UTF-8 if the bytes are valid UTF-8 (a character cut off at the end of `head`
/// allowed), else by statistics; windows-1252 where those are unsure.
Charset detect_charset(std::string_view head);

/// Whether `head`, the beginning of an input, is no text in any charset: it holds NUL bytes and is
/// not UTF-16 or UTF-32, or many control characters.
bool looks_binary(std::string_view head);

/// Mends text that was UTF-8, taken for ISO 8859-1 or windows-1252 and encoded again ("Ã¼" for
/// "ü"), if all of it beyond ASCII is of that kind; else leaves it as it is. `text` is valid UTF-8.
void undo_double_encoding(std::string& text);

/// Converts a stream of bytes to valid UTF-8. Malformed sequences become U+FFFD each and are
/// counted. Memory is bounded by the chunk. Not thread-safe.
class Utf8Decoder {
  public:
    /// An unknown charset name is read as windows-1252.
    explicit Utf8Decoder(const Charset& charset);
    ~Utf8Decoder();
    Utf8Decoder(Utf8Decoder&&) noexcept;
    Utf8Decoder& operator=(Utf8Decoder&&) noexcept;

    /// Appends the decoded `bytes` to `out`. A character that is cut off at the end of the chunk is
    /// kept for the next one; with `last` it is malformed. The byte order mark is skipped. After
    /// `last`, a new stream may begin.
    void decode(std::string_view bytes, bool last, std::string& out);

    /// Malformed sequences replaced so far.
    std::uint64_t replaced() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kb
