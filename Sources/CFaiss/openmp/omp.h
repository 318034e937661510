/* The little of the OpenMP API (specification 4.5, section 3) that FAISS's headers and this target need. FAISS was
   built with GCC, whose own omp.h is out of Clang's sight; libgomp, which is linked, keeps a lock in four bytes. */
#ifndef CFAISS_OMP_H
#define CFAISS_OMP_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct { int opaque; } omp_lock_t;

/* How many threads parallel regions started by the calling thread may use. */
void omp_set_num_threads(int count);

#ifdef __cplusplus
}
#endif

#endif
