// A program that embeds kb: asks a folder of posts. Each line of standard input is a query; before
// it is answered, whatever is new or changed in the folder is indexed, so that the answer is of
// now.
//
//   ask_folder FOLDER INDEX
//   words, kind:readme, "a phrase" …   answers: the best three, what was found marked, and the
//   kinds ?beg                               completions of a query's beginning =ID what resembles
//   the document of that id

#include <kb/kb.hpp>

#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>

namespace {

/// The byte where code point number `count` of well-formed UTF-8 begins.
std::size_t byte_of(std::string_view text, std::size_t count) {
    std::size_t byte = 0;
    const auto continues = [&] { return (static_cast<unsigned char>(text[byte]) & 0xc0) == 0x80; };
    for (; count > 0 && byte < text.size(); --count) {
        do
            ++byte;
        while (byte < text.size() && continues());
    }
    return byte;
}

/// The text with [brackets] around its highlights, which count in code points.
std::string marked(std::string_view text, const std::vector<kb::TextRange>& highlights) {
    std::string result;
    std::size_t done = 0;
    for (const kb::TextRange& range : highlights) {
        const std::size_t begin = byte_of(text, range.begin);
        const std::size_t end = byte_of(text, range.end);
        result.append(text.substr(done, begin - done)).append("[");
        result.append(text.substr(begin, end - begin)).append("]");
        done = end;
    }
    return result.append(text.substr(done));
}

/// Indexes what is new in the folder. Unchanged documents cost reading and a comparison.
void refresh(kb::Index& index, const std::string& folder) {
    kb::DocumentReader reader({folder}, {}, [](const kb::Problem& problem) {
        std::cerr << kb::printable(problem.input) << ": " << kb::printable(problem.message) << '\n';
    });
    const kb::AddReport report = index.add_all(reader, {});
    if (report.added + report.updated > 0)
        std::cout << report.added << " new, " << report.updated << " changed\n";
}

void show(const kb::Results& results) {
    for (const std::string& warning : results.warnings)
        std::cout << "note: " << warning << '\n';
    if (results.did_you_mean) std::cout << "did you mean: " << *results.did_you_mean << '\n';
    for (const kb::Hit& hit : results.hits) {
        std::cout << hit.rank << ". "
                  << marked(kb::printable(hit.document.title), hit.title_highlights) << "\n   "
                  << marked(kb::printable(hit.snippet), hit.snippet_highlights) << '\n';
    }
    std::cout << results.total << " found";
    for (const kb::Facet& facet : results.facets)
        for (const kb::FacetValue& value : facet.values)
            std::cout << ", " << value.count << ' ' << value.value;
    std::cout << '\n';
}

void answer(const kb::Searcher& searcher, const std::string& line) {
    if (line.starts_with('?')) {
        for (const std::string& completion : searcher.suggest(line.substr(1), 5))
            std::cout << kb::printable(completion) << '\n';
        return;
    }
    kb::SearchRequest request = {
        .query = line, .limit = 3, .facets = {"kind"}, .snippet_length = 80};
    if (line.starts_with('=')) {
        request.query.clear();
        request.similar_to = line.substr(1);
    }
    show(searcher.search(request));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: ask_folder FOLDER INDEX\n";
        return 2;
    }
    try {
        kb::Index index(argv[2], kb::Index::Mode::create);
        const kb::Searcher searcher(argv[2]);
        for (std::string line; std::getline(std::cin, line);) {
            refresh(index, argv[1]);
            try {
                answer(searcher, line);
            } catch (const kb::Error& error) {
                std::cout << "error: " << kb::printable(error.what()) << '\n';
            }
        }
    } catch (const std::exception& error) {
        std::cerr << "ask_folder: " << kb::printable(error.what()) << '\n';
        return 1;
    }
    return 0;
}
