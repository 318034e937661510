// A sentence encoder on OpenVINO's CPU plug-in, behind opaque handles.
//
// The library is opened at run time from the models folder, so that building needs none of its files and the program
// runs without any environment. The prototypes it is called by are those of OpenVINO's C API, version 2026.4
// (https://docs.openvino.ai, "OpenVINO Runtime C API").
#ifndef COPENVINO_H
#define COPENVINO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A compiled model. Used from any number of threads at once.
typedef struct fd_encoder fd_encoder;
// One place to run it; used by one thread at a time.
typedef struct fd_encoder_request fd_encoder_request;

// Opens the library and compiles the model (IR; inputs: token ids, i64 [batch, tokens], and the mask, f32 of the same
// shape, 0 where ids are padding; output: f32 [batch, dimension]). Runs on `threads` threads in as many streams.
// Returns NULL and writes a message on failure.
fd_encoder *fd_encoder_open(const char *library, const char *model, int threads, char *message, size_t message_size);
void fd_encoder_close(fd_encoder *encoder);

fd_encoder_request *fd_encoder_request_create(fd_encoder *encoder, char *message, size_t message_size);
void fd_encoder_request_free(fd_encoder_request *request);

// Encodes one text of `count` token ids, padding included, into `dimension` floats at `embedding`. Returns 0, or -1 with
// a message. Each new count costs the engine time and memory that it keeps: callers use few different ones.
int fd_encoder_request_run(fd_encoder_request *request, const int64_t *ids, const float *mask, size_t count,
                           float *embedding, size_t dimension, char *message, size_t message_size);

#ifdef __cplusplus
}
#endif
#endif
