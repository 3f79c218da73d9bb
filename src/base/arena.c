#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"

enum {
	BLOCK_FIRST = 16 << 10,
	BLOCK_MOST  = 4 << 20,
	ALIGNMENT   = 16,
};

struct block {
	struct block *older;
	size_t        size;   /* bytes after this header */
	size_t        used;
	size_t        pad;    /* keeps what follows aligned */
};

struct arena {
	struct block *newest;
	size_t        used;
};

static struct block *
block_new(size_t size, struct block *older)
{
	struct block *block = mem_alloc(sizeof(*block) + size);

	block->older = older;
	block->size = size;
	return block;
}

struct arena *
arena_new_of(size_t first)
{
	struct arena *arena = mem_alloc(sizeof(*arena));

	arena->newest = block_new(first, NULL);
	return arena;
}

struct arena *
arena_new(void)
{
	return arena_new_of(BLOCK_FIRST);
}

static void
free_blocks(struct block *block)
{
	while (block != NULL) {
		struct block *older = block->older;

		mem_free(block);
		block = older;
	}
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	free_blocks(arena->newest);
	mem_free(arena);
}

void
arena_reset(struct arena *arena)
{
	struct block *keep = arena->newest;

	free_blocks(keep->older);
	keep->older = NULL;
	/* A block grown for one huge record is given back: memory follows the ordinary record. */
	if (keep->size > BLOCK_MOST) {
		mem_free(keep);
		keep = block_new(BLOCK_FIRST, NULL);
	} else {
		memset(keep + 1, 0, keep->used);
		keep->used = 0;
	}
	arena->newest = keep;
	arena->used = 0;
}

size_t
arena_used(const struct arena *arena)
{
	return arena->used;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct block *block = arena->newest;
	size_t wanted = mem_times((size + ALIGNMENT - 1) / ALIGNMENT, ALIGNMENT);
	void *ptr;

	if (block->size - block->used < wanted) {
		size_t next = block->size * 2 > BLOCK_MOST ? BLOCK_MOST : block->size * 2;

		block = block_new(wanted > next ? wanted : next, block);
		arena->newest = block;
	}
	ptr = (char *)(block + 1) + block->used;
	block->used += wanted;
	arena->used += wanted;
	return ptr;
}

void *
arena_array(struct arena *arena, size_t count, size_t item)
{
	return arena_alloc(arena, mem_times(count, item));
}

char *
arena_cstr(struct arena *arena, struct str text)
{
	char *copy = arena_alloc(arena, text.len + 1);

	if (text.len > 0)
		memcpy(copy, text.ptr, text.len);
	return copy;
}

struct str
arena_copy(struct arena *arena, struct str text)
{
	if (text.len == 0)
		return STR("");
	return (struct str){ arena_cstr(arena, text), text.len };
}

struct str
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	assert(len >= 0);
	text = arena_alloc(arena, (size_t)len + 1);
	(void)vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return (struct str){ text, (size_t)len };
}

struct str
arena_printf(struct arena *arena, const char *format, ...)
{
	struct str text;
	va_list args;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

struct str
arena_join(struct arena *arena, const struct str *parts, size_t count, struct str between)
{
	size_t len = 0, at = 0;
	char *text;

	for (size_t i = 0; i < count; i++)
		len += parts[i].len + (i > 0 ? between.len : 0);
	text = arena_alloc(arena, len + 1);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && between.len > 0) {
			memcpy(text + at, between.ptr, between.len);
			at += between.len;
		}
		if (parts[i].len > 0)
			memcpy(text + at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return (struct str){ text, len };
}
