#include "store/ledger/upload.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

/* What a new one is made of comes first, what came of it last: lists leave that out. */
static const struct field upload_fields[] = {
	COLUMN(struct ledger_upload, id, FIELD_INT),
	COLUMN(struct ledger_upload, token, FIELD_STR),
	COLUMN(struct ledger_upload, account, FIELD_INT),
	COLUMN(struct ledger_upload, login, FIELD_STR),
	COLUMN(struct ledger_upload, actor, FIELD_INT),
	COLUMN(struct ledger_upload, actor_token, FIELD_INT),
	COLUMN(struct ledger_upload, lang, FIELD_STR),
	COLUMN(struct ledger_upload, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_upload, bytes, FIELD_INT),
	COLUMN(struct ledger_upload, files, FIELD_STR),
	COLUMN(struct ledger_upload, system, FIELD_STR),
	COLUMN(struct ledger_upload, host, FIELD_STR),
	COLUMN(struct ledger_upload, os, FIELD_STR),
	COLUMN(struct ledger_upload, hidden, FIELD_BOOL),
	COLUMN(struct ledger_upload, remember, FIELD_BOOL),
	COLUMN(struct ledger_upload, state, FIELD_ENUM),
	COLUMN(struct ledger_upload, at, FIELD_INSTANT),
	COLUMN(struct ledger_upload, mapping, FIELD_STR),
	COLUMN(struct ledger_upload, owner, FIELD_STR),
	COLUMN(struct ledger_upload, lease, FIELD_INSTANT),
	COLUMN(struct ledger_upload, attempt, FIELD_INT),
	COLUMN(struct ledger_upload, error_ja, FIELD_STR),
	COLUMN(struct ledger_upload, error_en, FIELD_STR),
	COLUMN(struct ledger_upload, view, FIELD_STR),
};
enum { NEW_FIELDS = 16 };
static const struct schema upload_schema = SCHEMA("upload", struct ledger_upload, upload_fields);
static const struct schema new_schema = { "upload", sizeof(struct ledger_upload), upload_fields, NEW_FIELDS };
static const struct schema listed_schema = { "upload", sizeof(struct ledger_upload), upload_fields, ARRAY_LEN(upload_fields) - 1 };

/* ------------------------------------------------------------------------------------------ kept and found */

static struct err *
add(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_upload *upload = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "upload", 1, arena, &upload->id));
	TRY(ledger_query(ledger, SQL_UPLOAD_ADD, arena, &q));
	bind_fields(&q, &new_schema, upload);
	return query_run(&q, arena);
}

struct err *
ledger_upload_add(struct ledger *ledger, const struct ledger_upload *upload, struct arena *arena, int64_t *ret_id)
{
	struct ledger_upload row = *upload;

	TRY(ledger_write(ledger, add, &row, arena));
	*ret_id = row.id;
	return NULL;
}

struct err *
ledger_upload_find(struct ledger *ledger, struct str token, struct arena *arena, struct ledger_upload *ret_upload)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_upload = (struct ledger_upload){ 0 };
	TRY(ledger_query(ledger, SQL_UPLOAD_FIND, arena, &q));
	bind_str(&q, token);
	TRY(query_step(&q, arena, &row));
	if (row)
		column_fields(&q, 0, &upload_schema, ret_upload, arena);
	return NULL;
}

struct err *
ledger_upload_list(struct ledger *ledger, int64_t account, int64_t since, int64_t most, struct arena *arena, struct ledger_uploads *ret_list)
{
	struct query q QUERY_SCOPE;

	*ret_list = (struct ledger_uploads){ 0 };
	TRY(ledger_query(ledger, SQL_UPLOAD_LIST, arena, &q));
	bind_int(&q, account);
	bind_instant(&q, since);
	bind_int(&q, most);
	return query_all(&q, &listed_schema, arena, ret_list);
}

struct err *
ledger_upload_count(struct ledger *ledger, int64_t account, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_COUNT, arena, &q));
	bind_int(&q, account);
	return query_one(&q, arena, ret_count);
}

struct err *
ledger_upload_ahead(struct ledger *ledger, const struct ledger_upload *upload, struct arena *arena, int64_t *ret_count)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_AHEAD, arena, &q));
	bind_int(&q, upload->id);
	bind_int(&q, (int64_t)upload->state);
	return query_one(&q, arena, ret_count);
}

/* ------------------------------------------------------------------------------------------------ leases */

