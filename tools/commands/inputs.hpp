#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "commands/commands.hpp"
#include "common/progress.hpp"
#include "kb/reader.hpp"

namespace kb::tools {

/// Something that could not be read, as a report lists it.
struct InputError {
    std::string input;
    std::string message;
};

/// The inputs of `add` and `parse`: says what is wrong with them as it is found.
class Inputs {
  public:
    /// Throws UsageError if there are none or the format is unknown.
    Inputs(Session& session, const IndexOptions& options, const std::vector<std::string>& inputs,
           std::stop_token stop = {});

    DocumentReader& reader() noexcept { return reader_; }
    Progress& progress() noexcept { return progress_; }
    void show_progress(std::uint64_t documents);

    /// The first failures, at most a thousand, and the number of all.
    const std::vector<InputError>& errors() const noexcept { return errors_; }
    std::uint64_t failures() const noexcept { return reader_.failures(); }

  private:
    void report(const Problem& problem);

    Messages& messages_;
    Progress progress_;
    std::vector<InputError> errors_;
    DocumentReader reader_;
};

/// Says what is wrong, and where.
void show_problem(const Messages& messages, const Problem& problem);

/// 0 all well, 1 some failed, 2 nothing was read at all.
int exit_code_of(std::uint64_t read, std::uint64_t failed);

}  // namespace kb::tools
