/*
 * quarantine.c - the files of one go: fetched, continued after a cut, and kept until what they hold is in force.
 *
 *     H/pull/quarantine/NAME/go            which go: its serial, its end of time, when it began
 *                           /NAME-1        whole: so it is called where it cannot be read
 *                           /NAME-1.mark   its address, ETag, Last-Modified, digest; or that it is what is held
 *                           /NAME-1.part   cut, with NAME-1.begun: what it began as
 */
#include "service/pull/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "service/intake.h"
#include "service/reach.h"

enum { GO_HOURS = 24, TRIES = 3, WAIT_MOST_S = 60, FILE_SECONDS = 6 * 3600, PAGE_REDIRECTS = 5 };

static struct str
place(const struct pull_run *run)
{
	return path_join(run->arena, pull_dir(run->home, STR("quarantine"), run->arena), str_of(run->source->name));
}

static struct str
file_of(const struct pull_run *run, size_t number, const char *kind)
{
	return path_join(run->arena, place(run), arena_printf(run->arena, "%s-%zu%s", run->source->name, number, kind));
}

/* ------------------------------------------------------------------------------------------------------ the go */

struct go { int64_t serial, until, began; };

static struct err *
take_go(void *context, struct str key, struct str value, struct arena *arena)
{
	struct go *go = context;

	(void)arena;
	if (str_eq(key, STR("serial")))
		(void)str_to_i64(value, &go->serial);
	else if (str_eq(key, STR("until")))
		(void)instant_parse(value, ZONE_UTC, &go->until);
	else if (str_eq(key, STR("began")))
		(void)instant_parse(value, ZONE_UTC, &go->began);
	return NULL;
}

static struct err *
begin_go(struct pull_run *run)
{
	struct arena *arena = run->arena;

	run->until = run->now;
	TRY(quarantine_close(run));
	TRY(dir_make(pull_dir(run->home, STR(""), arena), arena));
	TRY(dir_make(pull_dir(run->home, STR("quarantine"), arena), arena));
	TRY(dir_make(place(run), arena));
	return file_write(path_join(arena, place(run), STR("go")), arena_printf(arena, "serial = %lld\nuntil = %.*s\nbegan = %.*s\n",
	    (long long)run->state.serial, STR_ARG(instant_format(run->until, ZONE_UTC, arena)), STR_ARG(instant_format(run->now, ZONE_UTC, arena))), arena);
}

struct err *
quarantine_open(struct pull_run *run)
{
	struct go go = { -1, INSTANT_NONE, INSTANT_NONE };

	TRY(pull_lines(path_join(run->arena, place(run), STR("go")), take_go, &go, run->arena));
	if (go.serial != run->state.serial || go.until == INSTANT_NONE || go.began == INSTANT_NONE || go.began > run->now ||
	    run->now - go.began > GO_HOURS * INSTANT_HOUR)
		return begin_go(run);
	run->until = go.until;
	return NULL;
}

struct err *
quarantine_close(struct pull_run *run)
{
	return dir_exists(place(run), run->arena) ? dir_remove(place(run), run->arena) : NULL;
}

/* ------------------------------------------------------------------------------------------------------- marks */

struct marking { struct pull_mark mark; bool same; };

static struct err *
take_mark(void *context, struct str key, struct str value, struct arena *arena)
{
	struct marking *marking = context;
	const struct { const char *key; struct str *into; } parts[] = {
		{ "url", &marking->mark.url }, { "etag", &marking->mark.etag }, { "modified", &marking->mark.modified }, { "digest", &marking->mark.digest },
	};

	(void)arena;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (str_eq(key, str_of(parts[i].key)))
			*parts[i].into = value;
	marking->same = marking->same || str_eq(key, STR("same"));
	return NULL;
}

