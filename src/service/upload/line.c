/*
 * line.c - uploads that take long: they get in line, and their person sees how they stand, agrees, corrects, or gives them up.
 */
#include "service/upload/parts.h"

#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/limits.h"
#include "model/record.h"

enum { PACKED_TIMES = 8, NAMES_SHOWN = 5, LISTED_DAYS = 30, MAGIC = 4, NAMES_KEPT = 100 };

static const char *const state_names[] = { "", "waiting", "reading", "looked", "agreed", "taking", "done", "failed", "given_up" };
static const char *const state_texts[] = { "", M("Waits its turn"), M("Is being looked through"), M("Waits for your word"), M("Waits its turn to be taken in"),
	M("Is being taken in"), M("Was taken in"), M("Could not be taken in"), M("Given up") };
static const struct enum_names state_words = ENUM_WORDS(state_names, state_texts);
static const char *const stage_names[] = { "", "unpacks", "reads", "compares", "writes" };
static const char *const stage_texts[] = { "", M("Unpacks"), M("Reads the file"), M("Compares with the register"), M("Writes into the register") };
static const struct enum_names stage_words = ENUM_WORDS(stage_names, stage_texts);

static const struct field progress_fields[] = {
	FIELD_WORD(struct upload_progress, state, &state_words),
	FIELD(struct upload_progress, token, FIELD_STR),
	FIELD(struct upload_progress, by, FIELD_STR),
	FIELD(struct upload_progress, files, FIELD_STRS),
	FIELD(struct upload_progress, bytes, FIELD_INT),
	FIELD(struct upload_progress, made_at, FIELD_INSTANT),
	FIELD(struct upload_progress, at, FIELD_INSTANT),
	FIELD(struct upload_progress, ahead, FIELD_INT),
	FIELD_WORD(struct upload_progress, stage, &stage_words),
	FIELD(struct upload_progress, file, FIELD_INT),
	FIELD(struct upload_progress, file_count, FIELD_INT),
	FIELD(struct upload_progress, percent, FIELD_INT),
	FIELD(struct upload_progress, rows, FIELD_INT),
	FIELD(struct upload_progress, problem, FIELD_STR),
	FIELD(struct upload_progress, under_way, FIELD_BOOL),
	FIELD(struct upload_progress, may_drop, FIELD_BOOL),
	FIELD(struct upload_progress, measured, FIELD_BOOL),
	FIELD(struct upload_progress, behind, FIELD_BOOL),
	FIELD(struct upload_progress, several, FIELD_BOOL),
	FIELD(struct upload_progress, counted, FIELD_BOOL),
};
const struct schema upload_progress_schema = SCHEMA("upload_progress", struct upload_progress, progress_fields);

/* ------------------------------------------------------------------------------------------- gets in line */

struct lining { const struct home *home; struct str dir; struct ledger_upload row; struct str_list names; bool large; };

/* Workbooks and gzip: eight times what they weigh, unpacked. */
static bool
is_packed(struct str path, struct arena *arena)
{
	struct file_map map = { 0 };
	bool packed;

	if (file_map_open(path, arena, &map) != NULL)
		return false;
	packed = map.len >= MAGIC && (memcmp(map.bytes, "PK\x03\x04", MAGIC) == 0 || memcmp(map.bytes, "\x1f\x8b", 2) == 0
	    || memcmp(map.bytes, "\x28\xb5\x2f\xfd", MAGIC) == 0);
	file_map_close(&map);
	return packed;
}

