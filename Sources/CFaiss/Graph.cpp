#include "Graph.h"

#include <algorithm>

#include <faiss/impl/DistanceComputer.h>
#include <faiss/impl/IDSelector.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>

#include "Failure.h"
#include "Kernels.h"

namespace cfaiss {
namespace {

struct RowProducts : faiss::DistanceComputer {
    explicit RowProducts(const Rows &rows) : rows(rows) {}

    void set_query(const float *vector) override { query = vector; }
    float operator()(idx_t position) override {
        return dot(query, rows.vector(size_t(position)), size_t(rows.dimension()));
    }
    float symmetric_dis(idx_t left, idx_t right) override {
        return dot(rows.vector(size_t(left)), rows.vector(size_t(right)), size_t(rows.dimension()));
    }

    const Rows &rows;
    const float *query = nullptr;
};

/// Shows FAISS the rows' vectors as the storage of its graph, so that they are kept once.
struct RowStorage : faiss::Index {
    explicit RowStorage(const Rows &rows) : faiss::Index(rows.dimension(), faiss::METRIC_INNER_PRODUCT), rows(rows) {}

    /// The vectors are in the rows already: only the graph is told of them.
    void add(idx_t count, const float *) override { ntotal += count; }
    void reset() override { ntotal = 0; }
    void search(idx_t, const float *, idx_t, float *, idx_t *, const faiss::SearchParameters *) const override {
        throw Failure{CFAISS_FAILED, "the storage of a graph is not searched"};
    }
    faiss::DistanceComputer *get_distance_computer() const override { return new RowProducts(rows); }

