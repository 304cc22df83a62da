#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace kb::index {

/// A generation that is being written beside the current one. The caller holds the writer's lock.
/// Until publish() returns it is nobody's; without publish() it is removed with the object.
class NewGeneration {
  public:
    /// Throws Error.
    explicit NewGeneration(const std::filesystem::path& directory);
    /// Beside whatever generations there are, whether one is current or not; there is one. Leaves
    /// them alone until publish(). Throws Error.
    struct BesideAll {};
    NewGeneration(BesideAll place, const std::filesystem::path& directory);
    ~NewGeneration();
    NewGeneration(const NewGeneration&) = delete;
    NewGeneration& operator=(const NewGeneration&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }

    /// Makes it durable and current, then removes the others. Readers of an older one keep its open
    /// files and come over with their next operation. Throws Error.
    void publish();

  private:
    std::filesystem::path directory_;
    std::filesystem::path path_;
    bool published_ = false;
};

/// Removes what an interrupted writer left: generations other than the current one. The caller
/// holds the writer's lock. What cannot be removed stays.
void remove_stale_generations(const std::filesystem::path& directory);

/// The sizes of all files in it. Files that vanish meanwhile count for nothing.
std::uint64_t bytes_on_disk(const std::filesystem::path& directory);

}  // namespace kb::index
