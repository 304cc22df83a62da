#include "support/collection.hpp"

#include <stdlib.h>

#include <optional>
#include <string>

#include "kb/index.hpp"
#include "peers/xapian_index.hpp"
#include "support/posts.hpp"
#include "support/short_posts.hpp"

namespace kb::bench {

namespace {

constexpr std::size_t short_posts_a_post = 20;
constexpr std::size_t times_as_many = 10;

/// Filters and values of a post; kind and source have their slots already.
void add_fields(Xapian::Document& document, const Document& post) {
    const std::string date = format_timestamp(post.published.value());
    const std::string host = url_host(post.url);
    document.add_boolean_term("T" + std::string(to_string(post.kind)));
    document.add_boolean_term("K" + post.tags.front());
    document.add_boolean_term("H" + host);
    document.add_value(author_slot, post.authors.front());
    document.add_value(tag_slot, post.tags.front());
    document.add_value(lang_slot, post.lang);
    document.add_value(site_slot, host);
    document.add_value(year_slot, date.substr(0, 4));
    document.add_value(month_slot, date.substr(0, 7));
    const auto number = [](auto value) {
        return Xapian::sortable_serialise(static_cast<double>(value));
    };
    document.add_value(date_slot, number(post.published->time_since_epoch().count()));
    document.add_value(points_slot, number(*post.points));
}

Searcher kb_index(std::size_t documents, const std::filesystem::path& directory) {
    Index index(directory, Index::Mode::create);
    ShortPosts posts(documents);
    index.add_all([&] { return posts.next(); }, {});
    return Searcher(directory);
}

Xapian::Database xapian_database(std::size_t documents, const std::string& path) {
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("en"));
    ShortPosts posts(documents);
    while (const std::optional<Document> post = posts.next()) {
        Xapian::Document document = xapian_document(generator, *post);
        add_fields(document, *post);
        database.add_document(document);
    }
    database.commit();
    return Xapian::Database(path);
}

Collection make_collection(std::size_t documents) {
    const std::filesystem::path directory =
        scratch_directory() / ("short-" + std::to_string(documents));
    std::filesystem::create_directory(directory);
    return {documents, kb_index(documents, directory / "kb"),
            xapian_database(documents, (directory / "xapian").string())};
}

}  // namespace

const Collection& collection() {
    static const Collection made = make_collection(short_posts_a_post * posts().size());
    return made;
}

const Collection& large_collection() {
    static const Collection made =
        make_collection(times_as_many * short_posts_a_post * posts().size());
    return made;
}

bool large_is_wanted() {
    return ::getenv("KB_BENCH_LARGE") != nullptr;
}

}  // namespace kb::bench
