#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "index/database.hpp"
#include "index/schema.hpp"
#include "index/xapian.hpp"

namespace kb::test {

/// Everything that is in a database as Xapian reads it, a line each, but what tells of the time and
/// of the ranking file.
inline std::vector<std::string> content_of(const std::filesystem::path& generation) {
    const Xapian::Database database(generation.string(), Xapian::DB_BACKEND_GLASS);
    std::vector<std::string> lines;
    std::ostringstream line;
    const auto end_line = [&] {
        lines.push_back(line.str());
        line.str({});
    };
    line << database.get_doccount() << ' ' << database.get_lastdocid() << ' '
         << database.get_total_length() << ' ' << database.get_doclength_lower_bound() << ' '
         << database.get_doclength_upper_bound() << ' ' << database.has_positions();
    end_line();
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        line << *term << ' ' << term.get_termfreq() << ' ' << database.get_collection_freq(*term);
        for (auto it = database.postlist_begin(*term); it != database.postlist_end(*term); ++it) {
            line << ' ' << *it << ',' << it.get_wdf() << ',' << it.get_doclength();
            for (auto at = it.positionlist_begin(); at != it.positionlist_end(); ++at)
                line << '@' << *at;
        }
        end_line();
    }
    for (auto it = database.postlist_begin({}); it != database.postlist_end({}); ++it) {
        const Xapian::Document document = database.get_document(*it);
        line << *it << ' ' << document.get_data();
        for (auto value = document.values_begin(); value != document.values_end(); ++value)
            line << '|' << value.get_valueno() << '=' << *value;
        for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term)
            line << ' ' << *term << ',' << term.get_wdf();
        end_line();
    }
    for (Xapian::valueno slot = 0; slot < 20; ++slot) {
        line << slot << ' ' << database.get_value_freq(slot) << ' '
             << database.get_value_lower_bound(slot) << ' ' << database.get_value_upper_bound(slot);
        for (auto it = database.valuestream_begin(slot); it != database.valuestream_end(slot); ++it)
            line << ' ' << it.get_docid() << '=' << *it;
        end_line();
    }
    for (const auto& [key, value] : index::lasting_metadata(database)) {
        if (key != index::schema::commit_time_key) lines.push_back(key + "=" + value);
    }
    return lines;
}

inline void check_same(const std::vector<std::string>& actual,
                       const std::vector<std::string>& expected) {
    CHECK(actual.size() == expected.size());
    const auto [a, b] =
        std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
    if (a == actual.end() && b == expected.end()) return;
    CHECK((a == actual.end() ? "nothing" : a->substr(0, 500)) ==
          (b == expected.end() ? "nothing" : b->substr(0, 500)));
}

}  // namespace kb::test
