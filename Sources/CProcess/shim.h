#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>

// prctl is variadic, which Swift cannot call.

/// Gives up ever gaining privileges through an executed file.
static inline int process_set_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

/// Forbids core dumps and reading of the process's memory by others of the same user.
static inline int process_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// Has the process killed when the thread that started it ends.
static inline int process_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

// Declared by <spawn.h> for GNU sources only, which the Swift overlay of the C library does not ask for.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);

/// Closes every descriptor from `first` upwards in the process to be.
static inline int process_actions_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

/// Sets the working directory of the process to be.
static inline int process_actions_change_directory(posix_spawn_file_actions_t *actions, const char *path) {
    return posix_spawn_file_actions_addchdir_np(actions, path);
}

/// Starts a detached thread with a stack of so many bytes. Returns 0, or the error's number.
static inline int process_start_thread(size_t stack, void *(*body)(void *), void *context) {
    pthread_attr_t attributes;
    pthread_t thread;
    int code = pthread_attr_init(&attributes);
    if (code != 0) return code;
    code = pthread_attr_setstacksize(&attributes, stack);
    if (code == 0) code = pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (code == 0) code = pthread_create(&thread, &attributes, body, context);
    pthread_attr_destroy(&attributes);
    return code;
}
