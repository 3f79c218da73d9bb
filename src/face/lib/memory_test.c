/*
 * memory_test.c - base/mem.h as the library has it: every piece belongs to a pool, and a way out is taken when there is none left.
 */
#include "test.h"

#include <string.h>
#include "base/mem.h"
#include "face/lib/memory.h"

static struct tsukuroi *
enter(struct tsukuroi *t)
{
	memset(t, 0, sizeof(*t));
	t->into = &t->scratch;
	memory_enter(t);
	return t;
}

/* In whatever order pieces are freed and grow, the pool knows those that are left. */
static void
test_a_pool_knows_its_pieces(void **state)
{
	struct tsukuroi here, *t = enter(&here);
	char *pieces[3];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		pieces[i] = mem_alloc(i * 10);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
	}
	pieces[1] = mem_resize(pieces[1], 1 << 20);     /* the middle one, the first made, the last made */
	pieces[0] = mem_resize(pieces[0], 1 << 20);
	pieces[2] = mem_resize(pieces[2], 1 << 20);
	memset(pieces[1], 'x', 1 << 20);
	mem_free(pieces[1]);
	mem_free(pieces[0]);
	mem_free(mem_resize(NULL, 5));
	mem_free(NULL);
	memory_leave();
	pool_free(&t->scratch);                         /* the leak checker counts */
}

static void
test_a_pool_moves(void **state)
{
	struct tsukuroi here, *t = enter(&here);
	struct pool elsewhere;
	void *first = mem_alloc(1), *last = mem_alloc(1);

	(void)state;
	pool_move(&elsewhere, &t->scratch);
	assert_null(t->scratch.first);
	mem_free(last);
	mem_free(first);
	assert_null(elsewhere.first);
	pool_free(&elsewhere);
	memory_leave();
}

/* What can never be had, and what a test takes away. */
enum demand { DEMAND_HUGE, DEMAND_GROWN, DEMAND_PRODUCT, DEMAND_HALF, DEMAND_NEXT, DEMAND_NEXT_GROWN, DEMAND_COUNT };

static void
demand(enum demand demand, void *piece)
{
	switch (demand) {
	case DEMAND_HUGE:
		(void)mem_alloc(SIZE_MAX - 4);
		break;
	case DEMAND_GROWN:
		(void)mem_resize(piece, SIZE_MAX - 4);
		break;
	case DEMAND_PRODUCT:
		(void)mem_times(SIZE_MAX / 2, 3);
		break;
	case DEMAND_HALF:
		(void)mem_times(SIZE_MAX / 4, 3);
		break;
	case DEMAND_NEXT:
		mem_fail_at(1);
		(void)mem_alloc(1);
		break;
	default:
		mem_fail_at(1);
		(void)mem_resize(piece, 100);
	}
}

static void
test_the_way_out(void **state)
{
	(void)state;
	for (volatile int i = 0; i < DEMAND_COUNT; i++) {
		static struct tsukuroi here;
		struct tsukuroi *t = enter(&here);

		if (setjmp(t->out) == 0) {
			demand((enum demand)i, mem_alloc(10));
			fail_msg("demand %d was met", i);
		}
		memory_leave();
		pool_free(&here.scratch);
	}
	assert_int_equal(mem_times(3, 5), 15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_pool_knows_its_pieces),
		cmocka_unit_test(test_a_pool_moves),
		cmocka_unit_test(test_the_way_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
