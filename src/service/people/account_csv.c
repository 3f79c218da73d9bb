/*
 * account_csv.c - a list of people held against the accounts that are there, and taken in.
 */
#include "service/people/account_csv.h"

#include "base/catalogue.h"
#include "base/fold.h"
#include "base/map.h"
#include "domain/calendar/calendar.h"
#include "model/record.h"
#include "service/intake.h"
#include "service/people/account_parts.h"
#include "service/people/identity.h"
#include "service/people/link.h"
#include "store/ledger/identity.h"
#include "store/ledger/people.h"
#include "wire/worker/worker.h"

static const char *const state_words[] = { "new", "changed", "same", "refused" };
static const char *const state_texts[] = { M("New account"), M("Changed account"), M("Already so"), M("Refused") };
static const struct enum_names state_names = ENUM_WORDS(state_words, state_texts);
static const struct field row_fields[] = {
	FIELD(struct account_csv_row, row, FIELD_INT),
	FIELD(struct account_csv_row, sheet, FIELD_STR),
	FIELD(struct account_csv_row, name, FIELD_STR),
	FIELD(struct account_csv_row, login, FIELD_STR),
	FIELD(struct account_csv_row, mail, FIELD_STR),
	FIELD(struct account_csv_row, unit, FIELD_STR),
	FIELD(struct account_csv_row, office, FIELD_STR),
	FIELD(struct account_csv_row, subject, FIELD_STR),
	FIELD(struct account_csv_row, ends, FIELD_STR),
	FIELD_WORD(struct account_csv_row, state, &state_names),
	FIELD(struct account_csv_row, reason, FIELD_STR),
	FIELD(struct account_csv_row, link, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("account_csv_row", struct account_csv_row, row_fields);
static const struct field person_fields[] = {
	FIELD(struct account_csv_person, login, FIELD_STR),
	FIELD(struct account_csv_person, name, FIELD_STR),
};
static const struct schema person_schema = SCHEMA("account_csv_person", struct account_csv_person, person_fields);
static const struct field view_fields[] = {
	FIELD_OF(struct account_csv_view, rows, FIELD_LIST, &row_schema),
	FIELD(struct account_csv_view, made, FIELD_INT),
	FIELD(struct account_csv_view, changed, FIELD_INT),
	FIELD(struct account_csv_view, same, FIELD_INT),
	FIELD(struct account_csv_view, refused, FIELD_INT),
	FIELD_OF(struct account_csv_view, missing, FIELD_LIST, &person_schema),
	FIELD(struct account_csv_view, done, FIELD_BOOL),
	FIELD(struct account_csv_view, any, FIELD_BOOL),
};
const struct schema account_csv_view_schema = SCHEMA("account_csv", struct account_csv_view, view_fields);

/* ------------------------------------------------------------------------------------------------ the file */

struct listening { struct sink sink; struct arena *arena; LIST(struct staff_row) rows; };

static struct err *
take_row(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct listening *listening = (struct listening *)(void *)sink;
	struct staff_row *row;

	(void)arena;
	if (schema != &staff_row_schema)
		return NULL;
	row = list_add(listening->arena, &listening->rows);
	record_copy(&staff_row_schema, value, listening->arena, row);
	return NULL;
}

static struct err *
pass_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}

static struct err *
read_list(const struct account_csv_order *order, struct arena *arena, struct listening *listening)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;

	*listening = (struct listening){ .sink = { take_row, pass_problem }, .arena = arena };
	TRY(intake_open(order->path, arena, &file));
	return worker_run(&(struct worker_job){ .kind = "staff", .fd = file.fd, .name = order->name.len > 0 ? order->name : file.name }, &listening->sink, arena);
}

/* ------------------------------------------------------------------------------------------- what cells say */

/* Beside the offices' own names in both languages: what offices are called in lists. */
static const struct { const char *word; unsigned office; } office_aliases[] = {
	{ "管理", OFFICE_ADMINISTRATOR }, { "システム管理者", OFFICE_ADMINISTRATOR }, { "セキュリティ", OFFICE_SECURITY }, { "セキュリティ担当", OFFICE_SECURITY },
	{ "情報セキュリティ担当", OFFICE_SECURITY },
	{ "運用", OFFICE_OPERATOR }, { "運用担当", OFFICE_OPERATOR }, { "原課", OFFICE_OWNER }, { "所管", OFFICE_OWNER }, { "所管課", OFFICE_OWNER },
	{ "幹部", OFFICE_EXECUTIVE }, { "決裁者", OFFICE_EXECUTIVE }, { "監査", OFFICE_AUDITOR }, { "監査担当", OFFICE_AUDITOR }, { "閲覧", OFFICE_READER },
	{ "一般", OFFICE_READER },
};

