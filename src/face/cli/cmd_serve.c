/*
 * cmd_serve.c - the home runs: its socket, its pages, and what is due every second.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "face/cli/commands.h"
#include "service/audit/audit.h"
#include "service/found/reassess.h"
#include "service/job/job.h"
#include "service/key/key.h"
#include "service/people/organisation.h"
#include "wire/http/http.h"
#include "wire/keyholder/keyholder.h"
#include "wire/local/local.h"

enum { HOLDER_EVERY_S = 5, HIGH_FD = 10 };
#define LISTEN_DEFAULT STR("127.0.0.1:8450")

const struct cli_option options_serve[] = {
	{ "listen", "ADDRESS:PORT", M("serve pages there instead of where tsukuroi.conf says, or at 127.0.0.1:8450; \"off\": no pages") },
	{ "certificate", "FILE", M("certificate of the web server and its chain (PEM), for https") },
	{ "key", "FILE", M("key of the certificate (PEM)") },
	{ "proxy", "NETWORK", M("addresses of proxies that say who asks, with commas between (X-Forwarded-For, -Proto, -Host)") },
	{ "plain", NULL, M("serve pages to other machines without encryption, where the network keeps them safe") },
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
	struct job_desk desk = { .ledger = ticking->ledger, .context = &room, .settle = job_room_settle, .hourly = job_room_hourly,
		.tell = job_room_tell };
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
	TRY(reassess_due(&ticking->home, ticking->ledger, buf_str(&ticking->owner), arena));
	for (size_t i = 0; i < pass.failures.count; i++)
		(void)fprintf(stderr, "tsukuroi: %.*s: %.*s\n", STR_ARG(pass.failures.items[i].what), STR_ARG(pass.failures.items[i].sentence));
	return NULL;
}

/* What is due in the organisation that is spoken for, and its audit: jobs that fail hinder nobody from sealing. */
static struct err *
take_turn(struct ticking *ticking, struct arena *arena)
{
	struct err *err = work(ticking, arena), *unsealed;

	if (err != NULL && err->code == ERR_STORE)
		return err;
	unsealed = seal(ticking, arena);
	return err == NULL ? unsealed : err;
}

/* Each organisation in its turn, under its own name; the first trouble is told, and holds up none of the others but that of the database. */
static struct err *
take_turns(struct ticking *ticking, struct arena *arena)
{
	const struct home home = ticking->home;
	struct ledger_org_rows orgs;
	struct err *first = NULL;

	TRY(ledger_org_list(ticking->ledger, arena, &orgs));
	for (size_t i = 0; i < orgs.count && (first == NULL || first->code != ERR_STORE); i++) {
		struct err *err = ledger_org_use(ticking->ledger, orgs.items[i].id, arena);

		ticking->home.org = orgs.items[i].id;
		if (err == NULL)
			err = organisation_name(ticking->ledger, home.organisation, arena, &ticking->home.organisation);
		if (err == NULL)
			err = take_turn(ticking, arena);
		if (first == NULL)
			first = err;
	}
	ticking->home = home;
	return first;
}

/* A connection that failed is closed and opened again the next time: a server of the database may be restarted. */
static void
tick(struct ticking *ticking)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct err *err = keep_holder(ticking, arena), *later = open_all(ticking, arena);

	if (later == NULL)
		later = take_turns(ticking, arena);
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

/* ----------------------------------------------------------------------------------------------- its pages */

struct serve {
	struct cli          *cli;
	const struct home   *home;
	struct local_serving serving;
	struct local_helper  helpers[4];      /* ticking, pulling, importing, web           */
	const char          *arguments[7];    /* of web: what was said other than in the settings */
};

static bool
is_off(const struct serve *serve)
{
	return str_eq(cli_has(serve->cli, "listen") ? cli_value(serve->cli, "listen") : serve->home->listen, STR("off"));
}

static bool
has_certificate(const struct serve *serve)
{
	return cli_has(serve->cli, "certificate") || serve->home->certificate.len > 0;
}

/* Passwords and weaknesses in plain text are for this machine, or for a network that somebody vouches for. */
static struct err *
check_plain(const struct serve *serve, struct str address, int socket)
{
	struct cli *cli = serve->cli;

	if (http_is_loopback(socket) || has_certificate(serve) || cli_has(cli, "plain") || cli_has(cli, "proxy") || serve->home->proxies.len > 0)
		return NULL;
	return err_new(cli->arena, ERR_USAGE,
	    M("Pages at {address} would go to other machines without encryption: give --certificate and --key, or --proxy with the address of the proxy that encrypts, or say --plain."),
	    ARG("address", address));
}

/* A file that is named on the command line, by its whole path: the process that reads it stands elsewhere. */
static struct err *
pass(struct serve *serve, const char *option, bool is_file, size_t *at)
{
	struct cli *cli = serve->cli;
	struct str value = cli_value(cli, option);
	char *path;

	if (!cli_has(cli, option))
		return NULL;
	if (is_file) {
		path = realpath(arena_cstr(cli->arena, value), NULL);
		if (path == NULL)
			return err_system(cli->arena, M("The file {file} could not be opened."), ARG("file", value));
		value = arena_copy(cli->arena, str_of(path));
		free(path);
	}
	serve->arguments[(*at)++] = option;
	serve->arguments[(*at)++] = arena_cstr(cli->arena, value);
	return NULL;
}

