/*
 * show.c - sources as people see and set them.
 */
#include "service/pull/plan.h"

#include <unistd.h>
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/file.h"
#include "store/ledger/audit.h"

static const struct field view_fields[] = {
	FIELD(struct pull_view, name, FIELD_STR), FIELD(struct pull_view, title, FIELD_STR), FIELD(struct pull_view, notice, FIELD_STR),
	FIELD(struct pull_view, url, FIELD_STR), FIELD(struct pull_view, on, FIELD_BOOL), FIELD(struct pull_view, every_minutes, FIELD_INT),
	FIELD(struct pull_view, every, FIELD_STR), FIELD_WORD(struct pull_view, state, &pull_end_names), FIELD(struct pull_view, said, FIELD_STR),
	FIELD(struct pull_view, tried, FIELD_INSTANT), FIELD(struct pull_view, succeeded, FIELD_INSTANT), FIELD(struct pull_view, next, FIELD_INSTANT),
	FIELD(struct pull_view, failures, FIELD_INT), FIELD(struct pull_view, asked, FIELD_BOOL), FIELD(struct pull_view, more, FIELD_BOOL),
	FIELD(struct pull_view, keys, FIELD_STRS), FIELD(struct pull_view, added, FIELD_BOOL),
};
const struct schema pull_view_schema = SCHEMA("pull_source", struct pull_view, view_fields);
static const struct field pulls_fields[] = {
	FIELD(struct pulls_view, scheduled, FIELD_BOOL), FIELD_OF(struct pulls_view, sources, FIELD_LIST, &pull_view_schema),
};
const struct schema pulls_view_schema = SCHEMA("pulls", struct pulls_view, pulls_fields);

static struct str
span_words(int64_t minutes, enum lang lang, struct arena *arena)
{
	if (minutes == 24 * 60)
		return catalogue_say(arena, lang, M("every day"));
	if (minutes == 60)
		return catalogue_say(arena, lang, M("every hour"));
	if (minutes % (24 * 60) == 0)
		return catalogue_say(arena, lang, M("every {n} days"), ARG_N("n", minutes / (24 * 60)));
	if (minutes % 60 == 0)
		return catalogue_say(arena, lang, M("every {n} hours"), ARG_N("n", minutes / 60));
	return catalogue_say(arena, lang, M("every {n} minutes"), ARG_N("n", minutes));
}

/* "DC2A 586F 982C …", as people compare them. */
static struct str
spaced(struct str fingerprint, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t at = 0; at < fingerprint.len; at += 4)
		buf_addf(&out, "%s%.*s", at > 0 ? " " : "", STR_ARG(str_sub(fingerprint, at, 4)));
	return arena_copy(arena, buf_str(&out));
}

static struct err *
view_of(const struct home *home, const struct pull_source *source, enum lang lang, struct arena *arena, struct pull_view *ret_view)
{
	struct pull_settings settings;
	struct pull_state state;
	struct pull_keys keys;
	const char *title = catalogue_text(lang, source->title);

	TRY(pull_settings_of(home, source, arena, &settings));
	TRY(pull_state_of(home, source, arena, &state));
	*ret_view = (struct pull_view){
		.name = str_of(source->name), .title = str_of(title), .notice = str_of(source->notice), .url = settings.url, .on = settings.on,
		.every_minutes = settings.every / (60 * INSTANT_SECOND), .state = str_of(enum_name(&pull_end_names, (int)state.end)),
		.said = lang == LANG_JA ? state.said_ja : state.said_en, .tried = state.tried, .succeeded = state.succeeded,
		.next = settings.on ? state.next : INSTANT_NONE, .failures = state.failures, .more = state.more,
		.asked = pull_is_asked(home, source, arena),
	};
	ret_view->added = pull_source_find(str_of(source->name)) == NULL;
	TRY(pull_keys_pinned(home, source, arena, &keys));
	for (size_t k = 0; k < keys.list.count; k++)
		list_push(arena, &ret_view->keys, arena_printf(arena, "%.*s %.*s", STR_ARG(spaced(keys.list.items[k].fingerprint, arena)),
		    STR_ARG(keys.list.items[k].user)));
	ret_view->every = span_words(ret_view->every_minutes, lang, arena);
	return NULL;
}

