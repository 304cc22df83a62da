#pragma once

namespace kb::tools {

/// Makes the memory of large blocks go back to the system as soon as they are freed, which the
/// allocator of glibc gives up once a program has freed a few of them: a process that reads many
/// inputs would keep what the largest of each kind once took. Before any thread; elsewhere it does
/// nothing.
void give_back_large_blocks() noexcept;

}  // namespace kb::tools
