#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

namespace kb::search {

/// When a search has to end, and whether someone asked it to. Passed down to every loop whose
/// length the index decides. Cheap to ask: the clock is looked at once in a while only. One thread
/// at a time.
class Deadline {
  public:
    using Clock = std::chrono::steady_clock;

    /// Never passes.
    Deadline() = default;
    Deadline(std::optional<Clock::time_point> end, std::stop_token stop,
             std::function<bool()> interrupted = {});

    /// Whether it is time to end. Once true, it stays so.
    bool passed() noexcept {
        if (passed_ || calls_++ % calls_between_looks != 0) return passed_;
        return look();
    }
    /// As passed(), with a look at the clock.
    bool look() noexcept;

    /// Whether it may ever pass.
    bool exists() const noexcept { return end_ || stop_.stop_possible() || interrupted_; }
    /// Throws Error(cancelled) if someone has asked for the end.
    void throw_if_cancelled();

  private:
    static constexpr std::uint32_t calls_between_looks = 64;

    std::optional<Clock::time_point> end_;
    std::stop_token stop_;
    std::function<bool()> interrupted_;
    std::uint32_t calls_ = 0;
    bool passed_ = false;
    bool cancelled_ = false;
};

}  // namespace kb::search
