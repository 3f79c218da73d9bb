/*
 * change.c - fields, notes, title and label of a case.
 */
#include "base/limits.h"
#include "service/casefile/parts.h"
#include "store/ledger/people.h"

/*
 * Where a character stands that steers a terminal or turns the direction of reading around: what is written here is read in many
 * places, and must say the same in each. SIZE_MAX: none.
 */
static size_t
first_odd(struct str text)
{
	uint32_t point;
	size_t len;

	for (size_t at = 0; at < text.len; at += len) {
		len = str_point(text, at, &point);
		if (point == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n')
			continue;
		if ((point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e)
		    || (point >= 0x2066 && point <= 0x2069))
			return at;
	}
	return SIZE_MAX;
}

struct err *
case_text(struct str text, size_t most, struct arena *arena)
{
	size_t odd;

	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("This is not text in UTF-8."));
	odd = first_odd(text);
	if (odd < text.len)
		return err_new(arena, ERR_FORMAT, M("There is a control character at byte {at} of this text: take it out, or put the text in as a file."),
		    ARG_N("at", odd + 1));
	if (text.len > most)
		return err_new(arena, ERR_LIMIT, M("This text has {bytes} bytes; {most} are allowed. Put longer ones in as a file."),
		    ARG_N("bytes", text.len), ARG_N("most", most));
	return NULL;
}

struct err *
case_compartment_need(const struct case_now *now, struct str name, enum right right, struct arena *arena, size_t *ret_place)
{
	size_t place = name.len == 0 ? 0 : case_compartment(now->book, name);

	if (place == NO_INDEX || !access_may(&now->access, RIGHT_READ, place))
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no part \"{part}\", or you do not see it."),
		    ARG("number", now->head.number), ARG("part", name));
	*ret_place = place;
	return case_need(now, right, place, arena);
}

/* ---------------------------------------------------------------------------------------------- fields */

struct setting { struct str field, value; int64_t revision; };

static struct err *
find_field(const struct case_now *now, struct str name, struct arena *arena, size_t *ret_field)
{
	size_t field = case_field_find(now->book, name);

	if (field == NO_INDEX || !access_field(now->book, &now->access, field))
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no field \"{field}\", or you do not see it: tsukuroi case show {number} lists them."),
		    ARG("number", now->head.number), ARG("field", name));
	*ret_field = field;
	return NULL;
}

/* People are named by login, units by name: only those there are. */
static struct err *
must_exist(const struct case_now *now, const struct play_field *field, struct str text, struct arena *arena)
{
	int64_t id = 1;

	if (text.len > 0 && field->type == PLAY_PERSON)
		TRY(ledger_account_find(now->desk->ledger, text, arena, &id));
	if (id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no account \"{login}\"."), ARG("login", text));
	if (text.len > 0 && field->type == PLAY_UNIT)
		TRY(ledger_unit_find(now->desk->ledger, text, arena, &id));
	if (id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no unit \"{unit}\"."), ARG("unit", text));
	return NULL;
}

/* The text of who was slower is in the message, so that it is not lost. */
static struct err *
somebody_was_faster(const struct case_now *now, const struct actor *actor, size_t field, struct str yours, struct arena *arena)
{
	const struct play_field *asked = &now->book->fields.items[field];
	const struct case_value *there = &now->values[field];

	return err_new(arena, ERR_CONFLICT,
	    M("{who} wrote \"{there}\" into \"{field}\" at {at}, after you read it. Yours was not stored: \"{yours}\"."),
	    ARG("who", case_who(now, there->by, arena)), ARG("there", play_value_words(asked, there->text, actor->lang, arena)),
	    ARG("field", words_in(&asked->title, actor->lang)), ARG("at", instant_words(there->at, arena)), ARG("yours", yours));
}

