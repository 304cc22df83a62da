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

}  // namespace

std::unique_ptr<Xapian::KeyMaker> set_order(Xapian::Enquire& enquire, Sort sort) {
    std::unique_ptr<Xapian::KeyMaker> keys;
    switch (sort) {
        case Sort::relevance:
            enquire.set_sort_by_relevance_then_value(schema::order_slot, true);
            return keys;
        case Sort::newest:
            enquire.set_sort_by_value(schema::order_slot, true);
            return keys;
        case Sort::oldest:
            keys = std::make_unique<OldestFirst>();
            break;
        case Sort::points:
            keys = by_number("points");
            break;
        case Sort::comments:
            keys = by_number("comments");
            break;
    }
    enquire.set_sort_by_key(keys.get(), true);
    return keys;
}

}  // namespace kb::search
