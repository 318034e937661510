#include "CFaiss.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <shared_mutex>

#include <omp.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "Failure.h"
#include "Index.h"

/// OpenBLAS starts a thread per core for itself; nothing here multiplies matrices large enough to use them.
extern "C" void openblas_set_num_threads(int count);

using cfaiss::Failure;
using cfaiss::guarded;

void cfaiss_thread_prepare(int threads, int niceness) {
    static std::once_flag once;
    std::call_once(once, [] { openblas_set_num_threads(1); });
    // Both hold for the calling thread alone; OpenMP's threads for it, started later, inherit the niceness.
    omp_set_num_threads(std::max(1, threads));
#if defined(__linux__)
    if (niceness > 0) setpriority(PRIO_PROCESS, id_t(syscall(SYS_gettid)), std::min(niceness, 19));
#endif
}

int cfaiss_vector_is_valid(const float *vector, size_t dimension) {
    double squares = 0;
    for (size_t index = 0; index < dimension; ++index) squares += double(vector[index]) * vector[index];
    // NaN and infinities carry through the sum; two norms of 1e15 make a product that 32 bits hold.
    return squares <= 1e30;
}

CFaissIndex *cfaiss_index_create(int32_t dimension, int64_t generation, CFaissError *error) {
    CFaissIndex *index = nullptr;
    guarded(error, [&] {
        if (dimension < 1 || dimension > CFAISS_MAXIMUM_DIMENSION)
            throw Failure{CFAISS_INVALID, "the dimension is out of range"};
        index = new CFaissIndex(dimension, generation);
    });
    return index;
}

void cfaiss_index_free(CFaissIndex *index) { delete index; }

int32_t cfaiss_index_dimension(const CFaissIndex *index) { return index->dimension; }

CFaissStatus cfaiss_index_status(const CFaissIndex *index) { return index->status(); }

CFaissCode cfaiss_index_reserve(CFaissIndex *index, size_t rows, CFaissError *error) {
    return guarded(error, [&] {
        std::unique_lock guard(index->lock);
        index->rows->reserveExactly(rows);
    });
}

CFaissCode cfaiss_index_update(
    CFaissIndex *index, int64_t generation, const int64_t *removed, size_t removed_count, const int64_t *added,
    const float *vectors, size_t added_count, CFaissError *error) {
    return guarded(error, [&] { index->update(generation, removed, removed_count, added, vectors, added_count); });
}

CFaissCode cfaiss_index_search(
    const CFaissIndex *index, const float *query, size_t limit, const int64_t *allowed, size_t allowed_count,
    int64_t *ids, float *scores, size_t *found, CFaissError *error) {
    *found = 0;
    return guarded(error, [&] {
        if (!cfaiss_vector_is_valid(query, size_t(index->dimension)))
            throw Failure{CFAISS_INVALID, "the query has values that are not finite"};
        for (const cfaiss::Hit &hit : index->search(query, limit, allowed, allowed_count)) {
            ids[*found] = hit.id;
            scores[*found] = hit.score;
            ++*found;
        }
    });
}

CFaissCode cfaiss_index_build_graph(CFaissIndex *index, CFaissGraphOptions options, CFaissError *error) {
    return guarded(error, [&] { index->buildGraph(options); });
}

void cfaiss_index_cancel(CFaissIndex *index) { index->cancelled = true; }

CFaissSnapshot *cfaiss_snapshot_create(CFaissIndex *index, CFaissError *error) {
    CFaissSnapshot *snapshot = nullptr;
    guarded(error, [&] {
        auto made = std::make_unique<CFaissSnapshot>(*index);
        if (made->graph != nullptr) made->graphBytes = made->graph->serialised();
        snapshot = made.release();
    });
    return snapshot;
}

void cfaiss_snapshot_free(CFaissSnapshot *snapshot) { delete snapshot; }

CFaissLayout cfaiss_snapshot_layout(const CFaissSnapshot *snapshot) { return snapshot->layout(); }

uint64_t cfaiss_layout_bytes(CFaissLayout layout, int32_t dimension) {
    constexpr uint64_t most = uint64_t(1) << 50;
    if (dimension < 1 || dimension > CFAISS_MAXIMUM_DIMENSION || layout.rows > cfaiss::Rows::maximum
        || layout.count > layout.rows || layout.graph_bytes > most)
        return 0;
    return layout.rows * (sizeof(int64_t) + sizeof(float) * uint64_t(dimension)) + layout.graph_bytes
        + sizeof(uint32_t);
}

CFaissCode cfaiss_snapshot_write(
    CFaissSnapshot *snapshot, int descriptor, const uint8_t *header, size_t header_count, CFaissError *error) {
    return guarded(error, [&] { snapshot->write(descriptor, header, header_count); });
}

CFaissIndex *cfaiss_index_load(
    int descriptor, const uint8_t *header, size_t header_count, int32_t dimension, CFaissLayout layout,
    CFaissCode *code, CFaissError *error) {
    CFaissIndex *index = nullptr;
    *code = guarded(error, [&] { index = cfaiss::load(descriptor, header, header_count, dimension, layout).release(); });
    return index;
}
