#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/xapian.hpp"
#include "kb/document.hpp"
#include "kb/results.hpp"

namespace kb::search {

/// A field whose values are counted.
struct FacetColumn {
    enum class Form : std::uint8_t { single, multiple, year, month };
    std::string name;
    std::uint32_t slot = 0;  ///< of the values, or of the date
    Form form = Form::single;
    std::unordered_map<std::string, std::uint64_t> counts;

    bool by_time() const { return form == Form::year || form == Form::month; }
    /// "2023-11" or its year. Requires by_time().
    std::string time_value(Timestamp time) const;
};

/// Counts the values of some fields over documents. Also a match spy, so that Xapian's matcher can
/// drive it.
class FacetCounter final : public Xapian::MatchSpy {
  public:
    /// Throws Error(invalid_argument) that lists the possible fields.
    explicit FacetCounter(const std::vector<std::string>& field_names);

    void operator()(const Xapian::Document& document, double weight) override;
    void count(const Xapian::Document& document);
    std::uint64_t documents() const noexcept { return documents_; }

    /// For those who count columns by themselves: what is wanted, and what they counted.
    std::span<const FacetColumn> columns() const noexcept { return columns_; }
    void add(const FacetColumn& column, const std::string& value, std::uint64_t count);

    /// Sorted as Facet says.
    std::vector<Facet> facets() const;

  private:
    static FacetColumn make_column(const std::string& name);
    static void count_value(FacetColumn& column, const std::string& value);

    std::vector<FacetColumn> columns_;
    std::uint64_t documents_ = 0;
};

}  // namespace kb::search