static struct err *
write_mark(const struct pull_run *run, struct str file, const struct pull_mark *mark, bool same)
{
	return file_write(file, arena_printf(run->arena, "url = %.*s\netag = %.*s\nmodified = %.*s\ndigest = %.*s\n%s", STR_ARG(mark->url),
	    STR_ARG(mark->etag), STR_ARG(mark->modified), STR_ARG(mark->digest), same ? "same = yes\n" : ""), run->arena);
}

/* ----------------------------------------------------------------------------------------------------- fetching */

static void
wait_ms(int64_t ms)
{
	struct timespec span = { ms / 1000, ms % 1000 * 1000000 };

	while (ms > 0 && nanosleep(&span, &span) != 0 && errno == EINTR)
		continue;
}

/* What sentences call it: the address without what follows '?'. */
static struct str
called(struct str url)
{
	struct str head, tail;

	(void)str_cut(url, '?', &head, &tail);
	return head;
}

struct asking {
	struct fetch_request request;
	struct fetch_header  headers[2];
};

static struct err *
prepare(struct pull_run *run, const struct pull_step *step, size_t number, struct asking *asking)
{
	const struct pull_source *source = run->source;
	const struct pull_mark *held = step->conditional ? pull_mark_of(&run->state, step->url) : NULL;
	struct marking begun = { 0 };
	struct stat seen;

	asking->request = (struct fetch_request){
		.url = step->url, .called = called(step->url), .types = source->types, .packed = step->packed, .to_fd = true, .fd = -1,
		.most_bytes = step->most_bytes > 0 ? step->most_bytes : source->most_bytes, .seconds = FILE_SECONDS, .redirects = PAGE_REDIRECTS, .headers = asking->headers,
		.etag = held != NULL ? held->etag : STR(""), .modified = held != NULL ? held->modified : STR(""),
	};
	/* Some issuers answer in the form that is asked for first. */
	asking->headers[0] = (struct fetch_header){ STR("Accept"), arena_printf(run->arena, "%s, */*;q=0.5", source->types[0]) };
	asking->request.headers_count = 1;
	if (source->key_header != NULL && run->settings.key_file.len > 0) {
		asking->headers[1].name = str_of(source->key_header);
		TRY(file_read_secret(reach_file(run->home, run->settings.key_file, run->arena), run->arena, &asking->headers[1].value));
		asking->request.headers_count = 2;
	}
	asking->request.fd = open(arena_cstr(run->arena, file_of(run, number, ".part")), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (asking->request.fd < 0 || fstat(asking->request.fd, &seen) != 0)
		return err_system(run->arena, M("The file {file} could not be written."), ARG("file", file_of(run, number, ".part")));
	TRY(pull_lines(file_of(run, number, ".begun"), take_mark, &begun, run->arena));
	/* RFC 9110 13.1.5: a weak ETag is no ground to continue. */
	if (seen.st_size > 0 && !step->packed && str_eq(begun.mark.url, step->url)) {
		asking->request.from_mark = begun.mark.etag.len > 0 && !str_starts(begun.mark.etag, STR("W/")) ? begun.mark.etag : begun.mark.modified;
		asking->request.from = asking->request.from_mark.len > 0 ? (uint64_t)seen.st_size : 0;
	}
	if (asking->request.from > 0)
		asking->request.etag = asking->request.modified = STR("");
	return NULL;
}

/* One question. What came of a cut answer stays, with what it began as. */
static struct err *
ask_once(struct pull_run *run, struct fetcher *fetcher, const struct pull_step *step, size_t number, struct fetch_answer *answer)
{
	struct asking asking = { 0 };
	struct err *err = prepare(run, step, number, &asking);
	int fd FD_SCOPE = asking.request.fd;
	struct pull_mark began;

	*answer = (struct fetch_answer){ .end = FETCH_BROKEN, .retry_after = -1 };
	TRY(err);
	err = fetch(fetcher, &asking.request, run->arena, answer);
	began = (struct pull_mark){ .url = step->url, .etag = answer->etag, .modified = answer->modified, .digest = STR("") };
	if (err != NULL && (answer->end == FETCH_CUT || answer->end == FETCH_SLOW) && answer->bytes > 0)
		TRY(write_mark(run, file_of(run, number, ".begun"), &began, false));
	/* What could not be continued is begun anew. */
	else if (err != NULL && asking.request.from > 0 && !fetch_is_passing(answer))
		(void)unlink(arena_cstr(run->arena, file_of(run, number, ".begun")));
	return err;
}

static struct err *
ask(struct pull_run *run, struct fetcher *fetcher, const struct pull_step *step, size_t number, struct fetch_answer *answer, int64_t *ret_wait)
{
	for (int64_t again = 1;; again++) {
		struct err *err = ask_once(run, fetcher, step, number, answer);
		int64_t wait = answer->retry_after >= 0 ? answer->retry_after : again;

		*ret_wait = answer->retry_after;
		if (err == NULL || !fetch_is_passing(answer) || again >= TRIES || wait > WAIT_MOST_S)
			return err;
		wait_ms(wait * 1000 > run->settings.pause_ms ? wait * 1000 : run->settings.pause_ms);
	}
}

static struct err *
settle(struct pull_run *run, const struct pull_step *step, size_t number, const struct fetch_answer *answer)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct pull_mark mark = { .url = step->url, .etag = answer->etag, .modified = answer->modified };
	struct str part = file_of(run, number, ".part");

	TRY(intake_open(part, run->arena, &file));
	mark.digest = file.digest;
	if (step->digest.len > 0 && !str_eq_nocase(step->digest, file.digest)) {
		(void)unlink(arena_cstr(run->arena, part));
		return err_new(run->arena, ERR_FORMAT, M("{file} has another SHA-256 than its issuer says: it was altered on the way, or is being changed."),
		    ARG("file", called(step->url)));
	}
	if (rename(arena_cstr(run->arena, part), arena_cstr(run->arena, file_of(run, number, ""))) != 0)
		return err_system(run->arena, M("The file {file} could not be written."), ARG("file", part));
	return write_mark(run, file_of(run, number, ".mark"), &mark, answer->end == FETCH_SAME);
}

