/*
 * cmd_serve.c - the home runs: its socket, and what is due every second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "face/cli/commands.h"
#include "service/audit/audit.h"
#include "service/job/job.h"
#include "service/key/key.h"
#include "wire/keyholder/keyholder.h"
#include "wire/local/local.h"

enum { HOLDER_EVERY_S = 5 };

const struct cli_option options_serve[] = {
	{ "once", NULL, M("ends after the first command that it was given (for tests)") },
	{ NULL, NULL, NULL },
};

/* --------------------------------------------------------------------------------------------- every second */

struct ticking {
	struct home          home;
	struct ledger       *ledger;      /* NULL: to be opened again               */
	struct audit_sender *sender;
	enum lang            lang;
	int64_t              look_again;  /* ticks: after the key holder            */
	struct buf           told;        /* the last trouble, said once            */
	struct buf           owner;       /* of its leases                          */
};

/* The same trouble every second is one line of the log. */
static void
tell_trouble(struct ticking *ticking, const struct err *err, struct arena *arena)
{
	struct str sentence = err == NULL ? STR("") : err_sentence(err, ticking->lang, arena);

	if (str_eq(sentence, buf_str(&ticking->told)))
		return;
	buf_clear(&ticking->told);
	buf_add(&ticking->told, sentence);
	if (sentence.len > 0)
		(void)fprintf(stderr, "tsukuroi: %.*s\n", STR_ARG(sentence));
}

/* The key holder is started again when it is gone, if a file unlocks it. A passphrase is a person's to give. */
static struct err *
keep_holder(struct ticking *ticking, struct arena *arena)
{
	bool started;

	if (clock_ticks() < ticking->look_again)
		return NULL;
	ticking->look_again = clock_ticks() + HOLDER_EVERY_S * INSTANT_SECOND;
	return key_start_alone(&ticking->home, arena, &started);
}

static struct err *
open_all(struct ticking *ticking, struct arena *arena)
{
	if (ticking->ledger == NULL)
		TRY(home_ledger(&ticking->home, arena, &ticking->ledger));
	ledger_speak_as(ticking->ledger, enum_name(&actor_via_names, VIA_JOB), 0);
	if (ticking->sender == NULL && ticking->home.audit_send.len > 0)
		TRY(audit_sender_open(ticking->home.audit_send, arena, &ticking->sender));
	return NULL;
}

static struct err *
seal(struct ticking *ticking, struct arena *arena)
{
	const struct audit_signer signer = { audit_sign_by_holder, &ticking->home.path };
	struct audit_sealing how = { ticking->home.audit_heads, &signer, clock_now(), false };
	struct audit_sealed sealed;
	int64_t sent;

	TRY(audit_seal(ticking->ledger, &how, arena, &sealed));
	return ticking->sender == NULL ? NULL : audit_send(ticking->ledger, ticking->sender, arena, &sent);
}

/* What is due. What could not be done is tried again later, and stands in `job list`; the log has its first sentence. */
static struct err *
work(struct ticking *ticking, struct arena *arena)
{
	struct job_room room JOB_ROOM_SCOPE = { .home = &ticking->home, .ledger = ticking->ledger, .arena = arena };
	struct mailer *mailer MAILER_SCOPE = NULL;
	struct job_desk desk = { .ledger = ticking->ledger, .context = &room, .settle = job_room_settle, .hourly = job_room_hourly };
	struct due_reading reading;
	struct job_pass pass;
	int64_t now;

	if (ticking->home.clock_given)
		return NULL;      /* time is what a person says there: `job run --at` */
	TRY(cli_mailer(&ticking->home, arena, &mailer));
	desk.mailer = mailer;
	TRY(ledger_clock(ticking->ledger, arena, &now));
	reading = due_reading_now(now, arena);
	TRY(job_run(&desk, &reading, buf_str(&ticking->owner), ticking->lang, arena, &pass));
	for (size_t i = 0; i < pass.failures.count; i++)
		(void)fprintf(stderr, "tsukuroi: %.*s: %.*s\n", STR_ARG(pass.failures.items[i].what), STR_ARG(pass.failures.items[i].sentence));
	return NULL;
}

