#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_ENVIRONMENT = 5 };

static _Atomic unsigned long fail_countdown;

/* Says it with write(2) alone: there is no memory left for anything better. */
static _Noreturn void
out_of_memory(void)
{
	static const char sentence[] =
	    "tsukuroi: メモリが足りません。ほかのプログラムを終了するか、入力を分けてください。"
	    " / Out of memory: close other programs or split the input.\n";

	(void)!write(STDERR_FILENO, sentence, sizeof(sentence) - 1);
	_exit(EXIT_ENVIRONMENT);
}

static void
fail_when_told(void)
{
	if (fail_countdown != 0 && --fail_countdown == 0)
		out_of_memory();
}

void *
mem_alloc(size_t size)
{
	void *ptr;

	fail_when_told();
	ptr = calloc(1, size == 0 ? 1 : size);
	if (ptr == NULL)
		out_of_memory();
	return ptr;
}

void *
mem_resize(void *ptr, size_t size)
{
	fail_when_told();
	ptr = realloc(ptr, size == 0 ? 1 : size);
	if (ptr == NULL)
		out_of_memory();
	return ptr;
}

void
mem_free(void *ptr)
{
	free(ptr);
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
