#include "domain/cvss/cvss.h"

#include <string.h>
#include "base/buf.h"
#include "domain/cvss/metrics.h"

static const char *const severity_words[] = { "none", "low", "medium", "high", "critical" };
const struct enum_names severity_names = ENUM_NAMES(severity_words);
static const char *const degree_words[] = { "unknown", "none", "some", "high" };
const struct enum_names degree_names = ENUM_NAMES(degree_words);

/* In the order of how often they are met. */
static const enum cvss_version prefixed[] = { CVSS_V3_1, CVSS_V4, CVSS_V3_0 };

/* Where the reading stands. */
struct reading {
	const struct metric_table *table;
	const char                *begin;    /* of the whole vector, to tell places            */
	struct str                 rest;
	uint64_t                   seen;     /* bits of metrics met, also those given as Not Defined */
	size_t                     next;     /* the metric most likely to come                 */
	struct cvss                cvss;
};

static size_t
place_of(const struct reading *reading, struct str part)
{
	return (size_t)(part.ptr - reading->begin) + 1;
}

/* Names and values are a few bytes: a loop in place beats a call. */
static inline bool
same(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (a.ptr[i] != b.ptr[i])
			return false;
	return true;
}

/* What stands before the separator, or all of it where there is none, goes off *rest; the separator stays. */
static inline struct str
take_until(struct str *rest, char separator)
{
	struct str head = { rest->ptr, 0 };

	while (head.len < rest->len && rest->ptr[head.len] != separator)
		head.len++;
	*rest = (struct str){ rest->ptr + head.len, rest->len - head.len };
	return head;
}

/* The table is walked from the metric after the last one, because vectors mostly keep the order. */
static inline size_t
metric_find(const struct reading *reading, struct str name)
{
	const struct metric_table *table = reading->table;

	for (size_t i = reading->next; i < table->count; i++)
		if (same(name, table->metrics[i].name))
			return i;
	for (size_t i = 0; i < reading->next; i++)
		if (same(name, table->metrics[i].name))
			return i;
	return SIZE_MAX;
}

/* The value's number from 1, 0 for Not Defined, -1 for none of them. */
static inline int
value_find(const struct metric_table *table, size_t metric, struct str value)
{
	const struct str *values = table->metrics[metric].values;

	for (int i = 0; values[i].len != 0; i++)
		if (same(value, values[i]))
			return i + 1;
	return metric >= table->threat && same(value, table->undefined) ? 0 : -1;
}

/* What is wrong with a pair whose name is known: said apart, because it seldom is. */
static struct err *
refuse_value(const struct reading *reading, struct str name, struct str value, size_t metric, struct arena *arena)
{
	size_t at = place_of(reading, name);

	if (value_find(reading->table, metric, value) < 0)
		return err_new(arena, ERR_FORMAT,
		    M("The CVSS metric \"{metric}\" at character {at} cannot have the value \"{value}\"."),
		    ARG("metric", name), ARG_N("at", at), ARG("value", value));
	if ((reading->seen & (uint64_t)1 << metric) != 0)
		return err_new(arena, ERR_FORMAT, M("The CVSS metric \"{metric}\" stands a second time at character {at}."),
		    ARG("metric", name), ARG_N("at", at));
	return err_new(arena, ERR_FORMAT,
	    M("The CVSS metric \"{metric}\" at character {at} is out of the order that version 4.0 prescribes."),
	    ARG("metric", name), ARG_N("at", at));
}

/* The next pair, up to its '/' or the end. */
static inline struct err *
read_pair(struct reading *reading, struct arena *arena)
{
	struct str pair = take_until(&reading->rest, '/'), value = pair, name = take_until(&value, ':');
	size_t metric;
	int number;

	if (value.len == 0)
		return err_new(arena, ERR_FORMAT,
		    M("At character {at} of the CVSS vector \"{pair}\" is not a metric and its value (\"AV:N\")."),
		    ARG_N("at", place_of(reading, pair)), ARG("pair", pair));
	value = (struct str){ value.ptr + 1, value.len - 1 };
	metric = metric_find(reading, name);
	if (metric == SIZE_MAX)
		return err_new(arena, ERR_FORMAT, M("The CVSS metric \"{metric}\" at character {at} is unknown."),
		    ARG("metric", name), ARG_N("at", place_of(reading, pair)));
	number = value_find(reading->table, metric, value);
	if (number < 0 || (reading->seen >> metric & (reading->table->is_ordered ? UINT64_MAX : 1)) != 0)
		return refuse_value(reading, name, value, metric, arena);
	reading->seen |= (uint64_t)1 << metric;
	reading->next = metric + 1;
	reading->cvss.value[metric] = (uint8_t)number;
	return NULL;
}

