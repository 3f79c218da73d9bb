/*
 * run.c - one go at one source: its files fetched, looked at, read as one, and remembered.
 */
#include "service/pull/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "service/intake.h"
#include "service/reach.h"
#include "wire/worker/worker.h"

enum { STEPS_MOST = 20000, BEGINNINGS = 3, BACK_OFF_MINUTES = 5, BACK_OFF_MOST_H = 6 };

static const char *const end_texts[] = { "never", "took", "same", "held", "failed", "planned", "partly" };
static const char *const end_words[] = { M("Not fetched yet"), M("New knowledge taken in"), M("Nothing new"), M("Held for a person"), M("Could not be taken in"), M("planned"),
	M("Part of it was not taken in") };
const struct enum_names pull_end_names = ENUM_WORDS(end_texts, end_words);

/* ------------------------------------------------------------------------------------------- looking at a file */

struct looking {
	struct sink       sink;
	struct arena     *arena;
	struct pull_seen *seen;
	bool              has_head;
};

static struct err *
take_listing(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct looking *looking = (struct looking *)sink;

	(void)arena;
	if (schema == &listing_head_schema) {
		looking->seen->head = *(const struct listing_head *)value;
		looking->seen->head.next = arena_copy(looking->arena, looking->seen->head.next);
		looking->has_head = true;
	} else if (schema == &listing_entry_schema) {
		struct listing_entry entry = *(const struct listing_entry *)value;

		entry.id = arena_copy(looking->arena, entry.id);
		entry.url = arena_copy(looking->arena, entry.url);
		entry.digest = arena_copy(looking->arena, entry.digest);
		entry.hash = arena_copy(looking->arena, entry.hash);
		entry.signature = arena_copy(looking->arena, entry.signature);
		list_push(looking->arena, &looking->seen->entries, entry);
	}
	return NULL;
}

static struct err *
take_no_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}

static struct err *
look(struct pull_run *run, const struct pull_file *file, struct pull_seen *seen)
{
	struct intake_file opened INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct looking looking = { .sink = { take_listing, take_no_problem }, .arena = run->arena, .seen = seen };
	struct str since = instant_format(file->step.since, ZONE_UTC, run->arena);
	struct worker_job job = { .kind = "listing" };

	*seen = (struct pull_seen){ .same = file->same, .missing = file->missing, .path = file->path, .digest = file->mark.digest };
	if (file->step.style == NULL || file->same || file->missing)
		return NULL;
	TRY(intake_open(file->path, run->arena, &opened));
	job.fd = opened.fd;
	job.name = opened.name;
	job.told = arena_printf(run->arena, "%s%s%.*s", file->step.style, since.len > 0 ? " " : "", STR_ARG(since));
	return worker_run(&job, &looking.sink, run->arena);
}

/* ------------------------------------------------------------------------------------------------ its files */

struct going {
	struct pull_run      run;
	struct pull_outcome *outcome;
	LIST(struct pull_file) files;
	int64_t              wait;          /* seconds that the source asks for; -1 */
	bool                 unreadable;    /* it ended with a file that came and could not be looked at */
};

/* All that the plan asks for. A source that changed while it was asked is asked again from the beginning. */
static struct err *
fetch_all(struct going *going, struct fetcher *fetcher)
{
	struct pull_run *run = &going->run;
	struct pull_step step = { .since = INSTANT_NONE };
	struct pull_seen seen;
	bool done = false, fetched;
	struct err *err;

	TRY(run->source->plan(run, NULL, &step, &done));
	for (size_t number = 1; !done; number++) {
		struct pull_file *file = list_add(run->arena, &going->files);

		if (number > STEPS_MOST)
			return err_new(run->arena, ERR_LIMIT, M("The source names more than {most} files."), ARG_N("most", STEPS_MOST));
		TRY(quarantine_fetch(run, fetcher, &step, number, file, &fetched, &going->wait));
		going->outcome->files += fetched;
		err = look(run, file, &seen);
		going->unreadable = err != NULL;
		TRY(err);
		step = (struct pull_step){ .since = INSTANT_NONE };
		TRY(run->source->plan(run, &seen, &step, &done));
	}
	return NULL;
}

/* As it was before the plan, but for what was remembered. */
static struct err *
begin_again(struct going *going)
{
	struct pull_run *run = &going->run, former = *run;

	TRY(quarantine_close(run));
	*run = (struct pull_run){ .home = former.home, .source = former.source, .settings = former.settings, .state = former.state, .arena = former.arena,
		.now = former.now, .accept = former.accept };
	going->files.count = 0;
	return quarantine_open(run);
}

static struct err *
fetch_whole(struct going *going, struct fetcher *fetcher)
{
	for (int beginning = 0; beginning < BEGINNINGS; beginning++) {
		TRY(fetch_all(going, fetcher));
		if (!going->run.changed)
			return NULL;
		TRY(begin_again(going));
	}
	return err_new(going->run.arena, ERR_BUSY, M("The source changed each time while it was read: it is tried again later."));
}

/* ------------------------------------------------------------------------------------------------ reading them */

