#include "Index.h"

#include <algorithm>
#include <shared_mutex>

#include "Failure.h"

using cfaiss::Failure;
using cfaiss::Rows;

namespace {

/// Fewer removed rows than this are not worth closing up.
constexpr size_t leastRemoved = 1024;

/// Shows a scan these rows once each, neighbours together.
void considerEach(std::vector<uint32_t> &positions, cfaiss::Scan &scan) {
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    for (size_t start = 0, end = 0; start < positions.size(); start = end) {
        for (end = start + 1; end < positions.size() && positions[end] == positions[end - 1] + 1;) ++end;
        scan.consider(positions[start], end - start);
    }
}

}  // namespace

CFaissStatus CFaissIndex::status() const {
    std::shared_lock guard(lock);
    CFaissStatus status{};
    status.generation = generation;
    status.count = rows->live();
    status.rows = rows->count();
    status.bytes = rows->bytes();
    if (graph != nullptr) {
        status.graphed = graph->covered();
        status.bytes += graph->bytes();
        const auto end = rows->ids.begin() + std::ptrdiff_t(graph->covered());
        status.graph_removed = uint64_t(std::count(rows->ids.begin(), end, Rows::removedID));
    }
    return status;
}

void CFaissIndex::update(
    int64_t newGeneration, const int64_t *removed, size_t removedCount, const int64_t *added, const float *vectors,
    size_t addedCount) {
    for (size_t row = 0; row < addedCount; ++row) {
        if (added[row] <= 0) throw Failure{CFAISS_INVALID, "an id is not positive"};
        if (!cfaiss_vector_is_valid(vectors + row * size_t(dimension), size_t(dimension)))
            throw Failure{CFAISS_INVALID, "a vector has values that are not finite"};
    }
    // The slow part needs no lock; stride and dimension are the same in any rows of this index.
    const cfaiss::EncodedRows encoded = Rows(dimension).encode(vectors, addedCount);

    std::unique_lock guard(lock);
    rows->reserveMore(addedCount);
    for (size_t row = 0; row < removedCount; ++row) rows->remove(removed[row]);
    for (size_t row = 0; row < addedCount; ++row) {
        rows->append(
            added[row], vectors + row * size_t(dimension), encoded.codes.data() + row * rows->stride,
            encoded.facts[row]);
    }
    generation = newGeneration;
    const bool isWorthwhile = rows->removed() > leastRemoved && rows->removed() * 4 > rows->count();
    if (isWorthwhile && graph == nullptr && rows->pins == 0) rows->compact();
}

std::vector<cfaiss::Hit> CFaissIndex::search(
    const float *query, size_t limit, const int64_t *allowed, size_t allowedCount) const {
    std::shared_lock guard(lock);
    limit = std::min(limit, rows->live());
    if (limit == 0) return {};
    cfaiss::Scan scan(*rows, query, limit);
    std::vector<uint32_t> positions;
    if (allowed != nullptr) {
        uint32_t position = 0;
        for (size_t index = 0; index < allowedCount; ++index)
            if (rows->positions.find(allowed[index], position)) positions.push_back(position);
        considerEach(positions, scan);
        return scan.finish();
    }
    size_t scanned = 0;
    if (graph != nullptr && limit <= graph->longestList()) {
        positions = graph->search(*rows, query, limit);
        // A graph may fail to reach enough of its rows when most were removed: then they are all scanned.
        if (positions.size() >= limit) {
            positions.insert(positions.end(), graph->unreached().begin(), graph->unreached().end());
            considerEach(positions, scan);
            scanned = graph->covered();
        }
    }
    scan.consider(scanned, rows->count() - scanned);
    return scan.finish();
}

void CFaissIndex::buildGraph(CFaissGraphOptions options) {
    std::unique_lock once(building, std::try_to_lock);
    if (!once.owns_lock()) throw Failure{CFAISS_INVALID, "a graph is being built already"};
    if (options.links < 2 || options.links > 256 || options.construction < 1 || options.construction > 4096
        || options.search < 1 || options.search > 4096)
        throw Failure{CFAISS_INVALID, "graph options are out of range"};

    const CFaissSnapshot before(*this);
    const size_t dimension = size_t(before.rows->dimension());
    auto fresh = std::make_shared<Rows>(int(dimension));
    fresh->reserveExactly(before.live + before.live / 8);
    constexpr size_t slice = 1024;
    std::vector<float> vectors(slice * dimension);
    for (size_t first = 0; first < before.ids.size(); first += slice) {
        if (cancelled) throw Failure{CFAISS_CANCELLED, "cancelled"};
        const size_t count = std::min(slice, before.ids.size() - first);
        before.copyVectors(first, count, vectors.data());
        const cfaiss::EncodedRows encoded = fresh->encode(vectors.data(), count);
        for (size_t row = 0; row < count; ++row) {
            if (before.ids[first + row] == Rows::removedID) continue;
            fresh->append(
                before.ids[first + row], &vectors[row * dimension], &encoded.codes[row * fresh->stride],
                encoded.facts[row]);
        }
    }
    if (fresh->count() == 0) throw Failure{CFAISS_INVALID, "there are no vectors to link"};
    auto linked = std::make_shared<const cfaiss::Graph>(*fresh, options, cancelled);

    std::unique_lock guard(lock);
    // Positions kept their meaning since, because the snapshot pins them: first what was removed or replaced, then
    // what was added.
    const Rows &now = *rows;
    fresh->reserveMore(now.count() - before.ids.size());
    for (size_t position = 0; position < before.ids.size(); ++position) {
        if (before.ids[position] != Rows::removedID && now.ids[position] == Rows::removedID)
            fresh->remove(before.ids[position]);
    }
    for (size_t position = before.ids.size(); position < now.count(); ++position) {
        if (now.ids[position] == Rows::removedID) continue;
        fresh->append(now.ids[position], now.vector(position), now.code(position), now.facts[position]);
    }
    rows = std::move(fresh);
    graph = std::move(linked);
}