/*
 * The commonest case without any search: the metric that is next in order, with a value of one letter. False: it is not that, and
 * nothing was read.
 */
static inline bool
read_expected(struct reading *reading)
{
	const struct metric *metric = &reading->table->metrics[reading->next];
	const char *at = reading->rest.ptr;
	size_t name = metric->name.len, len = name + 2, left = reading->rest.len;

	if (left < len || (left > len && at[len] != '/') || at[name] != ':' || !same((struct str){ at, name }, metric->name) ||
	    (reading->seen >> reading->next & 1) != 0)
		return false;
	for (uint8_t i = 0; metric->values[i].len == 1; i++) {
		if (metric->values[i].ptr[0] == at[len - 1]) {
			reading->seen |= (uint64_t)1 << reading->next;
			reading->cvss.value[reading->next++] = (uint8_t)(i + 1);
			reading->rest = (struct str){ at + len, left - len };
			return true;
		}
	}
	return false;
}

/* Pairs with '/' between them. */
static struct err *
read_pairs(struct reading *reading, struct arena *arena)
{
	for (;;) {
		if (reading->next == reading->table->count || !read_expected(reading))
			TRY(read_pair(reading, arena));
		if (reading->rest.len == 0)
			return NULL;
		reading->rest = (struct str){ reading->rest.ptr + 1, reading->rest.len - 1 };
	}
}

static struct err *
check_complete(const struct reading *reading, struct arena *arena)
{
	for (size_t i = 0; i < reading->table->threat; i++)
		if (reading->cvss.value[i] == 0)
			return err_new(arena, ERR_FORMAT, M("The CVSS vector lacks its metric \"{metric}\"."),
			    ARG("metric", reading->table->metrics[i].name));
	return NULL;
}

/* Takes the prefix, or the parentheses of version 2, off the text. */
static struct err *
read_version(struct str *text, struct arena *arena, enum cvss_version *ret_version)
{
	for (size_t i = 0; i < ARRAY_LEN(prefixed); i++) {
		struct str prefix = metric_table_of(prefixed[i])->prefix;

		if (text->len >= prefix.len && same((struct str){ text->ptr, prefix.len }, prefix)) {
			*text = (struct str){ text->ptr + prefix.len, text->len - prefix.len };
			*ret_version = prefixed[i];
			return NULL;
		}
	}
	if (str_starts_nocase(*text, STR("CVSS:")))
		return err_new(arena, ERR_FORMAT,
		    M("The vector begins with \"{prefix}\"; known are CVSS:3.0/, CVSS:3.1/, CVSS:4.0/, and version 2 without a prefix."),
		    ARG("prefix", str_sub(*text, 0, 9)));
	if (text->len >= 2 && str_starts(*text, STR("(")) && str_ends(*text, STR(")")))
		*text = str_sub(*text, 1, text->len - 2);
	*ret_version = CVSS_V2;
	return NULL;
}

struct err *
cvss_parse(struct str vector, struct arena *arena, struct cvss *ret_cvss)
{
	struct reading reading = { .begin = vector.ptr, .rest = vector };

	if (vector.len == 0)
		return err_new(arena, ERR_FORMAT, M("The CVSS vector is empty."));
	TRY(read_version(&reading.rest, arena, &reading.cvss.version));
	reading.table = metric_table_of(reading.cvss.version);
	TRY(read_pairs(&reading, arena));
	TRY(check_complete(&reading, arena));
	*ret_cvss = reading.cvss;
	return NULL;
}

struct str
cvss_format(const struct cvss *cvss, struct arena *arena)
{
	const struct metric_table *table = metric_table_of(cvss->version);
	struct buf text BUF_SCOPE = { 0 };
	struct str done;

	if (table == NULL)
		return STR("");
	buf_add(&text, table->prefix);
	for (size_t i = 0; i < table->count; i++)
		if (cvss->value[i] != 0)
			buf_addf(&text, "%.*s:%.*s/", STR_ARG(table->metrics[i].name),
			    STR_ARG(table->metrics[i].values[cvss->value[i] - 1]));
	done = buf_str(&text);
	(void)str_take_end(&done, STR("/"));
	return arena_copy(arena, done);
}

static bool
gives_any(const struct cvss *cvss, size_t from, size_t to)
{
	uint8_t any = 0;

	for (size_t i = from; i < to; i++)
		any |= cvss->value[i];
	return any != 0;
}

/* What a vector does not give leaves the score as it is. */
static struct cvss_scores
score4(const struct cvss *cvss, bool has_threat, bool has_environment)
{
	struct cvss_scores scores = { .base = cvss4_score(cvss, false, false) };

	scores.temporal = has_threat ? cvss4_score(cvss, true, false) : scores.base;
	scores.environmental = has_environment ? cvss4_score(cvss, true, true) : scores.temporal;
	return scores;
}

