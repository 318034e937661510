/* The document that `GET /openapi.json` gives, as bytes of the program. SwiftPM's `.embedInCode` writes an array literal
   of one number per byte, which takes the Swift compiler minutes for a document of this size. */
#ifndef COPENAPI_H
#define COPENAPI_H

#include <stddef.h>
#include <stdint.h>

/* Sources/ChatServer/openapi.json, not ended by a zero. */
const uint8_t *openapi_document(size_t *length);

#endif