static struct err *
set(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct setting *setting = context;
	struct play_refusals refusals = { 0 };
	struct play_effects effects = { 0 };
	const struct play_field *asked;
	struct play_cell cell;
	struct str text;
	size_t field;

	TRY(find_field(now, setting->field, arena, &field));
	asked = &now->book->fields.items[field];
	TRY(case_need(now, RIGHT_EDIT, asked->compartment, arena));
	TRY(case_text(setting->value, LIMIT_CASE_TEXT, arena));
	TRY(play_value(asked, setting->value, arena, &text, &cell));
	TRY(must_exist(now, asked, text, arena));
	if (!play_may_fill(now->book, &now->play, field, text.len == 0, &now->actor, arena, &refusals))
		return case_refused(now, actor, words_in(&asked->title, actor->lang), &refusals, arena);
	if (setting->revision >= 0 && setting->revision != now->values[field].revision)
		return somebody_was_faster(now, actor, field, setting->value, arena);
	if (str_eq(text, now->values[field].text))
		return NULL;
	play_fill(now->book, &now->play, field, cell, arena, &effects);
	TRY(case_put_value(now, actor, field, text, cell, at, arena));
	TRY(case_apply(now, actor, &effects, at, arena, NULL));
	if (now->desk->hooks != NULL && now->desk->hooks->filled != NULL)
		TRY(now->desk->hooks->filled(now->desk->hooks->context, now, field, actor, at, arena));
	return case_audit(now, actor, "case.set", arena_printf(arena, "field/%.*s", STR_ARG(asked->id)), text, at, arena);
}

struct err *
case_set(const struct case_desk *desk, const struct actor *actor, struct str number, struct str field, struct str value, int64_t revision,
    int64_t now, struct arena *arena)
{
	struct setting setting = { field, value, revision };

	return case_within(desk, actor, number, 0, now, set, &setting, arena);
}

/* ----------------------------------------------------------------------------------------------- notes */

struct noting { struct str text, compartment; };

static struct err *
note(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct noting *noting = context;
	size_t place;

	TRY(case_compartment_need(now, noting->compartment, RIGHT_COMMENT, arena, &place));
	TRY(case_entry(now, actor, ENTRY_NOTE, STR(""), place, STR(""), noting->text, at, arena));
	return case_audit(now, actor, "case.note", STR(""), noting->text, at, arena);
}

struct err *
case_note(const struct case_desk *desk, const struct actor *actor, struct str number, struct str text, struct str compartment, int64_t now,
    struct arena *arena)
{
	struct noting noting = { text, compartment };

	TRY(case_text(text, LIMIT_CASE_TEXT, arena));
	if (text.len == 0)
		return err_new(arena, ERR_USAGE, M("There is nothing to write down."));
	return case_within(desk, actor, number, 0, now, note, &noting, arena);
}

/* ---------------------------------------------------------------------------------------- TLP and title */

static struct err *
set_tlp(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	enum tlp tlp = *(const enum tlp *)context;
	struct str was = str_of(enum_name(&tlp_names, (int)now->head.tlp)), became = str_of(enum_name(&tlp_names, (int)tlp));

	TRY(case_need(now, RIGHT_EDIT, 0, arena));
	if (tlp == now->head.tlp)
		return NULL;
	now->head.tlp = tlp;
	TRY(case_entry(now, actor, ENTRY_TLP, STR(""), 0, was, became, at, arena));
	return case_audit(now, actor, "case.tlp", became, STR(""), at, arena);
}

struct err *
case_set_tlp(const struct case_desk *desk, const struct actor *actor, struct str number, enum tlp tlp, int64_t now, struct arena *arena)
{
	return case_within(desk, actor, number, 0, now, set_tlp, &tlp, arena);
}

static struct err *
set_title(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	struct str title = *(const struct str *)context;

	TRY(case_need(now, RIGHT_EDIT, 0, arena));
	if (str_eq(title, now->title))
		return NULL;
	TRY(case_entry(now, actor, ENTRY_TITLE, STR(""), 0, now->title, title, at, arena));
	TRY(case_seal(now, now->book->compartments.items[0], STR("title"), title, arena, &now->head.title));
	now->title = title;
	return case_audit(now, actor, "case.title", STR(""), title, at, arena);
}

struct err *
case_set_title(const struct case_desk *desk, const struct actor *actor, struct str number, struct str title, int64_t now, struct arena *arena)
{
	TRY(case_text(title, LIMIT_CASE_TITLE, arena));
	if (title.len == 0)
		return err_new(arena, ERR_USAGE, M("A case needs a title: say in a line what it is about."));
	return case_within(desk, actor, number, 0, now, set_title, &title, arena);
}
