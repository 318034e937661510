#ifndef CFAISS_POSITION_MAP_H
#define CFAISS_POSITION_MAP_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cfaiss {

/// Where each id stands: open addressing with linear probing over positions, whose ids are looked up in `ids`. After
/// `reserve`, nothing here allocates, so a change can be made whole or not at all.
class PositionMap {
public:
    explicit PositionMap(const std::vector<int64_t> &ids) : ids(ids) {}

    size_t count() const { return used; }
    size_t bytes() const { return slots.capacity() * sizeof(uint32_t); }

    void reserve(size_t wanted) {
        size_t size = 16;
        while (size < wanted * 2) size *= 2;
        if (size <= slots.size()) return;
        std::vector<uint32_t> larger(size, 0);
        larger.swap(slots);
        for (uint32_t slot : larger)
            if (slot != 0) slots[emptySlot(ids[slot - 1])] = slot;
    }

    /// - Returns: whether the id is present, and if so its position.
    bool find(int64_t id, uint32_t &position) const {
        if (slots.empty()) return false;
        for (size_t slot = home(id); slots[slot] != 0; slot = next(slot)) {
            if (ids[slots[slot] - 1] == id) {
                position = slots[slot] - 1;
                return true;
            }
        }
        return false;
    }

    /// Adds an absent id whose entry in `ids` is in place. Room was reserved.
    void insert(uint32_t position) {
        slots[emptySlot(ids[position])] = position + 1;
        ++used;
    }

    /// Removes a present id while its entry in `ids` is still in place.
    void remove(int64_t id) {
        size_t hole = home(id);
        while (slots[hole] == 0 || ids[slots[hole] - 1] != id) hole = next(hole);
        --used;
        // Moves later entries of the probe sequence back, so that no search stops short at the hole.
        for (size_t slot = next(hole); slots[slot] != 0; slot = next(slot)) {
            size_t wanted = home(ids[slots[slot] - 1]);
            bool reachable = hole <= slot ? (wanted <= hole || wanted > slot) : (wanted <= hole && wanted > slot);
            if (!reachable) continue;
            slots[hole] = slots[slot];
            hole = slot;
        }
        slots[hole] = 0;
    }

    void clear() {
        slots.assign(slots.size(), 0);
        used = 0;
    }

private:
    const std::vector<int64_t> &ids;
    /// Position + 1; 0 is empty. The size is a power of two, at least twice what was reserved.
    std::vector<uint32_t> slots;
    size_t used = 0;

    size_t home(int64_t id) const {
        // Fibonacci hashing: spreads the runs that row ids come in.
        return size_t((uint64_t(id) * 0x9E3779B97F4A7C15u) >> 32) & (slots.size() - 1);
    }
    size_t next(size_t slot) const { return (slot + 1) & (slots.size() - 1); }
    size_t emptySlot(int64_t id) const {
        size_t slot = home(id);
        while (slots[slot] != 0) slot = next(slot);
        return slot;
    }
};

}  // namespace cfaiss

#endif
