#ifndef CFAISS_SCAN_H
#define CFAISS_SCAN_H

#include <cstddef>
#include <cstdint>
#include <vector>

#include "Rows.h"

namespace cfaiss {

struct Hit {
    float score;
    int64_t id;
};

/// Finds the rows with the largest inner products among those it is shown, exactly as scoring each in 32 bits would.
///
/// Codes give an approximate score, and the Cauchy-Schwarz inequality says how far it can be off: with the query
/// q = t*cq + eq and a row x = s*cx + ex, q.x = t*s*(cq.cx) + (t*cq).ex + eq.x, so the score lies within
/// |t*cq|*|ex| + |eq|*|x| of t*s*(cq.cx). A row whose best possible score stays below the worst possible score of
/// `limit` others cannot win; the rest, usually a few dozen, are scored in 32 bits. That reads a quarter of the memory.
class Scan {
public:
    Scan(const Rows &rows, const float *query, size_t limit);

    /// Considers rows by position, each at most once; removed ones are passed over.
    void consider(size_t first, size_t count);
    /// Best first, ties by ascending id.
    std::vector<Hit> finish();

private:
    struct Candidate {
        float best;
        uint32_t position;
    };

    void admit(float approximate, float bound, uint32_t position);

    const Rows &rows;
    const float *query;
    const size_t limit;
    std::vector<int16_t> codes;
    float scale = 0;
    /// How much of a row's residual and of its norm its score can be off by.
    float residualShare = 0, normShare = 0;
    /// The largest worst possible scores so far, at most `limit`, as a heap with the least of them in front.
    std::vector<float> floors;
    std::vector<Candidate> candidates;
};

}  // namespace cfaiss

#endif
