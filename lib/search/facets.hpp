#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/xapian.hpp"
#include "kb/results.hpp"

namespace kb::search {

/// Counts the values of some fields over documents. Also a match spy, so that Xapian's matcher can
/// drive it.
class FacetCounter final : public Xapian::MatchSpy {
  public:
    /// Throws Error(invalid_argument) that lists the possible fields.
    explicit FacetCounter(const std::vector<std::string>& field_names);

    void operator()(const Xapian::Document& document, double weight) override;
    void count(const Xapian::Document& document);
    std::uint64_t documents() const noexcept { return documents_; }

    /// Sorted as Facet says.
    std::vector<Facet> facets() const;

  private:
    enum class Form { single, multiple, year, month };
    struct Column {
        std::string name;
        std::uint32_t slot = 0;
        Form form = Form::single;
        std::unordered_map<std::string, std::uint64_t> counts;
    };

    static Column make_column(const std::string& name);
    static void count_value(Column& column, const std::string& value);

    std::vector<Column> columns_;
    std::uint64_t documents_ = 0;
};

}  // namespace kb::search
