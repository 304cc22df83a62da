#include "search/order.hpp"

#include <string_view>

#include "index/schema.hpp"

namespace kb::search {

namespace {

namespace schema = index::schema;

class OldestFirst final : public Xapian::KeyMaker {
  public:
    std::string operator()(const Xapian::Document& document) const override {
        return schema::oldest_first_key(document.get_value(schema::order_slot));
    }
};

std::unique_ptr<Xapian::KeyMaker> by_number(std::string_view field) {
    auto keys = std::make_unique<Xapian::MultiValueKeyMaker>();
    keys->add_value(schema::field(field).slot);
    keys->add_value(schema::order_slot);
    return keys;
}

/// Null where the order is that of the slot itself.
std::unique_ptr<Xapian::KeyMaker> make_keys(Sort sort) {
    switch (sort) {
        case Sort::relevance:
        case Sort::newest:
            return nullptr;
        case Sort::oldest:
            return std::make_unique<OldestFirst>();
        case Sort::points:
            return by_number("points");
        case Sort::comments:
            return by_number("comments");
    }
    return nullptr;
}

}  // namespace

std::string sort_key(const Xapian::Document& document, Sort sort) {
    const auto keys = make_keys(sort);
    return keys ? (*keys)(document) : document.get_value(schema::order_slot);
}

std::unique_ptr<Xapian::KeyMaker> set_order(Xapian::Enquire& enquire, Sort sort) {
    std::unique_ptr<Xapian::KeyMaker> keys = make_keys(sort);
    if (keys) {
        enquire.set_sort_by_key(keys.get(), true);
    } else if (sort == Sort::relevance) {
        enquire.set_sort_by_relevance_then_value(schema::order_slot, true);
    } else {
        enquire.set_sort_by_value(schema::order_slot, true);
    }
    return keys;
}

}  // namespace kb::search
