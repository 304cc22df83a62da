#pragma once

#include <filesystem>

#include "index/file_descriptor.hpp"
#include "kb/writer_wait.hpp"

namespace kb::index {

/// The right to write to an index directory, held while the object lives. The operating system
/// drops it when the process ends, however it ends. The lock file names its holder.
class WriterLock {
  public:
    /// Throws Error(locked) naming the holding process, cancelled, permission_denied, no_space, io.
    explicit WriterLock(const std::filesystem::path& directory, const WriterWait& wait = {});

  private:
    FileDescriptor file_;
};

}  // namespace kb::index
