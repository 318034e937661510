#include "include/COpenVINO.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t rank;
    int64_t *dims;
} shape_t;

enum { ELEMENT_F32 = 4, ELEMENT_I64 = 10 };

struct fd_encoder {
    void *library;
    void *core;
    void *model;
    int (*core_create)(void **core);
    void (*core_free)(void *core);
    int (*compile)(const void *core, const char *path, const char *device, size_t count, void **model, ...);
    void (*model_free)(void *model);
    int (*request_create)(const void *model, void **request);
    void (*request_free)(void *request);
    int (*set_input)(void *request, size_t index, const void *tensor);
    int (*set_output)(void *request, size_t index, const void *tensor);
    int (*infer)(void *request);
    int (*tensor_wrap)(int type, shape_t shape, void *bytes, void **tensor);
    void (*tensor_free)(void *tensor);
    const char *(*last_error)(void);
};

struct fd_encoder_request {
    const fd_encoder *encoder;
    void *request;
};

static void say(char *message, size_t size, const char *what, const char *why) {
    if (size > 0) snprintf(message, size, "%s%s%s", what, why && *why ? ": " : "", why ? why : "");
}

static int find(fd_encoder *encoder, const char *name, void *function, char *message, size_t size) {
    void *symbol = dlsym(encoder->library, name);
    if (!symbol) {
        say(message, size, "the engine lacks a function", name);
        return -1;
    }
    // POSIX lets an object pointer carry a function's address; ISO C has no cast for it.
    memcpy(function, &symbol, sizeof symbol);
    return 0;
}

static int find_all(fd_encoder *e, char *message, size_t size) {
    return find(e, "ov_core_create", &e->core_create, message, size)
        || find(e, "ov_core_free", &e->core_free, message, size)
        || find(e, "ov_core_compile_model_from_file", &e->compile, message, size)
        || find(e, "ov_compiled_model_free", &e->model_free, message, size)
        || find(e, "ov_compiled_model_create_infer_request", &e->request_create, message, size)
        || find(e, "ov_infer_request_free", &e->request_free, message, size)
        || find(e, "ov_infer_request_set_input_tensor_by_index", &e->set_input, message, size)
        || find(e, "ov_infer_request_set_output_tensor_by_index", &e->set_output, message, size)
        || find(e, "ov_infer_request_infer", &e->infer, message, size)
        || find(e, "ov_tensor_create_from_host_ptr", &e->tensor_wrap, message, size)
        || find(e, "ov_tensor_free", &e->tensor_free, message, size)
        || find(e, "ov_get_last_err_msg", &e->last_error, message, size);
}

fd_encoder *fd_encoder_open(const char *library, const char *model, int threads, char *message, size_t message_size) {
    fd_encoder *encoder = calloc(1, sizeof *encoder);
    if (!encoder) {
        say(message, message_size, "out of memory", NULL);
        return NULL;
    }
    encoder->library = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!encoder->library) {
        say(message, message_size, "the engine cannot be loaded", dlerror());
        free(encoder);
        return NULL;
    }
    if (find_all(encoder, message, message_size) != 0) goto failed;
    if (encoder->core_create(&encoder->core) != 0) {
        say(message, message_size, "the engine cannot start", encoder->last_error());
        goto failed;
    }
    char count[16];
    snprintf(count, sizeof count, "%d", threads);
    // The group size makes the int8 weights' matrix products run on int8 activations as well, where the processor has
    // instructions for it; elsewhere it changes nothing, not a bit of a vector (tried with AVX2 alone). Threads are not
    // pinned to cores, because they share them with the rest of the server.
    if (encoder->compile(encoder->core, model, "CPU", 10, &encoder->model, "PERFORMANCE_HINT", "THROUGHPUT",
                         "INFERENCE_NUM_THREADS", count, "NUM_STREAMS", count, "DYNAMIC_QUANTIZATION_GROUP_SIZE", "128",
                         "ENABLE_CPU_PINNING", "NO")
        != 0) {
        say(message, message_size, "the model cannot be loaded", encoder->last_error());
        goto failed;
    }
    return encoder;
failed:
    fd_encoder_close(encoder);
    return NULL;
}

void fd_encoder_close(fd_encoder *encoder) {
    if (!encoder) return;
    if (encoder->model) encoder->model_free(encoder->model);
    if (encoder->core) encoder->core_free(encoder->core);
    // The library stays loaded: its threads may still be ending.
    free(encoder);
}

fd_encoder_request *fd_encoder_request_create(fd_encoder *encoder, char *message, size_t message_size) {
    fd_encoder_request *request = calloc(1, sizeof *request);
    if (!request) {
        say(message, message_size, "out of memory", NULL);
        return NULL;
    }
    request->encoder = encoder;
    if (encoder->request_create(encoder->model, &request->request) != 0) {
        say(message, message_size, "the engine gives no request", encoder->last_error());
        free(request);
        return NULL;
    }
    return request;
}

void fd_encoder_request_free(fd_encoder_request *request) {
    if (!request) return;
    request->encoder->request_free(request->request);
    free(request);
}

int fd_encoder_request_run(fd_encoder_request *request, const int64_t *ids, const float *mask, size_t count,
                           float *embedding, size_t dimension, char *message, size_t message_size) {
    const fd_encoder *encoder = request->encoder;
    int64_t input_dims[2] = {1, (int64_t)count};
    int64_t output_dims[2] = {1, (int64_t)dimension};
    shape_t input_shape = {2, input_dims}, output_shape = {2, output_dims};
    void *tokens = NULL, *mask_tensor = NULL, *output = NULL;
    // The engine only reads its inputs.
    int failed = encoder->tensor_wrap(ELEMENT_I64, input_shape, (void *)ids, &tokens)
        || encoder->tensor_wrap(ELEMENT_F32, input_shape, (void *)mask, &mask_tensor)
        || encoder->tensor_wrap(ELEMENT_F32, output_shape, embedding, &output)
        || encoder->set_input(request->request, 0, tokens)
        || encoder->set_input(request->request, 1, mask_tensor)
        || encoder->set_output(request->request, 0, output)
        || encoder->infer(request->request);
    if (failed) say(message, message_size, "the model failed", encoder->last_error());
    if (tokens) encoder->tensor_free(tokens);
    if (mask_tensor) encoder->tensor_free(mask_tensor);
    if (output) encoder->tensor_free(output);
    return failed ? -1 : 0;
}