static void
add_sums(struct kb_feed_outcome *sums, const struct kb_feed_outcome *one)
{
	sums->read += one->read;
	sums->added += one->added;
	sums->changed += one->changed;
	sums->unchanged += one->unchanged;
	sums->withdrawn += one->withdrawn;
	sums->gone += one->gone;
	sums->problems += one->problems;
	sums->warnings += one->warnings;
}

static struct feed_piece
piece_of(const struct going *going, const struct pull_file *file, bool accept)
{
	const struct pull_source *source = going->run.source;

	return (struct feed_piece){
		.path = file->path, .kind = str_of(source->kind), .reader = file->step.reader, .delta = file->step.delta, .accept = accept,
		/* A file says itself which feed it is of, unless all of it comes under a name. */
		.name = source->part != NULL ? str_of(source->feed) : STR(""),
		.contract = file->step.contract != KB_BY_TABLE || file->step.delta ? file->step.contract : source->contract,
		.age_limit = going->run.settings.age_limit,
	};
}

static bool
is_taken(const struct going *going, const struct pull_file *file)
{
	return file->step.take && !file->same && !file->missing &&
	    !str_is_one_of(file->step.url, going->run.refused.items, going->run.refused.count);
}

static struct err *
take_all(struct going *going, bool accept)
{
	struct pull_run *run = &going->run;
	LIST(struct feed_piece) pieces = { 0 };
	struct feed_import_result result;
	struct str_list same = { 0 };

	for (size_t i = 0; i < going->files.count; i++)
		if (is_taken(going, &going->files.items[i]))
			list_push(run->arena, &pieces, piece_of(going, &going->files.items[i], accept));
	/* Last: what was taken back and published again since is in force. */
	if (run->withdrawn.count > 0)
		list_push(run->arena, &pieces, ((struct feed_piece){ .kind = str_of(run->source->kind), .name = str_of(run->source->feed), .contract = run->source->contract,
		    .age_limit = run->settings.age_limit, .withdrawn = run->withdrawn.items, .withdrawn_count = run->withdrawn.count }));
	if (pieces.count == 0 && run->source->feed != NULL)
		list_push(run->arena, &same, str_of(run->source->feed));
	TRY(feed_take(run->home->kb_path, pieces.items, pieces.count, &same, run->now, run->arena, &result));
	for (size_t i = 0; i < result.files.count; i++) {
		add_sums(&going->outcome->sums, &result.files.items[i].outcome);
		if (result.files.items[i].failed != NULL)
			return err_copy(result.files.items[i].failed, run->arena);
	}
	going->outcome->generation = result.kb.generation;
	going->outcome->end = result.kb.published || result.kb.overlay_published ? PULL_TOOK : PULL_SAME;
	return NULL;
}

/* -------------------------------------------------------------------------------------------------- remembering */

static void
keep_marks(struct going *going)
{
	struct pull_run *run = &going->run;

	for (size_t i = 0; i < going->files.count; i++) {
		const struct pull_file *file = &going->files.items[i];
		struct pull_mark *held = (struct pull_mark *)(uintptr_t)pull_mark_of(&run->state, file->mark.url);

		if (!file->step.conditional || file->same)
			continue;
		if (held != NULL)
			*held = file->mark;
		else
			list_push(run->arena, &run->state.marks, file->mark);
	}
}

static void
say(struct pull_state *state, struct str en, struct str ja)
{
	state->said_en = en;
	state->said_ja = ja;
}

static void
note_success(struct going *going)
{
	struct pull_run *run = &going->run;
	struct pull_state *state = &run->state;

	keep_marks(going);
	state->serial++;
	state->failures = 0;
	state->cursor = run->cursor;
	state->more = run->more;
	state->succeeded = run->now;
	if (run->full)
		state->full = run->now;
	state->next = run->more ? run->now : run->now + run->settings.every;
	say(state, STR(""), STR(""));
}

/* Twice as long after each failure, never longer than its own pace; a source that asks to wait is waited for. */
static void
note_failure(struct going *going, const struct err *err)
{
	struct pull_run *run = &going->run;
	struct pull_state *state = &run->state;
	int64_t doublings = state->failures < 8 ? state->failures : 8;
	int64_t span = (BACK_OFF_MINUTES * 60 * INSTANT_SECOND) << doublings;

	state->failures++;
	if (span > BACK_OFF_MOST_H * INSTANT_HOUR)
		span = BACK_OFF_MOST_H * INSTANT_HOUR;
	if (span > run->settings.every || err->code == ERR_HELD)
		span = run->settings.every;
	/* All but what is held was taken: from there it goes on. */
	if (run->held != NULL) {
		state->serial++;
		state->cursor = run->cursor;
		state->more = run->more;
		span = run->more ? 0 : span;
	}
	if (going->wait > 0 && going->wait * INSTANT_SECOND > span)
		span = going->wait * INSTANT_SECOND;
	state->next = run->now + span;
	say(state, err_sentence(err, LANG_EN, run->arena), err_sentence(err, LANG_JA, run->arena));
}

