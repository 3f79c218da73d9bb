/*
 * kpi.c - indicators of a quarter beside the quarter before. What each means is a row of the table, and stands on the page with its number.
 */
#include "service/ask.h"
#include "service/report/parts.h"
#include "service/report/status.h"

static const struct field row_fields[] = {
	FIELD(struct kpi_row_view, name, FIELD_STR),
	FIELD(struct kpi_row_view, title, FIELD_STR),
	FIELD(struct kpi_row_view, value, FIELD_STR),
	FIELD(struct kpi_row_view, before, FIELD_STR),
	FIELD(struct kpi_row_view, trend, FIELD_STR),
	FIELD(struct kpi_row_view, trend_words, FIELD_STR),
	FIELD(struct kpi_row_view, definition, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("kpi_row", struct kpi_row_view, row_fields);
static const struct field view_fields[] = {
	FIELD(struct kpi_view, from, FIELD_DAY),
	FIELD(struct kpi_view, to, FIELD_DAY),
	FIELD(struct kpi_view, before, FIELD_DAY),
	FIELD_OF(struct kpi_view, rows, FIELD_LIST, &row_schema),
	FIELD_OF(struct kpi_view, published, FIELD_STRUCT, &statistics_view_schema),
	FIELD(struct kpi_view, has_published, FIELD_BOOL),
	FIELD(struct kpi_view, published_words, FIELD_STR),
};
const struct schema kpi_view_schema = SCHEMA("kpi", struct kpi_view, view_fields);

/* What was counted of one quarter; -1 where nothing can be said. Tenths of days; per cent. */
struct quarter {
	int64_t tenth_days, in_time, opened, closed, changed, answered;
	int64_t coverage, undecided, overdue;          /* as they stand at its end: of the present one only */
};

enum kpi_unit { KPI_DAYS, KPI_PERCENT, KPI_COUNT };
enum kpi_better { BETTER_LESS, BETTER_MORE, BETTER_NEITHER };
static const struct {
	const char     *name, *title, *definition;
	size_t          offset;
	enum kpi_unit   unit;
	enum kpi_better better;
} rows[] = {
	{ "days_to_close", M("Mean days until cleared"), M("From when a finding was first seen until it was cleared, mean of all that were cleared in the quarter."),
	  offsetof(struct quarter, tenth_days), KPI_DAYS, BETTER_LESS },
	{ "in_time", M("Cleared in time"), M("Of the findings whose day fell into the quarter: how many were cleared by it. Open ones count as not in time."),
	  offsetof(struct quarter, in_time), KPI_PERCENT, BETTER_MORE },
	{ "overdue", M("Past their day now"), M("Open findings whose day has passed, without those that a decision covers."), offsetof(struct quarter, overdue), KPI_COUNT, BETTER_LESS },
	{ "coverage", M("Software that could be judged"), M("Of all software in the ledger: how much could be judged at the last check."), offsetof(struct quarter, coverage), KPI_PERCENT,
	  BETTER_MORE },
	{ "undecided", M("Share that cannot be decided"), M("Of the open findings: how many are 判定不能 because a fact is missing."), offsetof(struct quarter, undecided), KPI_PERCENT, BETTER_LESS },
	{ "opened", M("New findings"), M("Findings that appeared in the quarter, those that came back among them."), offsetof(struct quarter, opened), KPI_COUNT, BETTER_NEITHER },
	{ "closed", M("Cleared findings"), M("Findings that were cleared in the quarter: mended, or shown not to apply."), offsetof(struct quarter, closed), KPI_COUNT, BETTER_NEITHER },
	{ "changed", M("Findings judged anew"), M("Verdicts or actions that changed in the quarter while the finding stayed open."), offsetof(struct quarter, changed), KPI_COUNT, BETTER_NEITHER },
	{ "answered", M("Inquiries answered"), M("Of the lines of sheets sent in the quarter: how many have an answer."), offsetof(struct quarter, answered), KPI_PERCENT, BETTER_MORE },
};

static struct err *
count_closed(const struct report_making *making, int64_t since, int64_t until, struct quarter *q)
{
	struct ledger_closeds closeds;
	int64_t findings = 0, seconds = 0, due, kept;

	TRY(ledger_closeds(making->ledger, since, until, making->arena, &closeds));
	for (size_t i = 0; i < closeds.count; i++) {
		findings += closeds.items[i].findings;
		seconds += closeds.items[i].seconds;
	}
	q->tenth_days = findings == 0 ? -1 : seconds * 10 / 86400 / findings;
	TRY(ledger_dues(making->ledger, since, until, making->arena, &due, &kept));
	q->in_time = due == 0 ? -1 : kept * 100 / due;
	return NULL;
}

/* Both quarters at once: the flow in two buckets. */
static struct err *
count_flows(const struct report_making *making, int64_t since, int64_t step, struct quarter quarters[2])
{
	struct ledger_flows flows;

	TRY(ledger_flows(making->ledger, since, step, making->arena, &flows));
	for (size_t i = 0; i < flows.count; i++) {
		const struct ledger_flow *flow = &flows.items[i];
		struct quarter *q = &quarters[flow->bucket > 0];

		if (flow->opened)
			q->opened += flow->events;
		else if (flow->closed)
			q->closed += flow->events;
		else
			q->changed += flow->events;
	}
	return NULL;
}

struct answering { int64_t since, until, lines, answered; };

static struct err *
count_ask(void *context, const struct ledger_ask *ask, struct arena *arena)
{
	struct answering *a = context;

	(void)arena;
	if (ask->made_at > a->since && ask->made_at <= a->until) {
		a->lines += ask->rows;
		a->answered += ask->rows - ask->open;
	}
	return NULL;
}

static struct err *
count_asks(const struct report_making *making, int64_t since, int64_t until, struct quarter *q)
{
	struct answering a = { since, until, 0, 0 };

	TRY(ledger_asks(making->ledger, count_ask, &a, making->arena));
	q->answered = a.lines == 0 ? -1 : a.answered * 100 / a.lines;
	return NULL;
}

static void
count_standing(const struct report_making *making, struct quarter *q)
{
	int64_t open = 0;

	q->overdue = 0;
	for (size_t i = 0; i < making->standings.count; i++) {
		const struct ledger_standing *s = &making->standings.items[i];

		open += s->immediate + s->out_of_cycle + s->scheduled + s->deferred;
		q->overdue += s->overdue;
	}
	q->coverage = making->head->coverage_percent;
	q->undecided = open == 0 ? -1 : making->head->undecided * 100 / open;
}

static struct str
value_words(const struct report_making *making, enum kpi_unit unit, int64_t value)
{
	if (value < 0)
		return report_word(making, M("not known"));
	if (unit == KPI_DAYS)
		return report_say(making, M("{days} days"), ARG("days", arena_printf(making->arena, "%lld.%lld", (long long)value / 10, (long long)value % 10)));
	if (unit == KPI_PERCENT)
		return report_say(making, M("{percent} %"), ARG_N("percent", value));
	return report_say(making, M("{count} findings"), ARG_N("count", value));
}

static void
add_row(const struct report_making *making, size_t i, const struct quarter quarters[2], struct kpi_view *view)
{
	int64_t now = *(const int64_t *)(const void *)((const char *)&quarters[1] + rows[i].offset);
	int64_t before = *(const int64_t *)(const void *)((const char *)&quarters[0] + rows[i].offset);
	struct kpi_row_view row = { .name = str_of(rows[i].name), .title = report_word(making, rows[i].title), .value = value_words(making, rows[i].unit, now),
		.before = value_words(making, rows[i].unit, before), .definition = report_word(making, rows[i].definition) };
	bool better = rows[i].better == BETTER_MORE ? now > before : now < before;

	if (now >= 0 && before >= 0) {
		row.trend = now > before ? STR("up") : now < before ? STR("down") : STR("same");
		row.trend_words = report_word(making, now == before ? M("unchanged") : rows[i].better == BETTER_NEITHER ? (now > before ? M("more") : M("fewer"))
		    : better ? M("better") : M("worse"));
	}
	list_push(making->arena, &view->rows, row);
}

/* How much there is to know: without that nobody can say whether ten new findings are many. */
static struct err *
add_published(const struct report_making *making, struct kpi_view *view)
{
	struct statistics_view *published = &view->published;
	struct str day = STR("");

	TRY(statistics_show(making->desk->home, making->now, making->arena, published));
	if (published->as_of != INSTANT_NONE)
		day = report_day(instant_day(published->as_of, ZONE_JST), making->lang, making->arena);
	view->published_words = statistics_words(published, day, making->now, making->lang, making->arena);
	view->has_published = published->years.count > 0;
	if (published->years.count > KPI_YEARS)
		published->years.count = KPI_YEARS;
	published->has_earlier = false;         /* they are counted before other years */
	published->earlier = 0;
	return NULL;
}

struct err *
kpi_show(const struct report_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct kpi_view *ret_view)
{
	const struct report_order order = { .name = STR("executive"), .since = INSTANT_NONE, .next = DAY_NONE, .lang = actor->lang };
	const int64_t quarter = STATUS_QUARTER_DAYS * INSTANT_DAY;
	struct quarter quarters[2] = { { .coverage = -1, .undecided = -1, .overdue = -1 }, { 0 } };
	struct kpi_view view = { 0 };
	struct report_making making;
	int64_t begun;

	TRY(report_begin(desk, actor, &order, now, arena, &making));
	for (int i = 0; i < 2; i++) {
		int64_t since = now - (2 - i) * quarter;

		TRY(count_closed(&making, since, since + quarter, &quarters[i]));
		TRY(count_asks(&making, since, since + quarter, &quarters[i]));
	}
	TRY(count_flows(&making, now - 2 * quarter, quarter, quarters));
	count_standing(&making, &quarters[1]);
	TRY(ledger_begun(making.ledger, arena, &begun));
	/* A quarter in which nothing was recorded has no zeros. */
	if (begun == INSTANT_NONE || begun > now - quarter)
		quarters[0] = (struct quarter){ -1, -1, -1, -1, -1, -1, -1, -1, -1 };
	if (begun == INSTANT_NONE)
		quarters[1] = quarters[0];
	view.from = making.today - STATUS_QUARTER_DAYS;
	view.to = making.today;
	view.before = making.today - 2 * STATUS_QUARTER_DAYS;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		add_row(&making, i, quarters, &view);
	TRY(add_published(&making, &view));
	*ret_view = view;
	return NULL;
}
