#include "format/nvd/nvd_parts.h"

struct err *
nvd_score(
    struct json cvss, enum cvss_version version, struct str provider, struct arena *arena, struct score *ret_score)
{
	struct score score = { .provider = provider, .version = version };

	TRY(json_want_text(cvss, "vectorString", arena, &score.vector));
	TRY(json_want_tenths(cvss, "baseScore", arena, &score.base));
	if (score.vector.len == 0 && score.base < 0)
		return err_new(arena, ERR_FORMAT, M("A CVSS metric has neither a vector nor a score."));
	*ret_score = score;
	return NULL;
}

struct point_word {
	const char *word;
	int         value;
};

static const struct point_word exploitation_words[] = {
	{ "none", EXPLOITATION_NONE }, { "poc", EXPLOITATION_POC }, { "publicpoc", EXPLOITATION_POC },
	{ "active", EXPLOITATION_ACTIVE }, { NULL, 0 },
};
static const struct point_word automatable_words[] = { { "no", ANSWER_NO }, { "yes", ANSWER_YES }, { NULL, 0 } };
static const struct point_word impact_words[] = { { "partial", IMPACT_PARTIAL }, { "total", IMPACT_TOTAL },
	{ NULL, 0 } };

/* "Technical Impact", "technicalImpact" and "technical_impact" are one word. */
static bool
is_word(struct str text, const char *word)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == ' ' || text.ptr[i] == '_')
			continue;
		if (*word == '\0' || char_lower(text.ptr[i]) != *word)
			return false;
		word++;
	}
	return *word == '\0';
}

static int
value_of(const struct point_word *words, struct str text)
{
	for (; words->word != NULL; words++) {
		if (is_word(text, words->word))
			return words->value;
	}
	return 0;
}

static void
take_option(struct ssvc_points *points, struct str point, struct str value)
{
	if (is_word(point, "exploitation"))
		points->exploitation = (enum exploitation)value_of(exploitation_words, value);
	else if (is_word(point, "automatable"))
		points->automatable = (enum answer)value_of(automatable_words, value);
	else if (is_word(point, "technicalimpact"))
		points->impact = (enum technical_impact)value_of(impact_words, value);
}

struct err *
nvd_ssvc(struct json content, struct str provider, struct arena *arena, struct ssvc_points *ret_points)
{
	struct ssvc_points points = { .provider = provider };
	struct json options;
	struct str role;

	TRY(json_want_text(content, "role", arena, &role));
	if (role.len > 0)
		points.provider = role;
	TRY(json_want_instant(content, "timestamp", arena, &points.at));
	TRY(json_want_list(content, "options", arena, &options));
	for (struct json_iter i = json_each(options); json_next(&i);) {
		for (struct json_iter option = json_each(i.value); json_next(&option);)
			take_option(&points, option.key, json_str(option.value));
	}
	*ret_points = points;
	return NULL;
}

static bool
is_language(struct str lang, struct str wanted)
{
	return str_take_nocase(&lang, wanted) && (lang.len == 0 || lang.ptr[0] == '-' || lang.ptr[0] == '_');
}

struct err *
nvd_texts(struct json object, const char *key, struct arena *arena, struct str *text_en, struct str *text_ja)
{
	struct json list;

	TRY(json_want_list(object, key, arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct str lang, value;

		TRY(json_want_text(i.value, "lang", arena, &lang));
		TRY(json_want_text(i.value, "value", arena, &value));
		if (is_language(lang, STR("en")) && text_en->len == 0)
			*text_en = value;
		if (is_language(lang, STR("ja")) && text_ja->len == 0)
			*text_ja = value;
	}
	return NULL;
}

struct err *
nvd_reference(struct json reference, struct arena *arena, struct reference *ret_reference)
{
	struct reference made = { 0 };

	TRY(json_need_text(reference, "url", arena, &made.url));
	TRY(json_want_text(reference, "name", arena, &made.title));
	TRY(json_want_texts(reference, "tags", arena, &made.tags));
	*ret_reference = made;
	return NULL;
}

void
nvd_add_cwe(struct arena *arena, struct str_list *cwes, struct str name)
{
	struct str number = name;
	uint64_t ignored;

	if (!str_take(&number, STR("CWE-")) || !str_to_u64(number, &ignored) ||
	    str_is_one_of(name, cwes->items, cwes->count))
		return;
	list_push(arena, cwes, name);
}
