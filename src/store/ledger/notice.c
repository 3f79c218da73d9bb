#include "store/ledger/notice.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const char *const kind_words[] = { "weakness", "setting", "cloud" };
const struct enum_names ledger_notice_kind_names = ENUM_NAMES(kind_words);
static const char *const channel_words[] = { "mail", "telephone", "paper", "fax", "meeting", "web" };
const struct enum_names ledger_notice_channel_names = ENUM_NAMES(channel_words);
static const char *const word_words[] = { "asked", "holds", "holds_not", "cannot_tell" };
const struct enum_names ledger_notice_word_names = ENUM_NAMES(word_words);

static const struct field head_fields[] = {
	COLUMN(struct ledger_notice, id, FIELD_INT),
	COLUMN(struct ledger_notice, number, FIELD_STR),
	COLUMN(struct ledger_notice, kind, FIELD_ENUM),
	COLUMN(struct ledger_notice, edition, FIELD_INT),
	COLUMN(struct ledger_notice, look_on, FIELD_DAY),
};
static const struct schema head_schema = SCHEMA("notice", struct ledger_notice, head_fields);

static const struct field raise_fields[] = {
	COLUMN(struct ledger_notice, id, FIELD_INT),
	COLUMN(struct ledger_notice, edition, FIELD_INT),
	COLUMN(struct ledger_notice, look_on, FIELD_DAY),
};
static const struct schema raise_schema = SCHEMA("notice", struct ledger_notice, raise_fields);

static const struct field edition_fields[] = {
	COLUMN(struct ledger_notice, id, FIELD_INT),
	COLUMN(struct ledger_notice, edition, FIELD_INT),
	COLUMN(struct ledger_notice, channel, FIELD_ENUM),
	COLUMN(struct ledger_notice, tlp, FIELD_ENUM),
	COLUMN(struct ledger_notice, received_on, FIELD_DAY),
	COLUMN(struct ledger_notice, product, FIELD_STR),
	COLUMN(struct ledger_notice, identity, FIELD_STR),
	COLUMN(struct ledger_notice, by, FIELD_STR),
	COLUMN(struct ledger_notice, at, FIELD_INSTANT),
};
static const struct schema edition_schema = SCHEMA("notice_edition", struct ledger_notice, edition_fields);

/* All that is read but the content and how many files, which stand behind. */
static const struct field notice_fields[] = {
	COLUMN(struct ledger_notice, id, FIELD_INT),
	COLUMN(struct ledger_notice, number, FIELD_STR),
	COLUMN(struct ledger_notice, kind, FIELD_ENUM),
	COLUMN(struct ledger_notice, edition, FIELD_INT),
	COLUMN(struct ledger_notice, look_on, FIELD_DAY),
	COLUMN(struct ledger_notice, channel, FIELD_ENUM),
	COLUMN(struct ledger_notice, tlp, FIELD_ENUM),
	COLUMN(struct ledger_notice, received_on, FIELD_DAY),
	COLUMN(struct ledger_notice, product, FIELD_STR),
	COLUMN(struct ledger_notice, identity, FIELD_STR),
	COLUMN(struct ledger_notice, by, FIELD_STR),
	COLUMN(struct ledger_notice, at, FIELD_INSTANT),
	COLUMN(struct ledger_notice, withdrawn_at, FIELD_INSTANT),
	COLUMN(struct ledger_notice, withdrawn_by, FIELD_STR),
};
static const struct schema notice_schema = SCHEMA("notice", struct ledger_notice, notice_fields);

static const struct field past_fields[] = {
	COLUMN(struct ledger_notice_edition, edition, FIELD_INT),
	COLUMN(struct ledger_notice_edition, tlp, FIELD_ENUM),
	COLUMN(struct ledger_notice_edition, by, FIELD_STR),
	COLUMN(struct ledger_notice_edition, at, FIELD_INSTANT),
};
static const struct schema past_schema = SCHEMA("notice_edition", struct ledger_notice_edition, past_fields);

