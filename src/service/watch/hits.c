/*
 * hits.c - what was found of a watch: shown, read, checked.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "domain/cvss/cvss.h"
#include "service/judge.h"
#include "service/people/account.h"
#include "service/watch/parts.h"

static const char *const why_words[] = { "known", "new", "exploited", "worse", "withdrawn" };
static const char *const why_texts[] = { M("known before"), M("new"), M("exploitation became known (KEV)"), M("judged more severe"), M("withdrawn by its source") };
const struct enum_names watch_why_names = ENUM_WORDS(why_words, why_texts);
static const char *const need_words[] = { "unchecked", "needed", "not_needed" };
static const char *const need_texts[] = { M("not checked yet"), M("to be dealt with"), M("nothing to do") };
const struct enum_names watch_need_names = ENUM_WORDS(need_words, need_texts);
static const char *const state_words[] = { "all", "unread", "unchecked", "needed" };
const struct enum_names watch_state_names = ENUM_NAMES(state_words);
static const char *const standing_words[] = { "affected", "undecided", "none" };
static const char *const standing_texts[] = { M("affected here"), M("cannot be told here"), M("no finding here") };
const struct enum_names watch_standing_names = ENUM_WORDS(standing_words, standing_texts);

static const struct field hit_fields[] = {
	FIELD(struct watch_hit_view, watch, FIELD_INT),
	FIELD(struct watch_hit_view, watch_name, FIELD_STR),
	FIELD(struct watch_hit_view, id, FIELD_STR),
	FIELD(struct watch_hit_view, path, FIELD_STR),
	FIELD(struct watch_hit_view, title, FIELD_STR),
	FIELD(struct watch_hit_view, severity, FIELD_STR),
	FIELD(struct watch_hit_view, base, FIELD_TENTHS),
	FIELD(struct watch_hit_view, kev, FIELD_BOOL),
	FIELD(struct watch_hit_view, withdrawn, FIELD_BOOL),
	FIELD(struct watch_hit_view, fresh, FIELD_BOOL),
	FIELD(struct watch_hit_view, read, FIELD_BOOL),
	FIELD(struct watch_hit_view, at, FIELD_INSTANT),
	FIELD(struct watch_hit_view, published, FIELD_INSTANT),
	FIELD(struct watch_hit_view, published_on, FIELD_DAY),
	FIELD_WORD(struct watch_hit_view, why, &watch_why_names),
	FIELD(struct watch_hit_view, term, FIELD_STR),
	FIELD(struct watch_hit_view, before, FIELD_STR),
	FIELD(struct watch_hit_view, match, FIELD_STR),
	FIELD(struct watch_hit_view, behind, FIELD_STR),
	FIELD(struct watch_hit_view, sources, FIELD_STRS),
	FIELD_WORD(struct watch_hit_view, need, &watch_need_names),
	FIELD(struct watch_hit_view, note, FIELD_STR),
	FIELD(struct watch_hit_view, checked_by, FIELD_STR),
	FIELD(struct watch_hit_view, checked_at, FIELD_INSTANT),
	FIELD(struct watch_hit_view, revision, FIELD_INT),
	FIELD(struct watch_hit_view, affected, FIELD_INT),
	FIELD(struct watch_hit_view, undecided, FIELD_INT),
	FIELD_WORD(struct watch_hit_view, standing, &watch_standing_names),
};
const struct schema watch_hit_schema = SCHEMA("watch_hit", struct watch_hit_view, hit_fields);
static const struct field hits_fields[] = {
	FIELD_OF(struct watch_hits_view, watch, FIELD_STRUCT, &watch_view_schema),
	FIELD_OF(struct watch_hits_view, hits, FIELD_LIST, &watch_hit_schema),
	FIELD(struct watch_hits_view, next, FIELD_STR),
};
const struct schema watch_hits_schema = SCHEMA("watch_hits", struct watch_hits_view, hits_fields);

/* ------------------------------------------------------------------------------------------------- views */

static void
add_texts(const struct ledger_watch_hit *hit, struct arena *arena, struct watch_hit_view *view)
{
	struct str rest = hit->excerpt, name;

	if (hit->excerpt.len > 0) {
		(void)str_cut(hit->excerpt, '\n', &view->before, &rest);
		(void)str_cut(rest, '\n', &view->match, &view->behind);
	}
	rest = hit->sources;
	while (str_split(&rest, ' ', &name))
		if (name.len > 0)
			list_push(arena, &view->sources, name);
}

