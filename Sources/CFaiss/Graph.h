#ifndef CFAISS_GRAPH_H
#define CFAISS_GRAPH_H

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include <faiss/IndexHNSW.h>

#include "CFaiss.h"
#include "Rows.h"

namespace cfaiss {

/// A navigable graph (HNSW, Malkov and Yashunin 2016) over the first `covered` rows; it holds links only and reads the
/// vectors where the rows keep them.
class Graph {
public:
    /// Links all rows. Throws a cancelled `Failure` soon after `cancelled` was set.
    Graph(const Rows &rows, CFaissGraphOptions options, const std::atomic<bool> &cancelled);
    /// Takes back what `serialised` gave for the same rows. Throws a corrupt `Failure` when that cannot be.
    Graph(const Rows &rows, const std::vector<uint8_t> &bytes);

    size_t covered() const { return size_t(hnsw->ntotal); }
    size_t bytes() const;
    /// Positions of rows that a search for their very vector does not find, ascending: they are to be scanned.
    const std::vector<uint32_t> &unreached() const { return missed; }
    /// The longest list it is good for: beyond, it would keep too few candidates in sight.
    size_t longestList() const { return size_t(settings.search) / 2; }
    /// Positions of about the nearest rows that were not removed, up to twice `limit`; fewer when it reaches no more.
    std::vector<uint32_t> search(const Rows &rows, const float *query, size_t limit) const;
    std::vector<uint8_t> serialised() const;

private:
    void prepareSearch();
    void findUnreached(const Rows &rows, const std::atomic<bool> &cancelled);

    CFaissGraphOptions settings;
    std::unique_ptr<faiss::IndexHNSW> hnsw;
    std::vector<uint32_t> missed;
};

}  // namespace cfaiss

#endif