struct err *
ledger_upload_waits(struct ledger *ledger, struct str owner, int64_t now, struct arena *arena, bool *ret_waits)
{
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(ledger_query(ledger, SQL_UPLOAD_FIRST, arena, &q));
	bind_str(&q, owner);
	bind_instant(&q, now);
	TRY(query_one(&q, arena, &id));
	*ret_waits = id != 0;
	return NULL;
}

struct err *
ledger_upload_claim(struct ledger *ledger, struct str owner, int64_t now, int64_t until, struct arena *arena, struct ledger_uploads *ret_list)
{
	const struct claim claim = { SQL_UPLOAD_CLAIM, SQL_UPLOAD_CLAIMED, owner, now, until, 1, &upload_schema };

	return ledger_claim(ledger, &claim, arena, ret_list);
}

struct step { int sql; int64_t id; struct str owner, view; int64_t instant; bool row; };

static struct err *
renew(struct ledger *ledger, void *context, struct arena *arena)
{
	struct step *step = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_RENEW, arena, &q));
	bind_int(&q, step->id);
	bind_str(&q, step->owner);
	bind_instant(&q, step->instant);
	return query_step(&q, arena, &step->row);
}

struct err *
ledger_upload_renew(struct ledger *ledger, int64_t id, struct str owner, int64_t until, struct arena *arena, bool *ret_mine)
{
	struct step step = { .id = id, .owner = owner, .instant = until };

	TRY(ledger_write(ledger, renew, &step, arena));
	*ret_mine = step.row;
	return NULL;
}

struct err *
ledger_upload_mine(struct ledger *ledger, int64_t id, struct str owner, struct arena *arena, bool *ret_mine)
{
	struct query q QUERY_SCOPE;
	int64_t count;

	TRY(ledger_query(ledger, SQL_UPLOAD_MINE, arena, &q));
	bind_int(&q, id);
	bind_str(&q, owner);
	TRY(query_one(&q, arena, &count));
	*ret_mine = count > 0;
	return NULL;
}

static struct err *
tell(struct ledger *ledger, void *context, struct arena *arena)
{
	struct step *step = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_TELL, arena, &q));
	bind_int(&q, step->id);
	bind_str(&q, step->owner);
	bind_blob(&q, step->view);
	return query_step(&q, arena, &step->row);
}

struct err *
ledger_upload_tell(struct ledger *ledger, int64_t id, struct str owner, struct str view, struct arena *arena, bool *ret_mine)
{
	struct step step = { .id = id, .owner = owner, .view = view };

	TRY(ledger_write(ledger, tell, &step, arena));
	*ret_mine = step.row;
	return NULL;
}

struct ending { const struct ledger_upload *of; enum upload_state state; int64_t at; bool row; };

static struct err *
end(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_END, arena, &q));
	bind_int(&q, ending->of->id);
	bind_str(&q, ending->of->owner);
	bind_int(&q, (int64_t)ending->of->state);
	bind_int(&q, (int64_t)ending->state);
	bind_instant(&q, ending->at);
	bind_blob(&q, ending->of->view);
	bind_str(&q, ending->of->error_ja);
	bind_str(&q, ending->of->error_en);
	return query_step(&q, arena, &ending->row);
}

struct err *
ledger_upload_end(struct ledger *ledger, const struct ledger_upload *of, enum upload_state state, int64_t at, struct arena *arena, bool *ret_mine)
{
	struct ending ending = { of, state, at, false };

	TRY(ledger_write(ledger, end, &ending, arena));
	*ret_mine = ending.row;
	return NULL;
}

static struct err *
back(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct step *step = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_BACK, arena, &q));
	bind_int(&q, step->id);
	bind_str(&q, step->owner);
	bind_instant(&q, step->instant);
	return query_run(&q, arena);
}

struct err *
ledger_upload_back(struct ledger *ledger, const struct ledger_upload *of, int64_t again, struct arena *arena)
{
	struct step step = { .id = of->id, .owner = of->owner, .instant = again };

	return ledger_write(ledger, back, &step, arena);
}

/* ------------------------------------------------------------------------------------- what a person says */

struct saying { const struct ledger_upload *upload; int64_t at; bool row; };

static struct err *
agree(struct ledger *ledger, void *context, struct arena *arena)
{
	struct saying *saying = context;
	const struct ledger_upload *upload = saying->upload;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_AGREE, arena, &q));
	bind_int(&q, upload->id);
	bind_int(&q, upload->actor);
	bind_int(&q, upload->actor_token);
	bind_str(&q, upload->system);
	bind_str(&q, upload->host);
	bind_str(&q, upload->os);
	bind_int(&q, upload->hidden);
	bind_int(&q, upload->remember);
	bind_instant(&q, saying->at);
	bind_blob(&q, STR(""));
	return query_step(&q, arena, &saying->row);
}

