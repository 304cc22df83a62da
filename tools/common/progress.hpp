#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/messages.hpp"

namespace kb::tools {

/// How far a batch is, in bytes of input or, where no input is read, in documents.
struct ProgressState {
    std::uint64_t bytes_read = 0;
    std::uint64_t bytes_total = 0;  ///< 0: unknown
    std::uint64_t documents = 0;
    std::uint64_t documents_total = 0;  ///< 0: unknown
};

/// A progress bar on standard error, if that is a terminal and not to be quiet. Drawn at most ten
/// times a second, erased when the object goes away.
class Progress {
  public:
    explicit Progress(const Messages& messages);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void update(const ProgressState& state);
    /// The same of anything else: `part` of it is done (0 to 1), `text` says what.
    void update(double part, std::string_view text);
    /// Makes room for a message; the next update draws again.
    void erase();

  private:
    using Clock = std::chrono::steady_clock;

    bool is_due();
    void draw(std::optional<double> part, std::string_view text);

    Terminal terminal_;
    bool enabled_;
    bool drawn_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_draw_ = start_;
};

}  // namespace kb::tools
