#include "ingest/markdown/yaml_fields.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "document/ascii.hpp"

namespace kb::ingest {
namespace {

struct TooDeep : std::runtime_error {
    TooDeep() : std::runtime_error("nested too deeply") {}
};

/// Listens to the parser and keeps the fields. No tree is built, so that aliases cost nothing.
class Listener final : public YAML::EventHandler {
  public:
    std::vector<MetaField> take() { return std::move(fields_); }
    bool is_mapping() const noexcept { return is_mapping_; }

    void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { scalar(mark, {}); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { scalar(mark, {}); }
    void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  const std::string& value) override {
        scalar(mark, value);
    }
    void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/,
                         YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {
        begin(Collection::sequence);
        if (open_.size() == 2 && !fields_.empty()) fields_.back().is_list = true;
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/,
                    YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {
        begin(Collection::mapping);
        if (open_.size() == 1) is_mapping_ = true;
    }
    void OnMapEnd() override { end(); }

  private:
    enum class Collection : std::uint8_t { sequence, mapping };
    struct Open {
        Collection type;
        bool key_next = true;  ///< of a mapping
        std::string key = {};  ///< the last one
    };

    void begin(Collection type) {
        if (open_.size() >= deepest_yaml) throw TooDeep();
        open_.push_back({type});
    }

    void end() {
        open_.pop_back();
        value_done();
    }

    /// After a value of a mapping, a key follows; a key that is a collection is none to us.
    void value_done() {
        if (!open_.empty()) open_.back().key_next = !open_.back().key_next;
    }

    void scalar(const YAML::Mark& mark, const std::string& value) {
        if (open_.empty()) return;
        Open& inner = open_.back();
        if (inner.type == Collection::mapping && inner.key_next) {
            inner.key = ascii_lowered(value);
            inner.key_next = false;
            if (open_.size() == 1) {
                constexpr std::uint64_t first_line = 2;
                fields_.push_back(
                    {inner.key,
                     {},
                     false,
                     static_cast<std::uint64_t>(std::max(mark.line, 0)) + first_line});
            }
            return;
        }
        keep(inner, value);
        value_done();
    }

    void keep(const Open& inner, const std::string& value) {
        if (fields_.empty() || value.empty() || open_.front().type != Collection::mapping) return;
        const bool is_text = open_.size() == 1;
        const bool is_item = open_.size() == 2 && inner.type == Collection::sequence;
        const bool is_name =
            inner.type == Collection::mapping && inner.key == "name" &&
            (open_.size() == 2 || (open_.size() == 3 && open_[1].type == Collection::sequence));
        if (is_text || is_item || is_name) fields_.back().values.push_back(value);
    }

    std::vector<Open> open_;
    std::vector<MetaField> fields_;
    bool is_mapping_ = false;
};

}  // namespace

std::vector<MetaField> read_yaml_fields(
    std::string_view yaml, const std::function<void(std::uint64_t, std::string)>& warn) {
    constexpr std::uint64_t first_line = 2;
    Listener listener;
    try {
        std::istringstream stream{std::string(yaml)};
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(listener)) return {};
    } catch (const YAML::Exception& error) {
        const auto line = static_cast<std::uint64_t>(std::max(error.mark.line, 0)) + first_line;
        warn(line, "the front matter is no YAML and was left out: " + error.msg);
        return {};
    } catch (const TooDeep&) {
        warn(first_line, "the front matter is nested too deeply and was left out");
        return {};
    }
    if (listener.is_mapping()) return listener.take();
    warn(first_line, "the front matter is no mapping and was left out");
    return {};
}

}  // namespace kb::ingest
