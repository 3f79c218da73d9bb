/*
 * work.c - uploads in line, one after the other: looked through, or taken in, by a process of the running home that has nothing else to do.
 *
 * What is done counts only while the lease is held: every end, and in a taking every file, is written in a unit of work that asks for it.
 */
#include "service/upload/parts.h"

#include "base/clock.h"
#include "base/file.h"
#include "model/record.h"
#include "store/ledger/job.h"
#include "store/ledger/register.h"

enum {
	LEASE_S      = 300,      /* longer than a reader is silent; renewed on the way where another node could take it  */
	RENEW_S      = 60,
	TELL_MS      = 400,      /* between two words to the pages                                                      */
	AGAIN_S      = 10,       /* after what a later try may mend, times the tries                                     */
	ATTEMPTS     = 5,        /* begun so often and never ended: it is what it breaks off with                         */
};

struct working {
	const struct home     *home;       /* as its person may */
	struct ledger         *ledger;     /* the process's own: leases, never what is read or written */
	struct ledger_upload  *upload;
	struct actor           actor;
	struct upload_taking   taking;
	struct upload_pace     pace;
	struct upload_watcher  watcher;
	int64_t                told_at, renewed_at;      /* ticks */
	bool                   ended;      /* nothing of it can be undone any more */
	struct arena          *arena;
};

static struct err *
over(struct working *w, struct arena *arena)
{
	w->taking.over = true;
	return err_new(arena, ERR_CONFLICT, M("This upload was given up, or is done elsewhere."));
}

/* ------------------------------------------------------------------------------------- on its way */

static bool
has_one_node(const struct working *w)
{
	return str_eq(str_of(ledger_engine(w->ledger)), STR("sqlite"));
}

/* With one node nobody else could take it, and the ledger may be held by this very work: it is only asked whether it is still wanted. */
static struct err *
hold_on(struct working *w, struct arena *arena)
{
	bool mine = true;

	if (!w->taking.writes && upload_is_stopped(w->taking.dir, arena))
		return over(w, arena);
	if (clock_ticks() - w->renewed_at < RENEW_S * INSTANT_SECOND)
		return NULL;
	w->renewed_at = clock_ticks();
	if (has_one_node(w))
		TRY(ledger_upload_mine(w->ledger, w->upload->id, w->upload->owner, arena, &mine));
	else
		TRY(ledger_upload_renew(w->ledger, w->upload->id, w->upload->owner, clock_now() + LEASE_S * INSTANT_SECOND, arena, &mine));
	return mine ? NULL : over(w, arena);
}

static struct err *
on_step(void *context, const struct ledger_step *step, struct arena *arena)
{
	struct working *w = context;
	struct arena *own ARENA_SCOPE = NULL;
	struct err *err;

	if (clock_ticks() - w->told_at < TELL_MS * 1000)
		return NULL;
	w->told_at = clock_ticks();
	own = arena_new();
	w->pace.stage = step->stage == LEDGER_READS ? STR("reads") : STR("compares");
	w->pace.done = step->done;
	w->pace.of = step->of;
	w->pace.rows = step->stage == LEDGER_READS ? step->rows : w->pace.rows;
	upload_pace_write(w->taking.dir, &w->pace, own);
	err = hold_on(w, own);
	return err == NULL ? NULL : err_copy(err, arena);
}

static void
on_file(struct upload_taking *taking, size_t file, size_t count)
{
	struct working *w = taking->watcher->context;
	struct arena *own ARENA_SCOPE = arena_new();

	w->pace = (struct upload_pace){ STR("reads"), (int64_t)file + 1, (int64_t)count, 0, 0, 0 };
	upload_pace_write(taking->dir, &w->pace, own);
}

