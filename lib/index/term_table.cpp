#include "index/term_table.hpp"

#include <xxhash.h>

#include <algorithm>
#include <numeric>

namespace kb::index {

namespace {

constexpr std::size_t fewest_slots = 1024;

std::uint64_t first_bytes(std::string_view text) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        const unsigned char byte = i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
        value = value << 8 | byte;
    }
    return value;
}

}  // namespace

std::uint32_t TermTable::number(std::string_view prefix, std::string_view rest, std::size_t most) {
    if (terms_.size() * 2 >= slots_.size()) grow();
    const std::size_t begin = names_.size();
    names_.append(prefix).append(rest);
    const std::string_view name = std::string_view(names_).substr(begin);
    const std::uint64_t hash = XXH3_64bits(name.data(), name.size());
    for (std::size_t slot = hash;; ++slot) {
        std::uint32_t& place = slots_[slot & (slots_.size() - 1)];
        if (place == 0 && terms_.size() >= most) {
            names_.resize(begin);
            return none;
        }
        if (place == 0) {
            terms_.push_back({hash, first_bytes(name), static_cast<std::uint32_t>(begin),
                              static_cast<std::uint32_t>(name.size())});
            place = static_cast<std::uint32_t>(terms_.size());
            return place - 1;
        }
        if (terms_[place - 1].hash == hash && this->name(place - 1) == name) {
            names_.resize(begin);
            return place - 1;
        }
    }
}

void TermTable::grow() {
    slots_.assign(std::max(fewest_slots, slots_.size() * 2), 0);
    for (std::uint32_t term = 0; term < terms_.size(); ++term) {
        std::size_t slot = terms_[term].hash;
        while (slots_[slot & (slots_.size() - 1)] != 0)
            ++slot;
        slots_[slot & (slots_.size() - 1)] = term + 1;
    }
}

std::vector<std::uint32_t> TermTable::sorted() const {
    std::vector<std::uint32_t> order(terms_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
        if (terms_[a].beginning != terms_[b].beginning)
            return terms_[a].beginning < terms_[b].beginning;
        return name(a) < name(b);
    });
    return order;
}

void TermTable::clear() {
    constexpr std::size_t most_kept = std::size_t{1} << 16U;
    if (terms_.capacity() > most_kept) *this = TermTable();
    names_.clear();
    terms_.clear();
    std::fill(slots_.begin(), slots_.end(), 0);
}

}  // namespace kb::index
