#include "face/lib/range.h"

#include "model/record.h"

struct tsukuroi_range *
range_keep(struct tsukuroi *t, enum scheme scheme, const struct version_set *set, const struct version_set *open)
{
	struct arena *arena = call_keep(t);
	struct tsukuroi_range *range = ARENA_NEW(arena, struct tsukuroi_range);

	range->scheme = scheme;
	record_copy(&version_set_schema, set, arena, &range->set);
	if (open != NULL) {
		range->has_open = true;
		range->set.undecided = false;
		record_copy(&version_set_schema, open, arena, &range->open);
	}
	call_keep_done(t, &range->memory);
	return range;
}

/* ------------------------------------------------------------------------------------------ reading */

struct parsing {
	int                     scheme;
	struct str              text;
	struct tsukuroi_range **ret_range;
};

static struct err *
parse(struct tsukuroi *t, void *task)
{
	struct parsing *parsing = task;
	struct version_set set;
	enum scheme scheme;

	if (tsukuroi_scheme_name(parsing->scheme) != NULL) {
		scheme = (enum scheme)parsing->scheme;
		TRY(range_of_native(scheme, parsing->text, t->arena, &set));
	} else if (str_starts(parsing->text, STR("vers:"))) {
		TRY(range_of_vers(parsing->text, t->arena, &set, &scheme));
	} else {
		return err_new(t->arena, ERR_NOT_FOUND,
		    M("The range does not begin with \"vers:\", and no scheme of versions was given to read it by."));
	}
	*parsing->ret_range = range_keep(t, scheme, &set, NULL);
	return NULL;
}

enum tsukuroi_status
tsukuroi_range_parse(struct tsukuroi *t, int scheme, const char *text, size_t len, struct tsukuroi_range **ret_range)
{
	struct parsing parsing = { scheme, str_in(text, len), ret_range };

	if (ret_range == NULL)
		return call_misuse(t);
	*ret_range = NULL;
	return call_run(t, parse, &parsing);
}

void
tsukuroi_range_free(struct tsukuroi_range *range)
{
	if (range != NULL)
		pool_free(&range->memory);
}

/* ----------------------------------------------------------------------------------------- asking */

int
tsukuroi_range_scheme(const struct tsukuroi_range *range)
{
	return range == NULL || range->scheme == SCHEME_NONE ? -1 : (int)range->scheme;
}

static enum tsukuroi_containment
contains(const struct tsukuroi_range *range, const struct version_set *set, struct str version)
{
	static const enum tsukuroi_containment answers[] = {
		[RANGE_IN] = TSUKUROI_IN, [RANGE_OUT] = TSUKUROI_OUT, [RANGE_UNDECIDED] = TSUKUROI_UNDECIDED,
	};

	return answers[range_contains(set, range->scheme, version, NULL)];
}

enum tsukuroi_containment
tsukuroi_range_contains(const struct tsukuroi_range *range, const char *version, size_t len)
{
	struct str text = str_in(version, len);
	enum tsukuroi_containment answer;

	if (range == NULL)
		return TSUKUROI_UNDECIDED;
	answer = contains(range, &range->set, text);
	if (answer == TSUKUROI_OUT && range->has_open && contains(range, &range->open, text) != TSUKUROI_OUT)
		return TSUKUROI_UNDECIDED;
	return answer;
}

struct formatting {
	const struct tsukuroi_range *range;
	struct tsukuroi_text        *ret_text;
};

static struct err *
format(struct tsukuroi *t, void *task)
{
	struct formatting *formatting = task;
	struct version_set set = formatting->range->set;

	set.undecided = set.undecided || formatting->range->has_open;
	*formatting->ret_text = text_out(t, range_format(&set, t->arena));
	return NULL;
}

enum tsukuroi_status
tsukuroi_range_format(struct tsukuroi *t, const struct tsukuroi_range *range, struct tsukuroi_text *ret_text)
{
	struct formatting formatting = { range, ret_text };

	if (range == NULL || ret_text == NULL)
		return call_misuse(t);
	return call_run(t, format, &formatting);
}
