/* What VectorIndex needs of FAISS, behind opaque handles: no C++ shows and no exception leaves.

   An index holds vectors under positive ids and finds those with the largest inner product. Searching is exact, by
   8-bit codes that bound every score and the 32-bit vectors of those that may win; once a graph (HNSW) was built,
   unfiltered searches walk it and scan only what came after it. Handles may be used from any number of threads at
   once: searches run side by side, and a change is seen whole or not at all. */
#ifndef CFAISS_H
#define CFAISS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct CFaissIndex CFaissIndex;
/* A frozen view of an index, for saving it while it goes on changing. */
typedef struct CFaissSnapshot CFaissSnapshot;

typedef enum {
    CFAISS_OK = 0,
    CFAISS_INVALID = 1,       /* an argument is out of its range */
    CFAISS_OUT_OF_MEMORY = 2,
    CFAISS_IO = 3,            /* the system refused to read or write */
    CFAISS_CORRUPT = 4,       /* a file is not what was once written */
    CFAISS_CANCELLED = 5,
    CFAISS_FAILED = 6         /* anything else FAISS threw */
} CFaissCode;

/* Says why a call did not return CFAISS_OK; NUL-terminated. */
typedef struct { char message[256]; } CFaissError;

typedef struct {
    int64_t generation;
    uint64_t count;        /* vectors that can be found */
    uint64_t rows;         /* those and the removed ones that still take room */
    uint64_t graphed;      /* rows the graph covers, 0 without one */
    uint64_t graph_removed;/* rows of the graph that were removed since */
    uint64_t bytes;        /* memory held */
} CFaissStatus;

enum { CFAISS_MAXIMUM_DIMENSION = 8192 };

/* Caps the threads that FAISS may start on behalf of the calling thread and makes the calling thread, with those,
   yield to others (`niceness` 0...19). To be called first on every thread that calls anything below. */
void cfaiss_thread_prepare(int threads, int niceness);

/* Whether all values are finite and the norm small enough for inner products to stay finite. */
int cfaiss_vector_is_valid(const float *vector, size_t dimension);

/* An empty index; NULL with `error` set when out of range or memory. Freed by cfaiss_index_free. */
CFaissIndex *cfaiss_index_create(int32_t dimension, int64_t generation, CFaissError *error);
void cfaiss_index_free(CFaissIndex *index);
int32_t cfaiss_index_dimension(const CFaissIndex *index);
CFaissStatus cfaiss_index_status(const CFaissIndex *index);
/* Makes room for this many rows in all. */
CFaissCode cfaiss_index_reserve(CFaissIndex *index, size_t rows, CFaissError *error);

/* Removes ids (unknown ones are passed over), then adds `added_count` vectors of the index's dimension, replacing
   those whose id is present, and sets the generation: all of it or, on failure, nothing. */
CFaissCode cfaiss_index_update(
    CFaissIndex *index, int64_t generation, const int64_t *removed, size_t removed_count, const int64_t *added,
    const float *vectors, size_t added_count, CFaissError *error);

/* Finds the `limit` vectors with the largest inner product, best first, ties by ascending id. `ids` and `scores` have
   room for `limit`; `found` says how many were set. With `allowed` not NULL only those ids are considered, and the
   result is exact. */
CFaissCode cfaiss_index_search(
    const CFaissIndex *index, const float *query, size_t limit, const int64_t *allowed, size_t allowed_count,
    int64_t *ids, float *scores, size_t *found, CFaissError *error);

typedef struct {
    int32_t links;         /* neighbours of a vector: M of HNSW */
    int32_t construction;  /* candidates looked at when linking: efConstruction */
    int32_t search;        /* candidates kept in sight when searching, on all levels: efSearch */
} CFaissGraphOptions;

/* Builds a graph over the present vectors beside the serving rows and swaps it in, keeping what changed meanwhile.
   Takes minutes for large indexes; ends with CFAISS_CANCELLED soon after cfaiss_index_cancel. */
CFaissCode cfaiss_index_build_graph(CFaissIndex *index, CFaissGraphOptions options, CFaissError *error);
/* Stops a graph that is being built, and any later one. */
void cfaiss_index_cancel(CFaissIndex *index);

/* Freezes the index for saving; NULL with `error` set. The index must outlive the snapshot. */
CFaissSnapshot *cfaiss_snapshot_create(CFaissIndex *index, CFaissError *error);
void cfaiss_snapshot_free(CFaissSnapshot *snapshot);

/* What a snapshot's file holds after its header: `rows` ids, `rows` vectors, `graph_bytes` of graph, a checksum. */
typedef struct {
    int64_t generation;
    uint64_t count;
    uint64_t rows;
    uint64_t graph_bytes;
} CFaissLayout;

CFaissLayout cfaiss_snapshot_layout(const CFaissSnapshot *snapshot);
/* The bytes of a file with this layout after its header; 0 when no file can have it. */
uint64_t cfaiss_layout_bytes(CFaissLayout layout, int32_t dimension);
/* Writes header, contents and a CRC-32C (RFC 3720) over all of it to a file descriptor. Searches and changes go on. */
CFaissCode cfaiss_snapshot_write(
    CFaissSnapshot *snapshot, int descriptor, const uint8_t *header, size_t header_count, CFaissError *error);
/* Reads what cfaiss_snapshot_write wrote from a file descriptor that stands after the header, given the header again.
   The checksum is proved before anything is made of the contents. */
CFaissIndex *cfaiss_index_load(
    int descriptor, const uint8_t *header, size_t header_count, int32_t dimension, CFaissLayout layout,
    CFaissCode *code, CFaissError *error);

#ifdef __cplusplus
}
#endif

#endif
