#include "Rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "Failure.h"
#include "Kernels.h"

namespace cfaiss {
namespace {

/// Makes up for the rounding of the conversion to 32 bits.
float roundedUp(double value) { return float(value * (1 + 1e-6)); }

template <typename Element>
void reserveGrowing(std::vector<Element> &elements, size_t wanted) {
    if (wanted > elements.capacity()) elements.reserve(std::max(wanted, elements.capacity() + elements.capacity() / 2));
}

}  // namespace

Rows::Rows(int dimension)
    : flat(dimension), stride((size_t(dimension) + codePadding - 1) / codePadding * codePadding), positions(ids) {}

size_t Rows::bytes() const {
    return flat.codes.capacity() + codes.capacity() + ids.capacity() * sizeof(int64_t)
        + facts.capacity() * sizeof(RowFacts) + positions.bytes();
}

EncodedRows Rows::encode(const float *vectors, size_t count) const {
    const auto dimension = size_t(flat.d);
    EncodedRows encoded{std::vector<int8_t>(count * stride, 0), std::vector<RowFacts>(count)};
    for (size_t row = 0; row < count; ++row) {
        const float *vector = vectors + row * dimension;
        int8_t *code = encoded.codes.data() + row * stride;
        float peak = 0;
        for (size_t index = 0; index < dimension; ++index) peak = std::max(peak, std::fabs(vector[index]));
        // A scale too small to divide by leaves zero codes, and the residual tells the whole vector.
        const float scale = peak / 127;
        const float factor = scale >= 1e-30f ? 1 / scale : 0;
        double squares = 0, losses = 0;
        for (size_t index = 0; index < dimension; ++index) {
            const float value = vector[index];
            const auto rounded = std::clamp(int(std::lrintf(value * factor)), -127, 127);
            code[index] = int8_t(rounded);
            const double loss = double(value) - double(scale) * rounded;
            squares += double(value) * value;
            losses += loss * loss;
        }
        encoded.facts[row] = {scale, roundedUp(std::sqrt(losses)), roundedUp(std::sqrt(squares))};
    }
    return encoded;
}

void Rows::reserveMore(size_t more) {
    const size_t rows = count() + more;
    if (more > maximum || rows > maximum) throw Failure{CFAISS_INVALID, "an index holds at most 2^30 rows"};
    reserveGrowing(flat.codes, rows * flat.code_size);
    reserveGrowing(codes, rows * stride);
    reserveGrowing(ids, rows);
    reserveGrowing(facts, rows);
    positions.reserve(rows);
}

void Rows::reserveExactly(size_t rows) {
    if (rows > maximum) throw Failure{CFAISS_INVALID, "an index holds at most 2^30 rows"};
    flat.codes.reserve(rows * flat.code_size);
    codes.reserve(rows * stride);
    ids.reserve(rows);
    facts.reserve(rows);
    positions.reserve(rows);
}

void Rows::append(int64_t id, const float *vector, const int8_t *code, const RowFacts &rowFacts) {
    if (id != removedID) remove(id);
    flat.add(1, vector);
    codes.insert(codes.end(), code, code + stride);
    facts.push_back(rowFacts);
    ids.push_back(id);
    if (id != removedID) positions.insert(uint32_t(ids.size() - 1));
}

void Rows::append(const std::vector<int64_t> &newIDs, const float *vectors) {
    const EncodedRows encoded = encode(vectors, newIDs.size());
    reserveMore(newIDs.size());
    for (size_t row = 0; row < newIDs.size(); ++row) {
        append(newIDs[row], vectors + row * size_t(flat.d), encoded.codes.data() + row * stride, encoded.facts[row]);
    }
}

bool Rows::remove(int64_t id) {
    uint32_t position = 0;
    if (!positions.find(id, position)) return false;
    positions.remove(id);
    ids[position] = removedID;
    return true;
}

void Rows::compact() {
    positions.clear();
    size_t kept = 0;
    for (size_t position = 0; position < ids.size(); ++position) {
        if (ids[position] == removedID) continue;
        if (kept != position) {
            std::memcpy(&flat.codes[kept * flat.code_size], &flat.codes[position * flat.code_size], flat.code_size);
            std::memcpy(&codes[kept * stride], &codes[position * stride], stride);
            facts[kept] = facts[position];
            ids[kept] = ids[position];
        }
        positions.insert(uint32_t(kept++));
    }
    flat.codes.resize(kept * flat.code_size);
    flat.ntotal = faiss::Index::idx_t(kept);
    codes.resize(kept * stride);
    facts.resize(kept);
    ids.resize(kept);
}

}  // namespace cfaiss
