#include "kb/index.hpp"

#include <system_error>
#include <utility>

#include "index/database.hpp"
#include "index/database_writer.hpp"
#include "index/document_builder.hpp"
#include "index/errors.hpp"
#include "index/generation.hpp"
#include "index/layout.hpp"
#include "index/pipeline.hpp"
#include "index/writer_lock.hpp"

namespace kb {

namespace fs = std::filesystem;

namespace {

fs::path prepare_directory(const fs::path& directory, Index::Mode mode) {
    if (directory.empty()) {
        throw Error(ErrorCode::invalid_argument, "the index directory has no name", "name one");
    }
    switch (index::occupant(directory)) {
        case index::Occupant::index:
            return directory;
        case index::Occupant::something_else:
            index::throw_not_an_index(directory);
        case index::Occupant::nothing:
            break;
    }
    if (mode == Index::Mode::existing) index::throw_no_index(directory);
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) index::throw_system_error(error, "cannot make " + directory.string());
    return directory;
}

}  // namespace

/// The writer, with its lock and with errors as people understand them.
class Index::Impl {
  public:
    Impl(const fs::path& directory, Mode mode)
        : directory_(prepare_directory(directory, mode)),
          lock_(directory_),
          writer_(index::open_writable(directory_, mode == Mode::create)) {
        index::remove_stale_generations(directory_);
    }

    Change write(index::PreparedDocument prepared) {
        return guarded([&] { return writer_.write(std::move(prepared)); });
    }
    bool erase(std::string_view id) {
        return guarded([&] { return writer_.erase(id); });
    }
    void commit() {
        guarded([&] { writer_.commit(); });
    }
    void discard() {
        guarded([&] { writer_.discard(); });
    }

    index::DocumentBuilder& builder() { return builder_; }

  private:
    template <typename Operation>
    auto guarded(Operation&& operation) -> decltype(operation()) {
        return index::translated("cannot write to " + directory_.string(),
                                 std::forward<Operation>(operation));
    }

    fs::path directory_;
    index::WriterLock lock_;
    index::DatabaseWriter writer_;
    index::DocumentBuilder builder_;
};

Index::Index(const fs::path& directory, Mode mode)
    : impl_(std::make_unique<Impl>(directory, mode)) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

Change Index::add(Document document) {
    return impl_->write(impl_->builder().build(std::move(document)));
}

AddReport Index::add_all(DocumentReader& reader, const AddOptions& options) {
    return index::run_pipeline(
        [&reader] { return reader.next(); }, options,
        {.write =
             [this](index::PreparedDocument prepared) { return impl_->write(std::move(prepared)); },
         .commit = [this] { impl_->commit(); }});
}

bool Index::erase(std::string_view id) {
    return impl_->erase(id);
}
void Index::commit() {
    impl_->commit();
}
void Index::discard() {
    impl_->discard();
}

}  // namespace kb
