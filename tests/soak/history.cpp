#include "history.hpp"

namespace kb::soak {

History::History(unsigned seed, std::uint32_t documents) : seed_(seed) {
    Random random(seed);
    for (; next_id_ < documents; ++next_id_)
        model_.put(random_document(random, "https://example.org/" + std::to_string(next_id_)));
    model_.put(clock());
}

Document History::clock() const {
    Document document;
    document.id = clock_id;
    document.title = std::to_string(number_);
    document.text = clock_word;
    document.lang = "en";
    return document;
}

std::uint32_t History::number_of(const Document& clock) {
    return static_cast<std::uint32_t>(std::stoul(clock.title));
}

Batch History::beginning() const {
    Batch batch;
    for (const auto& entry : model_.documents())
        batch.put.push_back(entry.second);
    return batch;
}

Batch History::next() {
    Random random(seed_ + 7919 * ++number_);
    Batch batch;
    for (std::uint32_t i = below(random, 30); i > 0; --i) {
        const bool update = below(random, 2) == 0;
        const std::string id =
            update ? model_.random_id(random) : "https://example.org/" + std::to_string(next_id_++);
        if (id != clock_id) batch.put.push_back(random_document(random, id));
    }
    for (std::uint32_t i = below(random, 15); i > 0; --i) {
        const std::string id = model_.random_id(random);
        if (id != clock_id) batch.erased.push_back(id);
    }
    batch.put.push_back(clock());
    apply(batch);
    return batch;
}

void History::apply(const Batch& batch) {
    for (const Document& document : batch.put)
        model_.put(document);
    for (const std::string& id : batch.erased)
        model_.erase(id);
}

}  // namespace kb::soak
