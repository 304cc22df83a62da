#include "ingest/input_list.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "ingest/formats.hpp"

namespace kb::ingest {
namespace {

namespace fs = std::filesystem;

/// Walks one directory that the user named.
class DirectoryWalk {
  public:
    DirectoryWalk(Format format, const std::function<void(const Problem&)>& report, InputList& list)
        : format_(format), report_(report), list_(list) {}

    void run(const std::string& directory) {
        const std::size_t before = list_.items.size();
        std::error_code ignored;  // what cannot be resolved cannot be listed either
        root_ = fs::canonical(directory, ignored);
        walk(directory);
        if (list_.items.size() == before && !failed_) {
            warn(directory, "holds no file of a known format");
        }
    }

  private:
    void walk(const fs::path& directory) {
        std::vector<fs::directory_entry> entries;
        if (!list_entries(directory, entries)) return;
        std::sort(entries.begin(), entries.end());
        for (const fs::directory_entry& entry : entries) {
            if (entry.path().filename().string().starts_with('.')) continue;
            std::error_code ignored;  // an entry that vanishes meanwhile is none
            const fs::file_status status = entry.symlink_status(ignored);
            if (fs::is_directory(status)) {
                if (!belongs_to_page(entry.path())) walk(entry.path());
            } else if (fs::is_symlink(status) && leads_out(entry.path())) {
                pass_over(entry);
            } else if (fs::is_regular_file(entry.status(ignored))) {
                add(entry);
            }
        }
    }

    /// Whether a link leads out of the folder that the user named. Links to nothing do not.
    bool leads_out(const fs::path& link) const {
        std::error_code error;
        const fs::path target = fs::canonical(link, error);
        if (error) return false;
        return std::mismatch(root_.begin(), root_.end(), target.begin(), target.end()).first !=
               root_.end();
    }

    /// Whoever made the folder must not choose what is read beside it.
    void pass_over(const fs::directory_entry& link) const {
        std::error_code ignored;
        const bool folder = fs::is_directory(link.status(ignored));
        const std::string path = link.path().string();
        if (!folder && !is_wanted(path)) return;
        warn(path,
             "is a link that leads out of the folder and was passed over (name it to read it)");
    }

    /// Whether a folder holds the pictures and frames of a saved page that lies beside it:
    /// "Page_files" beside "Page.html".
    static bool belongs_to_page(const fs::path& folder) {
        const std::string name = folder.string();
        constexpr auto endings = std::to_array<std::string_view>(
            {"_files", ".files", "-Dateien", "_fichiers", "_archivos", "_bestanden"});
        return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
            if (!name.ends_with(ending)) return false;
            const std::string page = name.substr(0, name.size() - ending.size());
            std::error_code ignored;
            return fs::exists(page + ".html", ignored) || fs::exists(page + ".htm", ignored);
        });
    }

    bool list_entries(const fs::path& directory, std::vector<fs::directory_entry>& entries) {
        std::error_code error;
        fs::directory_iterator at(directory, error);
        while (!error && at != fs::directory_iterator()) {
            entries.push_back(*at);
            at.increment(error);
        }
        if (error) {
            failed_ = true;
            const bool denied = error == std::errc::permission_denied;
            report_({Problem::Severity::failure, directory.string(), 0,
                     denied ? "permission denied" : "cannot be read: " + error.message()});
        }
        return !error;
    }

    void add(const fs::directory_entry& file) {
        const std::string path = file.path().string();
        if (!is_wanted(path)) return;
        list_.items.push_back({path, false});
        std::error_code ignored;
        const std::uintmax_t size = file.file_size(ignored);
        if (!ignored) list_.bytes += size;
    }

    /// Whether the file is, by its name, of the wanted format, or of any.
    bool is_wanted(const std::string& path) const {
        return format_ == Format::automatic ? format_of_name(path) != Format::automatic
                                            : has_extension(path);
    }

    /// Whether the file has an extension of the wanted format.
    bool has_extension(const std::string& path) const {
        const auto& extensions = format_info(format_).extensions;
        return std::any_of(extensions.begin(), extensions.end(), [&](std::string_view extension) {
            return extension_is(path, extension);
        });
    }

    void warn(const std::string& input, std::string message) const {
        report_({Problem::Severity::warning, input, 0, std::move(message)});
    }

    Format format_;
    const std::function<void(const Problem&)>& report_;
    InputList& list_;
    fs::path root_;  ///< the directory, without links and dots
    bool failed_ = false;
};

}  // namespace

InputList list_inputs(const std::vector<std::string>& inputs, Format format,
                      const std::function<void(const Problem&)>& report) {
    InputList list;
    for (const std::string& input : inputs) {
        std::error_code error;
        const fs::file_status status = input == "-" ? fs::file_status() : fs::status(input, error);
        if (fs::is_directory(status)) {
            DirectoryWalk(format, report, list).run(input);
            continue;
        }
        list.items.push_back({input, true});
        if (fs::is_regular_file(status)) {
            const std::uintmax_t size = fs::file_size(input, error);
            if (!error) list.bytes += size;
        }
    }
    return list;
}

}  // namespace kb::ingest