struct err *
ledger_upload_agree(struct ledger *ledger, const struct ledger_upload *upload, int64_t at, struct arena *arena, bool *ret_done)
{
	struct saying saying = { upload, at, false };

	TRY(ledger_write(ledger, agree, &saying, arena));
	*ret_done = saying.row;
	return NULL;
}

static struct err *
again(struct ledger *ledger, void *context, struct arena *arena)
{
	struct saying *saying = context;
	const struct ledger_upload *upload = saying->upload;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_AGAIN, arena, &q));
	bind_int(&q, upload->id);
	bind_str(&q, upload->mapping);
	bind_str(&q, upload->system);
	bind_str(&q, upload->host);
	bind_str(&q, upload->os);
	bind_int(&q, upload->hidden);
	bind_instant(&q, saying->at);
	return query_step(&q, arena, &saying->row);
}

struct err *
ledger_upload_again(struct ledger *ledger, const struct ledger_upload *upload, int64_t at, struct arena *arena, bool *ret_done)
{
	struct saying saying = { upload, at, false };

	TRY(ledger_write(ledger, again, &saying, arena));
	*ret_done = saying.row;
	return NULL;
}

static struct err *
drop_parts(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct step *step = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_PART_DROP, arena, &q));
	bind_int(&q, step->id);
	return query_run(&q, arena);
}

static struct err *
give_up(struct ledger *ledger, void *context, struct arena *arena)
{
	struct step *step = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_GIVE_UP, arena, &q));
	bind_int(&q, step->id);
	bind_instant(&q, step->instant);
	TRY(query_step(&q, arena, &step->row));
	return step->row ? drop_parts(ledger, step, arena) : NULL;
}

struct err *
ledger_upload_give_up(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena, bool *ret_done)
{
	struct step step = { .id = id, .instant = at };

	TRY(ledger_write(ledger, give_up, &step, arena));
	*ret_done = step.row;
	return NULL;
}

struct sweeping { int64_t now, before, forgotten; };

static struct err *
sweep_one(struct ledger *ledger, int sql, int64_t first, int64_t second, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, sql, arena, &q));
	bind_instant(&q, first);
	if (second != INSTANT_NONE)
		bind_instant(&q, second);
	return query_run(&q, arena);
}

static struct err *
sweep(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct sweeping *sweeping = context;

	TRY(sweep_one(ledger, SQL_UPLOAD_LAPSE, sweeping->now, sweeping->before, arena));
	TRY(sweep_one(ledger, SQL_UPLOAD_FORGET, sweeping->forgotten, INSTANT_NONE, arena));
	return sweep_one(ledger, SQL_UPLOAD_PART_SWEEP, sweeping->before, INSTANT_NONE, arena);
}

struct err *
ledger_upload_sweep(struct ledger *ledger, int64_t now, int64_t before, int64_t forgotten, struct arena *arena)
{
	return ledger_write(ledger, sweep, &(struct sweeping){ now, before, forgotten }, arena);
}

/* -------------------------------------------------------------------------------------------------- pieces */

struct piecing { int64_t upload; const struct ledger_upload_part *part; };

static struct err *
add_part(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct piecing *piecing = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_UPLOAD_PART_ADD, arena, &q));
	bind_int(&q, piecing->upload);
	bind_str(&q, piecing->part->name);
	bind_int(&q, piecing->part->piece);
	bind_blob(&q, piecing->part->bytes);
	return query_run(&q, arena);
}

struct err *
ledger_upload_part_add(struct ledger *ledger, int64_t upload, const struct ledger_upload_part *part, struct arena *arena)
{
	return ledger_write(ledger, add_part, &(struct piecing){ upload, part }, arena);
}

struct err *
ledger_upload_drop_parts(struct ledger *ledger, int64_t upload, struct arena *arena)
{
	return ledger_write(ledger, drop_parts, &(struct step){ .id = upload }, arena);
}

struct err *
ledger_upload_parts(struct ledger *ledger, int64_t upload, ledger_each_upload_part *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_UPLOAD_PART_LIST, arena, &q));
	bind_int(&q, upload);
	for (;;) {
		struct err *err;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		arena_reset(item);
		err = each(context, &(struct ledger_upload_part){ column_str(&q, 0, item), column_int(&q, 1), column_blob(&q, 2, item) }, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