static struct err *
on_kept(struct upload_taking *taking, const struct upload_view *view, struct arena *arena)
{
	struct working *w = taking->watcher->context;
	struct buf bytes BUF_SCOPE = { 0 };
	bool mine;

	record_encode(&upload_view_schema, view, &bytes);
	TRY(ledger_upload_tell(taking->ledger, w->upload->id, w->upload->owner, buf_str(&bytes), arena, &mine));
	return mine ? NULL : over(w, arena);
}

/* ----------------------------------------------------------------------------------------- prepared */

/* Its files, here: as they came, or out of the ledger. */
static struct err *
bring_files(struct working *w)
{
	struct str dir, owner = STR("owner");
	struct str *names;
	size_t count;

	TRY(upload_dir(w->home, w->upload->token, w->arena, &dir));
	w->taking.dir = dir;
	if (!file_exists(path_join(w->arena, dir, owner), w->arena)) {
		TRY(upload_fetch(w->ledger, w->upload->id, dir, w->arena));
		TRY(file_write(path_join(w->arena, dir, owner), arena_printf(w->arena, "%lld", (long long)w->upload->account), w->arena));
	}
	TRY(dir_list(path_join(w->arena, dir, STR("files")), w->arena, &names, &count));
	if (count == 0 && !dir_exists(path_join(w->arena, dir, STR("packages")), w->arena))
		return upload_missing(w->arena);
	if (w->upload->mapping.len > 0)
		TRY(file_write(path_join(w->arena, dir, STR("mapping")), w->upload->mapping, w->arena));
	w->pace = (struct upload_pace){ .stage = dir_exists(path_join(w->arena, dir, STR("packages")), w->arena) ? STR("unpacks") : STR("reads") };
	upload_pace_write(dir, &w->pace, w->arena);
	return upload_unpack(dir, w->arena);
}

/* Who asked for it, as he is by now: what he may not any more is not done for him. */
static struct err *
become(struct working *w, struct home *own)
{
	TRY(actor_of_account(w->ledger, w->upload->actor, w->upload->actor_token != 0 ? VIA_TOKEN : VIA_WEB, w->arena, &w->actor));
	TRY(actor_see_not_over(&w->actor, clock_now(), w->arena));
	w->actor.token = w->upload->actor_token;
	TRY(actor_need(&w->actor, UPLOAD_KEEPERS, SCOPE_WRITE, w->arena));
	own->shared = NULL;
	actor_enter(&w->actor, own, w->arena);
	w->home = own;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- the work */

static struct err *
end(struct working *w, enum upload_state state, const struct upload_view *view)
{
	struct ledger_upload ended = *w->upload;
	struct buf bytes BUF_SCOPE = { 0 };
	bool mine;

	if (view != NULL)
		record_encode(&upload_view_schema, view, &bytes);
	ended.view = buf_str(&bytes);
	TRY(ledger_upload_end(w->ledger, &ended, state, clock_now(), w->arena, &mine));
	return mine ? NULL : over(w, w->arena);
}

/* What came of it stays, with the answer to a sheet; the files themselves have done their duty. */
static struct err *
tidy(struct working *w)
{
	static const char *const folders[] = { "files", "packages", "unpacked" };
	struct str answer;

	for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
		struct str folder = path_join(w->arena, w->taking.dir, str_of(folders[i]));

		if (dir_exists(folder, w->arena))
			TRY(dir_remove(folder, w->arena));
	}
	if (has_one_node(w))
		return NULL;
	TRY(ledger_upload_drop_parts(w->ledger, w->upload->id, w->arena));
	TRY(upload_answer_in(w->taking.dir, w->arena, &answer));
	return answer.len == 0 ? NULL : upload_put_file(w->ledger, w->upload->id, w->taking.dir, path_base(answer), w->arena);
}

static struct err *
look(struct working *w)
{
	struct upload_view view = { .token = w->upload->token };

	TRY(upload_go_through(&w->taking, &w->actor, &view));
	return end(w, UPLOAD_LOOKED, &view);
}

