#include "ingest/xml/read_xml.hpp"

#include "ingest/byte_source.hpp"
#include "ingest/finish.hpp"
#include "kb/display.hpp"
#include "text/normalize.hpp"

namespace kb::ingest {

std::optional<std::string> read_whole(const ReaderContext& context) {
    std::string bytes;
    while (true) {
        const std::string_view block = context.bytes.read();
        if (block.empty()) return bytes;
        if (bytes.size() + block.size() > largest_whole_input) {
            context.fail(0, "is larger than " + format_size(largest_whole_input));
            return std::nullopt;
        }
        bytes += block;
    }
}

void warn_about_charset(const DecodedText& decoded, const ReaderContext& context) {
    std::string message;
    if (!decoded.wrong_label.empty()) {
        message = "is said to be " + printable(clean_line(decoded.wrong_label.substr(0, 40))) +
                  " and was read as " + decoded.charset;
    }
    if (decoded.replaced > 0) {
        message += message.empty() ? "" : "; ";
        message +=
            std::to_string(decoded.replaced) +
            (decoded.replaced == 1 ? " malformed character was" : " malformed characters were") +
            " replaced by U+FFFD";
    }
    if (!message.empty()) context.warn(0, message);
}

bool report_repairs(const RepairedXml& xml, const ReaderContext& context) {
    for (const XmlNote& repair : xml.repairs)
        context.warn(repair.line, repair.message);
    if (xml.refusal) context.fail(xml.refusal->line, xml.refusal->message + ": refused");
    return !xml.refusal;
}

}  // namespace kb::ingest