static bool
is_same_word(struct str word, const char *other, struct arena *arena)
{
	return str_eq(fold_text(word, arena), fold_text(str_of(other), arena));
}

static unsigned
office_of(struct str word, struct arena *arena)
{
	for (size_t i = 0; i < OFFICE_COUNT; i++)
		if (is_same_word(word, enum_name(&office_names, (int)i), arena) || is_same_word(word, office_text(1U << i), arena) ||
		    is_same_word(word, catalogue_text(LANG_JA, office_text(1U << i)), arena))
			return 1U << i;
	for (size_t i = 0; i < ARRAY_LEN(office_aliases); i++)
		if (is_same_word(word, office_aliases[i].word, arena))
			return office_aliases[i].office;
	return 0;
}

/* 「閲覧、所管課」: between them a comma of any kind, a semicolon or a line's end. */
static struct str_list
words_of(struct str cell, struct arena *arena)
{
	static const struct str marks[] = { STR_INIT("、"), STR_INIT("，"), STR_INIT(";"), STR_INIT("；"), STR_INIT("\n") };
	struct str_list words = { 0 };
	struct buf text BUF_SCOPE = { 0 };
	struct str rest, word;

	for (size_t i = 0; i < cell.len;) {
		size_t step = 0;

		for (size_t k = 0; k < ARRAY_LEN(marks) && step == 0; k++)
			step = str_starts(str_from(cell, i), marks[k]) ? marks[k].len : 0;
		buf_add_char(&text, step > 0 ? ',' : cell.ptr[i]);
		i += step > 0 ? step : 1;
	}
	rest = arena_copy(arena, buf_str(&text));
	while (str_split(&rest, ',', &word))
		if (str_trim_space(word).len > 0)
			list_push(arena, &words, str_trim_space(word));
	return words;
}

