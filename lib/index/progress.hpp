#pragma once

#include <chrono>
#include <utility>

#include "kb/index.hpp"

namespace kb::index {

/// Tells how far a batch has come, not too often.
class Progress {
  public:
    explicit Progress(const AddOptions& options) : options_(options) {}

    /// Calls make_report() only where it is time to.
    template <typename MakeReport>
    void show(MakeReport&& make_report) {
        if (!options_.on_progress) return;
        const auto now = Clock::now();
        if (now - shown_ < interval) return;
        shown_ = now;
        options_.on_progress(std::forward<MakeReport>(make_report)());
    }

  private:
    using Clock = std::chrono::steady_clock;
    static constexpr auto interval = std::chrono::milliseconds(50);

    const AddOptions& options_;
    Clock::time_point shown_ = Clock::now();
};

}  // namespace kb::index