/* What was read and refused is fetched anew, with the lists that led there; what was only cut stays. */
static bool
may_go_on(enum err_code code)
{
	return code != ERR_HELD && code != ERR_FORMAT && code != ERR_UNSUPPORTED && code != ERR_LIMIT && code != ERR_FORBIDDEN && code != ERR_NOT_FOUND;
}

static struct err *
remember(struct going *going, struct err *failed)
{
	struct pull_run *run = &going->run;
	struct pull_outcome *outcome = going->outcome;

	if (failed != NULL)
		outcome->end = run->held != NULL && failed == run->held ? PULL_PARTLY : failed->code == ERR_HELD ? PULL_HELD : PULL_FAILED;
	outcome->failed = failed;
	run->state.tried = run->now;
	run->state.end = outcome->end;
	if (failed == NULL)
		note_success(going);
	else
		note_failure(going, failed);
	outcome->more = failed == NULL && run->more;
	outcome->next = run->state.next;
	(void)unlink(arena_cstr(run->arena, pull_asked_file(run->home, run->source, run->arena)));
	TRY(pull_state_keep(run->home, run->source, &run->state, run->arena));
	return failed == NULL || !may_go_on(failed->code) ? quarantine_close(run) : NULL;
}

/* --------------------------------------------------------------------------------------------------------- go */

static struct err *
lock(const struct home *home, struct arena *arena, int *ret_fd)
{
	struct str file = pull_dir(home, STR("lock"), arena);

	TRY(dir_make(pull_dir(home, STR(""), arena), arena));
	*ret_fd = open(arena_cstr(arena, file), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*ret_fd < 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", file));
	if (flock(*ret_fd, LOCK_EX | LOCK_NB) == 0)
		return NULL;
	if (errno != EWOULDBLOCK)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", file));
	return err_new(arena, ERR_BUSY, M("Another process is fetching for this home: wait until it is done."));
}

static struct err *
reach(const struct pull_run *run, struct fetcher **ret_fetcher)
{
	struct str_list urls = { 0 };
	struct str rest = str_of(run->source->hosts), url;

	list_push(run->arena, &urls, run->settings.url);
	while (rest.len > 0 && str_split(&rest, ' ', &url))
		list_push(run->arena, &urls, url);
	return reach_open(run->home, urls.items, urls.count, run->arena, ret_fetcher);
}

static struct err *
dry_run(struct going *going)
{
	struct pull_step step = { 0 };
	bool done;

	going->run.until = going->run.now;
	TRY(going->run.source->plan(&going->run, NULL, &step, &done));
	going->outcome->url = done ? STR("") : step.url;
	going->outcome->end = PULL_PLANNED;
	going->outcome->next = INSTANT_NONE;
	return NULL;
}

struct err *
pull_one(const struct home *home, const struct pull_source *source, const struct pull_options *options, struct arena *arena,
    struct pull_outcome *ret_outcome)
{
	struct going going = { .run = { .home = home, .source = source, .arena = arena, .now = options->now, .accept = options->accept },
		.outcome = ret_outcome, .wait = -1 };
	struct fetcher *fetcher FETCHER_SCOPE = NULL;
	int locked FD_SCOPE = -1;
	struct err *failed;
	bool spoke;

	*ret_outcome = (struct pull_outcome){ .source = str_of(source->name), .next = INSTANT_NONE };
	TRY(pull_settings_of(home, source, arena, &going.run.settings));
	TRY(pull_state_of(home, source, arena, &going.run.state));
	if (options->dry_run)
		return dry_run(&going);
	TRY(lock(home, arena, &locked));
	TRY(reach(&going.run, &fetcher));
	TRY(quarantine_open(&going.run));
	failed = fetch_whole(&going, fetcher);
	spoke = failed != NULL && (going.unreadable || failed->code == ERR_HELD);
	if (failed == NULL) {
		failed = take_all(&going, options->accept);
		spoke = failed == NULL && going.run.held != NULL;
		failed = spoke ? going.run.held : failed;
	}
	/* The source spoke, and was not understood or not believed: its feed says so, and no longer says "not affected". */
	if (spoke && source->feed != NULL)
		TRY(feed_refuse(home->kb_path, str_of(source->kind), str_of(source->feed), failed, options->now, arena));
	return remember(&going, failed);
}

struct err *
pull_wanted(const struct home *home, bool due, int64_t now, struct arena *arena, struct pull_list *ret_list)
{
	struct pull_list all;

	*ret_list = (struct pull_list){ 0 };
	TRY(pull_sources_of(home, arena, &all));
	for (size_t i = 0; i < all.count; i++) {
		const struct pull_source *source = all.items[i];
		struct pull_settings settings;
		struct pull_state state;
		bool asked = due && file_exists(pull_asked_file(home, source, arena), arena);

		TRY(pull_settings_of(home, source, arena, &settings));
		TRY(pull_state_of(home, source, arena, &state));
		if (asked || (settings.on && (!due || state.next == INSTANT_NONE || state.next <= now)))
			list_push(arena, ret_list, source);
	}
	return NULL;
}
