#include "store/ledger/keep.h"

#include "base/fold.h"
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

/* FORM: of what is kept; another one than the ledger's is gathered anew. ONE_BY_ONE: above that everything at once is quicker. */
enum { FORM = 1, VULNERABILITIES_ONE_BY_ONE = 2000, PRODUCTS_ONE_BY_ONE = 500 };

/* ----------------------------------------------------------------------------------- what was touched */

static bool
is_new(struct map *seen, int64_t id, struct arena *arena)
{
	struct str key = { (const char *)&id, sizeof(id) };
	uint64_t *place = map_find(seen, key);

	if (place != NULL)
		return false;
	*map_put(arena, seen, arena_copy(arena, key)) = 1;
	return true;
}

void
touched_vulnerability(struct touched *touched, int64_t vulnerability, struct arena *arena)
{
	if (is_new(&touched->seen_vulnerabilities, vulnerability, arena))
		list_push(arena, &touched->vulnerabilities, vulnerability);
}

void
touched_product(struct touched *touched, int64_t product, struct arena *arena)
{
	if (is_new(&touched->seen_products, product, arena))
		list_push(arena, &touched->products, product);
}

/* Rows by remedy count what is said of a vulnerability. */
static struct err *
touch_products_of(struct ledger *ledger, struct touched *touched, int64_t vulnerability, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_OPEN_PRODUCTS_OF, arena, &q));
	bind_int(&q, vulnerability);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		touched_product(touched, column_int(&q, 0), arena);
	}
}

/* ------------------------------------------------------------------------------------------ statements */

static struct err *
run(struct ledger *ledger, int statement, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, statement, arena, &q));
	return query_run(&q, arena);
}

static struct err *
run_with(struct ledger *ledger, int statement, int64_t value, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, statement, arena, &q));
	bind_int(&q, value);
	return query_run(&q, arena);
}

static struct err *
run_with_two(struct ledger *ledger, int statement, int64_t first, int64_t second, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, statement, arena, &q));
	bind_int(&q, first);
	bind_int(&q, second);
	return query_run(&q, arena);
}

/* --------------------------------------------------------------------------------------- vulnerabilities */

static struct err *
add_products(struct ledger *ledger, int64_t vulnerability, struct buf *words, struct arena *scratch)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_OPEN_PRODUCTS, scratch, &q));
	bind_int(&q, vulnerability);
	for (;;) {
		TRY(query_step(&q, scratch, &row));
		if (!row)
			return NULL;
		buf_add_char(words, '\n');
		buf_add(words, fold_text(column_str(&q, 0, scratch), scratch));
	}
}

struct wordless { int64_t id; struct str text; };
struct wordless_list { struct wordless *items; size_t count, room; };

static struct err *
read_wordless(struct ledger *ledger, struct arena *arena, struct wordless_list *list)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_OPEN_WORDLESS, arena, &q));
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, list, ((struct wordless){ column_int(&q, 0), arena_printf(arena, "%.*s\n%.*s\n%.*s",
		    STR_ARG(column_str(&q, 1, arena)), STR_ARG(column_str(&q, 2, arena)), STR_ARG(column_str(&q, 3, arena))) }));
	}
}

/* What rows are looked for by: name, titles and products, each on a line, folded. */
static struct err *
write_words(struct ledger *ledger, struct arena *arena)
{
	struct arena *own ARENA_SCOPE = arena_new(), *scratch ARENA_SCOPE = arena_new();
	struct buf words BUF_SCOPE = { 0 };
	struct wordless_list list = { 0 };
	struct query q QUERY_SCOPE;

	TRY(err_copy(read_wordless(ledger, own, &list), arena));
	TRY(ledger_query(ledger, SQL_OPEN_WORDS, arena, &q));
	for (size_t i = 0; i < list.count; i++) {
		arena_reset(scratch);
		buf_clear(&words);
		buf_add(&words, fold_text(list.items[i].text, scratch));
		TRY(err_copy(add_products(ledger, list.items[i].id, &words, scratch), arena));
		bind_int(&q, list.items[i].id);
		bind_str(&q, buf_str(&words));
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

static struct err *
gather_vulnerabilities(struct ledger *ledger, const struct touched *touched, bool all, int64_t now, struct arena *arena)
{
	if (all || touched->vulnerabilities.count > VULNERABILITIES_ONE_BY_ONE) {
		TRY(run(ledger, SQL_OPEN_CLEAR, arena));
		TRY(run_with(ledger, SQL_OPEN_FILL, now, arena));
	} else {
		for (size_t i = 0; i < touched->vulnerabilities.count; i++) {
			TRY(run_with(ledger, SQL_OPEN_CLEAR_ONE, touched->vulnerabilities.items[i], arena));
			TRY(run_with_two(ledger, SQL_OPEN_FILL_ONE, now, touched->vulnerabilities.items[i], arena));
		}
	}
	TRY(write_words(ledger, arena));
	TRY(run(ledger, SQL_COUNT_CLEAR, arena));
	return run(ledger, SQL_COUNT_FILL, arena);
}

/* --------------------------------------------------------------------------------------------- remedies */

struct updates { struct map seen; struct str_list targets; };

static struct err *
add_updates(struct ledger *ledger, int64_t product, struct updates *updates, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_REMEDY_UPDATES_OF, arena, &q));
	bind_int(&q, product);
	for (;;) {
		struct str target;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		target = column_str(&q, 0, arena);
		if (map_find(&updates->seen, target) != NULL)
			continue;
		*map_put(arena, &updates->seen, target) = 1;
		list_push(arena, &updates->targets, target);
	}
}

