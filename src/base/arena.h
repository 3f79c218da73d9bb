/*
 * arena.h - memory for one undertaking: a request, a record, a command.
 *
 * What is made for the undertaking comes from its arena and goes with it; there is no free in
 * ordinary code. Memory is zeroed and aligned for any type. Allocation does not fail (see mem.h).
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include "base/mem.h"
#include "base/str.h"

struct arena;

NEVER_NULL struct arena *arena_new(void);
NEVER_NULL struct arena *arena_new_of(size_t first);    /* its first block's bytes, where many arenas are small and live long */
void          arena_free(struct arena *arena);          /* NULL is welcome                        */
void          arena_reset(struct arena *arena);         /* forgets all, keeps its largest block   */
size_t        arena_used(const struct arena *arena);    /* bytes handed out since the last reset  */

NEVER_NULL void *arena_alloc(struct arena *arena, size_t size);
NEVER_NULL void *arena_array(struct arena *arena, size_t count, size_t item);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

/* A copy of text that lives as long as the arena; arena_cstr ends it with NUL for C libraries. */
struct str arena_copy(struct arena *arena, struct str text);
char      *arena_cstr(struct arena *arena, struct str text);
struct str arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct str arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
struct str arena_join(struct arena *arena, const struct str *parts, size_t count, struct str between);

static inline void
arena_cleanup(struct arena **arena)
{
	arena_free(*arena);
}

/* struct arena *a ARENA_SCOPE = arena_new();  goes at the end of the block. */
#define ARENA_SCOPE __attribute__((cleanup(arena_cleanup)))
