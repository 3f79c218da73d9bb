/*
 * states.c - a procedure as a drawing: the way from stage to stage downwards, stages beside it, and the steps between them.
 */
#include <assert.h>

#include "format/chart/parts.h"

enum { TOP = 10, HIGH = 34, GAP = 30, WIDE = 190, LEFT = 70, BESIDE = 310, BESIDE_WIDE = 124, BOW = 9, LETTERS = 11 };

struct box { int x, y, wide; };

/* The way stands below each other; what is beside it is spread over the same height. */
static struct box
box_of(const struct chart_states *s, size_t state)
{
	size_t beside = s->states_count - s->way_count;
	int height = (int)s->way_count * (HIGH + GAP) - GAP, step;

	if (state < s->way_count)
		return (struct box){ LEFT, TOP + (int)state * (HIGH + GAP), WIDE };
	step = beside > s->way_count || beside == 0 ? HIGH + GAP : height / (int)beside;
	return (struct box){ BESIDE, TOP + (int)(state - s->way_count) * step + (step - HIGH) / 2, BESIDE_WIDE };
}

static void
draw_state(struct buf *out, const struct chart_states *s, size_t state, struct arena *arena)
{
	const struct chart_state *one = &s->states[state];
	struct box box = box_of(s, state);

	buf_addf(out, "<rect class=\"plate edge%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>", one->final ? " final" : "", box.x, box.y, box.wide,
	    HIGH, one->final ? HIGH / 2 : 6);
	chart_words(out, "words", "middle", box.x + box.wide / 2, box.y + HIGH / 2 + 5, chart_fit(one->title, box.wide - LETTERS, arena));
}

/* Along the way: straight to the next, else in a bow on the left, wider the further it goes. */
static void
draw_along(struct buf *out, const struct chart_states *s, const struct chart_step *step, size_t which)
{
	struct box from = box_of(s, step->from), to = box_of(s, step->to);
	int bow, aside = (int)(which % 5) * 4;

	if (step->to == step->from + 1) {
		buf_addf(out, "<path class=\"arrow\" marker-end=\"url(#%.*s-tip)\" d=\"M%d %dV%d\"/>", STR_ARG(s->id), LEFT + WIDE / 2, from.y + HIGH, to.y - 1);
		return;
	}
	bow = LEFT - 12 - (int)((step->to > step->from ? step->to - step->from : step->from - step->to) % 6) * BOW;
	if (step->to == step->from)
		buf_addf(out, "<path class=\"arrow back\" marker-end=\"url(#%.*s-tip)\" d=\"M%d %dc-26 -12 -26 24 -1 10\"/>", STR_ARG(s->id), LEFT, from.y + 10);
	else
		buf_addf(out, "<path class=\"arrow back\" marker-end=\"url(#%.*s-tip)\" d=\"M%d %dC%d %d %d %d %d %d\"/>", STR_ARG(s->id), LEFT, from.y + HIGH / 2 + aside - 8,
		    bow, from.y + HIGH / 2, bow, to.y + HIGH / 2, LEFT - 1, to.y + HIGH / 2 + aside - 8);
}

/* To or from what stands beside: from side to side. */
static void
draw_beside(struct buf *out, const struct chart_states *s, const struct chart_step *step, size_t which)
{
	struct box from = box_of(s, step->from), to = box_of(s, step->to);
	int aside = (int)(which % 5) * 4 - 8;
	bool out_of_way = step->from < s->way_count, inside = !out_of_way && step->to >= s->way_count;
	int x1 = out_of_way ? from.x + from.wide : from.x, x2 = out_of_way ? to.x - 1 : to.x + to.wide + 1;

	if (inside && step->from == step->to)
		return;      /* a stage beside the way that is only left for itself: the list has it */
	if (inside) {
		x1 = from.x + from.wide;
		buf_addf(out, "<path class=\"arrow back\" marker-end=\"url(#%.*s-tip)\" d=\"M%d %dC%d %d %d %d %d %d\"/>", STR_ARG(s->id), x1, from.y + HIGH / 2, x1 + 14,
		    from.y + HIGH / 2, x1 + 14, to.y + HIGH / 2, x2, to.y + HIGH / 2);
		return;
	}
	buf_addf(out, "<path class=\"arrow%s\" marker-end=\"url(#%.*s-tip)\" d=\"M%d %dL%d %d\"/>", out_of_way ? " aside" : " back", STR_ARG(s->id), x1,
	    from.y + HIGH / 2 + aside, x2, to.y + HIGH / 2 + aside);
}

struct str
chart_states(const struct chart_states *s, struct arena *arena)
{
	size_t beside = s->states_count - s->way_count, rows = beside > s->way_count ? beside : s->way_count;
	struct buf out BUF_SCOPE = { 0 };

	assert(s->way_count > 0 && s->way_count <= s->states_count && s->states_count <= CHART_STATES_MOST);
	chart_begin(&out, s->id, s->title, s->desc, "states", CHART_WIDTH, 2 * TOP + (int)rows * (HIGH + GAP) - GAP, 0);
	for (size_t i = 0; i < s->steps_count; i++) {
		const struct chart_step *step = &s->steps[i];

		assert(step->from < s->states_count && step->to < s->states_count);
		if (step->from < s->way_count && step->to < s->way_count)
			draw_along(&out, s, step, i);
		else
			draw_beside(&out, s, step, i);
	}
	for (size_t i = 0; i < s->states_count; i++)
		draw_state(&out, s, i, arena);
	return chart_end(&out, arena);
}
