#include "common/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "common/numbers.hpp"
#include "common/output.hpp"
#include "kb/display.hpp"

namespace kb::tools {
namespace {

constexpr std::string_view erase_line = "\r\x1b[K";

std::string minutes_and_seconds(double seconds) {
    const auto whole = std::llround(seconds);
    const std::string rest = std::to_string(whole % 60);
    return std::to_string(whole / 60) + (rest.size() == 1 ? ":0" : ":") + rest;
}

/// The part that is read, from 0 to 1; nothing read of nothing is 0. Files may grow meanwhile.
double part_read(const ProgressState& state) {
    const auto part = [](std::uint64_t done, std::uint64_t total) {
        return total == 0 ? 0
                          : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    };
    return std::max(part(state.bytes_read, state.bytes_total),
                    part(state.documents, state.documents_total));
}

std::string bar(double part, std::size_t cells) {
    const auto full = static_cast<std::size_t>(part * static_cast<double>(cells));
    std::string text;
    for (std::size_t i = 0; i < cells; ++i)
        text += i < full ? "█" : "░";
    return text;
}

/// The bar takes what the text leaves, unless that is too little to be one.
std::size_t bar_cells(std::size_t room, std::size_t used) {
    constexpr std::size_t fewest = 8;
    constexpr std::size_t most = 20;
    return room < used + fewest ? 0 : std::min(room - used, most);
}

std::string figures(const ProgressState& state, double seconds) {
    std::string text;
    if (state.documents_total == 0) {
        text = human_bytes(state.bytes_read);
        if (state.bytes_total != 0) text += " of " + human_bytes(state.bytes_total);
        text += "  ";
    }
    text += counted(state.documents, "document", "documents");
    if (state.documents_total != 0) text += " of " + with_thousands(state.documents_total);
    if (seconds < 0.5) return text;  // rates of the first moment mean nothing
    const auto rate = static_cast<std::uint64_t>(static_cast<double>(state.documents) / seconds);
    text += "  " + with_thousands(rate) + "/s";
    const double part = part_read(state);
    if (part > 0 && part < 1) text += "  ETA " + minutes_and_seconds(seconds * (1 - part) / part);
    return text;
}

}  // namespace

Progress::Progress(const Messages& messages)
    : terminal_(messages.terminal()), enabled_(terminal_.redraws && !messages.quiet()) {}

Progress::~Progress() {
    erase();
}

bool Progress::is_due() {
    constexpr auto interval = std::chrono::milliseconds(100);
    const Clock::time_point now = Clock::now();
    if (!enabled_ || now < next_draw_) return false;
    next_draw_ = now + interval;
    return true;
}

void Progress::draw(std::optional<double> part, std::string_view text) {
    drawn_ = true;
    const std::size_t room = terminal_.columns - 1;  // the last column would wrap
    std::string line(erase_line);
    const std::size_t cells = bar_cells(room, display_width(text) + 2);
    if (part && cells > 0) {
        line += paint(Role::bar, bar(*part, cells), terminal_.colors).append("  ").append(text);
    } else {
        line += fit_width(text, room);
    }
    write_fully(STDERR_FILENO, line);
}

void Progress::update(const ProgressState& state) {
    if (!is_due()) return;
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    const bool known = state.bytes_total != 0;
    draw(known ? std::optional(part_read(state)) : std::nullopt, figures(state, seconds));
}

void Progress::update(double part, std::string_view text) {
    if (is_due()) draw(part, text);
}

void Progress::erase() {
    if (!drawn_) return;
    write_fully(STDERR_FILENO, erase_line);
    drawn_ = false;
    next_draw_ = Clock::now();
}

}  // namespace kb::tools