struct err *
quarantine_fetch(struct pull_run *run, struct fetcher *fetcher, const struct pull_step *step, size_t number, struct pull_file *ret_file,
    bool *ret_fetched, int64_t *ret_wait)
{
	struct fetch_answer answer;
	struct marking marking = { 0 };
	struct err *err;

	*ret_fetched = false;
	*ret_wait = -1;
	TRY(pull_lines(file_of(run, number, ".mark"), take_mark, &marking, run->arena));
	if (!str_eq(marking.mark.url, step->url) || !file_exists(file_of(run, number, ""), run->arena)) {
		if (number > 1)
			wait_ms(run->settings.pause_ms);
		err = ask(run, fetcher, step, number, &answer, ret_wait);
		/* A record that was listed as changed and is gone: what is left is learnt from all of it, the next time. */
		if (err != NULL && step->delta && answer.status == 404)
			run->state.full = INSTANT_NONE;
		if (err != NULL && step->may_miss && (answer.status == 404 || answer.status == 410 || answer.end == FETCH_NO_NAME ||
		    (step->may_be_nowhere && answer.end == FETCH_UNREACHED))) {
			(void)unlink(arena_cstr(run->arena, file_of(run, number, ".part")));
			*ret_file = (struct pull_file){ .step = *step, .missing = true };
			return NULL;
		}
		TRY(err);
		TRY(settle(run, step, number, &answer));
		*ret_fetched = true;
		marking = (struct marking){ 0 };
		TRY(pull_lines(file_of(run, number, ".mark"), take_mark, &marking, run->arena));
	}
	*ret_file = (struct pull_file){ .path = file_of(run, number, ""), .step = *step, .same = marking.same, .mark = marking.mark };
	return NULL;
}
