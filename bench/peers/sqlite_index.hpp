#pragma once

#include <sqlite3.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "kb/document.hpp"

namespace kb::bench {

/// The same posts in SQLite's FTS5, with its Porter stemmer; ranked by its BM25.
class SqliteSearch {
  public:
    /// Opens the database, or makes it from the posts.
    SqliteSearch(const std::string& path, bool build, const std::vector<Document>& posts) {
        check(sqlite3_open(path.c_str(), &database_));
        if (build) fill(posts);
        prepare("SELECT rowid FROM posts WHERE posts MATCH ? ORDER BY rank LIMIT 10", &search_);
    }
    ~SqliteSearch() {
        sqlite3_finalize(search_);
        sqlite3_close(database_);
    }
    SqliteSearch(const SqliteSearch&) = delete;
    SqliteSearch& operator=(const SqliteSearch&) = delete;

    /// `form`: "intersection", "phrase", "near" (within five words), else any of the words.
    std::size_t search(const std::string& words, std::string_view form) {
        const std::string query = match_text(words, form);
        // Without a destructor, SQLite reads the text where it is: it stays until the reset.
        check(sqlite3_bind_text(search_, 1, query.c_str(), -1, nullptr));
        std::size_t found = 0;
        while (sqlite3_step(search_) == SQLITE_ROW)
            ++found;
        sqlite3_reset(search_);
        return found;
    }

  private:
    /// Every word in quotes, so that none is an operator.
    static std::string match_text(const std::string& words, std::string_view form) {
        const std::string_view between = form == "phrase"         ? " "
                                         : form == "near"         ? "\" \""
                                         : form == "intersection" ? "\" AND \""
                                                                  : "\" OR \"";
        std::string text = form == "near" ? "NEAR(\"" : "\"";
        for (const char c : words) {
            if (c == '"') continue;
            if (c == ' ') {
                text += between;
            } else {
                text += c;
            }
        }
        return text + (form == "near" ? "\", 5)" : "\"");
    }

    void fill(const std::vector<Document>& posts) {
        run("PRAGMA journal_mode=OFF");
        run("CREATE VIRTUAL TABLE posts USING fts5(title, body, tokenize='porter unicode61')");
        run("BEGIN");
        sqlite3_stmt* insert = nullptr;
        prepare("INSERT INTO posts(title, body) VALUES(?, ?)", &insert);
        for (const Document& post : posts) {
            sqlite3_bind_text(insert, 1, post.title.c_str(), -1, nullptr);
            sqlite3_bind_text(insert, 2, post.text.c_str(), -1, nullptr);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
        sqlite3_finalize(insert);
        run("COMMIT");
        run("INSERT INTO posts(posts) VALUES('optimize')");
    }

    void run(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }
    void prepare(const char* sql, sqlite3_stmt** statement) {
        check(sqlite3_prepare_v2(database_, sql, -1, statement, nullptr));
    }
    static void check(int code) {
        if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
    }

    sqlite3* database_ = nullptr;
    sqlite3_stmt* search_ = nullptr;
};

}  // namespace kb::bench
