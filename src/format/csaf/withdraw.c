/*
 * withdraw.c - a document taken back: its next edition, which says so.
 */
#include "base/catalogue.h"
#include "format/csaf/part.h"
#include "format/json/json_write.h"

/* Languages other than English for which the technical committee keeps a translation, and ours. */
static const struct str note_titles[] = {
	STR_INIT("Reasoning for Withdrawal"), STR_INIT("Begründung für die Zurückziehung"), STR_INIT("取り下げの理由"),
};

struct withdrawing {
	const struct csaf_withdrawal *how;
	struct arena                 *arena;
	enum lang                     lang;       /* of the document: Japanese, or else English */
	int64_t                       at;
	struct str                    title, version, next;
	bool                          is_whole;   /* nothing was met that cannot be carried over */
};

bool
csaf_is_withdrawn(struct json document)
{
	struct str category = json_get_str(document, "category");

	if (str_eq(category, STR("csaf_withdrawn")))
		return true;
	if (!str_eq(category, STR("csaf_base")))
		return false;
	for (struct json_iter i = json_each(json_get(document, "notes")); json_next(&i);)
		if (str_eq(json_get_str(i.value, "category"), STR("description")) && str_is_one_of(json_get_str(i.value, "title"), note_titles, ARRAY_LEN(note_titles)))
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------------- revisions */

/* "7" is followed by "8"; "1.4.2" by "2.0.0": what the document said holds no longer (CSAF 2.0, 3.1.11). */
static bool
next_version(struct str version, struct arena *arena, struct str *ret_next)
{
	struct str major = version, rest = STR("");
	uint64_t number;

	bool is_semantic = str_cut(version, '.', &major, &rest);
	if (!str_to_u64(major, &number) || number >= UINT32_MAX || (is_semantic && str_find_char(rest, '.') == SIZE_MAX))
		return false;
	*ret_next = arena_printf(arena, "%llu%s", (unsigned long long)number + 1, is_semantic ? ".0.0" : "");
	return true;
}

/* Whoever puts the revisions in the order of their days finds this one last (6.1.14, 6.1.16). */
static int64_t
behind(int64_t at, struct str date)
{
	int64_t other;

	return instant_parse(date, ZONE_UTC, &other) && other >= at ? other + INSTANT_SECOND : at;
}

static struct err *
begin(struct json document, struct withdrawing *to)
{
	struct json tracking = json_get(document, "tracking");
	struct str category;

	TRY(json_need_text(document, "category", to->arena, &category));
	TRY(json_need_text(document, "title", to->arena, &to->title));
	if (csaf_is_withdrawn(document))
		return err_new(to->arena, ERR_CONFLICT, M("{id} is taken back already."), ARG("id", json_get_str(tracking, "id")));
	to->lang = str_starts(json_get_str(document, "lang"), STR("ja")) ? LANG_JA : LANG_EN;
	to->version = json_get_str(tracking, "version");
	if (!next_version(to->version, to->arena, &to->next))
		return err_new(to->arena, ERR_FORMAT, M("The version \"{version}\" of {id} is no whole number and not semantic: no edition can be counted on from it."),
		    ARG("version", str_sub(to->version, 0, 50)), ARG("id", json_get_str(tracking, "id")));
	to->at = behind(to->how->at / INSTANT_SECOND * INSTANT_SECOND, json_get_str(tracking, "current_release_date"));
	for (struct json_iter i = json_each(json_get(tracking, "revision_history")); json_next(&i);)
		to->at = behind(to->at, json_get_str(i.value, "date"));
	return NULL;
}

/* --------------------------------------------------------------------------------------------- the next edition */

typedef bool put_other(struct json_writer *w, const char *key, struct json value, struct withdrawing *to);

static void put_value(struct json_writer *w, const char *key, struct json value, struct withdrawing *to);

/* What `other` does not write itself is carried over. */
static void
put_members(struct json_writer *w, struct json object, put_other *other, struct withdrawing *to)
{
	for (struct json_iter i = json_each(object); json_next(&i);) {
		const char *key = arena_cstr(to->arena, i.key);

		if (other == NULL || !other(w, key, i.value, to))
			put_value(w, key, i.value, to);
	}
}

static void
put_container(struct json_writer *w, const char *key, struct json value, struct withdrawing *to)
{
	if (w->depth == JSON_WRITER_DEPTH) {
		to->is_whole = false;
		json_put_null(w, key);
	} else if (json_kind(value) == JSON_OBJECT) {
		json_begin_object(w, key);
		put_members(w, value, NULL, to);
		json_end(w);
	} else {
		json_begin_array(w, key);
		for (struct json_iter i = json_each(value); json_next(&i);)
			put_value(w, NULL, i.value, to);
		json_end(w);
	}
}

static void
put_value(struct json_writer *w, const char *key, struct json value, struct withdrawing *to)
{
	int64_t number;

	switch (json_kind(value)) {
	case JSON_STRING:
		json_put_str(w, key, json_str(value));
		break;
	case JSON_BOOL:
		json_put_bool(w, key, json_bool(value));
		break;
	case JSON_NUMBER:      /* the head of a document has none (3.2.1) */
		to->is_whole = json_i64(value, &number) && to->is_whole;
		json_put_int(w, key, to->is_whole ? number : 0);
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		put_container(w, key, value, to);
		break;
	default:
		json_put_null(w, key);
	}
}

static void
put_instant(struct json_writer *w, const char *key, const struct withdrawing *to)
{
	json_put_str(w, key, instant_format(to->at, ZONE_UTC, to->arena));
}

static void
put_history(struct json_writer *w, const char *key, struct json history, struct withdrawing *to)
{
	json_begin_array(w, key);
	for (struct json_iter i = json_each(history); json_next(&i);)
		put_value(w, NULL, i.value, to);
	json_begin_object(w, NULL);
	put_instant(w, "date", to);
	json_put_str(w, "number", to->next);
	json_put_str(w, "summary", catalogue_say(to->arena, to->lang, M("Withdrawn: {reason}"), ARG("reason", to->how->reason)));
	json_end(w);
	json_end(w);
}

static bool
put_tracking(struct json_writer *w, const char *key, struct json value, struct withdrawing *to)
{
	struct str name = str_of(key);

	if (str_eq(name, STR("current_release_date")))
		put_instant(w, key, to);
	else if (str_eq(name, STR("version")))
		json_put_str(w, key, to->next);
	else if (str_eq(name, STR("status")))
		json_put_str(w, key, STR("final"));
	else if (str_eq(name, STR("revision_history")))
		put_history(w, key, value, to);
	else
		return false;
	return true;
}

static void
put_reasoning(struct json_writer *w, struct withdrawing *to)
{
	json_begin_object(w, NULL);
	json_put_str(w, "category", STR("description"));
	json_put_str(w, "text", catalogue_say(to->arena, to->lang, M("This document was \"{title}\", version {version}. Its publisher has withdrawn it: {reason}"),
	    ARG("title", to->title), ARG("version", to->version), ARG("reason", to->how->reason)));
	json_put_str(w, "title", note_titles[to->lang == LANG_JA ? 2 : 0]);
	json_end(w);
}

static void
put_notes(struct json_writer *w, struct json notes, struct withdrawing *to)
{
	json_begin_array(w, "notes");
	for (struct json_iter i = json_each(notes); json_next(&i);)
		put_value(w, NULL, i.value, to);
	put_reasoning(w, to);
	json_end(w);
}

static bool
put_document(struct json_writer *w, const char *key, struct json value, struct withdrawing *to)
{
	struct str name = str_of(key);

	if (str_eq(name, STR("category"))) {
		json_put_str(w, key, STR("csaf_base"));
	} else if (str_eq(name, STR("title"))) {
		json_put_str(w, key, catalogue_say(to->arena, to->lang, M("[Withdrawn] {title}"), ARG("title", to->title)));
	} else if (str_eq(name, STR("tracking"))) {
		json_begin_object(w, key);
		put_members(w, value, put_tracking, to);
		json_end(w);
	} else {
		return str_eq(name, STR("notes"));      /* they come last, with the new one */
	}
	return true;
}

static bool
put_root(struct json_writer *w, const char *key, struct json value, struct withdrawing *to)
{
	struct str name = str_of(key);

	if (str_eq(name, STR("document"))) {
		json_begin_object(w, key);
		put_members(w, value, put_document, to);
		put_notes(w, json_get(value, "notes"), to);
		json_end(w);
		return true;
	}
	return str_eq(name, STR("product_tree")) || str_eq(name, STR("vulnerabilities"));
}

struct err *
csaf_withdraw(struct json root, const struct csaf_withdrawal *how, struct arena *arena, struct str *ret_bytes)
{
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer w = { .out = &out, .pretty = true };
	struct withdrawing to = { .how = how, .arena = arena, .is_whole = true };

	TRY(begin(json_get(root, "document"), &to));
	json_begin_object(&w, NULL);
	put_members(&w, root, put_root, &to);
	json_end(&w);
	if (!to.is_whole)
		return err_new(arena, ERR_FORMAT, M("The head of the document holds what CSAF does not know there, and what cannot be carried over into another edition."));
	buf_add_char(&out, '\n');
	*ret_bytes = arena_copy(arena, buf_str(&out));
	return NULL;
}
