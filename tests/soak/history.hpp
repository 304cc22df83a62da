#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model.hpp"

namespace kb::soak {

/// What one commit changes.
struct Batch {
    std::vector<Document> put;
    std::vector<std::string> erased;
};

/// A course of commits that is the same wherever it is gone through with the same seed: a writer
/// does it, and readers know what each commit holds. One document, the clock, says which it is.
class History {
  public:
    static constexpr const char* clock_id = "clock";
    static constexpr const char* clock_word = "clockwork";  ///< in no other document

    /// Commit 0: some documents, and the clock.
    History(unsigned seed, std::uint32_t documents);

    /// What commit 0 puts.
    Batch beginning() const;
    /// Goes on to the next commit, and says what it changes.
    Batch next();

    std::uint32_t number() const noexcept { return number_; }
    const Model& model() const noexcept { return model_; }

    /// Which commit a clock says it is of.
    static std::uint32_t number_of(const Document& clock);

  private:
    Document clock() const;
    void apply(const Batch& batch);

    unsigned seed_;
    std::uint32_t number_ = 0;
    std::uint32_t next_id_ = 0;
    Model model_;
};

}  // namespace kb::soak