static struct err *
pass_all(struct serve *serve)
{
	size_t at = 0;

	if (cli_has(serve->cli, "certificate") != cli_has(serve->cli, "key"))
		return err_new(serve->cli->arena, ERR_USAGE, M("--certificate and --key go together."));
	TRY(pass(serve, "certificate", true, &at));
	TRY(pass(serve, "key", true, &at));
	return pass(serve, "proxy", false, &at);
}

/* Where nobody said an address and the usual one is taken, the home runs without pages and says so. */
static struct err *
open_socket(struct serve *serve, struct str *ret_address, int *ret_socket)
{
	struct cli *cli = serve->cli;
	struct str address = cli_has(cli, "listen") ? cli_value(cli, "listen") : serve->home->listen;
	bool usual = address.len == 0;
	struct err *err;
	int fd;

	*ret_address = usual ? LISTEN_DEFAULT : address;
	*ret_socket = local_given_socket();
	if (*ret_socket >= 0)
		return NULL;
	err = http_listen(*ret_address, cli->arena, &fd);
	if (err != NULL && usual) {
		cli_note(cli, M("note: pages are not served: {reason} Give another address with --listen."), ARG("reason", err_sentence(err, cli->lang, cli->arena)));
		return NULL;
	}
	if (err != NULL)
		return err;
	*ret_socket = fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
	(void)close(fd);
	return *ret_socket >= 0 ? NULL : err_system(cli->arena, M("The web server could not be started."));
}

/* While nobody can sign in, whoever sees this console can set the organisation up: by a link that works once. */
static struct err *
tell_set_up(const struct serve *serve, struct str pages)
{
	struct cli *cli = serve->cli;
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct str link;
	bool open;

	TRY(home_ledger(serve->home, cli->arena, &ledger));
	TRY(setup_is_open(ledger, cli->arena, &open));
	if (!open)
		return NULL;
	TRY(setup_invite(ledger, actor_program().login, clock_now(), cli->arena, &link));
	cli_note(cli, M("Nobody can sign in yet. Open this address in a browser and set up the organisation (it works once, within {hours} hours): {address}"),
	    ARG_N("hours", LINK_SETUP_HOURS), ARG("address", arena_printf(cli->arena, "%.*ssetup/%.*s", STR_ARG(pages), STR_ARG(link))));
	return NULL;
}

static struct err *
open_pages(struct serve *serve)
{
	struct cli *cli = serve->cli;
	struct str address, host, pages;
	int socket;

	if (is_off(serve))
		return NULL;
	TRY(pass_all(serve));
	TRY(open_socket(serve, &address, &socket));
	if (socket < 0)
		return NULL;
	TRY(check_plain(serve, address, socket));
	serve->helpers[3] = (struct local_helper){ "web", serve->arguments, socket, true };
	serve->serving.helpers_count = 4;
	(void)str_cut_last(address, ':', &host, &(struct str){ 0 });
	if (str_eq(host, STR("0.0.0.0")) || str_eq(host, STR("[::]")))
		host = STR("localhost");
	pages = arena_printf(cli->arena, "%s://%.*s:%d/", has_certificate(serve) ? "https" : "http", STR_ARG(host), http_port_of(socket));
	cli_note(cli, M("Pages: {address}"), ARG("address", pages));
	return tell_set_up(serve, pages);
}

/* ------------------------------------------------------------------------------------------------- command */

static struct err *
tell_ready(void *context)
{
	struct serve *serve = context;

	TRY(open_pages(serve));
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

/* On a fresh machine there is nothing yet: what else there is to settle is asked by the pages. */
static struct err *
open_or_make(struct cli *cli, struct home *ret_home)
{
	struct err *err = cli_open_home(cli, ret_home);

	if (err == NULL || err->code != ERR_NOT_FOUND || dir_exists(cli->home, cli->arena))
		return err;
	TRY(home_init(cli->home, STR(""), STR(""), cli->arena, ret_home));
	cli_note(cli, M("A home was made in {dir}, with the criteria \"{criteria}\"."), ARG("dir", ret_home->path), ARG("criteria", ret_home->criteria));
	return NULL;
}

struct err *
cmd_serve(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;
	struct serve serve = { .cli = cli, .home = &home, .helpers = { { .word = "ticking" }, { .word = "pulling" }, { .word = "importing" } } };
	bool ran;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_or_make(cli, &home));
	serve.serving = (struct local_serving){ .helpers = serve.helpers, .helpers_count = 3, .group = home.group, .once = cli_has(cli, "once"),
		.ready = tell_ready, .context = &serve };
	TRY(whole_path(cli, &home, &serve.serving.home));
	TRY(note(cli, &home, STR("")));      /* may he? */
	ran = holder_runs(&home, cli->arena);
	TRY(local_serve(&serve.serving, cli->arena));
	if (!ran)
		TRY(stop_holder(&home, cli->arena));
	return note(cli, &home, STR("serve.end"));
}