static const struct field answer_fields[] = {
	COLUMN(struct ledger_notice_answer, id, FIELD_INT),
	COLUMN(struct ledger_notice_answer, notice, FIELD_INT),
	COLUMN(struct ledger_notice_answer, system, FIELD_INT),
	COLUMN(struct ledger_notice_answer, system_name, FIELD_STR),
	COLUMN(struct ledger_notice_answer, unit, FIELD_STR),
	COLUMN(struct ledger_notice_answer, word, FIELD_ENUM),
	COLUMN(struct ledger_notice_answer, ground, FIELD_STR),
	COLUMN(struct ledger_notice_answer, until, FIELD_DAY),
	COLUMN(struct ledger_notice_answer, by, FIELD_STR),
	COLUMN(struct ledger_notice_answer, at, FIELD_INSTANT),
};
static const struct schema answer_schema = SCHEMA("notice_answer", struct ledger_notice_answer, answer_fields);

static const struct field system_fields[] = {
	COLUMN(struct ledger_notice_system, system, FIELD_INT),
	COLUMN(struct ledger_notice_system, system_name, FIELD_STR),
	COLUMN(struct ledger_notice_system, unit, FIELD_STR),
};
static const struct schema system_schema = SCHEMA("notice_system", struct ledger_notice_system, system_fields);

/* --------------------------------------------------------------------------------------------- the notice */

struct err *
ledger_notice_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "notice", 1, arena, ret_id);
}

static struct err *
put_edition(struct ledger *ledger, const struct ledger_notice *notice, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NOTICE_EDITION_INSERT, arena, &q));
	bind_fields(&q, &edition_schema, notice);
	bind_blob(&q, notice->content);
	return query_run(&q, arena);
}

struct err *
ledger_notice_put(struct ledger *ledger, const struct ledger_notice *notice, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NOTICE_INSERT, arena, &q));
	bind_fields(&q, &head_schema, notice);
	TRY(query_run(&q, arena));
	return put_edition(ledger, notice, arena);
}

/* Whether it stands as it was seen is asked first: within a unit of work nobody else writes between. */
static struct err *
check_stands(struct ledger *ledger, const struct ledger_notice *notice, struct arena *arena)
{
	struct ledger_notice stored;

	TRY(ledger_notice_find(ledger, notice->number, 0, arena, &stored));
	if (stored.withdrawn_at != INSTANT_NONE)
		return err_new(arena, ERR_CONFLICT, M("Notice {number} was withdrawn."), ARG("number", notice->number));
	if (stored.edition != notice->edition - 1)
		return err_new(arena, ERR_CONFLICT, M("{who} wrote another edition of {number} meanwhile: look at it, and write yours again."), ARG("who", stored.by),
		    ARG("number", notice->number));
	return NULL;
}

struct err *
ledger_notice_revise(struct ledger *ledger, const struct ledger_notice *notice, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(check_stands(ledger, notice, arena));
	TRY(ledger_query(ledger, SQL_NOTICE_RAISE, arena, &q));
	bind_fields(&q, &raise_schema, notice);
	TRY(query_run(&q, arena));
	return put_edition(ledger, notice, arena);
}

struct err *
ledger_notice_look_on(struct ledger *ledger, int64_t id, int32_t day, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NOTICE_LOOK_ON, arena, &q));
	bind_int(&q, id);
	bind_day(&q, day);
	return query_run(&q, arena);
}

struct err *
ledger_notice_withdraw(struct ledger *ledger, int64_t id, struct str by, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NOTICE_WITHDRAW, arena, &q));
	bind_int(&q, id);
	bind_instant(&q, at);
	bind_str(&q, by);
	return query_run(&q, arena);
}

enum { CONTENT_COLUMN = ARRAY_LEN(notice_fields), FILES_COLUMN };

static struct ledger_notice
notice_of(const struct query *q, struct arena *arena)
{
	struct ledger_notice notice = { 0 };

	column_fields(q, 0, &notice_schema, &notice, arena);
	notice.content = column_blob(q, CONTENT_COLUMN, arena);
	notice.files = column_int(q, FILES_COLUMN);
	return notice;
}

struct err *
ledger_notice_find(struct ledger *ledger, struct str number, int64_t edition, struct arena *arena, struct ledger_notice *ret_notice)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_notice = (struct ledger_notice){ 0 };
	TRY(ledger_query(ledger, SQL_NOTICE_GET, arena, &q));
	bind_str(&q, number);
	bind_int(&q, edition);
	TRY(query_step(&q, arena, &row));
	if (row)
		*ret_notice = notice_of(&q, arena);
	return NULL;
}

