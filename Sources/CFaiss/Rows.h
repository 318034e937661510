#ifndef CFAISS_ROWS_H
#define CFAISS_ROWS_H

#include <atomic>
#include <cstdint>
#include <vector>

#include <faiss/IndexFlat.h>

#include "PositionMap.h"

namespace cfaiss {

/// A vector in 8 bits: value = scale * code, with what that loses.
struct RowFacts {
    float scale;
    /// Euclidean norm of vector - scale * codes, rounded up.
    float residual;
    /// Euclidean norm of the vector, rounded up.
    float norm;
};

/// Vectors in 8 bits, made outside any lock.
struct EncodedRows {
    std::vector<int8_t> codes;
    std::vector<RowFacts> facts;
};

/// The vectors of an index by position. Positions only grow; a removed row keeps its place until `compact`.
class Rows {
public:
    /// Marks a removed row; real ids are positive.
    static constexpr int64_t removedID = -1;
    static constexpr size_t maximum = size_t(1) << 30;

    explicit Rows(int dimension);

    int dimension() const { return int(flat.d); }
    size_t count() const { return ids.size(); }
    size_t live() const { return positions.count(); }
    size_t removed() const { return count() - live(); }
    const float *vector(size_t position) const { return flat.get_xb() + position * size_t(flat.d); }
    const int8_t *code(size_t position) const { return codes.data() + position * stride; }
    size_t bytes() const;

    EncodedRows encode(const float *vectors, size_t count) const;
    /// Makes room for `more` rows, so that appending them cannot fail.
    void reserveMore(size_t more);
    /// Makes room for exactly this many rows in all.
    void reserveExactly(size_t rows);
    /// Adds one row, replacing the one with its id; room was reserved. An id of `removedID` only takes the place.
    void append(int64_t id, const float *vector, const int8_t *code, const RowFacts &facts);
    /// Adds rows that are not present; a convenience over the three above.
    void append(const std::vector<int64_t> &newIDs, const float *vectors);
    bool remove(int64_t id);
    /// Closes the gaps of removed rows.
    void compact();

    faiss::IndexFlatIP flat;
    /// Bytes of a row of codes.
    const size_t stride;
    std::vector<int64_t> ids;
    std::vector<RowFacts> facts;
    PositionMap positions;
    /// While above zero somebody reads by position between locks, and rows keep their places.
    std::atomic<int> pins{0};

private:
    std::vector<int8_t> codes;
};

}  // namespace cfaiss

#endif
