#include "index/stored_document.hpp"

#include <zstd.h>

#include <memory>
#include <new>

#include "kb/error.hpp"

namespace kb::index {

namespace {

constexpr char plain_json = 'j';  // of small documents, as older versions wrote them
constexpr char zstd_json = 'z';
constexpr int compression_level = 3;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

/// Contexts are large and costly to set up, and hold no state between calls: one a thread is kept.
ZSTD_CCtx* compressor() {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context = [] {
        std::unique_ptr<ZSTD_CCtx, FreeContext> made(ZSTD_createCCtx());
        ZSTD_CCtx_setParameter(made.get(), ZSTD_c_compressionLevel, compression_level);
        ZSTD_CCtx_setParameter(made.get(), ZSTD_c_checksumFlag, 1);
        return made;
    }();
    return context.get();
}
ZSTD_DCtx* decompressor() {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    return context.get();
}

[[noreturn]] void throw_corrupt() {
    throw Error(ErrorCode::corrupt, "a stored document cannot be read",
                "save what can be read with kbindex check --repair, or restore a backup");
}

}  // namespace

std::string encode_stored(const Document& document) {
    const std::string json = to_json(document);
    std::string stored(1 + ZSTD_compressBound(json.size()), zstd_json);
    const std::size_t size = ZSTD_compress2(compressor(), stored.data() + 1, stored.size() - 1,
                                            json.data(), json.size());
    if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // the one thing that can be wanting
    stored.resize(1 + size);
    stored.shrink_to_fit();
    return stored;
}

std::string decode_stored_json(std::string_view stored) {
    if (stored.empty()) throw_corrupt();
    const std::string_view content = stored.substr(1);
    if (stored.front() == plain_json) return std::string(content);
    if (stored.front() != zstd_json) throw_corrupt();
    const unsigned long long size = ZSTD_getFrameContentSize(content.data(), content.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
        size > max_stored_bytes) {
        throw_corrupt();
    }
    std::string json(size, '\0');
    const std::size_t got = ZSTD_decompressDCtx(decompressor(), json.data(), json.size(),
                                                content.data(), content.size());
    if (got != json.size()) throw_corrupt();
    return json;
}

Document decode_stored(std::string_view stored) {
    try {
        return document_from_json(decode_stored_json(stored));
    } catch (const Error&) {
        throw_corrupt();
    }
}

}  // namespace kb::index