    const Rows &rows;
};

struct LiveRows : faiss::IDSelector {
    explicit LiveRows(const Rows &rows) : rows(rows) {}
    bool is_member(idx_t position) const override { return rows.ids[size_t(position)] != Rows::removedID; }
    const Rows &rows;
};

/// A graph is walked without a look at its bounds, so all of its links must lead to rows.
bool isSound(const faiss::HNSW &graph, size_t rows) {
    const auto last = graph.cum_nneighbor_per_level;
    if (graph.levels.size() != rows || graph.offsets.size() != rows + 1 || graph.offsets.front() != 0) return false;
    if (graph.offsets.back() != graph.neighbors.size()) return false;
    if (graph.entry_point < 0 || size_t(graph.entry_point) >= rows) return false;
    for (size_t row = 0; row < rows; ++row) {
        const int level = graph.levels[row];
        if (level < 1 || size_t(level) >= last.size() || level - 1 > graph.max_level) return false;
        if (graph.offsets[row + 1] < graph.offsets[row]) return false;
        if (graph.offsets[row + 1] - graph.offsets[row] != size_t(last[size_t(level)])) return false;
    }
    if (graph.levels[size_t(graph.entry_point)] - 1 != graph.max_level) return false;
    return std::all_of(graph.neighbors.begin(), graph.neighbors.end(), [=](int neighbour) {
        return neighbour >= -1 && neighbour < int64_t(rows);
    });
}

}  // namespace

Graph::Graph(const Rows &rows, CFaissGraphOptions options, const std::atomic<bool> &cancelled) : settings(options) {
    auto storage = std::make_unique<RowStorage>(rows);
    hnsw = std::make_unique<faiss::IndexHNSW>(storage.get(), options.links);
    storage.release();
    hnsw->own_fields = true;
    hnsw->hnsw.efConstruction = options.construction;
    prepareSearch();
    // FAISS adds level by level within a call, so few large calls link well; small enough to be cancelled in between.
    constexpr size_t batch = 512;
    for (size_t row = 0; row < rows.count(); row += batch) {
        if (cancelled.load(std::memory_order_relaxed)) throw Failure{CFAISS_CANCELLED, "cancelled"};
        hnsw->add(faiss::Index::idx_t(std::min(batch, rows.count() - row)), rows.vector(row));
    }
    findUnreached(rows, cancelled);
}

Graph::Graph(const Rows &rows, const std::vector<uint8_t> &bytes) {
    faiss::VectorIOReader reader;
    reader.data = bytes;
    uint64_t missedCount = 0;
    if (reader(&settings, sizeof settings, 1) != 1 || reader(&missedCount, sizeof missedCount, 1) != 1
        || missedCount > rows.count())
        throw Failure{CFAISS_CORRUPT, "the graph is cut short"};
    missed.resize(missedCount);
    if (reader(missed.data(), sizeof(uint32_t), missed.size()) != missed.size())
        throw Failure{CFAISS_CORRUPT, "the graph is cut short"};
    std::unique_ptr<faiss::Index> read(faiss::read_index(&reader));
    auto *graph = dynamic_cast<faiss::IndexHNSW *>(read.get());
    if (graph == nullptr || graph->d != rows.dimension() || graph->metric_type != faiss::METRIC_INNER_PRODUCT
        || graph->ntotal < 1 || size_t(graph->ntotal) > rows.count()
        || !isSound(graph->hnsw, size_t(graph->ntotal))
        || std::any_of(missed.begin(), missed.end(), [&](uint32_t row) { return row >= graph->ntotal; }))
        throw Failure{CFAISS_CORRUPT, "the graph does not fit its vectors"};
    read.release();
    hnsw.reset(graph);
    auto storage = std::make_unique<RowStorage>(rows);
    storage->ntotal = graph->ntotal;
    if (hnsw->own_fields) delete hnsw->storage;
    hnsw->storage = storage.release();
    hnsw->own_fields = true;
    prepareSearch();
}

void Graph::findUnreached(const Rows &rows, const std::atomic<bool> &cancelled) {
    // Rows are linked on the way down too, and the few that were linked in a wrong region are found by nobody.
    constexpr size_t batch = 512;
    std::vector<float> distances(batch);
    std::vector<faiss::Index::idx_t> labels(batch);
    for (size_t first = 0; first < rows.count(); first += batch) {
        if (cancelled.load(std::memory_order_relaxed)) throw Failure{CFAISS_CANCELLED, "cancelled"};
        const size_t count = std::min(batch, rows.count() - first);
        hnsw->search(faiss::Index::idx_t(count), rows.vector(first), 1, distances.data(), labels.data());
        for (size_t row = 0; row < count; ++row)
            if (labels[row] != faiss::Index::idx_t(first + row)) missed.push_back(uint32_t(first + row));
    }
}

void Graph::prepareSearch() {
    // Going down the upper levels greedily, as FAISS does by default, ends in a wrong region for some 3 of 100 queries
    // when vectors are clustered, and no effort at the bottom leads out of it. A beam there finds all of them.
    hnsw->hnsw.upper_beam = settings.search;
    hnsw->hnsw.efSearch = settings.search;
}

size_t Graph::bytes() const {
    const faiss::HNSW &graph = hnsw->hnsw;
    return graph.neighbors.capacity() * sizeof(int) + graph.offsets.capacity() * sizeof(size_t)
        + graph.levels.capacity() * sizeof(int) + missed.capacity() * sizeof(uint32_t);
}

std::vector<uint32_t> Graph::search(const Rows &rows, const float *query, size_t limit) const {
    LiveRows live(rows);
    faiss::SearchParametersHNSW parameters;
    parameters.sel = &live;
    parameters.efSearch = settings.search;
    // Asked for twice as many, since FAISS 1.7.3 does not look at `sel` on every path.
    const size_t asked = 2 * limit;
    std::vector<float> distances(asked);
    std::vector<faiss::Index::idx_t> labels(asked, -1);
    hnsw->search(1, query, faiss::Index::idx_t(asked), distances.data(), labels.data(), &parameters);
    std::vector<uint32_t> positions;
    for (auto label : labels)
        if (label >= 0 && live.is_member(label)) positions.push_back(uint32_t(label));
    return positions;
}

std::vector<uint8_t> Graph::serialised() const {
    faiss::VectorIOWriter writer;
    const uint64_t missedCount = missed.size();
    writer(&settings, sizeof settings, 1);
    writer(&missedCount, sizeof missedCount, 1);
    writer(missed.data(), sizeof(uint32_t), missed.size());
    // FAISS writes a graph with its storage: this one's is empty, since the vectors are saved once, elsewhere.
    faiss::IndexHNSWFlat shell(int(hnsw->d), settings.links, faiss::METRIC_INNER_PRODUCT);
    shell.hnsw = hnsw->hnsw;
    shell.ntotal = hnsw->ntotal;
    faiss::write_index(&shell, &writer);
    return std::move(writer.data);
}

}  // namespace cfaiss
