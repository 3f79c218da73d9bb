/*
 * memory.c - base/mem.h as a library needs it: memory belongs to the call that takes it.
 */
#include "base/mem.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include "face/lib/memory.h"

/* Stands before every piece, and keeps what follows aligned. */
struct held {
	_Alignas(max_align_t) struct held *next;
	struct held **link;                       /* what points to this one */
};

static _Thread_local struct tsukuroi *current;
static _Thread_local unsigned long fail_countdown;

void
memory_enter(struct tsukuroi *t)
{
	current = t;
}

void
memory_leave(void)
{
	current = NULL;
}

/* ------------------------------------------------------------------------------------------ pools */

static void
link_in(struct pool *pool, struct held *held)
{
	held->next = pool->first;
	held->link = &pool->first;
	if (held->next != NULL)
		held->next->link = &held->next;
	pool->first = held;
}

static void
unlink_held(struct held *held)
{
	*held->link = held->next;
	if (held->next != NULL)
		held->next->link = held->link;
}

void
pool_free(struct pool *pool)
{
	struct held *held = pool->first;

	/* The pool itself may lie in its own memory. */
	while (held != NULL) {
		struct held *next = held->next;

		free(held);
		held = next;
	}
}

void
pool_move(struct pool *to, struct pool *from)
{
	*to = *from;
	to->first->link = &to->first;
	from->first = NULL;
}

/* --------------------------------------------------------------------------------------- base/mem.h */

static _Noreturn void
out_of_memory(void)
{
	longjmp(current->out, 1);
}

/* The size of a piece with its header; 0 when the heap shall not be asked. */
static size_t
asked(size_t size)
{
	assert(current != NULL);
	if (fail_countdown != 0 && --fail_countdown == 0)
		return 0;
	return size > SIZE_MAX / 2 ? 0 : size + sizeof(struct held);
}

void *
mem_alloc(size_t size)
{
	size_t whole = asked(size);
	struct held *held = whole == 0 ? NULL : calloc(1, whole);

	if (held == NULL)
		out_of_memory();
	link_in(current->into, held);
	return held + 1;
}

void *
mem_resize(void *ptr, size_t size)
{
	struct held *held = ptr == NULL ? NULL : (struct held *)ptr - 1;
	size_t whole = asked(size);
	struct held *grown;

	/* Unlinked only when it has moved: if it cannot, it is still the pool's to give back. */
	grown = whole == 0 ? NULL : realloc(held, whole);
	if (grown == NULL)
		out_of_memory();
	if (held == NULL) {
		link_in(current->into, grown);
		return grown + 1;
	}
	*grown->link = grown;
	if (grown->next != NULL)
		grown->next->link = &grown->next;
	return grown + 1;
}

void
mem_free(void *ptr)
{
	struct held *held;

	if (ptr == NULL)
		return;
	held = (struct held *)ptr - 1;
	unlink_held(held);
	free(held);
}

size_t
mem_times(size_t count, size_t item)
{
	size_t size;

	if (__builtin_mul_overflow(count, item, &size) || size > SIZE_MAX / 2)
		out_of_memory();
	return size;
}

void
mem_fail_at(unsigned long n)
{
	fail_countdown = n;
}
