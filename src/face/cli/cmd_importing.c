/*
 * cmd_importing.c - the process of the running home that looks through and takes in what waits in line, one after the other: uploads (service/upload), and notices
 * that the knowledge base does not hold yet (service/notice).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "face/cli/cli.h"
#include "service/desk/desk.h"
#include "service/notice/notice.h"
#include "service/people/organisation.h"
#include "service/upload/upload.h"
#include "wire/local/local.h"

enum { LOOK_EVERY_MS = 300, NODE_BYTES = 16, SWEEP_EVERY_S = 3600, NOTICES_AGAIN_S = 60 };

/* How far the notices of an organisation are in the knowledge base. */
struct notices_turn {
	int64_t org, seen /* editions when last looked; -1: never */, again /* ticks; INT64_MAX: none is left */;
	size_t  orgs;             /* that shared the home then: with a second one notices leave the knowledge base */
};

struct importing {
	struct home    home;
	struct ledger *ledger;       /* NULL: to be opened again                                        */
	struct buf     node;         /* this home's name for its leases: a random word, as long as it lives */
	enum lang      lang;
	int64_t        sweep_at;     /* ticks */
	struct buf     told;         /* the last trouble, said once */
	struct arena  *arena;        /* as long as the process */
	LIST(struct notices_turn) notices;
	size_t         orgs;         /* that share the home             */
};

static void
tell_trouble(struct importing *importing, const struct err *err, struct arena *arena)
{
	struct str sentence = err == NULL ? STR("") : err_sentence(err, importing->lang, arena);

	if (str_eq(sentence, buf_str(&importing->told)))
		return;
	buf_clear(&importing->told);
	buf_add(&importing->told, sentence);
	if (sentence.len > 0)
		(void)fprintf(stderr, "tsukuroi: %.*s\n", STR_ARG(sentence));
}

/*
 * H/run/importing holds this home's name, and is locked by the one process that works under it, for its life: who was killed has his own leases again
 * as soon as he is back, and nobody else has the name.
 */
