#include "domain/ssvc/ssvc.h"

#include "base/clock.h"
#include "face/lib/call.h"

struct tsukuroi_ssvc {
	struct pool       memory;    /* holds all of it, itself included */
	struct ssvc_table table;
};

/* ------------------------------------------------------------------------------------------- tables */

struct opening {
	struct str             text;           /* the name, or the YAML */
	struct err           *(*read)(struct str text, struct arena *arena, struct ssvc_table *ret_table);
	struct tsukuroi_ssvc **ret_table;
};

/* UTF-8 alone: other encodings would be converted by tables that are files of the system's. */
static struct err *
read_own(struct str text, struct arena *arena, struct ssvc_table *ret_table)
{
	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("The decision table is not text in UTF-8."));
	return ssvc_table_read(arena_copy(arena, text), STR("ssvc"), arena, ret_table);
}

static struct err *
open_table(struct tsukuroi *t, void *task)
{
	struct opening *opening = task;
	struct arena *arena = call_keep(t);
	struct tsukuroi_ssvc *table = ARENA_NEW(arena, struct tsukuroi_ssvc);
	struct err *err = opening->read(opening->text, arena, &table->table);

	if (err != NULL)
		return call_keep_not(t, err);
	call_keep_done(t, &table->memory);
	*opening->ret_table = table;
	return NULL;
}

enum tsukuroi_status
tsukuroi_ssvc_open(struct tsukuroi *t, const char *name, size_t len, struct tsukuroi_ssvc **ret_table)
{
	struct opening opening = { str_in(name, len), ssvc_table_builtin, ret_table };

	if (ret_table == NULL)
		return call_misuse(t);
	*ret_table = NULL;
	return call_run(t, open_table, &opening);
}

enum tsukuroi_status
tsukuroi_ssvc_parse(struct tsukuroi *t, const char *yaml, size_t len, struct tsukuroi_ssvc **ret_table)
{
	struct opening opening = { str_in(yaml, len), read_own, ret_table };

	if (ret_table == NULL)
		return call_misuse(t);
	*ret_table = NULL;
	return call_run(t, open_table, &opening);
}

void
tsukuroi_ssvc_free(struct tsukuroi_ssvc *table)
{
	if (table != NULL)
		pool_free(&table->memory);
}

/* -------------------------------------------------------------------------------------------- words */

size_t
tsukuroi_ssvc_points(const struct tsukuroi_ssvc *table)
{
	return table == NULL ? 0 : table->table.points_count;
}

struct naming {
	const struct ssvc_point  *point;
	const struct ssvc_value  *value;       /* NULL: the point itself is asked for */
	struct tsukuroi_ssvc_name *ret_name;
};

static struct tsukuroi_ssvc_name
name_of_value(struct tsukuroi *t, const struct ssvc_value *value)
{
	return (struct tsukuroi_ssvc_name){ text_out(t, value->key), text_out(t, value->en), text_out(t, value->ja) };
}

static struct err *
tell_name(struct tsukuroi *t, void *task)
{
	struct naming *naming = task;
	const struct ssvc_point *point = naming->point;

	if (naming->value != NULL)
		*naming->ret_name = name_of_value(t, naming->value);
	else
		*naming->ret_name = (struct tsukuroi_ssvc_name){ text_out(t, point->key), text_out(t, point->en), text_out(t, point->ja) };
	return NULL;
}

/* The table's point; behind the last comes its outcome. NULL for a number that is none. */
static const struct ssvc_point *
point_at(const struct tsukuroi_ssvc *table, size_t point)
{
	if (table == NULL || point > table->table.points_count)
		return NULL;
	return point == table->table.points_count ? &table->table.outcome : &table->table.points[point];
}

enum tsukuroi_status
tsukuroi_ssvc_point(struct tsukuroi *t, const struct tsukuroi_ssvc *table, size_t point, struct tsukuroi_ssvc_name *ret_name)
{
	struct naming naming = { point_at(table, point), NULL, ret_name };

	if (ret_name == NULL || naming.point == NULL)
		return call_misuse(t);
	return call_run(t, tell_name, &naming);
}

