#include "Scan.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "Kernels.h"

namespace cfaiss {
namespace {

bool isBetter(const Hit &left, const Hit &right) {
    return left.score != right.score ? left.score > right.score : left.id < right.id;
}

}  // namespace

Scan::Scan(const Rows &rows, const float *query, size_t limit)
    : rows(rows), query(query), limit(limit), codes(rows.stride, 0) {
    const auto dimension = size_t(rows.dimension());
    float peak = 0;
    for (size_t index = 0; index < dimension; ++index) peak = std::max(peak, std::fabs(query[index]));
    // As fine as sums of products in 32 bits allow.
    const auto finest = std::min<double>(32767, std::floor(2147483647.0 / (127.0 * double(rows.stride))));
    const double step = double(peak) / finest;
    double coded = 0, lost = 0, squares = 0;
    for (size_t index = 0; index < dimension; ++index) {
        const double rounded = step > 0 ? std::clamp(std::nearbyint(query[index] / step), -finest, finest) : 0;
        codes[index] = int16_t(rounded);
        const double part = step * rounded, loss = double(query[index]) - part;
        coded += part * part;
        lost += loss * loss;
        squares += double(query[index]) * query[index];
    }
    scale = float(step);
    residualShare = float(std::sqrt(coded) * (1 + 1e-6));
    // Scoring in 32 bits rounds too: a sum of n products is off by less than n * 2^-24 of the product of the norms
    // (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1). Twice that, and the last few operations.
    const double rounding = (double(dimension) + 16) * 0x1p-23;
    normShare = float((std::sqrt(lost) + rounding * std::sqrt(squares)) * (1 + 1e-6));
    floors.reserve(std::min(limit, rows.count()));
}

void Scan::consider(size_t first, size_t count) {
    constexpr size_t block = 64;
    int32_t products[block];
    for (size_t done = 0; done < count; done += block) {
        const size_t start = first + done, size = std::min(block, count - done);
        dotCodes(rows.code(start), rows.stride, size, codes.data(), products);
        for (size_t offset = 0; offset < size; ++offset) {
            const RowFacts &facts = rows.facts[start + offset];
            const float approximate = scale * facts.scale * float(products[offset]);
            const float bound = residualShare * facts.residual + normShare * facts.norm;
            if (floors.size() == limit && approximate + bound < floors.front()) continue;
            if (rows.ids[start + offset] != Rows::removedID) admit(approximate, bound, uint32_t(start + offset));
        }
    }
}

void Scan::admit(float approximate, float bound, uint32_t position) {
    candidates.push_back({approximate + bound, position});
    const float floor = approximate - bound;
    if (floors.size() < limit) {
        floors.push_back(floor);
        std::push_heap(floors.begin(), floors.end(), std::greater<>());
    } else if (floor > floors.front()) {
        std::pop_heap(floors.begin(), floors.end(), std::greater<>());
        floors.back() = floor;
        std::push_heap(floors.begin(), floors.end(), std::greater<>());
    }
}

std::vector<Hit> Scan::finish() {
    const float least = floors.size() == limit && limit > 0 ? floors.front() : -std::numeric_limits<float>::infinity();
    candidates.erase(
        std::remove_if(candidates.begin(), candidates.end(), [=](const Candidate &it) { return it.best < least; }),
        candidates.end());
    std::sort(candidates.begin(), candidates.end(), [](const Candidate &left, const Candidate &right) {
        return left.best > right.best;
    });
    std::vector<Hit> hits;  // a heap with the worst hit in front, until it is sorted
    for (const Candidate &candidate : candidates) {
        if (hits.size() == limit && candidate.best < hits.front().score) break;
        const Hit hit{dot(query, rows.vector(candidate.position), size_t(rows.dimension())), rows.ids[candidate.position]};
        if (hits.size() < limit) {
            hits.push_back(hit);
            std::push_heap(hits.begin(), hits.end(), isBetter);
        } else if (isBetter(hit, hits.front())) {
            std::pop_heap(hits.begin(), hits.end(), isBetter);
            hits.back() = hit;
            std::push_heap(hits.begin(), hits.end(), isBetter);
        }
    }
    std::sort_heap(hits.begin(), hits.end(), isBetter);
    return hits;
}

}  // namespace cfaiss
