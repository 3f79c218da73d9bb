#include "domain/cvss/cvss.h"

#include <string.h>
#include "base/buf.h"
#include "domain/cvss/metrics.h"

static const char *const severity_words[] = { "none", "low", "medium", "high", "critical" };
const struct enum_names severity_names = ENUM_NAMES(severity_words);
static const char *const degree_words[] = { "unknown", "none", "some", "high" };
const struct enum_names degree_names = ENUM_NAMES(degree_words);

static const struct {
	struct str        text;
	enum cvss_version version;
} prefixes[] = {
	{ STR_INIT("CVSS:3.1/"), CVSS_V3_1 },
	{ STR_INIT("CVSS:4.0/"), CVSS_V4 },
	{ STR_INIT("CVSS:3.0/"), CVSS_V3_0 },
};

/* Where the reading stands. */
struct reading {
	struct str                 whole;
	const struct metric_table *table;
	uint64_t                   seen;     /* bits of metrics met, also those given as Not Defined */
	size_t                     next;     /* the metric most likely to come                       */
};

static size_t
place_of(const struct reading *reading, struct str part)
{
	return (size_t)(part.ptr - reading->whole.ptr) + 1;
}

/* The table is walked from the metric after the last one, because vectors mostly keep the order. */
static size_t
metric_find(const struct reading *reading, struct str name)
{
	for (size_t i = 0; i < reading->table->count; i++) {
		size_t at = (reading->next + i) % reading->table->count;

		if (str_eq(name, str_of(reading->table->metrics[at].name)))
			return at;
	}
	return SIZE_MAX;
}

/* The value's number from 1, 0 for Not Defined, -1 for none of them. */
static int
value_find(const struct metric_table *table, size_t metric, struct str value)
{
	const struct metric *it = &table->metrics[metric];

	for (int i = 0; i < (int)ARRAY_LEN(it->values) && it->values[i] != NULL; i++)
		if (str_eq(value, str_of(it->values[i])))
			return i + 1;
	return it->group != GROUP_BASE && str_eq(value, str_of(table->undefined)) ? 0 : -1;
}

static struct err *
read_pair(struct reading *reading, struct str pair, struct arena *arena, struct cvss *cvss)
{
	struct str name, value;
	size_t metric, at = place_of(reading, pair);
	int number;

	if (!str_cut(pair, ':', &name, &value))
		return err_new(arena, ERR_FORMAT,
		    M("At character {at} of the CVSS vector \"{pair}\" is not a metric and its value (\"AV:N\")."),
		    ARG_N("at", at), ARG("pair", pair));
	metric = metric_find(reading, name);
	if (metric == SIZE_MAX)
		return err_new(arena, ERR_FORMAT, M("The CVSS metric \"{metric}\" at character {at} is unknown."),
		    ARG("metric", name), ARG_N("at", at));
	number = value_find(reading->table, metric, value);
	if (number < 0)
		return err_new(arena, ERR_FORMAT,
		    M("The CVSS metric \"{metric}\" at character {at} cannot have the value \"{value}\"."),
		    ARG("metric", name), ARG_N("at", at), ARG("value", value));
	if ((reading->seen & (uint64_t)1 << metric) != 0)
		return err_new(arena, ERR_FORMAT, M("The CVSS metric \"{metric}\" stands a second time at character {at}."),
		    ARG("metric", name), ARG_N("at", at));
	if (reading->table->ordered && reading->seen >> metric != 0)
		return err_new(arena, ERR_FORMAT,
		    M("The CVSS metric \"{metric}\" at character {at} is out of the order that version 4.0 prescribes."),
		    ARG("metric", name), ARG_N("at", at));
	reading->seen |= (uint64_t)1 << metric;
	reading->next = metric + 1;
	cvss->value[metric] = (uint8_t)number;
	return NULL;
}

