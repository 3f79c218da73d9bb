/*
 * letter.c - the outbox, and the clock's mark.
 */
#include "store/ledger/db.h"
#include "store/ledger/job.h"
#include "store/ledger/sql_registry.h"

static const char *const kind_words[] = { "reminders", "call", "break", "notice", "document" };
const struct enum_names letter_kind_names = ENUM_NAMES(kind_words);

static const struct field letter_fields[] = {
	COLUMN(struct ledger_letter, id, FIELD_INT),
	COLUMN(struct ledger_letter, message, FIELD_STR),
	COLUMN(struct ledger_letter, kind, FIELD_ENUM),
	COLUMN(struct ledger_letter, casefile, FIELD_INT),
	COLUMN(struct ledger_letter, account, FIELD_INT),
	COLUMN(struct ledger_letter, to_name, FIELD_STR),
	COLUMN(struct ledger_letter, to_mail, FIELD_STR),
	COLUMN(struct ledger_letter, subject, FIELD_STR),
	COLUMN(struct ledger_letter, body, FIELD_STR),
	COLUMN(struct ledger_letter, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_letter, state, FIELD_ENUM),
	COLUMN(struct ledger_letter, owner, FIELD_STR),
	COLUMN(struct ledger_letter, until, FIELD_INSTANT),
	COLUMN(struct ledger_letter, attempt, FIELD_INT),
	COLUMN(struct ledger_letter, error, FIELD_STR),
	COLUMN(struct ledger_letter, sent_at, FIELD_INSTANT),
};
static const struct schema letter_schema = SCHEMA("letter", struct ledger_letter, letter_fields);
/* What a new one is made of: from id to made_at. */
static const struct schema new_schema = { "letter", sizeof(struct ledger_letter), letter_fields, 10 };

static const struct field mark_fields[] = {
	COLUMN(struct ledger_clock_mark, node, FIELD_STR),
	COLUMN(struct ledger_clock_mark, wall, FIELD_INSTANT),
	COLUMN(struct ledger_clock_mark, ticks, FIELD_INT),
	COLUMN(struct ledger_clock_mark, boot, FIELD_STR),
	COLUMN(struct ledger_clock_mark, state, FIELD_ENUM),
	COLUMN(struct ledger_clock_mark, since, FIELD_INSTANT),
	COLUMN(struct ledger_clock_mark, by, FIELD_STR),
	COLUMN(struct ledger_clock_mark, reason, FIELD_STR),
};
static const struct schema mark_schema = SCHEMA("clock_mark", struct ledger_clock_mark, mark_fields);

/* -------------------------------------------------------------------------------------- letters */

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_letter letter = *(const struct ledger_letter *)context;
	struct query q QUERY_SCOPE;

	if (letter.id == 0)
		TRY(ledger_allot(ledger, "letter", 1, arena, &letter.id));
	TRY(ledger_query(ledger, SQL_LETTER_PUT, arena, &q));
	bind_fields(&q, &new_schema, &letter);
	bind_str(&q, letter.file_name);
	bind_str(&q, letter.file_type);
	bind_blob(&q, letter.file);
	return query_run(&q, arena);
}

struct err *
ledger_letter_file(struct ledger *ledger, struct arena *arena, struct ledger_letter *letter)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_LETTER_FILE, arena, &q));
	bind_int(&q, letter->id);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return NULL;
	letter->file_name = column_str(&q, 0, arena);
	letter->file_type = column_str(&q, 1, arena);
	letter->file = column_blob(&q, 2, arena);
	return NULL;
}

struct err *
ledger_letter_number(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "letter", 1, arena, ret_id);
}

struct err *
ledger_letter_put(struct ledger *ledger, const struct ledger_letter *letter, struct arena *arena)
{
	return ledger_write(ledger, put, (void *)(uintptr_t)letter, arena);
}

struct err *
ledger_letters_claim(struct ledger *ledger, struct str owner, int64_t now, int64_t until, int64_t most, struct arena *arena,
    struct letters *ret_letters)
{
	const struct claim claim = { SQL_LETTER_CLAIM, SQL_LETTER_CLAIMED, owner, now, until, most, &letter_schema };

	return ledger_claim(ledger, &claim, arena, ret_letters);
}

struct ending { struct str owner, error; int64_t id, at; enum job_state state; };

static struct err *
sent(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_LETTER_SENT, arena, &q));
	bind_int(&q, ending->id);
	bind_str(&q, ending->owner);
	bind_instant(&q, ending->at);
	return query_run(&q, arena);
}

struct err *
ledger_letter_sent(struct ledger *ledger, int64_t id, struct str owner, int64_t now, struct arena *arena)
{
	struct ending ending = { .owner = owner, .id = id, .at = now };

	return ledger_write(ledger, sent, &ending, arena);
}

static struct err *
fail(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_LETTER_FAIL, arena, &q));
	bind_int(&q, ending->id);
	bind_str(&q, ending->owner);
	bind_str(&q, ending->error);
	bind_instant(&q, ending->at);
	bind_int(&q, ending->state);
	return query_run(&q, arena);
}

struct err *
ledger_letter_fail(struct ledger *ledger, int64_t id, struct str owner, struct str error, int64_t next, bool for_good, struct arena *arena)
{
	struct ending ending = { .owner = owner, .error = error, .id = id, .at = next, .state = for_good ? JOB_FAILED : JOB_WAITING };

	return ledger_write(ledger, fail, &ending, arena);
}

struct err *
ledger_letters(struct ledger *ledger, int state, int64_t most, struct arena *arena, struct letters *ret_letters)
{
	struct query q QUERY_SCOPE;

	*ret_letters = (struct letters){ 0 };
	TRY(ledger_query(ledger, SQL_LETTER_LIST, arena, &q));
	bind_int(&q, state);
	bind_int(&q, most);
	return query_all(&q, &letter_schema, arena, ret_letters);
}

/* -------------------------------------------------------------------------------------- the clock */

struct err *
ledger_clock_marks(struct ledger *ledger, struct arena *arena, struct clock_marks *ret_marks)
{
	struct query q QUERY_SCOPE;

	*ret_marks = (struct clock_marks){ 0 };
	TRY(ledger_query(ledger, SQL_CLOCK_MARK_LIST, arena, &q));
	return query_all(&q, &mark_schema, arena, ret_marks);
}

static struct err *
put_mark(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CLOCK_MARK_PUT, arena, &q));
	bind_fields(&q, &mark_schema, context);
	return query_run(&q, arena);
}

struct err *
ledger_clock_mark_put(struct ledger *ledger, const struct ledger_clock_mark *mark, struct arena *arena)
{
	return ledger_write(ledger, put_mark, (void *)(uintptr_t)mark, arena);
}

static struct err *
trust(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	(void)context;
	TRY(ledger_query(ledger, SQL_CLOCK_TRUST, arena, &q));
	return query_run(&q, arena);
}

struct err *
ledger_clock_trust(struct ledger *ledger, struct arena *arena)
{
	return ledger_write(ledger, trust, NULL, arena);
}
