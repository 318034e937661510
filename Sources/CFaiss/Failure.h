#ifndef CFAISS_FAILURE_H
#define CFAISS_FAILURE_H

#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "CFaiss.h"

namespace cfaiss {

/// A failure that already knows the code it is told as.
struct Failure {
    CFaissCode code;
    std::string message;
};

/// Runs `body` and turns whatever it throws into a code and a message: nothing may unwind into Swift.
template <typename Body>
CFaissCode guarded(CFaissError *error, Body body) noexcept {
    auto tell = [error](const char *message) {
        if (error != nullptr) std::snprintf(error->message, sizeof error->message, "%s", message);
    };
    try {
        body();
        return CFAISS_OK;
    } catch (const Failure &failure) {
        tell(failure.message.c_str());
        return failure.code;
    } catch (const std::bad_alloc &) {
        tell("out of memory");
        return CFAISS_OUT_OF_MEMORY;
    } catch (const std::exception &exception) {
        tell(exception.what());
        return CFAISS_FAILED;
    } catch (...) {
        tell("unknown exception");
        return CFAISS_FAILED;
    }
}

}  // namespace cfaiss

#endif