static struct err *
check_complete(const struct reading *reading, struct arena *arena, const struct cvss *cvss)
{
	for (size_t i = 0; i < reading->table->count; i++)
		if (reading->table->metrics[i].group == GROUP_BASE && cvss->value[i] == 0)
			return err_new(arena, ERR_FORMAT, M("The CVSS vector lacks its metric \"{metric}\"."),
			    ARG("metric", str_of(reading->table->metrics[i].name)));
	return NULL;
}

/* Takes the prefix, or the parentheses of version 2, off the text. */
static struct err *
read_version(struct str *text, struct arena *arena, enum cvss_version *ret_version)
{
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		if (str_take(text, prefixes[i].text)) {
			*ret_version = prefixes[i].version;
			return NULL;
		}
	}
	if (str_starts_nocase(*text, STR("CVSS:")))
		return err_new(arena, ERR_FORMAT,
		    M("The vector begins with \"{prefix}\"; known are CVSS:3.0/, CVSS:3.1/, CVSS:4.0/, and version 2 without a prefix."),
		    ARG("prefix", str_sub(*text, 0, 9)));
	if (str_starts(*text, STR("(")) && str_ends(*text, STR(")")) && text->len >= 2)
		*text = str_sub(*text, 1, text->len - 2);
	*ret_version = CVSS_V2;
	return NULL;
}

struct err *
cvss_parse(struct str vector, struct arena *arena, struct cvss *ret_cvss)
{
	struct reading reading = { .whole = vector };
	struct cvss cvss = { 0 };
	struct str rest = vector, pair;

	if (vector.len == 0)
		return err_new(arena, ERR_FORMAT, M("The CVSS vector is empty."));
	TRY(read_version(&rest, arena, &cvss.version));
	reading.table = metric_table_of(cvss.version);
	while (str_split(&rest, '/', &pair))
		TRY(read_pair(&reading, pair, arena, &cvss));
	TRY(check_complete(&reading, arena, &cvss));
	*ret_cvss = cvss;
	return NULL;
}

struct str
cvss_format(const struct cvss *cvss, struct arena *arena)
{
	const struct metric_table *table = metric_table_of(cvss->version);
	struct buf text BUF_SCOPE = { 0 };

	if (table == NULL)
		return STR("");
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (prefixes[i].version == cvss->version)
			buf_add(&text, str_sub(prefixes[i].text, 0, prefixes[i].text.len - 1));
	for (size_t i = 0; i < table->count; i++)
		if (cvss->value[i] != 0)
			buf_addf(&text, "%s%s:%s", text.len == 0 ? "" : "/", table->metrics[i].name,
			    table->metrics[i].values[cvss->value[i] - 1]);
	return arena_copy(arena, buf_str(&text));
}

static bool
has_group(const struct cvss *cvss, enum metric_group group)
{
	const struct metric_table *table = metric_table_of(cvss->version);

	for (size_t i = 0; i < table->count; i++)
		if (table->metrics[i].group == group && cvss->value[i] != 0)
			return true;
	return false;
}

struct cvss_scores
cvss_score(const struct cvss *cvss)
{
	struct cvss_scores scores = { .base = -1, .temporal = -1, .environmental = -1, .overall = -1 };

	switch (cvss->version) {
	case CVSS_NONE:
		return scores;
	case CVSS_V2:
		scores = cvss2_score(cvss);
		break;
	case CVSS_V3_0:
	case CVSS_V3_1:
		scores = cvss3_score(cvss);
		break;
	case CVSS_V4:
		scores.base = cvss4_score(cvss, false, false);
		scores.temporal = cvss4_score(cvss, true, false);
		scores.environmental = cvss4_score(cvss, true, true);
		break;
	}
	scores.has_temporal = has_group(cvss, GROUP_THREAT);
	scores.has_environmental = has_group(cvss, GROUP_ENVIRONMENT);
	scores.overall = scores.has_environmental ? scores.environmental :
	    scores.has_temporal ? scores.temporal : scores.base;
	return scores;
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
		break;
	}
	return (struct cvss_impacts){ DEGREE_UNKNOWN, DEGREE_UNKNOWN, DEGREE_UNKNOWN };
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
		break;
	}
	return false;
}
