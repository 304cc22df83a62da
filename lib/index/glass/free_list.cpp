#include "index/glass/free_list.hpp"

namespace kb::index::glass {

void add_free_blocks(const BlockFile& file, const TableState& state, BlockSet& blocks) {
    const auto add = [&](std::uint32_t number) {
        if (!blocks.insert(number)) file.throw_damaged(number, "is in use and free at once");
    };
    if (state.last_free.offset == 0) return;  // no list
    Block block(file.block_bytes());
    const std::uint32_t end = file.block_bytes() - free_list_entry_bytes;
    FreeListPlace place = state.first_free;
    const auto enter = [&] {
        add(place.block);
        file.read(place.block, block);
        if (block.level() != free_list_level)
            file.throw_damaged(place.block, "is no list of free blocks");
    };
    enter();
    while (place != state.last_free) {
        const std::uint32_t number = block.number32(place.offset);
        if (place.offset == end) {
            place = {number, free_list_begin};
            enter();
            continue;
        }
        add(number);
        place.offset += free_list_entry_bytes;
    }
}

}  // namespace kb::index::glass