struct err *
pull_show(const struct home *home, int64_t now, enum lang lang, struct arena *arena, struct pulls_view *ret_view)
{
	(void)now;
	struct pull_list all;

	*ret_view = (struct pulls_view){ .scheduled = home->pull_scheduled };
	TRY(pull_sources_of(home, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		TRY(view_of(home, all.items[i], lang, arena, list_add(arena, &ret_view->sources)));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------ acting */

struct telling { const struct actor *actor; struct str verb, what; int64_t now; };

static struct err *
tell_audit(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct telling *telling = context;

	return ledger_audit(ledger, telling->actor->login, telling->now, telling->verb, arena_printf(arena, "knowledge/%.*s", STR_ARG(telling->what)),
	    STR(""), arena);
}

static struct err *
tell(struct ledger *ledger, const struct actor *actor, struct str verb, struct str what, int64_t now, struct arena *arena)
{
	struct telling telling = { actor, verb, what, now };

	return ledger_write(ledger, tell_audit, &telling, arena);
}

struct err *
pull_set(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct pull_source *source, struct str key, struct str value,
    int64_t now, struct arena *arena)
{
	/* Whether a source that the table knows is fetched is for who keeps the knowledge; where it leads, for an administrator. */
	if (str_eq(key, STR("on")))
		TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	else
		TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(pull_setting_write(home, source, key, value, arena));
	return tell(ledger, actor, STR("knowledge.set"), arena_printf(arena, "%s.%.*s", source->name, STR_ARG(key)), now, arena);
}

struct err *
pull_add(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str name, int64_t now, struct arena *arena,
    const struct pull_source **ret_source)
{
	struct pull_list all;

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(pull_provider_new(name, arena, ret_source));
	TRY(pull_sources_of(home, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (str_eq(str_of(all.items[i]->name), str_of((*ret_source)->name)))
			return err_new(arena, ERR_CONFLICT, M("The source {name} is there already."), ARG("name", str_of((*ret_source)->name)));
	return pull_set(home, ledger, actor, *ret_source, STR("on"), STR("yes"), now, arena);
}

struct err *
pull_remove(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str name, int64_t now, struct arena *arena)
{
	const struct pull_source *source;

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(pull_source_of(home, name, arena, &source));
	if (pull_source_find(str_of(source->name)) != NULL)
		return err_new(arena, ERR_USAGE, M("{name} is one of the program's own sources: switch it off instead."), ARG("name", str_of(source->name)));
	TRY(pull_settings_drop(home, source, arena));
	return tell(ledger, actor, STR("knowledge.set"), arena_printf(arena, "%s.removed", source->name), now, arena);
}

struct err *
pull_schedule(const struct home *home, struct ledger *ledger, const struct actor *actor, bool scheduled, int64_t now, struct arena *arena)
{
	const struct home_setting setting = { "pull", scheduled ? STR("scheduled") : STR("off") };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	TRY(home_set(home, &setting, 1, arena));
	return tell(ledger, actor, STR("knowledge.set"), setting.value, now, arena);
}

struct err *
pull_ask(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct pull_source *source, bool accept, int64_t now,
    struct arena *arena)
{
	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	TRY(dir_make(pull_dir(home, STR(""), arena), arena));
	TRY(dir_make(pull_dir(home, STR("state"), arena), arena));
	TRY(tell(ledger, actor, accept ? STR("knowledge.accept") : STR("knowledge.ask"), str_of(source->name), now, arena));
	return file_write(pull_asked_file(home, source, arena), accept ? STR("accept = yes\n") : STR(""), arena);
}

bool
pull_is_asked(const struct home *home, const struct pull_source *source, struct arena *arena)
{
	return file_exists(pull_asked_file(home, source, arena), arena);
}

static struct err *
take_accept(void *context, struct str key, struct str value, struct arena *arena)
{
	(void)arena;
	*(bool *)context = str_eq(key, STR("accept")) && str_eq(value, STR("yes"));
	return NULL;
}

struct err *
pull_is_accepted(const struct home *home, const struct pull_source *source, struct arena *arena, bool *ret_accept)
{
	*ret_accept = false;
	return pull_lines(pull_asked_file(home, source, arena), take_accept, ret_accept, arena);
}

void
pull_notices(const struct kb_source *sources, size_t count, struct arena *arena, struct str_list *ret_notices)
{
	for (size_t i = 0; i < pull_sources_count; i++)
		for (size_t j = 0; j < count && pull_sources[i].notice != NULL; j++)
			if (str_eq(sources[j].name, str_of(pull_sources[i].feed)))
				list_push(arena, ret_notices, str_of(pull_sources[i].notice));
}