static struct err *
weigh_folder(struct lining *lining, const char *folder, int64_t *weight, struct arena *arena)
{
	struct str path = path_join(arena, lining->dir, str_of(folder)), *names;
	size_t count;

	if (!dir_exists(path, arena))
		return NULL;
	TRY(dir_list(path, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct str file = path_join(arena, path, names[i]);
		struct stat about;

		if (stat(arena_cstr(arena, file), &about) != 0)
			return err_system(arena, M("The file {file} could not be read."), ARG("file", file));
		lining->row.bytes += (int64_t)about.st_size;
		*weight += (int64_t)about.st_size * (is_packed(file, arena) ? PACKED_TIMES : 1);
		list_push(arena, &lining->names, arena_printf(arena, "%s/%.*s", folder, STR_ARG(names[i])));
	}
	return NULL;
}

/* What an upload weighs: what will have been read when it was gone through once. */
static struct err *
weigh(struct lining *lining, struct arena *arena)
{
	int64_t weight = 0;

	TRY(weigh_folder(lining, "files", &weight, arena));
	TRY(weigh_folder(lining, "packages", &weight, arena));
	lining->large = weight > UPLOAD_BYTES_SMALL || lining->names.count > UPLOAD_FILES_SMALL || dir_exists(path_join(arena, lining->dir, STR("packages")), arena);
	return NULL;
}

static struct str
names_of(const struct lining *lining, struct arena *arena)
{
	struct str_list bases = { 0 };

	for (size_t i = 0; i < lining->names.count && i < NAMES_KEPT; i++)
		list_push(arena, &bases, path_base(lining->names.items[i]));
	return arena_join(arena, bases.items, bases.count, STR("\n"));
}

static struct err *
get_in_line(struct ledger *ledger, void *context, struct arena *arena)
{
	struct lining *lining = context;
	int64_t there;

	TRY(ledger_upload_count(ledger, lining->row.account, arena, &there));
	if (there >= (lining->row.state == UPLOAD_AGREED ? UPLOAD_AGENTS_MOST : UPLOAD_IN_LINE_MOST))
		return err_new(arena, ERR_LIMIT, M("You have {count} uploads under way: take them in, or throw them away, before you send more."), ARG_N("count", there));
	TRY(ledger_upload_add(ledger, &lining->row, arena, &lining->row.id));
	if (str_eq(str_of(ledger_engine(ledger)), STR("sqlite")))
		return NULL;      /* its files are where the ledger is */
	for (size_t i = 0; i < lining->names.count; i++)
		TRY(upload_put_file(ledger, lining->row.id, lining->dir, lining->names.items[i], arena));
	return NULL;
}

struct err *
upload_line_up(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, const struct upload_options *options, bool agreed,
    enum lang lang, int64_t now, struct arena *arena, bool *ret_in_line)
{
	struct lining lining = { .home = home, .row = { .token = token, .account = actor->account, .login = actor->login, .actor = actor->account,
		.actor_token = actor->token, .lang = lang == LANG_JA ? STR("ja") : STR("en"), .made_at = now, .system = options->system, .host = options->host,
		.os = options->os, .hidden = options->hidden, .state = agreed ? UPLOAD_AGREED : UPLOAD_WAITING } };
	struct err *err;

	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_WRITE, arena));
	TRY(upload_open(home, actor, token, arena, &lining.dir));
	TRY(weigh(&lining, arena));
	*ret_in_line = lining.large;
	if (!lining.large)
		return NULL;
	lining.row.files = names_of(&lining, arena);
	err = ledger_write(ledger, get_in_line, &lining, arena);
	if (err != NULL)
		(void)!dir_remove(lining.dir, arena);      /* nothing stands for it; what is left is swept later */
	return err;
}

struct err *
upload_line(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, const struct upload_options *options, enum lang lang,
    int64_t now, struct arena *arena, bool *ret_in_line)
{
	return upload_line_up(home, ledger, actor, token, options, false, lang, now, arena, ret_in_line);
}

/* ------------------------------------------------------------------------------------------ how it stands */

/* id 0: it is not in line. ERR_NOT_FOUND: it is another's. */
static struct err *
find(struct ledger *ledger, const struct actor *actor, struct str token, struct arena *arena, struct ledger_upload *ret_upload)
{
	*ret_upload = (struct ledger_upload){ 0 };
	if (!upload_is_token(token))
		return upload_missing(arena);
	TRY(ledger_upload_find(ledger, token, arena, ret_upload));
	if (ret_upload->id != 0 && ret_upload->account != actor->account && (actor->offices & OFFICE_ADMINISTRATOR) == 0)
		return upload_missing(arena);
	return NULL;
}

