#include "service/found/change.h"

#include "base/buf.h"
#include "base/catalogue.h"
#include "base/clock.h"
#include "model/report.h"
#include "service/finding.h"

enum { FEED_ENTRIES = 100, FEED_DAYS = 90 };

static const char *const kind_words[] = { "opened", "closed", "changed" };
static const char *const kind_titles[] = { M("new"), M("gone"), M("judged otherwise") };
static const struct enum_names kind_names = ENUM_WORDS(kind_words, kind_titles);

static const struct field change_fields[] = {
	FIELD(struct change_view, id, FIELD_INT),
	FIELD(struct change_view, finding, FIELD_INT),
	FIELD(struct change_view, at, FIELD_INSTANT),
	FIELD_WORD(struct change_view, kind, &kind_names),
	FIELD(struct change_view, system, FIELD_STR),
	FIELD(struct change_view, unit, FIELD_STR),
	FIELD(struct change_view, product, FIELD_STR),
	FIELD(struct change_view, vulnerability, FIELD_STR),
	FIELD(struct change_view, title, FIELD_STR),
	FIELD(struct change_view, what, FIELD_STR),
	FIELD(struct change_view, cause, FIELD_STR),
	FIELD(struct change_view, verdict, FIELD_STR),
	FIELD_WORD(struct change_view, action, &report_action_names),
	FIELD(struct change_view, kev, FIELD_BOOL),
};
static const struct schema change_schema = SCHEMA("change", struct change_view, change_fields);
static const struct field list_fields[] = {
	FIELD(struct change_list_view, since, FIELD_INSTANT),
	FIELD(struct change_list_view, until, FIELD_INSTANT),
	FIELD(struct change_list_view, opened, FIELD_INT),
	FIELD(struct change_list_view, closed, FIELD_INT),
	FIELD(struct change_list_view, changed, FIELD_INT),
	FIELD_OF(struct change_list_view, changes, FIELD_LIST, &change_schema),
	FIELD(struct change_list_view, next, FIELD_STR),
};
const struct schema change_list_schema = SCHEMA("changes", struct change_list_view, list_fields);

static struct change_view
view_of_crossing(const struct ledger_event_row *row, enum lang lang, struct arena *arena)
{
	struct ledger_event event = { .at = row->at, .cause = row->cause, .verdict_before = row->verdict_before, .verdict = row->verdict,
		.action_before = row->action_before, .action = row->action, .opened = row->opened, .closed = row->closed };
	struct str title = lang == LANG_JA ? row->title_ja : row->title_en;

	return (struct change_view){
		.id = row->id, .finding = row->finding, .at = row->at, .kind = row->opened ? STR("opened") : row->closed ? STR("closed") : STR("changed"),
		.system = row->system, .unit = row->unit, .product = row->product, .vulnerability = row->vulnerability,
		.title = title.len > 0 ? title : lang == LANG_JA ? row->title_en : row->title_ja, .what = finding_event_words(&event, lang, arena),
		.cause = str_of(catalogue_text(lang, finding_cause_text(row->cause))),
		.verdict = str_of(enum_name(&ledger_verdict_names, (int)row->verdict)), .action = finding_action_name(row->action), .kev = row->kev,
	};
}

struct err *
change_list(struct ledger *ledger, const struct ledger_event_query *query, enum lang lang, struct arena *arena, struct change_list_view *ret_list)
{
	struct change_list_view list = { .since = query->since, .until = query->until };
	struct ledger_event_counts counts;
	struct ledger_event_rows rows;

	TRY(ledger_event_counts(ledger, query->since, query->until, arena, &counts));
	TRY(ledger_event_rows(ledger, query, arena, &rows));
	list.opened = counts.opened;
	list.closed = counts.closed;
	list.changed = counts.changed;
	list.next = rows.next;
	for (size_t i = 0; i < rows.count; i++)
		list_push(arena, &list.changes, view_of_crossing(&rows.items[i], lang, arena));
	*ret_list = list;
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- Atom */

static void
add_xml(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '&')
			buf_add(out, STR("&amp;"));
		else if (c == '<')
			buf_add(out, STR("&lt;"));
		else if (c == '>')
			buf_add(out, STR("&gt;"));
		else if (c == '"')
			buf_add(out, STR("&quot;"));
		else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')      /* what XML 1.0 may hold */
			buf_add_char(out, c);
	}
}

static void
add_element(struct buf *out, const char *name, struct str text)
{
	buf_addf(out, "<%s>", name);
	add_xml(out, text);
	buf_addf(out, "</%s>\n", name);
}

static void
add_entry(struct buf *out, const struct change_view *change, struct str base, struct arena *arena)
{
	buf_add(out, STR("<entry>\n"));
	add_element(out, "id", arena_printf(arena, "urn:tsukuroi:change:%lld", (long long)change->id));
	add_element(out, "title", arena_printf(arena, "%.*s %.*s: %.*s", STR_ARG(change->vulnerability), STR_ARG(change->system), STR_ARG(change->what)));
	add_element(out, "updated", instant_format(change->at, ZONE_JST, arena));
	buf_add(out, STR("<link href=\""));
	add_xml(out, arena_printf(arena, "%.*s/findings/%lld", STR_ARG(base), (long long)change->finding));
	buf_add(out, STR("\"/>\n"));
	add_element(out, "summary", arena_printf(arena, "%.*s / %.*s / %.*s", STR_ARG(change->product), STR_ARG(change->title), STR_ARG(change->cause)));
	buf_add(out, STR("</entry>\n"));
}

struct err *
change_feed(struct ledger *ledger, int64_t now, struct str base, struct str name, enum lang lang, struct arena *arena, struct str *ret_atom)
{
	struct ledger_event_query query = { .since = now - FEED_DAYS * INSTANT_DAY, .until = now, .most = FEED_ENTRIES };
	struct buf out BUF_SCOPE = { 0 };
	struct change_list_view list;

	TRY(change_list(ledger, &query, lang, arena, &list));
	buf_addf(&out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n", lang == LANG_JA ? "ja" : "en");
	add_element(&out, "id", arena_printf(arena, "urn:tsukuroi:changes:%lld", (long long)ledger_org(ledger)));
	add_element(&out, "title", catalogue_say(arena, lang, M("What changed: {name}"), ARG("name", name.len > 0 ? name : STR("Tsukuroi"))));
	add_element(&out, "updated", instant_format(list.changes.count > 0 ? list.changes.items[0].at : now, ZONE_JST, arena));
	buf_add(&out, STR("<author><name>Tsukuroi</name></author>\n"));
	for (size_t i = 0; i < list.changes.count; i++)
		add_entry(&out, &list.changes.items[i], base, arena);
	buf_add(&out, STR("</feed>\n"));
	*ret_atom = arena_copy(arena, buf_str(&out));
	return NULL;
}
