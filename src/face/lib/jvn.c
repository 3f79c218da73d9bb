#include "domain/jvnprose/jvnprose.h"

#include "base/limits.h"
#include "face/lib/call.h"
#include "face/lib/range.h"

struct reading {
	const struct tsukuroi_text *rows;
	size_t                      count;
	struct tsukuroi_jvn        *ret_jvn;
	struct tsukuroi_range     **ret_range;
};

_Static_assert((int)TSUKUROI_JVN_RANGE == (int)JVN_RANGE && (int)TSUKUROI_JVN_ALL == (int)JVN_ALL &&
    (int)TSUKUROI_JVN_NO_VERSION == (int)JVN_NO_VERSION && (int)TSUKUROI_JVN_UNDECIDED == (int)JVN_UNDECIDED,
    "kinds are numbered as in the engine");

static bool
is_read(const struct jvn_answer *answer)
{
	return answer->kind == JVN_RANGE || answer->kind == JVN_ALL;
}

static void
tell(struct tsukuroi *t, const struct jvn_answer *answer, struct tsukuroi_jvn *ret_jvn)
{
	struct tsukuroi_text *cves = ARENA_ARRAY(t->arena, struct tsukuroi_text, answer->cves.count);

	for (size_t i = 0; i < answer->cves.count; i++)
		cves[i] = text_out(t, answer->cves.items[i]);
	*ret_jvn = (struct tsukuroi_jvn){
		.kind       = (enum tsukuroi_jvn_kind)answer->kind,
		.range      = text_out(t, is_read(answer) ? jvnprose_format(&answer->set, t->arena) : STR("?")),
		.open       = text_out(t, jvnprose_format(&answer->between, t->arena)),
		.cves       = cves,
		.cves_count = answer->cves.count,
		.edition    = text_out(t, answer->edition),
		.platform   = text_out(t, answer->platform),
		.firmware   = answer->firmware,
	};
}

static struct err *
read_rows(struct tsukuroi *t, void *task)
{
	struct reading *reading = task;
	struct jvn_reading parts;
	struct jvn_answer answer;
	struct str *rows;

	if (reading->count > LIMIT_JVN_ROWS)
		return err_new(t->arena, ERR_LIMIT, M("There are {count} rows: more than {most} are not read as one product."),
		    ARG_N("count", reading->count), ARG_N("most", LIMIT_JVN_ROWS));
	rows = ARENA_ARRAY(t->arena, struct str, reading->count);
	for (size_t i = 0; i < reading->count; i++)
		rows[i] = str_in(reading->rows[i].ptr, reading->rows[i].len);
	jvnprose_read(rows, reading->count, t->arena, &parts);
	jvnprose_answer(&parts, t->arena, &answer);
	tell(t, &answer, reading->ret_jvn);
	if (reading->ret_range != NULL)
		*reading->ret_range = range_keep(t, SCHEME_GENERIC, &answer.set,
		    is_read(&answer) && answer.between.intervals.count > 0 ? &answer.between : NULL);
	return NULL;
}

enum tsukuroi_status
tsukuroi_jvn_read(struct tsukuroi *t, const struct tsukuroi_text *rows, size_t count, struct tsukuroi_jvn *ret_jvn,
    struct tsukuroi_range **ret_range)
{
	struct reading reading = { rows, count, ret_jvn, ret_range };

	if (ret_range != NULL)
		*ret_range = NULL;
	if (ret_jvn == NULL || (rows == NULL && count > 0))
		return call_misuse(t);
	return call_run(t, read_rows, &reading);
}
