#include "output/machine.hpp"

#include "common/json.hpp"
#include "common/numbers.hpp"
#include "kb/display.hpp"
#include "kb/evaluation_run.hpp"

namespace kb::tools {
namespace {

std::string tsv_line(const Hit& hit) {
    const Document& document = hit.document;
    const std::string date =
        document.published ? format_timestamp(*document.published).substr(0, 10) : std::string();
    return std::to_string(hit.rank) + "\t" + shortest(hit.score) + "\t" + printable(document.id) +
           "\t" + std::string(to_string(document.kind)) + "\t" + date + "\t" +
           printable(document.title) + "\t" + printable(document.url);
}

std::string trec_line(const Hit& hit) {
    return "0 Q0 " + trec_column(hit.document.id) + " " + std::to_string(hit.rank) + " " +
           shortest(hit.score) + " kb";
}

std::string line_of(const Hit& hit, OutputFormat format) {
    switch (format) {
        case OutputFormat::ids:
            return printable(hit.document.id);
        case OutputFormat::urls:
            return printable(hit.document.url);
        case OutputFormat::tsv:
            return tsv_line(hit);
        case OutputFormat::trec:
            return trec_line(hit);
        default:
            return defused_json(to_json(hit));
    }
}

}  // namespace

std::string machine_output(const Results& results, OutputFormat format) {
    if (format == OutputFormat::json) return defused_json(to_json(results)) + "\n";
    std::string out;
    for (const Hit& hit : results.hits) {
        const std::string line = line_of(hit, format);
        if (!line.empty()) out.append(line).append("\n");
    }
    return out;
}

}  // namespace kb::tools
