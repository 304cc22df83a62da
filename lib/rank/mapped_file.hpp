#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace kb::rank {

/// A whole file mapped read-only. Move-only; the mapping lives as long as the object, also when the
/// file is removed or replaced meanwhile. Thread-safe to read.
class MappedFile {
  public:
    /// Throws Error(not_found, permission_denied, io).
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    std::span<const std::byte> bytes() const noexcept { return {data_, size_}; }

  private:
    void unmap() noexcept;

    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace kb::rank