static struct err *
offices_of(struct str cell, struct arena *arena, unsigned *ret_offices)
{
	struct str_list words = words_of(cell, arena);

	*ret_offices = 0;
	for (size_t i = 0; i < words.count; i++) {
		unsigned office = office_of(words.items[i], arena);

		if (office == 0)
			return err_new(arena, ERR_USAGE, M("There is no office \"{value}\" here: administrator, security staff, operator, owner unit, executive, auditor, reader."),
			    ARG("value", words.items[i]));
		*ret_offices |= office;
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------- row against account */

struct planning {
	const struct actor             *actor;
	const struct account_csv_order *order;
	const struct listening         *list;
	struct account_csv_view        *view;
	int64_t                         now;
	enum lang                       lang;
	struct map                      logins, subjects;
};
/* What a row comes to. */
struct intent {
	struct account_order  told;
	struct ledger_account account;    /* id 0: there is none yet           */
	struct str_list       changes;    /* sentences                         */
	bool                  links;      /* the subject is linked with it now  */
};

static struct str
or_dash(struct str text)
{
	return text.len > 0 ? text : STR("–");
}

static void
note_change(const struct planning *planning, struct intent *intent, const char *what, struct str before, struct str after, struct arena *arena)
{
	list_push(arena, &intent->changes, catalogue_say(arena, planning->lang, M("{what}: {before} → {after}"),
	    ARG("what", str_of(catalogue_text(planning->lang, what))), ARG("before", or_dash(before)), ARG("after", after)));
}

static struct str
offices_said(const struct planning *planning, unsigned offices, struct arena *arena)
{
	struct str_list words = { 0 };

	for (unsigned i = 0; i < OFFICE_COUNT; i++)
		if ((offices & 1U << i) != 0)
			list_push(arena, &words, str_of(catalogue_text(planning->lang, office_text(1U << i))));
	return arena_join(arena, words.items, words.count, str_of(catalogue_text(planning->lang, M(", "))));
}

static struct err *
compare_units(struct ledger *ledger, const struct planning *planning, struct intent *intent, struct arena *arena)
{
	struct ledger_memberships now = { 0 };
	struct str_list before = { 0 };
	const struct str_list *after = &intent->told.units;
	bool same;

	if (after->count == 0)
		return NULL;
	intent->told.told |= TOLD_UNITS;
	if (intent->account.id != 0)
		TRY(ledger_memberships(ledger, intent->account.id, arena, &now));
	same = now.count == after->count;
	for (size_t i = 0; i < now.count; i++) {
		list_push(arena, &before, now.items[i].unit_name);
		same = same && str_is_one_of(now.items[i].unit_name, after->items, after->count);
	}
	if (!same)
		note_change(planning, intent, M("Units"), arena_join(arena, before.items, before.count, STR(", ")),
		    arena_join(arena, after->items, after->count, STR(", ")), arena);
	return NULL;
}

static struct err *
compare_offices(const struct planning *planning, const struct staff_row *row, struct intent *intent, struct arena *arena)
{
	unsigned before = (unsigned)intent->account.offices, after;

	TRY(offices_of(row->office, arena, &after));
	if (after == 0)
		return NULL;
	after |= before & OFFICES_BY_TWO;
	if (intent->account.id == planning->actor->account && (after & ~before) != 0)
		return err_new(arena, ERR_FORBIDDEN, M("Nobody gives an office to himself."));
	intent->told.offices = after;
	intent->told.told |= TOLD_OFFICES;
	if (after == before)
		return NULL;
	note_change(planning, intent, M("Offices"), offices_said(planning, before, arena), offices_said(planning, after, arena), arena);
	if ((after & ~before & OFFICES_BY_TWO) != 0)
		list_push(arena, &intent->changes, str_of(catalogue_text(planning->lang, M("Administrator and auditor wait for a second person."))));
	return NULL;
}

/* As days are written anywhere: 2027-03-31, 2027/3/31, 令和9年3月31日. An empty cell leaves what is. */
static struct err *
compare_ends(const struct planning *planning, const struct staff_row *row, struct intent *intent, struct arena *arena)
{
	int32_t before = intent->account.id == 0 ? DAY_NONE : intent->account.ends;

	if (row->until.len == 0)
		return NULL;
	if (calendar_day_parse(row->until, arena, &intent->told.ends) != NULL)
		return err_new(arena, ERR_USAGE, M("\"{value}\" is no day: write it as 2027-03-31 or 令和9年3月31日."), ARG("value", row->until));
	intent->told.told |= TOLD_ENDS;
	if (intent->account.id != 0 && before != intent->told.ends)
		note_change(planning, intent, M("Last day of use"), day_format(before, arena), day_format(intent->told.ends, arena), arena);
	return NULL;
}

static struct err *
compare_subject(struct ledger *ledger, struct planning *planning, const struct staff_row *row, struct intent *intent, struct arena *arena)
{
	int64_t owner;

	if (row->subject.len == 0 || planning->order->issuer.len == 0)
		return NULL;
	if (!people_is_line(row->subject, SUBJECT_MOST))
		return err_new(arena, ERR_USAGE, M("What a provider calls a person (\"sub\") is one line of at most {most} bytes."), ARG_N("most", SUBJECT_MOST));
	TRY(ledger_identity_find(ledger, planning->order->issuer, row->subject, arena, &owner));
	if ((owner != 0 && owner != intent->account.id) || (*map_put(arena, &planning->subjects, row->subject))++ > 0)
		return err_new(arena, ERR_CONFLICT, M("This account of the provider belongs to somebody else here already."));
	intent->links = owner == 0;
	if (intent->links)
		list_push(arena, &intent->changes, str_of(catalogue_text(planning->lang, M("Linked with the provider."))));
	return NULL;
}

/* 「例田 太郎」 and 「例田太郎」 are one person: the space stays as it is here. */
static bool
is_same_name(struct str a, struct str b, struct arena *arena)
{
	struct buf narrow[2] = { { 0 }, { 0 } };
	const struct str texts[] = { fold_narrow(a, arena), fold_narrow(b, arena) };
	bool same;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		for (size_t k = 0; k < texts[i].len; k++)
			if (!char_is_space(texts[i].ptr[k]))
				buf_add_char(&narrow[i], texts[i].ptr[k]);
	same = str_eq(buf_str(&narrow[0]), buf_str(&narrow[1]));
	buf_done(&narrow[0]);
	buf_done(&narrow[1]);
	return same;
}

/* The error is of the row: what the person reads as its reason. */
static struct err *
judge(struct ledger *ledger, struct planning *planning, const struct staff_row *row, struct intent *intent, struct arena *arena)
{
	struct account_order *told = &intent->told;
	int64_t id;

	*intent = (struct intent){ .told = { .login = row->login, .name = row->name, .mail = row->mail, .units = words_of(row->unit, arena) } };
	TRY(account_check_login(row->login, arena));
	if ((*map_put(arena, &planning->logins, row->login))++ > 0)
		return err_new(arena, ERR_CONFLICT, M("This login stands in the list twice."));
	TRY(ledger_account_find(ledger, row->login, arena, &id));
	if (id != 0)
		TRY(ledger_account_get(ledger, id, arena, &intent->account));
	if (id != 0 && intent->account.state == ACCOUNT_LEFT)
		return err_new(arena, ERR_CONFLICT, M("The account {login} has left."), ARG("login", row->login));
	if (id == 0 || (row->name.len > 0 && !is_same_name(row->name, intent->account.name, arena)))
		told->told |= TOLD_NAME;
	if (row->mail.len > 0)
		told->told |= TOLD_MAIL;
	TRY(account_check_order(told, arena));
	if (id != 0 && (told->told & TOLD_NAME) != 0)
		note_change(planning, intent, M("Name"), intent->account.name, row->name, arena);
	if (id != 0 && row->mail.len > 0 && !str_eq(row->mail, intent->account.mail))
		note_change(planning, intent, M("Mail address"), intent->account.mail, row->mail, arena);
	TRY(compare_ends(planning, row, intent, arena));
	TRY(compare_units(ledger, planning, intent, arena));
	TRY(compare_offices(planning, row, intent, arena));
	return compare_subject(ledger, planning, row, intent, arena);
}

/* ------------------------------------------------------------------------------------------------- carried out */

static struct err *
carry_out(struct ledger *ledger, const struct planning *planning, const struct intent *intent, struct arena *arena, struct account_csv_row *row)
{
	struct account_view made = { 0 };

	TRY((intent->account.id == 0 ? account_add : account_set)(ledger, planning->actor, &intent->told, planning->now, arena, &made));
	if (intent->links)
		TRY(identity_put(ledger, planning->actor->login, made.id, planning->order->issuer, row->subject, planning->now, arena));
	if (intent->account.id == 0 && planning->order->links)
		TRY(welcome_invite(ledger, planning->actor, row->login, planning->now, arena, &row->link));
	return NULL;
}

static struct err *
take_in(struct ledger *ledger, struct planning *planning, const struct staff_row *staff, struct arena *arena)
{
	struct account_csv_view *view = planning->view;
	struct account_csv_row *row = list_add(arena, &view->rows);
	struct intent intent;
	struct err *err;

	*row = (struct account_csv_row){ staff->row, staff->sheet, staff->name, staff->login, staff->mail, staff->unit, staff->office, staff->subject,
		staff->until, .state = STR("refused") };
	err = judge(ledger, planning, staff, &intent, arena);
	if (err != NULL && err->code != ERR_USAGE && err->code != ERR_CONFLICT && err->code != ERR_FORBIDDEN)
		return err;
	if (err != NULL) {
		row->reason = err_sentence(err, planning->lang, arena);
		view->refused++;
		return NULL;
	}
	row->reason = arena_join(arena, intent.changes.items, intent.changes.count, STR(" / "));
	if (intent.account.id != 0 && intent.changes.count == 0) {
		row->state = STR("same");
		view->same++;
		return NULL;
	}
	row->state = intent.account.id == 0 ? STR("new") : STR("changed");
	view->made += intent.account.id == 0;
	view->changed += intent.account.id != 0;
	if (!planning->order->write)
		return NULL;
	err = carry_out(ledger, planning, &intent, arena, row);
	return err == NULL ? NULL : err_wrap(arena, err, M("row {row}"), ARG_N("row", staff->row));
}

static struct err *
find_missing(struct ledger *ledger, const struct planning *planning, struct arena *arena)
{
	struct ledger_accounts all;

	TRY(ledger_accounts(ledger, 0, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].state == ACCOUNT_ACTIVE && map_find(&planning->logins, all.items[i].login) == NULL)
			list_push(arena, &planning->view->missing, ((struct account_csv_person){ all.items[i].login, all.items[i].name }));
	return NULL;
}

static struct err *
go_through(struct ledger *ledger, void *context, struct arena *arena)
{
	struct planning *planning = context;

	*planning->view = (struct account_csv_view){ .done = planning->order->write };
	planning->logins = planning->subjects = (struct map){ 0 };
	for (size_t i = 0; i < planning->list->rows.count; i++)
		TRY(take_in(ledger, planning, &planning->list->rows.items[i], arena));
	planning->view->any = planning->view->made + planning->view->changed > 0;
	return find_missing(ledger, planning, arena);
}

struct err *
account_csv(struct ledger *ledger, const struct actor *actor, const struct account_csv_order *order, int64_t now, enum lang lang, struct arena *arena,
    struct account_csv_view *ret_view)
{
	struct listening list;
	struct planning planning = { .actor = actor, .order = order, .list = &list, .view = ret_view, .now = now, .lang = lang };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, order->write ? SCOPE_ADMIN : SCOPE_READ, arena));
	TRY(read_list(order, arena, &list));
	return order->write ? ledger_write(ledger, go_through, &planning, arena) : go_through(ledger, &planning, arena);
}
