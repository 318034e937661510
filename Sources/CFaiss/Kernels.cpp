#include "Kernels.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace cfaiss {
namespace {

float dotPlain(const float *left, const float *right, size_t count) {
    float sums[8] = {};
    size_t index = 0;
    for (; index + 8 <= count; index += 8)
        for (size_t lane = 0; lane < 8; ++lane) sums[lane] += left[index + lane] * right[index + lane];
    float sum = ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
    for (; index < count; ++index) sum += left[index] * right[index];
    return sum;
}

void dotCodesPlain(const int8_t *codes, size_t stride, size_t rows, const int16_t *query, int32_t *products) {
    for (size_t row = 0; row < rows; ++row, codes += stride) {
        int32_t sum = 0;
        for (size_t index = 0; index < stride; ++index) sum += int32_t(codes[index]) * int32_t(query[index]);
        products[row] = sum;
    }
}

uint32_t crcPlain(uint32_t crc, const uint8_t *bytes, size_t count) {
    static const std::array<uint32_t, 256> table = [] {
        std::array<uint32_t, 256> entries{};
        for (uint32_t byte = 0; byte < 256; ++byte) {
            uint32_t value = byte;
            for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0x82F63B78u : 0);
            entries[byte] = value;
        }
        return entries;
    }();
    for (size_t index = 0; index < count; ++index) crc = crc >> 8 ^ table[(crc ^ bytes[index]) & 0xFF];
    return crc;
}

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) float dotAVX2(const float *left, const float *right, size_t count) {
    __m256 sums[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    size_t index = 0;
    for (; index + 32 <= count; index += 32) {
        for (size_t part = 0; part < 4; ++part) {
            sums[part] = _mm256_fmadd_ps(
                _mm256_loadu_ps(left + index + 8 * part), _mm256_loadu_ps(right + index + 8 * part), sums[part]);
        }
    }
    __m256 wide = _mm256_add_ps(_mm256_add_ps(sums[0], sums[1]), _mm256_add_ps(sums[2], sums[3]));
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(wide), _mm256_extractf128_ps(wide, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    half = _mm_add_ss(half, _mm_shuffle_ps(half, half, 1));
    float sum = _mm_cvtss_f32(half);
    for (; index < count; ++index) sum += left[index] * right[index];
    return sum;
}

__attribute__((target("avx2"))) void dotCodesAVX2(
    const int8_t *codes, size_t stride, size_t rows, const int16_t *query, int32_t *products) {
    for (size_t row = 0; row < rows; ++row, codes += stride) {
        __m256i even = _mm256_setzero_si256(), odd = _mm256_setzero_si256();
        for (size_t index = 0; index < stride; index += 32) {
            // Two pages ahead: the scan is bound by memory, and the hardware stops fetching at a page's end.
            if (index % 64 == 0) _mm_prefetch(reinterpret_cast<const char *>(codes + index + 8192), _MM_HINT_T0);
            auto low = _mm_loadu_si128(reinterpret_cast<const __m128i *>(codes + index));
            auto high = _mm_loadu_si128(reinterpret_cast<const __m128i *>(codes + index + 16));
            auto first = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(query + index));
            auto second = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(query + index + 16));
            even = _mm256_add_epi32(even, _mm256_madd_epi16(_mm256_cvtepi8_epi16(low), first));
            odd = _mm256_add_epi32(odd, _mm256_madd_epi16(_mm256_cvtepi8_epi16(high), second));
        }
        __m256i wide = _mm256_add_epi32(even, odd);
        __m128i half = _mm_add_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
        half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
        half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
        products[row] = _mm_cvtsi128_si32(half);
    }
}

__attribute__((target("sse4.2"))) uint32_t crcSSE(uint32_t crc, const uint8_t *bytes, size_t count) {
    uint64_t wide = crc;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        std::memcpy(&word, bytes, 8);
        wide = _mm_crc32_u64(wide, word);
    }
    auto narrow = uint32_t(wide);
    for (; count > 0; ++bytes, --count) narrow = _mm_crc32_u8(narrow, *bytes);
    return narrow;
}

const bool hasAVX2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
const bool hasSSE42 = __builtin_cpu_supports("sse4.2");

const auto dotBest = hasAVX2 ? dotAVX2 : dotPlain;
const auto dotCodesBest = hasAVX2 ? dotCodesAVX2 : dotCodesPlain;
const auto crcBest = hasSSE42 ? crcSSE : crcPlain;

#else

const auto dotBest = dotPlain;
const auto dotCodesBest = dotCodesPlain;
const auto crcBest = crcPlain;

#endif

}  // namespace

float dot(const float *left, const float *right, size_t count) { return dotBest(left, right, count); }

void dotCodes(const int8_t *codes, size_t stride, size_t rows, const int16_t *query, int32_t *products) {
    dotCodesBest(codes, stride, rows, query, products);
}

uint32_t crc32c(uint32_t crc, const void *bytes, size_t count) {
    return ~crcBest(~crc, static_cast<const uint8_t *>(bytes), count);
}

}  // namespace cfaiss