size_t
tsukuroi_ssvc_values(const struct tsukuroi_ssvc *table, size_t point)
{
	const struct ssvc_point *found = point_at(table, point);

	return found == NULL ? 0 : found->count;
}

enum tsukuroi_status
tsukuroi_ssvc_value(struct tsukuroi *t, const struct tsukuroi_ssvc *table, size_t point, size_t value,
    struct tsukuroi_ssvc_name *ret_name)
{
	struct naming naming = { point_at(table, point), NULL, ret_name };

	if (ret_name == NULL || naming.point == NULL || value >= naming.point->count)
		return call_misuse(t);
	naming.value = &naming.point->values[value];
	return call_run(t, tell_name, &naming);
}

/* ---------------------------------------------------------------------------------------- decisions */

struct deciding {
	const struct ssvc_table       *table;
	const struct tsukuroi_text    *values;
	size_t                         count;
	struct str                     vector;
	struct tsukuroi_ssvc_decision *ret_decision;
};

/* What is decided where `outcomes`, bit by bit, are possible. The case is of use where there is one. */
static void
tell_decision(struct tsukuroi *t, const struct deciding *deciding, unsigned outcomes, const struct ssvc_case *one)
{
	const struct ssvc_point *outcome = &deciding->table->outcome;
	int worst = 31 - __builtin_clz(outcomes), possible = __builtin_popcount(outcomes);

	*deciding->ret_decision = (struct tsukuroi_ssvc_decision){
		.outcome  = name_of_value(t, &outcome->values[worst]),
		.rank     = worst,
		.possible = possible,
		.vector   = text_out(t, possible == 1 && one != NULL ? ssvc_vector_format(deciding->table, one, t->arena) : STR("")),
	};
}

static struct err *
decide(struct tsukuroi *t, void *task)
{
	struct deciding *deciding = task;
	struct ssvc_case one = { .at = INSTANT_NONE };
	unsigned sets[LIMIT_SSVC_POINTS_BUILTIN] = { 0 };
	bool whole = true;

	if (deciding->count != deciding->table->points_count)
		return err_new(t->arena, ERR_FORMAT, M("The table \"{table}\" has {points} decision points, but {count} values are given."),
		    ARG("table", deciding->table->name), ARG_N("points", deciding->table->points_count), ARG_N("count", deciding->count));
	for (size_t i = 0; i < deciding->count; i++) {
		struct str value = str_in(deciding->values[i].ptr, deciding->values[i].len);

		if (value.len == 0) {
			whole = false;
			continue;
		}
		TRY(ssvc_value_find(&deciding->table->points[i], value, t->arena, &one.values[i]));
		sets[i] = 1u << one.values[i];
	}
	tell_decision(t, deciding, ssvc_possible(deciding->table, sets), whole ? &one : NULL);
	return NULL;
}

enum tsukuroi_status
tsukuroi_ssvc_decide(struct tsukuroi *t, const struct tsukuroi_ssvc *table, const struct tsukuroi_text *values, size_t count,
    struct tsukuroi_ssvc_decision *ret_decision)
{
	struct deciding deciding = { .values = values, .count = count, .ret_decision = ret_decision };

	if (table == NULL || ret_decision == NULL || (values == NULL && count > 0))
		return call_misuse(t);
	deciding.table = &table->table;
	return call_run(t, decide, &deciding);
}

static struct err *
decide_vector(struct tsukuroi *t, void *task)
{
	struct deciding *deciding = task;
	struct ssvc_case one;

	TRY(ssvc_vector_parse(deciding->table, deciding->vector, t->arena, &one));
	tell_decision(t, deciding, 1u << one.outcome, &one);
	return NULL;
}

enum tsukuroi_status
tsukuroi_ssvc_decide_vector(struct tsukuroi *t, const struct tsukuroi_ssvc *table, const char *vector, size_t len,
    struct tsukuroi_ssvc_decision *ret_decision)
{
	struct deciding deciding = { .vector = str_in(vector, len), .ret_decision = ret_decision };

	if (table == NULL || ret_decision == NULL)
		return call_misuse(t);
	deciding.table = &table->table;
	return call_run(t, decide_vector, &deciding);
}
