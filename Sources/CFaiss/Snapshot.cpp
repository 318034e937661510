#include <algorithm>
#include <cerrno>
#include <cstring>
#include <shared_mutex>
#include <unistd.h>

#include "Failure.h"
#include "Index.h"
#include "Kernels.h"

using cfaiss::Failure;
using cfaiss::Rows;

namespace {

/// Vectors read or written at a time.
constexpr size_t slice = 1024;

Failure systemFailure(const char *action) { return {CFAISS_IO, std::string(action) + ": " + std::strerror(errno)}; }

/// Writes to a descriptor, summing up what it wrote.
struct Writer {
    int descriptor;
    uint32_t checksum = 0;

    void operator()(const void *bytes, size_t count) {
        checksum = cfaiss::crc32c(checksum, bytes, count);
        raw(static_cast<const uint8_t *>(bytes), count);
    }

    void raw(const uint8_t *bytes, size_t count) {
        while (count > 0) {
            const ssize_t written = ::write(descriptor, bytes, std::min<size_t>(count, 1 << 24));
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) throw systemFailure("cannot write");
            bytes += written;
            count -= size_t(written);
        }
    }
};

/// Reads from a descriptor, summing up what it read.
struct Reader {
    int descriptor;
    uint32_t checksum = 0;

    void operator()(void *bytes, size_t count) {
        raw(static_cast<uint8_t *>(bytes), count);
        checksum = cfaiss::crc32c(checksum, bytes, count);
    }

    void raw(uint8_t *bytes, size_t count) {
        while (count > 0) {
            const ssize_t got = ::read(descriptor, bytes, std::min<size_t>(count, 1 << 24));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) throw systemFailure("cannot read");
            if (got == 0) throw Failure{CFAISS_CORRUPT, "the file ends early"};
            bytes += got;
            count -= size_t(got);
        }
    }
};

}  // namespace

CFaissSnapshot::CFaissSnapshot(CFaissIndex &index) : index(index) {
    std::shared_lock guard(index.lock);
    ids = index.rows->ids;
    rows = index.rows;
    graph = index.graph;
    generation = index.generation;
    live = rows->live();
    ++rows->pins;
}

CFaissSnapshot::~CFaissSnapshot() { --rows->pins; }

void CFaissSnapshot::copyVectors(size_t first, size_t count, float *vectors) const {
    std::shared_lock guard(index.lock);
    std::memcpy(vectors, rows->vector(first), count * rows->flat.code_size);
}

CFaissLayout CFaissSnapshot::layout() const {
    // With a graph removed rows are written too, since its links go by position.
    return {generation, live, graph == nullptr ? live : ids.size(), graphBytes.size()};
}

void CFaissSnapshot::write(int descriptor, const uint8_t *header, size_t headerCount) const {
    Writer write{descriptor};
    const bool isWhole = graph != nullptr;
    std::vector<int64_t> kept = ids;
    if (!isWhole) kept.erase(std::remove(kept.begin(), kept.end(), Rows::removedID), kept.end());
    write(header, headerCount);
    write(kept.data(), kept.size() * sizeof(int64_t));
    const auto dimension = size_t(rows->dimension());
    std::vector<float> vectors(slice * dimension);
    for (size_t first = 0; first < ids.size(); first += slice) {
        const size_t count = std::min(slice, ids.size() - first);
        copyVectors(first, count, vectors.data());
        size_t left = 0;
        for (size_t row = 0; row < count; ++row) {
            if (!isWhole && ids[first + row] == Rows::removedID) continue;
            if (left != row) std::memcpy(&vectors[left * dimension], &vectors[row * dimension], dimension * 4);
            ++left;
        }
        write(vectors.data(), left * dimension * sizeof(float));
    }
    write(graphBytes.data(), graphBytes.size());
    const uint32_t checksum = write.checksum;
    write.raw(reinterpret_cast<const uint8_t *>(&checksum), sizeof checksum);
}

namespace cfaiss {

std::unique_ptr<CFaissIndex> load(
    int descriptor, const uint8_t *header, size_t headerCount, int dimension, CFaissLayout layout) {
    if (cfaiss_layout_bytes(layout, dimension) == 0) throw Failure{CFAISS_CORRUPT, "the sizes make no sense"};
    Reader read{descriptor};
    read.checksum = crc32c(0, header, headerCount);
    auto index = std::make_unique<CFaissIndex>(dimension, layout.generation);
    Rows &rows = *index->rows;
    rows.reserveExactly(layout.rows);
    std::vector<int64_t> ids(layout.rows);
    read(ids.data(), ids.size() * sizeof(int64_t));
    std::vector<float> vectors(slice * size_t(dimension));
    for (size_t first = 0; first < ids.size(); first += slice) {
        const size_t count = std::min<size_t>(slice, ids.size() - first);
        read(vectors.data(), count * rows.flat.code_size);
        const EncodedRows encoded = rows.encode(vectors.data(), count);
        for (size_t row = 0; row < count; ++row) {
            const int64_t id = ids[first + row];
            const bool isSound = id > 0
                ? cfaiss_vector_is_valid(&vectors[row * size_t(dimension)], size_t(dimension)) != 0
                : id == Rows::removedID;
            if (!isSound) throw Failure{CFAISS_CORRUPT, "the contents make no sense"};
            rows.append(
                id, &vectors[row * size_t(dimension)], &encoded.codes[row * rows.stride], encoded.facts[row]);
        }
    }
    std::vector<uint8_t> graphBytes(layout.graph_bytes);
    read(graphBytes.data(), graphBytes.size());
    uint32_t checksum = 0;
    read.raw(reinterpret_cast<uint8_t *>(&checksum), sizeof checksum);
    if (checksum != read.checksum) throw Failure{CFAISS_CORRUPT, "the checksum differs"};
    if (rows.live() != layout.count) throw Failure{CFAISS_CORRUPT, "the count differs"};
    if (!graphBytes.empty()) index->graph = std::make_shared<const Graph>(rows, graphBytes);
    return index;
}

}  // namespace cfaiss
