#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kb::ingest {

/// The document type declaration of an XML document, as far as it declares entities. Nothing that
/// it refers to is read.
class Doctype {
  public:
    /// What all entities of a document together may stand for, in bytes. Feeds use a declared
    /// entity for a character or a word; bombs for gigabytes.
    static constexpr std::size_t largest_expansion = std::size_t{256} << 10U;

    /// Entities that are kept, how long a value may be (longer ones are cut), and how many may
    /// stand within each other.
    static constexpr std::size_t most_entities = 1024;
    static constexpr std::size_t longest_value = std::size_t{4} << 10U;
    static constexpr unsigned deepest_entity = 8;

    /// Reads the declaration at the beginning of `text`, which begins with "<!DOCTYPE". How many
    /// bytes it takes. Linear.
    std::size_t read(std::string_view text);

    /// Whether it names a file with further declarations: entities of HTML are declared there.
    bool has_external_subset() const noexcept { return external_; }
    bool declares(std::string_view name) const;

    /// Appends what a declared entity stands for; nothing for one that is kept in another file.
    /// False if that is too much, or stands for itself.
    bool expand(std::string_view name, std::string& out);

  private:
    void read_subset_item(std::string_view text, std::size_t& at);
    void declare(std::string_view declaration);
    bool append(std::string_view value, unsigned depth, std::string& out);

    bool external_ = false;
    std::size_t expanded_ = 0;  ///< bytes and references so far
    std::unordered_map<std::string, std::string> entities_;
};

}  // namespace kb::ingest
