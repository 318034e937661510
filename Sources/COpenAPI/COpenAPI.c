#include "COpenAPI.h"

/* #embed is of C23; clang has it in every mode. */
#pragma clang diagnostic ignored "-Wc23-extensions"
static const uint8_t document[] = {
#embed "../ChatServer/openapi.json"
};

const uint8_t *openapi_document(size_t *length) {
    *length = sizeof document;
    return document;
}
