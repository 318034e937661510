#include <zlib.h>

// deflateInit2 is a macro, which Swift cannot call.
static inline int frontdesk_deflate_init_gzip(z_streamp stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY);
}