/* The KBs that mended a product before, and those that do now, count it or count it no more. */
static struct err *
gather_product(struct ledger *ledger, int64_t product, int64_t now, struct updates *updates, struct arena *arena)
{
	TRY(add_updates(ledger, product, updates, arena));
	TRY(run_with(ledger, SQL_REMEDY_CLEAR_PRODUCT, product, arena));
	TRY(run_with_two(ledger, SQL_REMEDY_FILL_PRODUCT, now, product, arena));
	return add_updates(ledger, product, updates, arena);
}

static struct err *
gather_update(struct ledger *ledger, struct str target, int64_t now, struct arena *arena)
{
	struct query clear QUERY_SCOPE, fill QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_REMEDY_CLEAR_UPDATE, arena, &clear));
	bind_str(&clear, target);
	TRY(query_run(&clear, arena));
	TRY(ledger_query(ledger, SQL_REMEDY_FILL_UPDATE, arena, &fill));
	bind_instant(&fill, now);
	bind_str(&fill, target);
	return query_run(&fill, arena);
}

static struct err *
gather_remedies(struct ledger *ledger, const struct touched *touched, bool all, int64_t now, struct arena *arena)
{
	struct updates updates = { 0 };

	if (all || touched->products.count > PRODUCTS_ONE_BY_ONE) {
		TRY(run(ledger, SQL_REMEDY_CLEAR, arena));
		TRY(run_with(ledger, SQL_REMEDY_FILL, now, arena));
		return run_with(ledger, SQL_REMEDY_FILL_UPDATES, now, arena);
	}
	for (size_t i = 0; i < touched->products.count; i++)
		TRY(gather_product(ledger, touched->products.items[i], now, &updates, arena));
	for (size_t i = 0; i < updates.targets.count; i++)
		TRY(gather_update(ledger, updates.targets.items[i], now, arena));
	return NULL;
}

/* -------------------------------------------------------------------------------------------- the whole */

static struct err *
read_form(struct ledger *ledger, struct arena *arena, int64_t *ret_form)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_KEPT_FORM, arena, &q));
	return query_one(&q, arena, ret_form);
}

struct err *
keep_again(struct ledger *ledger, int64_t now, struct arena *arena)
{
	struct touched none = { 0 };

	TRY(gather_vulnerabilities(ledger, &none, true, now, arena));
	TRY(gather_remedies(ledger, &none, true, now, arena));
	TRY(run(ledger, SQL_CROSSING_CLEAR, arena));
	TRY(run(ledger, SQL_CROSSING_FILL, arena));
	return run_with(ledger, SQL_KEPT_PUT, FORM, arena);
}

struct err *
keep_gather(struct ledger *ledger, struct touched *touched, int64_t now, struct arena *arena)
{
	int64_t form;

	TRY(read_form(ledger, arena, &form));
	if (form != FORM)
		return keep_again(ledger, now, arena);
	for (size_t i = 0; i < touched->vulnerabilities.count && touched->products.count <= PRODUCTS_ONE_BY_ONE; i++)
		TRY(touch_products_of(ledger, touched, touched->vulnerabilities.items[i], arena));
	if (touched->vulnerabilities.count > 0)
		TRY(gather_vulnerabilities(ledger, touched, false, now, arena));
	return gather_remedies(ledger, touched, false, now, arena);
}

struct err *
keep_decided(struct ledger *ledger, struct str vulnerability, int64_t now, struct arena *arena)
{
	struct touched touched = { 0 };
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(ledger_query(ledger, SQL_CASE_TARGET_ADVISORY, arena, &q));
	bind_str(&q, vulnerability);
	TRY(query_one(&q, arena, &id));
	if (id == 0)
		return NULL;
	touched_vulnerability(&touched, id, arena);
	return keep_gather(ledger, &touched, now, arena);
}

struct readying { struct touched touched; int64_t now; };

static struct err *
gather_ended(struct ledger *ledger, void *context, struct arena *arena)
{
	struct readying *readying = context;

	return keep_gather(ledger, &readying->touched, readying->now, arena);
}

static struct err *
find_ended(struct ledger *ledger, struct readying *readying, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_OPEN_ENDED, arena, &q));
	bind_instant(&q, readying->now);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		touched_vulnerability(&readying->touched, column_int(&q, 0), arena);
	}
}