static struct err *
take_name(struct importing *importing, struct arena *arena)
{
	struct str run = path_join(arena, importing->home.path, STR("run")), path = path_join(arena, run, STR("importing"));
	unsigned char random[NODE_BYTES];
	char name[2 * NODE_BYTES];
	int fd;

	TRY(dir_make(run, arena));
	fd = open(arena_cstr(arena, path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);      /* stays open, and locked, until this process ends */
	if (fd < 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	while (flock(fd, LOCK_EX) != 0)
		if (errno != EINTR)
			return err_system(arena, M("The file {file} could not be read."), ARG("file", path));
	if (pread(fd, name, sizeof(name), 0) == (ssize_t)sizeof(name)) {
		buf_add(&importing->node, (struct str){ name, sizeof(name) });
		return NULL;
	}
	crypt_random(random, sizeof(random));
	buf_add(&importing->node, crypt_hex((struct str){ (const char *)random, sizeof(random) }, arena));
	if (pwrite(fd, importing->node.ptr, importing->node.len, 0) != (ssize_t)importing->node.len)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	return NULL;
}

static struct notices_turn *
turn_of(struct importing *importing)
{
	for (size_t i = 0; i < importing->notices.count; i++)
		if (importing->notices.items[i].org == importing->home.org)
			return &importing->notices.items[i];
	list_push(importing->arena, &importing->notices, ((struct notices_turn){ .org = importing->home.org, .seen = -1, .again = INT64_MAX }));
	return &importing->notices.items[importing->notices.count - 1];
}

static struct err *
bring_up(struct importing *importing, struct arena *arena, struct notice_taken *ret_taken)
{
	struct desk desk;
	struct err *err;

	TRY(desk_open(&importing->home, importing->ledger, arena, &desk));
	err = notice_take_in(&(struct notice_desk){ .home = &importing->home, .cases = &desk.cases }, importing->lang, clock_now(), arena, ret_taken);
	desk_close(&desk);
	return err;
}

/* When another edition was written, or another organisation made; what could not be taken in is tried again in a while. */
static struct err *
take_notices(struct importing *importing, struct arena *arena)
{
	struct notices_turn *turn = turn_of(importing);
	struct notice_taken taken;
	struct err *err;
	int64_t editions;

	if (importing->home.clock_given && importing->orgs <= 1)
		return NULL;      /* whoever writes waits there */
	TRY(ledger_notice_edition_count(importing->ledger, arena, &editions));
	if (editions == turn->seen && importing->orgs == turn->orgs && clock_ticks() < turn->again)
		return NULL;
	err = bring_up(importing, arena, &taken);
	turn->seen = editions;
	turn->orgs = importing->orgs;
	/* Where organisations share the home it is looked again: an earlier generation may have been put in force. */
	turn->again = err != NULL || taken.left > 0 || importing->orgs > 1 ? clock_ticks() + NOTICES_AGAIN_S * INSTANT_SECOND : INT64_MAX;
	return err;
}

/* In the organisation that is spoken for. */
static struct err *
take_turn(struct importing *importing, bool sweeps, struct arena *arena, bool *ret_worked)
{
	struct err *err = take_notices(importing, arena), *later;

	if (err != NULL && err->code == ERR_STORE)
		return err;
	if (sweeps)
		TRY(upload_sweep(importing->ledger, clock_now(), arena));
	later = upload_work(&importing->home, importing->ledger, buf_str(&importing->node), arena, ret_worked);
	return err == NULL ? later : err;
}

/* Each organisation in its turn, one upload at a time; trouble of one holds up none of the others but that of the database. */
static struct err *
take_turns(struct importing *importing, struct arena *arena, bool *ret_worked)
{
	const struct home home = importing->home;
	bool sweeps = clock_ticks() >= importing->sweep_at, worked = false;
	struct ledger_org_rows orgs;
	struct err *first = NULL;

	if (importing->ledger == NULL)
		TRY(home_ledger(&importing->home, arena, &importing->ledger));
	TRY(ledger_org_list(importing->ledger, arena, &orgs));
	importing->orgs = orgs.count;
	for (size_t i = 0; i < orgs.count && (first == NULL || first->code != ERR_STORE); i++) {
		struct err *err = ledger_org_use(importing->ledger, orgs.items[i].id, arena);

		importing->home.org = orgs.items[i].id;
		if (err == NULL)
			err = organisation_name(importing->ledger, home.organisation, arena, &importing->home.organisation);
		if (err == NULL)
			err = take_turn(importing, sweeps, arena, &worked);
		*ret_worked = *ret_worked || worked;
		if (first == NULL)
			first = err;
	}
	importing->home = home;
	if (sweeps)
		importing->sweep_at = clock_ticks() + SWEEP_EVERY_S * INSTANT_SECOND;
	return first;
}

/* A connection that failed is closed and opened again the next time: a server of the database may be restarted. */
static bool
look_round(struct importing *importing)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	bool worked = false;
	struct err *err = take_turns(importing, arena, &worked);

	tell_trouble(importing, err, arena);
	if (err != NULL && err->code == ERR_STORE) {
		ledger_close(importing->ledger);
		importing->ledger = NULL;
	}
	return worked && err == NULL;
}

int
cli_importing_main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct importing importing = { .lang = str_starts(str_of(getenv("LANG")), STR("en")) ? LANG_EN : LANG_JA, .arena = arena };
	struct timespec pause = { 0, LOOK_EVERY_MS * 1000000L };
	struct err *err;

	local_end_with_home();
	if (argc != 3 || argv[2][0] != '/')
		return CLI_USAGE;
	err = home_open(str_of(argv[2]), arena, &importing.home);
	if (err == NULL)
		err = take_name(&importing, arena);
	if (err != NULL) {
		tell_trouble(&importing, err, arena);
		return err_exit_status(err->code);
	}
	for (;;)
		if (!look_round(&importing))
			(void)nanosleep(&pause, NULL);
}
