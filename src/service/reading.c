#include "service/reading.h"

#include "domain/jvnprose/jvnprose.h"
#include "format/vulnid/vulnid.h"
#include "service/product.h"

/* The same words that the index will read: better refused now, with the person still there. */
static struct err *
check_phrases(const struct reading *reading, struct arena *arena)
{
	struct jvn_reading read;

	jvnprose_read(reading->phrases, reading->count, arena, &read);
	for (size_t i = 0; i < read.parts.count; i++)
		if (read.parts.items[i].kind == JVN_NO_VERSION || read.parts.items[i].kind == JVN_UNDECIDED)
			return err_new(arena, ERR_FORMAT, M("\"{text}\" cannot be read as versions: write e.g. \"prior to 4.5.1\", \"4.0 to 4.5\" or \"all versions\"."),
			    ARG("text", reading->phrases[i]));
	return NULL;
}

static struct err *
advisory_of(const struct reading *reading, struct arena *arena, struct advisory *ret_advisory)
{
	struct advisory advisory = {
		.source = SOURCE_OWN, .published = reading->now, .modified = reading->now, .withdrawn = INSTANT_NONE,
		.state = reading->count == 0 ? ADVISORY_WITHDRAWN : ADVISORY_PUBLISHED, .assigner = reading->by,
	};
	struct affected *affected = list_add(arena, &advisory.affected);
	struct str cpe, key;

	TRY(product_cpe(reading->cpe, arena, &cpe, &key));
	advisory.id = arena_printf(arena, "OWN-%.*s-%.*s", STR_ARG(reading->vulnerability), STR_ARG(key));
	list_push(arena, &advisory.covers, reading->vulnerability);
	affected->product = key;
	list_push(arena, &affected->cpes, cpe);
	for (size_t i = 0; i < reading->count; i++)
		list_push(arena, &affected->phrases, reading->phrases[i]);
	*ret_advisory = advisory;
	return NULL;
}

struct err *
reading_put(const struct home *home, const struct reading *reading, struct arena *arena, struct kb_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed feed = { .source = SOURCE_OWN, .name = STR("own"), .contract = KB_PARTIAL };
	struct kb_feed_outcome outcome;
	struct reading own = *reading;
	struct advisory advisory;

	own.vulnerability = vulnid_parse(reading->vulnerability, arena).text;
	if (own.vulnerability.len == 0)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no number of a vulnerability, such as CVE-2026-1234."),
		    ARG("text", reading->vulnerability));
	if (reading->count > 0)
		TRY(check_phrases(reading, arena));
	TRY(advisory_of(&own, arena, &advisory));
	TRY(kb_import_begin(home->kb_path, reading->now, arena, &import));
	TRY(kb_import_feed(import, &feed, arena));
	TRY(kb_import_record(import, &advisory_schema, &advisory, STR(""), arena));
	TRY(kb_import_feed_end(import, NULL, arena, &outcome));
	return kb_import_finish(import, arena, ret_result);
}