struct err *
keep_ready(struct ledger *ledger, int64_t now, struct arena *arena)
{
	struct readying readying = { .now = now };
	int64_t form;

	TRY(read_form(ledger, arena, &form));
	TRY(find_ended(ledger, &readying, arena));
	return form == FORM && readying.touched.vulnerabilities.count == 0 ? NULL : ledger_write(ledger, gather_ended, &readying, arena);
}

struct err *
keep_crossings(struct ledger *ledger, int64_t assessment, int64_t at, struct crossings crossings, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CROSSING_INSERT, arena, &q));
	bind_int(&q, assessment);
	bind_instant(&q, at);
	bind_int(&q, crossings.opened);
	bind_int(&q, crossings.closed);
	bind_int(&q, crossings.changed);
	return query_run(&q, arena);
}

/* ---------------------------------------------------------------------------------------- how it stands */

static const char *const marked[] = { "change", "inventory", "import", "fact", "system", "host" };

/* The next ids of all whose coming may give a system its first software, or take its last. */
static struct err *
read_marks(struct ledger *ledger, struct arena *arena, struct str *ret_marks)
{
	struct buf marks BUF_SCOPE = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(marked); i++) {
		struct query q QUERY_SCOPE;
		int64_t next;

		TRY(ledger_query(ledger, SQL_ALLOT_MARK, arena, &q));
		bind_str(&q, str_of(marked[i]));
		TRY(query_one(&q, arena, &next));
		buf_addf(&marks, "%lld ", (long long)next);
	}
	*ret_marks = arena_copy(arena, buf_str(&marks));
	return NULL;
}

static struct err *
count_unregistered(struct ledger *ledger, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UNREGISTERED_COUNT, arena, &q));
	return query_one(&q, arena, ret_count);
}

struct err *
keep_standing(struct ledger *ledger, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t unregistered;
	struct str marks;

	TRY(read_marks(ledger, arena, &marks));
	TRY(count_unregistered(ledger, arena, &unregistered));
	TRY(ledger_query(ledger, SQL_KEPT_STANDING_PUT, arena, &q));
	bind_int(&q, unregistered);
	bind_str(&q, marks);
	return query_run(&q, arena);
}

static struct err *
unregistered_now(struct ledger *ledger, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;
	struct str marks;
	bool row;

	TRY(read_marks(ledger, arena, &marks));
	TRY(ledger_query(ledger, SQL_KEPT_STANDING, arena, &q));
	TRY(query_step(&q, arena, &row));
	*ret_count = row ? column_int(&q, 0) : 0;
	return row && str_eq(column_str(&q, 1, arena), marks) ? NULL : count_unregistered(ledger, arena, ret_count);
}

struct err *
ledger_stock(struct ledger *ledger, struct arena *arena, struct ledger_stock *ret_stock)
{
	struct ledger_stock stock = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_STOCK_ANY, arena, &q));
	TRY(query_step(&q, arena, &row));
	stock.systems = column_int(&q, 0) != 0;
	stock.installations = column_int(&q, 1) != 0;
	stock.questions = column_int(&q, 2);
	TRY(unregistered_now(ledger, arena, &stock.unregistered));
	*ret_stock = stock;
	return NULL;
}

/* ------------------------------------------------------------------------------------ what waits for judging */

struct asking { const struct ledger_judging *judging; int64_t at; };

struct err *
ledger_judging(struct ledger *ledger, struct arena *arena, struct ledger_judging *ret_judging, bool *ret_waits)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_JUDGING_GET, arena, &q));
	TRY(query_step(&q, arena, ret_waits));
	if (*ret_waits)
		*ret_judging = (struct ledger_judging){ column_int(&q, 0), column_int(&q, 1), column_str(&q, 2, arena), column_str(&q, 3, arena),
			column_int(&q, 4) };
	return NULL;
}

static struct err *
ask(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct asking *asking = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_JUDGING_ASK, arena, &q));
	bind_instant(&q, asking->judging->asked_at);
	bind_str(&q, asking->judging->who);
	bind_str(&q, asking->judging->lang);
	return query_run(&q, arena);
}

struct err *
ledger_judging_ask(struct ledger *ledger, const struct ledger_judging *judging, struct arena *arena)
{
	struct asking asking = { judging, 0 };

	return ledger_write(ledger, ask, &asking, arena);
}

static struct err *
put_off(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct asking *asking = context;

	return run_with(ledger, SQL_JUDGING_LATER, asking->at, arena);
}

struct err *
ledger_judging_later(struct ledger *ledger, int64_t due, struct arena *arena)
{
	struct asking asking = { NULL, due };

	return ledger_write(ledger, put_off, &asking, arena);
}

static struct err *
done(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct asking *asking = context;

	TRY(run_with(ledger, SQL_JUDGING_DONE, asking->judging->asked_at, arena));
	return run_with(ledger, SQL_JUDGING_SINCE, asking->judging->asked_at, arena);
}

struct err *
ledger_judging_done(struct ledger *ledger, const struct ledger_judging *judging, struct arena *arena)
{
	struct asking asking = { judging, 0 };

	return ledger_write(ledger, done, &asking, arena);
}
