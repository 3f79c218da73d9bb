#include "domain/cvss/cvss.h"

#include <string.h>
#include "face/lib/call.h"

/* ------------------------------------------------------------------------------------------- scores */

enum { MACROVECTOR_DIGITS = 6 };

struct scoring {
	struct str            vector;
	struct tsukuroi_cvss *ret_cvss;
};

static int
version_number(enum cvss_version version)
{
	static const int numbers[] = { [CVSS_V2] = 20, [CVSS_V3_0] = 30, [CVSS_V3_1] = 31, [CVSS_V4] = 40 };

	return numbers[version];
}

/* Six digits; snprintf would take longer than the score. */
static void
tell_macrovector(int32_t number, char text[8])
{
	for (int i = MACROVECTOR_DIGITS - 1; i >= 0; i--, number /= 10)
		text[i] = (char)('0' + number % 10);
}

static struct err *
score(struct tsukuroi *t, void *task)
{
	struct scoring *scoring = task;
	struct cvss_scores scores;
	struct cvss cvss;

	TRY(cvss_parse(scoring->vector, t->arena, &cvss));
	scores = cvss_score(&cvss);
	*scoring->ret_cvss = (struct tsukuroi_cvss){
		.version           = version_number(cvss.version),
		.base              = scores.base,
		.temporal          = scores.temporal,
		.environmental     = scores.environmental,
		.overall           = scores.overall,
		.has_temporal      = scores.has_temporal,
		.has_environmental = scores.has_environmental,
		.severity          = (enum tsukuroi_severity)cvss_severity(cvss.version, scores.overall),
	};
	if (cvss.version == CVSS_V4)
		tell_macrovector(cvss_macrovector(&cvss), scoring->ret_cvss->macrovector);
	return NULL;
}

enum tsukuroi_status
tsukuroi_cvss_score(struct tsukuroi *t, const char *vector, size_t len, struct tsukuroi_cvss *ret_cvss)
{
	struct scoring scoring = { str_in(vector, len), ret_cvss };

	if (ret_cvss == NULL)
		return call_misuse(t);
	memset(ret_cvss, 0, sizeof(*ret_cvss));
	return call_run(t, score, &scoring);
}

/* ------------------------------------------------------------------------------------------- words */

struct spelling {
	struct str            vector;
	struct tsukuroi_text *ret_vector;
};

static struct err *
spell(struct tsukuroi *t, void *task)
{
	struct spelling *spelling = task;
	struct cvss cvss;

	TRY(cvss_parse(spelling->vector, t->arena, &cvss));
	*spelling->ret_vector = text_out(t, cvss_format(&cvss, t->arena));
	return NULL;
}

enum tsukuroi_status
tsukuroi_cvss_canonical(struct tsukuroi *t, const char *vector, size_t len, struct tsukuroi_text *ret_vector)
{
	struct spelling spelling = { str_in(vector, len), ret_vector };

	if (ret_vector == NULL)
		return call_misuse(t);
	return call_run(t, spell, &spelling);
}

static enum cvss_version
version_of_number(int number)
{
	for (int version = CVSS_V2; version <= CVSS_V4; version++)
		if (version_number((enum cvss_version)version) == number)
			return (enum cvss_version)version;
	return CVSS_NONE;
}

const char *
tsukuroi_severity_name(int cvss_version, enum tsukuroi_severity severity, enum tsukuroi_lang lang)
{
	enum cvss_version version = version_of_number(cvss_version);
	struct cvss_words words;

	if (version == CVSS_NONE || (unsigned)severity > TSUKUROI_SEVERITY_CRITICAL)
		return NULL;
	words = cvss_severity_words(version, (enum severity)severity);
	return cvss_word(&words, lang_in(lang));
}

_Static_assert((int)TSUKUROI_SEVERITY_NONE == (int)SEVERITY_NONE && (int)TSUKUROI_SEVERITY_CRITICAL == (int)SEVERITY_CRITICAL,
    "severities are numbered as in the engine");