struct err *
ledger_notices(struct ledger *ledger, const struct ledger_notice_query *query, struct arena *arena, struct ledger_notices *ret_notices)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_notices = (struct ledger_notices){ 0 };
	TRY(ledger_query(ledger, SQL_NOTICE_LIST, arena, &q));
	bind_int(&q, query->kind);
	bind_int(&q, query->withdrawn);
	bind_int(&q, query->look_by != DAY_NONE);
	bind_day(&q, query->look_by);
	bind_int(&q, query->before);
	bind_int(&q, query->most);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_notices, notice_of(&q, arena));
	}
}

struct err *
ledger_notice_edition_count(struct ledger *ledger, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NOTICE_EDITION_COUNT, arena, &q));
	return query_one(&q, arena, ret_count);
}

struct err *
ledger_notice_editions(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_notice_editions *ret_editions)
{
	struct query q QUERY_SCOPE;

	*ret_editions = (struct ledger_notice_editions){ 0 };
	TRY(ledger_query(ledger, SQL_NOTICE_EDITIONS, arena, &q));
	bind_int(&q, id);
	return query_all(&q, &past_schema, arena, ret_editions);
}

/* ------------------------------------------------------------------------------------------------- files */

struct err *
ledger_notice_file_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "notice_file", 1, arena, ret_id);
}

struct err *
ledger_notice_file_put(struct ledger *ledger, const struct ledger_notice_file *file, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NOTICE_FILE_INSERT, arena, &q));
	bind_int(&q, file->id);
	bind_int(&q, file->notice);
	bind_blob(&q, file->name);
	bind_int(&q, file->size);
	bind_str(&q, file->by);
	bind_instant(&q, file->at);
	return query_run(&q, arena);
}

struct err *
ledger_notice_part_put(struct ledger *ledger, int64_t file, int64_t part, struct str content, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_NOTICE_FILE_PART_INSERT, arena, &q));
	bind_int(&q, file);
	bind_int(&q, part);
	bind_blob(&q, content);
	return query_run(&q, arena);
}

struct err *
ledger_notice_files(struct ledger *ledger, int64_t notice, struct arena *arena, struct ledger_notice_files *ret_files)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_files = (struct ledger_notice_files){ 0 };
	TRY(ledger_query(ledger, SQL_NOTICE_FILES, arena, &q));
	bind_int(&q, notice);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_files, ((struct ledger_notice_file){ column_int(&q, 0), column_int(&q, 1), column_blob(&q, 2, arena), column_int(&q, 3),
		    column_str(&q, 4, arena), column_instant(&q, 5) }));
	}
}

struct err *
ledger_notice_parts(struct ledger *ledger, int64_t file, struct arena *arena, struct str_list *ret_parts)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_parts = (struct str_list){ 0 };
	TRY(ledger_query(ledger, SQL_NOTICE_FILE_PARTS, arena, &q));
	bind_int(&q, file);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_parts, column_blob(&q, 0, arena));
	}
}

/* ----------------------------------------------------------------------------------------------- answers */

struct err *
ledger_notice_answer_put(struct ledger *ledger, const struct ledger_notice_answer *answer, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(may_write_system(ledger, answer->system, arena));
	TRY(ledger_allot(ledger, "notice_answer", 1, arena, &id));
	TRY(ledger_query(ledger, SQL_NOTICE_ANSWER_INSERT, arena, &q));
	bind_int(&q, id);
	bind_int(&q, answer->notice);
	bind_int(&q, answer->system);
	bind_int(&q, (int)answer->word);
	bind_str(&q, answer->ground);
	bind_day(&q, answer->until);
	bind_str(&q, answer->by);
	bind_instant(&q, answer->at);
	return query_run(&q, arena);
}

struct err *
ledger_notice_answers(struct ledger *ledger, int64_t notice, struct arena *arena, struct ledger_notice_answers *ret_answers)
{
	struct query q QUERY_SCOPE;

	*ret_answers = (struct ledger_notice_answers){ 0 };
	TRY(ledger_query(ledger, SQL_NOTICE_ANSWERS, arena, &q));
	bind_int(&q, notice);
	return query_all(&q, &answer_schema, arena, ret_answers);
}

struct err *
ledger_notice_systems(struct ledger *ledger, struct str identity, struct str product, struct arena *arena, struct ledger_notice_systems *ret_systems)
{
	struct query q QUERY_SCOPE;

	*ret_systems = (struct ledger_notice_systems){ 0 };
	TRY(ledger_query(ledger, SQL_NOTICE_SYSTEMS, arena, &q));
	bind_str(&q, identity);
	bind_str(&q, product);
	return query_all(&q, &system_schema, arena, ret_systems);
}
