#ifndef CFAISS_LOCK_H
#define CFAISS_LOCK_H

#include <pthread.h>

namespace cfaiss {

/// A shared mutex in which a waiting writer goes before new readers: std::shared_mutex on Linux lets an unbroken
/// stream of searches keep a change out for ever.
class Lock {
public:
    Lock() {
        pthread_rwlockattr_t attributes;
        pthread_rwlockattr_init(&attributes);
#if defined(__GLIBC__)
        pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
#endif
        pthread_rwlock_init(&handle, &attributes);
        pthread_rwlockattr_destroy(&attributes);
    }
    ~Lock() { pthread_rwlock_destroy(&handle); }
    Lock(const Lock &) = delete;
    Lock &operator=(const Lock &) = delete;

    void lock() { pthread_rwlock_wrlock(&handle); }
    void unlock() { pthread_rwlock_unlock(&handle); }
    void lock_shared() { pthread_rwlock_rdlock(&handle); }
    void unlock_shared() { pthread_rwlock_unlock(&handle); }

private:
    pthread_rwlock_t handle;
};

}  // namespace cfaiss

#endif