static struct str
state_of(const struct ledger_upload *upload)
{
	switch (upload->state) {
	case UPLOAD_WAITING:
		return upload->owner.len > 0 ? STR("reading") : STR("waiting");
	case UPLOAD_LOOKED:
		return STR("looked");
	case UPLOAD_AGREED:
		return upload->owner.len > 0 ? STR("taking") : STR("agreed");
	case UPLOAD_DONE:
		return STR("done");
	case UPLOAD_FAILED:
		return STR("failed");
	case UPLOAD_GIVEN_UP:
		break;
	}
	return STR("given_up");
}

static void
say_names(const struct ledger_upload *upload, struct arena *arena, struct upload_progress *progress)
{
	struct str rest = upload->files, name;

	while (progress->files.count < NAMES_SHOWN && str_split(&rest, '\n', &name))
		list_push(arena, &progress->files, name);
	if (rest.len > 0)
		list_push(arena, &progress->files, STR("…"));
}

static void
say_pace(const struct home *home, const struct ledger_upload *upload, struct arena *arena, struct upload_progress *progress)
{
	struct str uploads = path_join(arena, path_join(arena, home->path, STR("run")), STR("uploads"));
	struct upload_pace pace;

	upload_pace_read(path_join(arena, uploads, upload->token), arena, &pace);
	progress->stage = upload->state == UPLOAD_AGREED && str_eq(pace.stage, STR("compares")) ? STR("writes") : pace.stage;
	progress->file = pace.file;
	progress->file_count = pace.file_count;
	progress->rows = pace.rows;
	progress->several = pace.file_count > 1;
	progress->counted = pace.rows > 0;
	/* A reader that has all bytes still makes rows of them: how many, nobody knows before. */
	progress->measured = pace.of > 0 && pace.done < pace.of;
	progress->percent = progress->measured ? pace.done * 100 / pace.of : 0;
}

static struct err *
say(const struct home *home, struct ledger *ledger, const struct ledger_upload *upload, enum lang lang, struct arena *arena, struct upload_progress *progress)
{
	bool waits = (upload->state == UPLOAD_WAITING || upload->state == UPLOAD_AGREED);

	*progress = (struct upload_progress){ .state = state_of(upload), .token = upload->token, .by = upload->login, .bytes = upload->bytes,
		.made_at = upload->made_at, .at = upload->at, .stage = STR(""), .under_way = waits,
		.problem = lang == LANG_JA ? upload->error_ja : upload->error_en,
		.may_drop = upload->state < UPLOAD_AGREED || (upload->state == UPLOAD_AGREED && upload->owner.len == 0) };
	say_names(upload, arena, progress);
	if (waits && upload->owner.len > 0)
		say_pace(home, upload, arena, progress);
	if (waits && upload->owner.len == 0)
		TRY(ledger_upload_ahead(ledger, upload, arena, &progress->ahead));
	progress->behind = progress->ahead > 0;
	return NULL;
}

struct err *
upload_standing(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, enum lang lang, struct arena *arena,
    struct upload_progress *ret_progress, struct upload_view *ret_view)
{
	struct ledger_upload upload;

	*ret_progress = (struct upload_progress){ .state = STR(""), .made_at = INSTANT_NONE, .at = INSTANT_NONE, .stage = STR("") };
	*ret_view = (struct upload_view){ .token = token, .at = INSTANT_NONE };
	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_READ, arena));
	TRY(find(ledger, actor, token, arena, &upload));
	if (upload.id == 0)
		return NULL;
	TRY(say(home, ledger, &upload, lang, arena, ret_progress));
	if (upload.view.len > 0 && (upload.state == UPLOAD_LOOKED || upload.state == UPLOAD_DONE))
		TRY(record_decode(&upload_view_schema, upload.view, arena, ret_view));
	return NULL;
}

struct err *
upload_lines(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t most, enum lang lang, int64_t now, struct arena *arena,
    struct upload_lines *ret_lines)
{
	bool all = (actor->offices & OFFICE_ADMINISTRATOR) != 0;
	struct ledger_uploads uploads;

