/*
 * check.c - what a document must be as a whole.
 */
#include "format/csaf/part.h"

static struct err *
check_audience(struct json document, struct arena *arena)
{
	static const struct str open[] = { STR_INIT(""), STR_INIT("WHITE"), STR_INIT("CLEAR") };
	struct json distribution, tlp;
	struct str label;

	TRY(json_want_object(document, "distribution", arena, &distribution));
	TRY(json_want_object(distribution, "tlp", arena, &tlp));
	TRY(json_want_text(tlp, "label", arena, &label));
	if (!str_is_one_of(label, open, ARRAY_LEN(open)))
		return err_new(arena, ERR_FORBIDDEN, M("This document is marked TLP:{label}: it is not for everybody, and what is known here is handed on. Keep it as an attachment of a case."),
		    ARG("label", str_sub(label, 0, 50)));
	return NULL;
}

struct err *
csaf_check_document(struct json document, bool is_own, struct arena *arena)
{
	struct json tracking, publisher;
	struct str status, text;

	TRY(json_need_text(document, "category", arena, &text));
	TRY(json_need_text(document, "title", arena, &text));
	TRY(json_need_object(document, "publisher", arena, &publisher));
	TRY(json_need_text(publisher, "name", arena, &text));
	TRY(json_need_text(publisher, "namespace", arena, &text));
	TRY(json_need_object(document, "tracking", arena, &tracking));
	TRY(json_need_text(tracking, "version", arena, &text));
	TRY(json_need_text(tracking, "status", arena, &status));
	if (!is_own)
		TRY(check_audience(document, arena));
	if (str_eq(status, STR("draft")))
		return err_new(arena, ERR_FORMAT, M("This document is a draft: take it when its issuer says that it is final or interim."));
	return NULL;
}
