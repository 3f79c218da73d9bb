/*
 * The ends of all strokes, sorted, divide the line of versions into cells. Each stroke takes the cells it
 * covers that none before it has taken; `skip` leads past taken cells, so that ten thousand strokes over
 * each other cost no more than their sorting.
 */
#include "domain/range/paint.h"

/* Merges two sorted neighbours through the scratch; false when a pair has no order. */
static bool
merge(enum scheme scheme, struct point *points, size_t middle, size_t end, struct point *scratch)
{
	size_t left = 0, right = middle, out = 0;

	while (left < middle && right < end) {
		enum order order = cut_compare(scheme, &points[left].cut, &points[right].cut);

		if (order == ORDER_UNKNOWN)
			return false;
		scratch[out++] = order == ORDER_GREATER ? points[right++] : points[left++];
	}
	while (left < middle)
		scratch[out++] = points[left++];
	memcpy(points, scratch, out * sizeof(*points));
	return true;
}

bool
points_sort(enum scheme scheme, struct point *points, size_t count, struct arena *arena)
{
	struct point *scratch = ARENA_ARRAY(arena, struct point, count + 1);

	for (size_t width = 1; width < count; width *= 2)
		for (size_t from = 0; from + width < count; from += 2 * width) {
			size_t rest = count - from;

			if (!merge(scheme, points + from, width, rest < 2 * width ? rest : 2 * width, scratch))
				return false;
		}
	return true;
}

enum { UNPAINTED = AFFECTED_UNKNOWN + 1 };

struct canvas {
	struct cut    *cuts;      /* cuts[i] stands before cell i; cuts[0] is the beginning of all */
	size_t         cells;
	unsigned char *status;    /* of each cell                                    */
	size_t        *skip;      /* the next cell that may be unpainted             */
	size_t        *from, *to; /* of each stroke: its cells, to excluded          */
};

/* A stroke's three cuts and the cells they lead to. */
enum end { END_LOWER, END_FLOOR, END_UPPER, ENDS };

static size_t
points_collect(const struct stroke *strokes, size_t count, struct point *points)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		const struct cut *ends[ENDS] = { &strokes[i].over.lower, &strokes[i].floor, &strokes[i].over.upper };

		for (size_t end = 0; end < ENDS; end++)
			if (ends[end]->side != CUT_NONE)
				points[used++] = (struct point){ *ends[end], ENDS * i + end };
	}
	return used;
}

/* Each cut that differs from the one before begins a cell. */
static void
canvas_divide(struct canvas *canvas, const struct point *points, size_t used, enum scheme scheme)
{
	size_t cell = 0;

	for (size_t i = 0; i < used; i++) {
		size_t stroke = points[i].owner / ENDS;

		if (i == 0 || cut_compare(scheme, &points[i - 1].cut, &points[i].cut) != ORDER_EQUAL)
			canvas->cuts[++cell] = points[i].cut;
		if (points[i].owner % ENDS == END_UPPER)
			canvas->to[stroke] = cell;
		else if (canvas->from[stroke] < cell)
			canvas->from[stroke] = cell;
	}
	canvas->cells = cell + 1;
}

static bool
canvas_init(struct canvas *canvas, const struct stroke *strokes, size_t count, enum scheme scheme, struct arena *arena)
{
	struct point *points = ARENA_ARRAY(arena, struct point, ENDS * count + 1);
	size_t used = points_collect(strokes, count, points);

	if (!points_sort(scheme, points, used, arena))
		return false;
	canvas->cuts = ARENA_ARRAY(arena, struct cut, used + 1);
	canvas->from = ARENA_ARRAY(arena, size_t, count + 1);
	canvas->to = ARENA_ARRAY(arena, size_t, count + 1);
	for (size_t i = 0; i < count; i++)
		canvas->to[i] = SIZE_MAX;
	canvas_divide(canvas, points, used, scheme);
	canvas->status = ARENA_ARRAY(arena, unsigned char, canvas->cells);
	canvas->skip = ARENA_ARRAY(arena, size_t, canvas->cells + 1);
	memset(canvas->status, UNPAINTED, canvas->cells);
	for (size_t i = 0; i <= canvas->cells; i++)
		canvas->skip[i] = i;
	return true;
}

/* The first unpainted cell from this one on; shortens the way for the next who asks. */
static size_t
canvas_unpainted(struct canvas *canvas, size_t cell)
{
	while (canvas->skip[cell] != cell) {
		canvas->skip[cell] = canvas->skip[canvas->skip[cell]];
		cell = canvas->skip[cell];
	}
	return cell;
}

static void
canvas_paint(struct canvas *canvas, size_t from, size_t to, enum affected_status status)
{
	if (to > canvas->cells)
		to = canvas->cells;
	for (size_t cell = canvas_unpainted(canvas, from); cell < to; cell = canvas_unpainted(canvas, cell)) {
		canvas->status[cell] = (unsigned char)status;
		canvas->skip[cell] = cell + 1;
	}
}

/* Cells from..to are affected and their neighbours are not. */
static void
add_run(struct version_set *set, const struct canvas *canvas, size_t from, size_t to, struct arena *arena)
{
	struct interval run = { 0 };

	if (from > 0)
		run.lower = canvas->cuts[from];
	if (to < canvas->cells)
		run.upper = canvas->cuts[to];
	if (to == from + 1 && run.lower.side == CUT_BEFORE && run.upper.side == CUT_AFTER &&
	    str_eq(run.lower.version, run.upper.version))
		list_push(arena, &set->exact, run.lower.version);
	else
		list_push(arena, &set->intervals, run);
}

bool
strokes_paint(const struct stroke *strokes, size_t count, enum affected_status otherwise, enum scheme scheme,
    struct arena *arena, struct version_set *set)
{
	struct canvas canvas = { 0 };

	if (!canvas_init(&canvas, strokes, count, scheme, arena))
		return false;
	for (size_t i = 0; i < count; i++)
		canvas_paint(&canvas, canvas.from[i], canvas.to[i], strokes[i].status);
	canvas_paint(&canvas, 0, canvas.cells, otherwise);
	for (size_t cell = 0; cell < canvas.cells;) {
		size_t end = cell + 1;

		while (end < canvas.cells && canvas.status[end] == canvas.status[cell])
			end++;
		if (canvas.status[cell] == AFFECTED_YES)
			add_run(set, &canvas, cell, end, arena);
		set->undecided |= canvas.status[cell] == AFFECTED_UNKNOWN;
		cell = end;
	}
	return true;
}
