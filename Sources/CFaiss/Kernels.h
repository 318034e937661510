#ifndef CFAISS_KERNELS_H
#define CFAISS_KERNELS_H

#include <cstddef>
#include <cstdint>

/// The inner loops, each compiled for the plain machine and for AVX2, chosen once at run time.
namespace cfaiss {

/// Codes of one row are padded with zeros to a multiple of this many bytes.
constexpr size_t codePadding = 32;

/// Inner product of two vectors of `count` values.
float dot(const float *left, const float *right, size_t count);

/// Inner products of `rows` rows of codes, `stride` bytes apart, with a query of 16-bit codes padded to `stride`.
/// The caller keeps 127 * stride * the largest query code within 32 bits.
void dotCodes(const int8_t *codes, size_t stride, size_t rows, const int16_t *query, int32_t *products);

/// CRC-32C (RFC 3720 section 12.1, reflected polynomial 0x82F63B78), continuing from `crc`, 0 to begin with.
uint32_t crc32c(uint32_t crc, const void *bytes, size_t count);

}  // namespace cfaiss

#endif