struct cvss_scores
cvss_score(const struct cvss *cvss)
{
	const struct metric_table *table = metric_table_of(cvss->version);
	struct cvss_scores scores;
	bool has_threat, has_environment;

	if (table == NULL)
		return (struct cvss_scores){ .base = -1, .temporal = -1, .environmental = -1, .overall = -1 };
	has_threat = gives_any(cvss, table->threat, table->environment);
	has_environment = gives_any(cvss, table->environment, table->supplement);
	if (cvss->version == CVSS_V4)
		scores = score4(cvss, has_threat, has_environment);
	else
		scores = cvss->version == CVSS_V2 ? cvss2_score(cvss) : cvss3_score(cvss, has_environment);
	scores.has_temporal = has_threat;
	scores.has_environmental = has_environment;
	scores.overall = has_environment ? scores.environmental : has_threat ? scores.temporal : scores.base;
	return scores;
}

const char *
cvss_nomenclature(const struct cvss *cvss)
{
	static const char *const names[2][2] = { { "CVSS-B", "CVSS-BE" }, { "CVSS-BT", "CVSS-BTE" } };

	if (cvss->version != CVSS_V4)
		return "";
	return names[gives_any(cvss, V4_E, V4_CR)][gives_any(cvss, V4_CR, V4_S)];
}

enum severity
cvss_severity(enum cvss_version version, int32_t tenths)
{
	if (version == CVSS_V2)
		return tenths >= 70 ? SEVERITY_HIGH : tenths >= 40 ? SEVERITY_MEDIUM : SEVERITY_LOW;
	if (tenths <= 0)
		return SEVERITY_NONE;
	return tenths >= 90 ? SEVERITY_CRITICAL : tenths >= 70 ? SEVERITY_HIGH : tenths >= 40 ? SEVERITY_MEDIUM :
	    SEVERITY_LOW;
}

const char *
severity_text(enum severity severity)
{
	static const char *const words[] = { M("None"), M("Low"), M("Medium"), M("High"), M("Critical") };

	return words[severity];
}

/* Versions 2 and 3: the values stand from the worst (1) to none (3). */
static enum degree
degree_of(uint8_t value)
{
	static const enum degree degrees[] = { DEGREE_UNKNOWN, DEGREE_HIGH, DEGREE_SOME, DEGREE_NONE };

	return degrees[value];
}

static enum degree
degree_worse(enum degree a, enum degree b)
{
	return a > b ? a : b;
}

/* safety: the value of MSI or MSA, whose first is Safety. */
static enum degree
degree4(uint8_t vulnerable, uint8_t subsequent, uint8_t safety)
{
	if (safety == 1)
		return DEGREE_HIGH;
	return degree_worse(degree_of(vulnerable), degree_of(subsequent));
}

struct cvss_impacts
cvss_impacts(const struct cvss *cvss)
{
	const uint8_t *v = cvss->value;

	switch (cvss->version) {
	case CVSS_V2:
		return (struct cvss_impacts){ degree_of(v[V2_C]), degree_of(v[V2_I]), degree_of(v[V2_A]) };
	case CVSS_V3_0:
	case CVSS_V3_1:
		return (struct cvss_impacts){ degree_of(v[V3_C]), degree_of(v[V3_I]), degree_of(v[V3_A]) };
	case CVSS_V4:
		return (struct cvss_impacts){
			degree4(v[V4_VC], v[V4_SC], 0),
			degree4(v[V4_VI], v[V4_SI], v[V4_MSI]),
			degree4(v[V4_VA], v[V4_SA], v[V4_MSA]),
		};
	case CVSS_NONE:
	default:
		return (struct cvss_impacts){ DEGREE_UNKNOWN, DEGREE_UNKNOWN, DEGREE_UNKNOWN };
	}
}

/* In every version the first value of these metrics is the one that makes an attack easiest. */
bool
cvss_is_remote_unaided(const struct cvss *cvss)
{
	const uint8_t *v = cvss->value;

	switch (cvss->version) {
	case CVSS_V2:
		return v[V2_AV] == 1 && v[V2_AU] == 1;
	case CVSS_V3_0:
	case CVSS_V3_1:
		return v[V3_AV] == 1 && v[V3_PR] == 1 && v[V3_UI] == 1;
	case CVSS_V4:
		return v[V4_AV] == 1 && v[V4_PR] == 1 && v[V4_UI] == 1;
	case CVSS_NONE:
	default:
		return false;
	}
}
