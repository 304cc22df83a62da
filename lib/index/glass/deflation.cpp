#include "index/glass/deflation.hpp"

#include <zlib.h>

#include <new>

namespace kb::index::glass {

struct Deflation::Stream {
    Stream() {
        constexpr int usual_memory = 8;
        if (::deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, usual_memory,
                           Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~Stream() { ::deflateEnd(&z); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    z_stream z{};
};

Deflation::Deflation() : stream_(std::make_unique<Stream>()) {}
Deflation::~Deflation() = default;

std::string_view Deflation::pack(std::string_view tag) {
    if (tag.empty()) return {};
    z_stream& z = stream_->z;
    ::deflateReset(&z);
    packed_.resize(tag.size() - 1);
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(tag.data()));
    z.avail_in = static_cast<uInt>(tag.size());
    z.next_out = reinterpret_cast<Bytef*>(packed_.data());
    z.avail_out = static_cast<uInt>(packed_.size());
    // An empty block, and the empty one of the end, follow what is unpacked: there is always more.
    if (is_risky(tag.size())) ::deflate(&z, Z_PARTIAL_FLUSH);
    if (::deflate(&z, Z_FINISH) != Z_STREAM_END) return {};
    return std::string_view(packed_).substr(0, z.total_out);
}

}  // namespace kb::index::glass
