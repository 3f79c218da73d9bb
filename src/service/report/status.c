#include "service/report/status.h"

#include <stdlib.h>
#include "base/map.h"
#include "service/report/parts.h"

static const struct field week_fields[] = {
	FIELD(struct status_week_view, day, FIELD_DAY),
	FIELD(struct status_week_view, immediate, FIELD_INT),
	FIELD(struct status_week_view, out_of_cycle, FIELD_INT),
	FIELD(struct status_week_view, scheduled, FIELD_INT),
	FIELD(struct status_week_view, deferred, FIELD_INT),
	FIELD(struct status_week_view, undecided, FIELD_INT),
};
static const struct schema week_schema = SCHEMA("status_week", struct status_week_view, week_fields);
static const struct field unit_fields[] = {
	FIELD(struct status_unit_view, unit, FIELD_STR),
	FIELD(struct status_unit_view, systems, FIELD_INT),
	FIELD(struct status_unit_view, immediate, FIELD_INT),
	FIELD(struct status_unit_view, out_of_cycle, FIELD_INT),
	FIELD(struct status_unit_view, scheduled, FIELD_INT),
	FIELD(struct status_unit_view, deferred, FIELD_INT),
	FIELD(struct status_unit_view, undecided, FIELD_INT),
	FIELD(struct status_unit_view, overdue, FIELD_INT),
};
static const struct schema unit_schema = SCHEMA("status_unit", struct status_unit_view, unit_fields);
static const struct field view_fields[] = {
	FIELD_OF(struct status_view, now, FIELD_STRUCT, &report_executive_schema),
	FIELD_OF(struct status_view, weeks, FIELD_LIST, &week_schema),
	FIELD_OF(struct status_view, units, FIELD_LIST, &unit_schema),
	FIELD(struct status_view, systems_immediate, FIELD_INT),
	FIELD(struct status_view, overdue, FIELD_INT),
};
const struct schema status_view_schema = SCHEMA("status", struct status_view, view_fields);

/* ------------------------------------------------------------------------------------------------ the weeks */

static int64_t *
count_of(struct status_week_view *week, enum ledger_action action)
{
	switch (action) {
	case LEDGER_IMMEDIATE:
		return &week->immediate;
	case LEDGER_OUT_OF_CYCLE:
		return &week->out_of_cycle;
	case LEDGER_SCHEDULED:
		return &week->scheduled;
	case LEDGER_DEFER:
		return &week->deferred;
	case LEDGER_NO_ACTION:
		break;
	}
	return NULL;
}

static void
add(struct status_week_view *week, enum ledger_action action, enum ledger_verdict verdict, int64_t count)
{
	int64_t *place = count_of(week, action);

	if (place != NULL)
		*place += count;
	if (verdict == LEDGER_UNDECIDED)
		week->undecided += count;
}

/* What crossed in a week is taken back: what came is gone again, what went is there. */
static void
undo(struct status_week_view *week, const struct ledger_flow *flow)
{
	if (!flow->closed)
		add(week, flow->action, flow->verdict, -flow->events);
	if (!flow->opened)
		add(week, flow->action_before, flow->verdict_before, flow->events);
}

/* From how it stands now backwards, week by week. */
static struct err *
fill_weeks(const struct report_making *making, struct status_view *view)
{
	const int64_t week = 7 * INSTANT_DAY, since = making->now - STATUS_WEEKS * week;
	struct status_week_view weeks[STATUS_WEEKS + 1];
	struct ledger_totals totals;
	struct ledger_flows flows;
	int64_t begun;

	TRY(ledger_totals_findings(making->ledger, making->now, making->arena, &totals));
	TRY(ledger_flows(making->ledger, since, week, making->arena, &flows));
	TRY(ledger_begun(making->ledger, making->arena, &begun));
	weeks[STATUS_WEEKS] = (struct status_week_view){ making->today, totals.open[LEDGER_IMMEDIATE], totals.open[LEDGER_OUT_OF_CYCLE],
		totals.open[LEDGER_SCHEDULED], totals.open[LEDGER_DEFER], totals.undecided };
	for (int i = STATUS_WEEKS - 1; i >= 0; i--) {
		weeks[i] = weeks[i + 1];
		weeks[i].day = making->today - 7 * (STATUS_WEEKS - i);
		for (size_t f = 0; f < flows.count; f++)
			if (flows.items[f].bucket == i)
				undo(&weeks[i], &flows.items[f]);
	}
	for (int i = 0; i <= STATUS_WEEKS; i++) {
		if (begun == INSTANT_NONE || since + i * week < begun - INSTANT_DAY)
			weeks[i] = (struct status_week_view){ weeks[i].day, -1, -1, -1, -1, -1 };
		list_push(making->arena, &view->weeks, weeks[i]);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ the units */

static struct status_unit_view *
row_of_unit(const struct report_making *making, struct status_view *view, struct map *rows, struct str unit)
{
	uint64_t *at = map_put(making->arena, rows, unit);

	if (*at == 0) {
		list_add(making->arena, &view->units)->unit = unit;
		*at = view->units.count;
	}
	return &view->units.items[*at - 1];
}

static int
compare_units(const void *a, const void *b)
{
	const struct status_unit_view *left = a, *right = b;

	if (left->immediate != right->immediate)
		return left->immediate > right->immediate ? -1 : 1;
	if (left->out_of_cycle != right->out_of_cycle)
		return left->out_of_cycle > right->out_of_cycle ? -1 : 1;
	if (left->scheduled != right->scheduled)
		return left->scheduled > right->scheduled ? -1 : 1;
	return str_cmp(left->unit, right->unit);
}

static void
fill_units(const struct report_making *making, struct status_view *view)
{
	struct str nobody = report_word(making, M("no unit named"));
	struct map rows = { 0 };

	for (size_t i = 0; i < making->standings.count; i++) {
		const struct ledger_standing *standing = &making->standings.items[i];
		struct status_unit_view *row = row_of_unit(making, view, &rows, standing->unit.len > 0 ? standing->unit : nobody);

		row->systems++;
		row->immediate += standing->immediate;
		row->out_of_cycle += standing->out_of_cycle;
		row->scheduled += standing->scheduled;
		row->deferred += standing->deferred;
		row->undecided += standing->undecided;
		row->overdue += standing->overdue;
		view->overdue += standing->overdue;
		view->systems_immediate += standing->worst == LEDGER_IMMEDIATE;
	}
	if (view->units.count > 0)
		qsort(view->units.items, view->units.count, sizeof(*view->units.items), compare_units);
}

struct err *
status_show(const struct report_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct status_view *ret_view)
{
	const struct report_order order = { .name = STR("executive"), .since = INSTANT_NONE, .next = DAY_NONE, .lang = actor->lang };
	struct status_view view = { 0 };
	struct report_making making;

	TRY(report_begin(desk, actor, &order, now, arena, &making));
	TRY(report_fill_executive(&making, making.head));
	view.now = *(const struct report_executive *)(const void *)making.head;
	TRY(fill_weeks(&making, &view));
	fill_units(&making, &view);
	*ret_view = view;
	return NULL;
}