/* An alert's id may be its address. */
static struct str
path_of(const struct ledger_watch_hit *hit, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, str_eq(hit->sources, str_of(enum_name(&source_names, SOURCE_ALERTS))) ? STR("/knowledge/alerts?all=yes&q=") : STR("/vulnerabilities/"));
	buf_add_percent(&out, hit->vulnerability);
	return arena_copy(arena, buf_str(&out));
}

struct watch_hit_view
watch_hit_view_of(const struct ledger_watch_hit *hit, const struct ledger_watch *watch, enum lang lang, struct arena *arena)
{
	struct watch_hit_view view = { .watch = watch->id, .watch_name = watch->name, .id = hit->vulnerability, .path = path_of(hit, arena),
		.title = lang == LANG_JA || hit->title_en.len == 0 ? hit->title_ja : hit->title_en, .base = (int32_t)hit->base,
		.severity = str_of(judge_severity(CVSS_V3_1, (int32_t)hit->base)), .kev = hit->kev != 0, .withdrawn = hit->withdrawn != 0,
		.fresh = hit->fresh != 0, .read = hit->read != 0, .at = hit->fresh ? hit->at : INSTANT_NONE,
		.published = hit->published == 0 ? INSTANT_NONE : hit->published,
		.published_on = hit->published == 0 ? DAY_NONE : instant_day(hit->published, ZONE_JST), .why = str_of(enum_name(&watch_why_names, (int)hit->why)), .term = hit->term,
		.need = str_of(enum_name(&watch_need_names, (int)hit->need)), .note = hit->note, .checked_by = hit->checked_by, .checked_at = hit->checked_at,
		.revision = hit->revision, .affected = hit->affected, .undecided = hit->undecided,
		.standing = hit->affected > 0 ? STR("affected") : hit->undecided > 0 ? STR("undecided") : STR("none") };

	add_texts(hit, arena, &view);
	return view;
}

/* A cursor is an instant and a name. */
static struct err *
cursor_of(struct str text, struct arena *arena, struct ledger_watch_query *query)
{
	struct str at;

	query->at = INT64_MAX;
	query->after = STR("");
	if (text.len == 0 || (str_cut(text, '.', &at, &query->after) && str_to_i64(at, &query->at)))
		return NULL;
	return err_new(arena, ERR_USAGE, M("\"{text}\" is not the place of a further page."), ARG("text", text));
}

struct err *
watch_hits(const struct watch_desk *desk, const struct actor *actor, int64_t id, enum watch_state state, struct str after, int64_t most, enum lang lang,
    struct arena *arena, struct watch_hits_view *ret_hits)
{
	struct ledger_watch_query query = { .watch = id, .account = actor->account, .state = state, .most = most + 1 };
	struct ledger_watch_hits hits;
	struct ledger_watch watch;

	*ret_hits = (struct watch_hits_view){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(watch_seen(desk->ledger, actor, id, arena, &watch));
	TRY(cursor_of(after, arena, &query));
	TRY(ledger_watch_hits(desk->ledger, &query, arena, &hits));
	ret_hits->watch = watch_view_of(&watch);
	for (size_t i = 0; i < hits.count && (int64_t)i < most; i++)
		list_push(arena, &ret_hits->hits, watch_hit_view_of(&hits.items[i], &watch, lang, arena));
	if ((int64_t)hits.count > most)
		ret_hits->next = arena_printf(arena, "%lld.%.*s", (long long)hits.items[most - 1].at, STR_ARG(hits.items[most - 1].vulnerability));
	return NULL;
}

static struct err *
find(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, struct arena *arena, struct ledger_watch *ret_watch,
    struct ledger_watch_hit *ret_hit)
{
	bool there;

	TRY(watch_seen(desk->ledger, actor, id, arena, ret_watch));
	TRY(ledger_watch_hit(desk->ledger, id, actor->account, vulnerability, arena, ret_hit, &there));
	if (!there)
		return err_new(arena, ERR_NOT_FOUND, M("Watch {number} has not found {id}."), ARG_N("number", id), ARG("id", vulnerability));
	return NULL;
}

struct err *
watch_hit(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, enum lang lang, struct arena *arena,
    struct watch_hit_view *ret_hit)
{
	struct ledger_watch_hit hit;
	struct ledger_watch watch;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(find(desk, actor, id, vulnerability, arena, &watch, &hit));
	*ret_hit = watch_hit_view_of(&hit, &watch, lang, arena);
	return NULL;
}

struct err *
watch_hit_stand(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, struct arena *arena,
    struct stand *ret_stand)
{
	struct watch_hit_view hit;