static struct err *
take(struct working *w)
{
	struct upload_view view = { .token = w->upload->token };

	w->taking.writes = true;
	if (w->upload->view.len > 0)
		TRY(record_decode(&upload_view_schema, w->upload->view, w->arena, &view));
	TRY(upload_go_through(&w->taking, &w->actor, &view));
	if (w->upload->remember)
		TRY(upload_remember(w->home, &w->actor, w->taking.dir, &view, w->taking.now, w->arena));
	TRY(end(w, UPLOAD_DONE, &view));
	w->ended = true;
	return tidy(w);
}

static struct err *
do_it(struct working *w, struct home *own)
{
	const struct upload_options options = { w->upload->system, w->upload->host, w->upload->os, w->upload->hidden, w->upload->remember };

	if (w->upload->attempt > ATTEMPTS)
		return err_new(w->arena, ERR_LIMIT, M("It was begun {count} times and broke off each time: take the files in in parts, and look in the log for why."),
		    ARG_N("count", ATTEMPTS));
	TRY(become(w, own));
	w->watcher = (struct upload_watcher){ on_kept, on_file, w, { on_step, w } };
	w->taking = (struct upload_taking){ .home = own, .options = &options, .watcher = &w->watcher, .now = clock_now(),
		.lang = str_eq(w->upload->lang, STR("ja")) ? LANG_JA : LANG_EN, .arena = w->arena };
	TRY(bring_files(w));
	return w->upload->state == UPLOAD_AGREED ? take(w) : look(w);
}

/* Trouble of this machine or the database passes; all else is said to its person. */
static struct err *
say_failure(struct working *w, struct err *err)
{
	bool passes = err->code == ERR_SYSTEM || err->code == ERR_STORE || err->code == ERR_BUSY, mine;
	struct ledger_upload failed = *w->upload;

	if (w->ended)
		return err;
	TRY(ledger_upload_mine(w->ledger, w->upload->id, w->upload->owner, w->arena, &mine));
	if (mine && w->taking.over)      /* stopped, before his word stands in the ledger */
		TRY(ledger_upload_give_up(w->ledger, w->upload->id, clock_now(), w->arena, &(bool){ false }));
	if (!mine || w->taking.over)
		return w->taking.dir.len > 0 && dir_exists(w->taking.dir, w->arena) ? dir_remove(w->taking.dir, w->arena) : NULL;
	if (passes && w->upload->attempt < ATTEMPTS) {
		TRY(ledger_upload_back(w->ledger, w->upload, clock_now() + AGAIN_S * w->upload->attempt * INSTANT_SECOND, w->arena));
		return err;
	}
	failed.view = STR("");
	failed.error_ja = err_sentence(err, LANG_JA, w->arena);
	failed.error_en = err_sentence(err, LANG_EN, w->arena);
	TRY(ledger_upload_end(w->ledger, &failed, UPLOAD_FAILED, clock_now(), w->arena, &mine));
	return passes ? err : NULL;
}

static struct err *
work_on(const struct home *home, struct ledger *ledger, struct ledger_upload *upload, struct arena *arena)
{
	struct home own = *home;
	struct working w = { .home = home, .ledger = ledger, .upload = upload, .renewed_at = clock_ticks(), .arena = arena };
	struct err *err = do_it(&w, &own);

	return err == NULL ? NULL : say_failure(&w, err);
}

struct err *
upload_work(const struct home *home, struct ledger *ledger, struct str node, struct arena *arena, bool *ret_worked)
{
	struct ledger_uploads uploads;
	struct err *first = NULL;
	int64_t now;

	*ret_worked = false;
	TRY(ledger_clock(ledger, arena, &now));
	TRY(ledger_upload_waits(ledger, node, now, arena, ret_worked));
	if (!*ret_worked)
		return NULL;
	TRY(ledger_upload_claim(ledger, node, now, now + LEASE_S * INSTANT_SECOND, arena, &uploads));
	for (size_t i = 0; i < uploads.count && first == NULL; i++)
		first = work_on(home, ledger, &uploads.items[i], arena);
	return first;
}
