#include "face/web/criteria_page.h"

#include "base/catalogue.h"
#include "face/web/link.h"

enum { MOVES = 50 };

static const struct field trial_fields[] = {
	FIELD(struct edition_trial, base, FIELD_STR),
	FIELD(struct edition_trial, has_changes, FIELD_BOOL),
	FIELD(struct edition_trial, replayed, FIELD_BOOL),
	FIELD_OF(struct edition_trial, changes, FIELD_LIST, &criteria_difference_schema),
	FIELD_OF(struct edition_trial, replay, FIELD_STRUCT, &replay_view_schema),
	FIELD(struct edition_trial, next_href, FIELD_STR),
	FIELD(struct edition_trial, file_href, FIELD_STR),
};
const struct schema edition_trial_schema = SCHEMA("edition_trial", struct edition_trial, trial_fields);

struct str
edition_title(const struct web *web, int64_t id, int32_t since)
{
	if (id == 0)
		return web_word(web, M("what was chosen when this place was set up"));
	return catalogue_say(web->arena, web->lang, M("Edition {id}, from {since}"), ARG_N("id", id), ARG("since", day_format(since, web->arena)));
}

void
edition_compare(struct web *web, const struct ledger_criteria *base, const struct criteria *before, const struct criteria *after, struct edition_trial *trial)
{
	struct criteria_difference_list changes = criteria_differences(before, after, web->lang, web->arena);

	trial->base = edition_title(web, base->id, base->since);
	trial->changes.items = changes.items;
	trial->changes.count = changes.count;
	trial->has_changes = changes.count > 0;
}

struct err *
edition_replay(struct web *web, const struct replay_rules *rules, struct str here, struct edition_trial *trial)
{
	struct replay_asked asked = { .most = MOVES, .now = web->now, .after = web_text(web, "after"), .lang = web->lang };

	TRY(criteria_replay(web->home, web->ledger, &web->actor, rules, &asked, web->arena, &trial->replay));
	trial->replayed = true;
	trial->next_href = link_next_of(web, here, trial->replay.next);
	return NULL;
}

struct err *
edition_send_moves(struct web *web, const struct replay_rules *rules, bool workbook)
{
	struct replay_asked asked = { .now = web->now, .lang = web->lang };
	struct str bytes;

	TRY(criteria_replay_file(web->home, web->ledger, &web->actor, rules, &asked, workbook, web->arena, &bytes));
	web_send(web, workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8", bytes,
	    arena_printf(web->arena, "%.*s.%s", STR_ARG(web_word(web, M("What would move"))), workbook ? "xlsx" : "csv"));
	return NULL;
}

struct web_edit_view
edition_edit(const struct web *web, const struct stand *stand)
{
	struct web_edit_view edit = web_edit(web, stand);

	/* A preset takes the place of whatever is in force; a draft that was tried out goes on from where it began. */
	if (web_given(web, "preset"))
		return (struct web_edit_view){ 0 };
	if (web_given(web, "draft") && !str_eq(web_text(web, "revision"), edit.revision))
		return (struct web_edit_view){ .revision = web_text(web, "revision") };
	return edit;
}

struct err *
edition_take(struct web *web, struct str kind, const struct ledger_draft *draft)
{
	struct str digest;
	int64_t id;

	if (web_tick(web, "try")) {
		TRY(edition_draft_keep(web->ledger, &web->actor, kind, draft, web->now, web->arena, &digest));
		web_go(web, "/settings/%.*s/new?draft=%.*s&revision=%.*s", STR_ARG(kind), STR_ARG(digest), STR_ARG(web_encoded(web, web_text(web, "revision"))));
		return NULL;
	}
	TRY(edition_propose(web->ledger, &web->actor, kind, draft, web->now, web->arena, &id));
	web_go(web, "/settings/%.*s/%lld", STR_ARG(kind), (long long)id);
	web_tell(web, M("Edition {id} is proposed: it holds once an executive has agreed."), ARG_N("id", id));
	return NULL;
}

struct err *
edition_settle(struct web *web, struct str kind, bool agreed)
{
	int64_t id = web_number(web, "id", 0);

	if (agreed) {
		TRY(edition_agree(web->ledger, &web->actor, kind, id, web->now, web->arena));
		web_tell(web, M("Your agreement is recorded: the criteria hold from their day. Judge everything anew then."));
	} else {
		TRY(edition_withdraw(web->ledger, &web->actor, kind, id, web->now, web->arena));
		web_tell(web, M("The edition is taken back; it stays to be read."));
	}
	web_go(web, "/settings/%.*s", STR_ARG(kind));
	return NULL;
}