	*ret_lines = (struct upload_lines){ 0 };
	if ((actor->offices & UPLOAD_KEEPERS) == 0)
		return NULL;
	TRY(ledger_upload_list(ledger, all ? 0 : actor->account, now - LISTED_DAYS * INSTANT_DAY, most, arena, &uploads));
	for (size_t i = 0; i < uploads.count; i++)
		TRY(say(home, ledger, &uploads.items[i], lang, arena, list_add(arena, ret_lines)));
	return NULL;
}

/* ----------------------------------------------------------------------------------- what its person says */

static struct err *
otherwise(struct arena *arena)
{
	return err_new(arena, ERR_CONFLICT, M("This upload stands otherwise by now: see how it stands, and go on from there."));
}

struct err *
upload_agree(struct ledger *ledger, const struct actor *actor, struct str token, const struct upload_options *options, int64_t now, struct arena *arena,
    bool *ret_in_line)
{
	struct ledger_upload upload;
	bool done;

	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_WRITE, arena));
	TRY(find(ledger, actor, token, arena, &upload));
	*ret_in_line = upload.id != 0;
	if (upload.id == 0)
		return NULL;
	upload.actor = actor->account;
	upload.actor_token = actor->token;
	upload.system = options->system;
	upload.host = options->host;
	upload.os = options->os;
	upload.hidden = options->hidden;
	upload.remember = options->remember;
	TRY(ledger_upload_agree(ledger, &upload, now, arena, &done));
	return done ? NULL : otherwise(arena);
}

struct err *
upload_again(struct ledger *ledger, const struct actor *actor, struct str token, const struct upload_options *options, const struct upload_column *columns,
    size_t count, int64_t now, struct arena *arena, bool *ret_in_line)
{
	struct ledger_upload upload;
	bool done;

	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_WRITE, arena));
	TRY(find(ledger, actor, token, arena, &upload));
	*ret_in_line = upload.id != 0;
	if (upload.id == 0)
		return NULL;
	upload.system = options->system;
	upload.host = options->host;
	upload.os = options->os;
	upload.hidden = options->hidden;
	upload.mapping = upload_mapping(columns, count, arena);
	TRY(ledger_upload_again(ledger, &upload, now, arena, &done));
	return done ? NULL : otherwise(arena);
}

/* Its process is told by a file first: while it compares, it has the ledger for itself. */
struct err *
upload_give_up(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, int64_t now, struct arena *arena,
    bool *ret_in_line)
{
	struct ledger_upload upload;
	struct str dir;
	bool done;

	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_WRITE, arena));
	TRY(find(ledger, actor, token, arena, &upload));
	*ret_in_line = upload.id != 0;
	if (upload.id == 0)
		return NULL;
	TRY(upload_dir(home, token, arena, &dir));
	if (upload.state == UPLOAD_WAITING)
		TRY(upload_stop(dir, true, arena));
	TRY(ledger_upload_give_up(ledger, upload.id, now, arena, &done));
	if (!done)
		TRY(find(ledger, actor, token, arena, &upload));
	if (done || upload.state == UPLOAD_GIVEN_UP)      /* by its process, which was quicker */
		return dir_exists(dir, arena) ? dir_remove(dir, arena) : NULL;
	TRY(upload_stop(dir, false, arena));
	return otherwise(arena);
}

struct err *
upload_bring_answer(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, struct arena *arena)
{
	struct ledger_upload upload;
	struct str dir, answer;

	TRY(find(ledger, actor, token, arena, &upload));
	if (upload.id == 0 || upload.state != UPLOAD_DONE)
		return NULL;
	TRY(upload_dir(home, token, arena, &dir));
	TRY(upload_answer_in(dir, arena, &answer));
	if (answer.len > 0)
		return NULL;
	TRY(upload_fetch(ledger, upload.id, dir, arena));
	return file_write(path_join(arena, dir, STR("owner")), arena_printf(arena, "%lld", (long long)upload.account), arena);
}

struct err *
upload_sweep(struct ledger *ledger, int64_t now, struct arena *arena)
{
	return ledger_upload_sweep(ledger, now, now - UPLOAD_KEPT_HOURS * INSTANT_HOUR, now - LISTED_DAYS * INSTANT_DAY, arena);
}