/* A connection that failed is closed and opened again the next time: a server of the database may be restarted. */
static void
tick(struct ticking *ticking)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct err *err = keep_holder(ticking, arena), *later = open_all(ticking, arena);

	if (later == NULL)
		later = work(ticking, arena);
	if (ticking->ledger != NULL && (later == NULL || later->code != ERR_STORE)) {      /* jobs that fail hinder nobody from sealing */
		struct err *unsealed = seal(ticking, arena);

		later = later == NULL ? unsealed : later;
	}
	if (err == NULL)
		err = later;
	tell_trouble(ticking, err, arena);
	if (later == NULL || later->code != ERR_STORE)
		return;
	ledger_close(ticking->ledger);
	ticking->ledger = NULL;
}

int
cli_ticking_main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ticking ticking = { .lang = str_starts(str_of(getenv("LANG")), STR("en")) ? LANG_EN : LANG_JA };
	struct err *err;

	local_end_with_home();
	if (argc != 3 || argv[2][0] != '/')
		return CLI_USAGE;
	buf_add(&ticking.owner, job_owner(arena));
	err = home_open(str_of(argv[2]), arena, &ticking.home);
	if (err != NULL) {
		tell_trouble(&ticking, err, arena);
		return err_exit_status(err->code);
	}
	for (;;) {
		struct timespec second = { 1, 0 };

		tick(&ticking);
		(void)nanosleep(&second, NULL);
	}
}

/* ---------------------------------------------------------------------------------------------------- serve */

/* Starting and ending stand in the audit, by the owner's account. */
static struct err *
note(struct cli *cli, const struct home *home, struct str verb)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;

	TRY(home_ledger(home, cli->arena, &ledger));
	TRY(cli_actor(cli, home, ledger, &actor));
	TRY(actor_need(&actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, cli->arena));
	return verb.len == 0 ? NULL : ledger_audit(ledger, actor.login, clock_now(), verb, STR("home"), STR(""), cli->arena);
}

static bool
holder_runs(const struct home *home, struct arena *arena)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;

	return keyholder_open(home->path, arena, &holder) == NULL;
}

/* The one that came with this home goes with it. */
static struct err *
stop_holder(const struct home *home, struct arena *arena)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;

	if (keyholder_open(home->path, arena, &holder) != NULL)
		return NULL;
	return keyholder_stop(holder, arena);
}

struct serve { struct cli *cli; const struct home *home; };

static struct err *
tell_ready(void *context)
{
	const struct serve *serve = context;

	TRY(note(serve->cli, serve->home, STR("serve.begin")));
	cli_note(serve->cli, M("The home {dir} runs: its commands can be given by everyone who may use its socket."), ARG("dir", serve->cli->home));
	return NULL;
}

/* Every process of the home is told where it is by its whole path. */
static struct err *
whole_path(struct cli *cli, const struct home *home, struct str *ret_path)
{
	char *path = realpath(arena_cstr(cli->arena, home->path), NULL);

	if (path == NULL)
		return err_system(cli->arena, M("The directory {dir} could not be read."), ARG("dir", home->path));
	*ret_path = arena_copy(cli->arena, str_of(path));
	free(path);
	return NULL;
}

struct err *
cmd_serve(struct cli *cli, enum cli_status *ret_status)
{
	static const struct local_helper helpers[] = { { "ticking" } };
	struct home home;
	struct serve serve = { cli, &home };
	struct local_serving serving = { .helpers = helpers, .helpers_count = ARRAY_LEN(helpers), .once = cli_has(cli, "once"),
		.ready = tell_ready, .context = &serve };
	bool ran;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(whole_path(cli, &home, &serving.home));
	serving.group = home.group;
	TRY(note(cli, &home, STR("")));      /* may he? */
	ran = holder_runs(&home, cli->arena);
	TRY(local_serve(&serving, cli->arena));
	if (!ran)
		TRY(stop_holder(&home, cli->arena));
	return note(cli, &home, STR("serve.end"));
}
