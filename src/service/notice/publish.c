/*
 * publish.c - a notice about a weakness as a record of the knowledge base, where it is judged, searched and shown like every other.
 */
#include "base/catalogue.h"
#include "domain/jvnprose/jvnprose.h"
#include "format/cpe/cpe.h"
#include "service/notice/parts.h"
#include "store/kb/kb.h"

/* Versions as rows of CVE 5, which package URLs are judged by: the same set in another grammar. */
static void
put_rows(const struct str_list *versions, struct affected *affected, struct arena *arena)
{
	struct jvn_reading reading;
	struct jvn_answer answer;

	jvnprose_read(versions->items, versions->count, arena, &reading);
	jvnprose_answer(&reading, arena, &answer);
	for (size_t i = 0; i < answer.set.intervals.count; i++) {
		const struct interval *interval = &answer.set.intervals.items[i];
		struct cve5_version *row = list_add(arena, &affected->rows);

		*row = (struct cve5_version){ .status = AFFECTED_YES, .version = interval->lower.side == CUT_NONE ? STR("0") : interval->lower.version };
		if (interval->upper.side == CUT_BEFORE)
			row->less_than = interval->upper.version;
		else if (interval->upper.side == CUT_NONE)
			row->less_than = STR("*");
		else
			row->less_than_or_equal = interval->upper.version;
	}
	for (size_t i = 0; i < answer.set.exact.count; i++)
		list_push(arena, &affected->rows, ((struct cve5_version){ .status = AFFECTED_YES, .version = answer.set.exact.items[i] }));
	affected->status = AFFECTED_NO;      /* what no row names; where rows could not be read there is none, and that is undecided */
	if (answer.kind != JVN_RANGE && answer.kind != JVN_ALL)
		affected->status = AFFECTED_UNKNOWN;
}

static void
put_affected(const struct ledger_notice *notice, const struct notice_text *text, struct advisory *advisory, struct arena *arena)
{
	struct affected *affected = list_add(arena, &advisory->affected);

	/* Who told of no versions did not tell of all. */
	affected->status = text->versions.count == 0 ? AFFECTED_UNKNOWN : AFFECTED_YES;
	affected->product = notice_is_sealed(notice->tlp) ? STR("") : text->product;
	if (str_starts(notice->identity, STR("pkg:"))) {
		affected->purl = notice->identity;
		put_rows(&text->versions, affected, arena);
		return;
	}
	list_push(arena, &affected->cpes, notice->identity);
	affected->phrases.items = text->versions.items;
	affected->phrases.count = text->versions.count;
}

static void
put_words(const struct notice_text *text, struct advisory *advisory, struct arena *arena)
{
	advisory->title_ja = advisory->title_en = text->title;
	advisory->condition_ja = text->condition;
	advisory->impact_ja = text->impact;
	advisory->solution_ja = text->fix;
	advisory->mitigation_ja = text->mitigation;
	if (text->url.len > 0)
		list_push(arena, &advisory->references, ((struct reference){ .url = text->url, .title = text->sender }));
}

static void
put_threat(const struct notice_text *text, const struct ledger_notice *notice, struct advisory *advisory, struct arena *arena)
{
	int level;

	if (text->vector.len > 0)
		list_push(arena, &advisory->scores, ((struct score){ .provider = notice->number, .version = str_starts(text->vector, STR("CVSS:4")) ? CVSS_V4
		    : str_starts(text->vector, STR("CVSS:3.0")) ? CVSS_V3_0 : str_starts(text->vector, STR("CVSS:3")) ? CVSS_V3_1 : CVSS_V2,
		    .vector = text->vector, .base = -1 }));
	if (enum_find(&exploitation_names, text->exploited, &level))
		list_push(arena, &advisory->evidence, ((struct evidence){ (enum exploitation)level, notice->number, day_instant(notice->received_on, ZONE_JST),
		    notice_is_sealed(notice->tlp) ? STR("") : text->sender }));
}

/* Of one CVE it is another word; of several it treats each; without any it is a weakness of its own number. */
static void
put_names(const struct notice_text *text, struct advisory *advisory)
{
	struct str_list *names = text->vulnerabilities.count == 1 ? &advisory->aliases : &advisory->covers;

	names->items = text->vulnerabilities.items;
	names->count = text->vulnerabilities.count;
}

void
notice_advisory(const struct ledger_notice *notice, const struct notice_text *text, struct arena *arena, struct advisory *ret_advisory)
{
	*ret_advisory = (struct advisory){ .source = SOURCE_OWN, .id = notice->number, .published = day_instant(notice->received_on, ZONE_JST),
		.modified = notice->at, .withdrawn = notice->withdrawn_at, .state = notice->withdrawn_at == INSTANT_NONE ? ADVISORY_PUBLISHED : ADVISORY_WITHDRAWN,
		.assigner = notice->by };
	put_names(text, ret_advisory);
	put_threat(text, notice, ret_advisory, arena);
	if (!notice_is_sealed(notice->tlp))
		put_words(text, ret_advisory, arena);
	if (notice->identity.len > 0)
		put_affected(notice, text, ret_advisory, arena);
}

/* A home whose time stands still has nobody who works behind. */
static struct err *
goes_behind(const struct notice_desk *desk, struct arena *arena, bool *ret_behind)
{
	struct kb *kb KB_SCOPE = NULL;

	*ret_behind = false;
	if (desk->at_once == 0 || desk->home->clock_given)
		return NULL;
	TRY(home_kb(desk->home->path, arena, &kb));
	*ret_behind = kb_head(kb)->records > desk->at_once;
	return NULL;
}

struct err *
notice_publish(const struct notice_desk *desk, const struct ledger_notice *notice, const struct notice_text *text, int64_t now, struct arena *arena)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct advisory advisory;
	struct kb_result result;
	bool alone, behind;

	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	if (notice_asks(notice->kind, alone))
		return NULL;
	TRY(goes_behind(desk, arena, &behind));
	if (behind)
		return NULL;
	notice_advisory(notice, text, arena, &advisory);
	TRY(notice_import_begin(desk, now, arena, &import));
	if (import == NULL)
		return NULL;
	TRY(kb_import_record(import, &advisory_schema, &advisory, STR(""), arena));
	TRY(kb_import_feed_end(import, NULL, arena, &outcome));
	return kb_import_finish(import, arena, &result);
}