	*ret_stand = (struct stand){ 0 };
	TRY(watch_hit(desk, actor, id, vulnerability, LANG_EN, arena, &hit));
	stand_put_word(ret_stand, "need", M("Is something to be done?"), &watch_need_names, hit.need, arena);
	stand_put(ret_stand, "note", M("Note"), hit.note, arena);
	return NULL;
}

struct err *
watch_news(const struct watch_desk *desk, const struct actor *actor, int64_t since, int64_t most, enum lang lang, struct arena *arena,
    struct watch_hits_view *ret_hits)
{
	struct ledger_watch_hits news;
	struct ledger_watches seen;

	*ret_hits = (struct watch_hits_view){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(watch_all_seen(desk->ledger, actor, arena, &seen));
	TRY(ledger_watch_news(desk->ledger, actor->account, since, most, arena, &news));
	for (size_t i = 0; i < news.count; i++)
		for (size_t w = 0; w < seen.count; w++)
			if (seen.items[w].id == news.items[i].watch)
				list_push(arena, &ret_hits->hits, watch_hit_view_of(&news.items[i], &seen.items[w], lang, arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ read, checked */

struct doing {
	const struct actor     *actor;
	struct ledger_watch_hit hit;
	int64_t                 now;
	bool                    read, set;
};

static struct err *
mark(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct doing *doing = context;

	if (doing->read)
		return ledger_watch_read(ledger, doing->hit.watch, doing->actor->account, doing->hit.vulnerability, doing->now, arena);
	return ledger_watch_unread(ledger, doing->hit.watch, doing->actor->account, doing->hit.vulnerability, arena);
}

struct err *
watch_read(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, bool read, int64_t now, struct arena *arena)
{
	struct doing doing = { .actor = actor, .hit = { .watch = id, .vulnerability = vulnerability }, .now = now, .read = read };
	struct ledger_watch watch;

	TRY(actor_need(actor, 0, SCOPE_WRITE, arena));
	if (vulnerability.len > 0)
		TRY(find(desk, actor, id, vulnerability, arena, &watch, &doing.hit));
	else
		TRY(watch_seen(desk->ledger, actor, id, arena, &watch));
	return ledger_write(desk->ledger, mark, &doing, arena);
}

static struct err *
check(struct ledger *ledger, void *context, struct arena *arena)
{
	struct doing *doing = context;

	TRY(ledger_watch_check(ledger, &doing->hit, arena, &doing->set));
	if (!doing->set)
		return NULL;
	TRY(ledger_watch_read(ledger, doing->hit.watch, doing->actor->account, doing->hit.vulnerability, doing->now, arena));
	return watch_audit(ledger, doing->actor, "watch.check", doing->hit.watch, doing->now, arena);
}

/* Lines are as somebody wrote them; what else controls a terminal or printer is none. */
static bool
is_note(struct str text)
{
	struct str line;

	while (str_line(&text, &line))
		if (!people_is_line(line, WATCH_NOTE_MOST))
			return false;
	return true;
}

struct err *
watch_check(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct str vulnerability, enum watch_need need, struct str note,
    int64_t revision, int64_t now, struct arena *arena)
{
	struct doing doing = { .actor = actor, .now = now };
	struct ledger_watch watch;

	TRY(actor_need(actor, OFFICES_ALL, SCOPE_WRITE, arena));
	TRY(find(desk, actor, id, vulnerability, arena, &watch, &doing.hit));
	note = str_trim_space(note);
	if (note.len > WATCH_NOTE_MOST || !is_note(note))
		return err_new(arena, ERR_USAGE, M("A note has at most {most} bytes of text."), ARG_N("most", WATCH_NOTE_MOST));
	doing.hit.need = need;
	doing.hit.note = note;
	doing.hit.revision = revision;
	doing.hit.checked_by = actor->login;
	doing.hit.checked_at = now;
	TRY(ledger_write(desk->ledger, check, &doing, arena));
	if (!doing.set)
		return err_new(arena, ERR_CONFLICT, M("Somebody else said something of {id} meanwhile: look at it again."), ARG("id", vulnerability));
	return NULL;
}
