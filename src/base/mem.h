/*
 * mem.h - the one door to the heap.
 *
 * Memory that runs out is not an error a caller could mend: the program says one sentence and stops
 * with exit status 5, and what is on disk stays whole because every write is a transaction or a
 * rename. That is why nothing here returns NULL and no caller checks for it; the torture tests make
 * the n-th allocation fail and look at what is left behind.
 */
#pragma once
#include <stddef.h>

/* Said to compilers and analysers too: what follows a call need not think of NULL. */
#define NEVER_NULL __attribute__((returns_nonnull))

/* Zeroed memory; never NULL. Free with mem_free. */
NEVER_NULL void *mem_alloc(size_t size);
NEVER_NULL void *mem_resize(void *ptr, size_t size);
void  mem_free(void *ptr);

/* size = count * item, stopping the program on overflow as on exhaustion. */
size_t mem_times(size_t count, size_t item);

/* For torture tests: the n-th allocation from now fails (1 is the next; 0 switches it off). */
void mem_fail_at(unsigned long n);
