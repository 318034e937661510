#ifndef CFAISS_INDEX_H
#define CFAISS_INDEX_H

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "CFaiss.h"
#include "Graph.h"
#include "Lock.h"
#include "Rows.h"
#include "Scan.h"

/// Rows and perhaps a graph over the first of them, swapped together, behind one lock.
struct CFaissIndex {
    CFaissIndex(int dimension, int64_t generation)
        : dimension(dimension), rows(std::make_shared<cfaiss::Rows>(dimension)), generation(generation) {}

    CFaissStatus status() const;
    void update(
        int64_t generation, const int64_t *removed, size_t removedCount, const int64_t *added, const float *vectors,
        size_t addedCount);
    std::vector<cfaiss::Hit> search(
        const float *query, size_t limit, const int64_t *allowed, size_t allowedCount) const;
    void buildGraph(CFaissGraphOptions options);

    const int dimension;
    mutable cfaiss::Lock lock;
    std::shared_ptr<cfaiss::Rows> rows;
    std::shared_ptr<const cfaiss::Graph> graph;
    int64_t generation;
    std::atomic<bool> cancelled{false};

private:
    /// Held while a graph is built, which is once at a time.
    std::mutex building;
};

/// The rows as they stood at one moment. They only grow and keep their places while pinned, so ids, which a removal
/// overwrites, are copied and vectors are read later, a few at a time between changes.
struct CFaissSnapshot {
    explicit CFaissSnapshot(CFaissIndex &index);
    ~CFaissSnapshot();
    CFaissSnapshot(const CFaissSnapshot &) = delete;
    CFaissSnapshot &operator=(const CFaissSnapshot &) = delete;

    /// Copies the vectors of the positions [first, first + count).
    void copyVectors(size_t first, size_t count, float *vectors) const;
    CFaissLayout layout() const;
    void write(int descriptor, const uint8_t *header, size_t headerCount) const;

    CFaissIndex &index;
    std::shared_ptr<cfaiss::Rows> rows;
    std::shared_ptr<const cfaiss::Graph> graph;
    std::vector<int64_t> ids;
    int64_t generation = 0;
    uint64_t live = 0;
    /// What a file holds of the graph.
    std::vector<uint8_t> graphBytes;
};

namespace cfaiss {

std::unique_ptr<CFaissIndex> load(
    int descriptor, const uint8_t *header, size_t headerCount, int dimension, CFaissLayout layout);

}  // namespace cfaiss

#endif
