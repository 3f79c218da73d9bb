#include "base/file.h"
#include "face/cli/commands.h"
#include "service/collect.h"
#include "service/people/account.h"
#include "wire/worker/worker.h"

const struct cli_option options_init[] = {
	{ "ledger",   "URL",  M("a PostgreSQL for the ledger, postgresql://…, instead of a file in the home") },
	{ "criteria", "NAME", M("the criteria to begin with: standard or municipality") },
	{ "person",   "NAME", M("your own name, as timelines and papers say it (default: the user's)") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_init(struct cli *cli, enum cli_status *ret_status)
{
	struct str person = cli_value(cli, "person");
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	if (!people_is_line(person, PEOPLE_NAME_MOST))
		return err_new(cli->arena, ERR_USAGE, M("A person's name is one line of text: \"{name}\" is none."), ARG("name", person));
	TRY(home_init(cli->home, cli_value(cli, "ledger"), cli_value(cli, "criteria"), cli->arena, &home));
	TRY(cli_make_first(cli, &home, person));
	cli_say(cli, M("A home was made in {dir}, with the criteria \"{criteria}\"."), ARG("dir", home.path),
	    ARG("criteria", home.criteria));
	cli_say(cli, M("Next: tsukuroi --home {dir} feed import nvd FILE…, then ledger import, then assess."), ARG("dir", home.path));
	return NULL;
}

/* ---------------------------------------------------------------------- doctor */

/* One line of the examination: what was looked at, and how it is. */
static void
tell(struct cli *cli, const char *what, bool well, struct str how)
{
	buf_addf(&cli->out, "%s %.*s: %.*s\n", well ? "[ok]" : "[--]", STR_ARG(cli_word(cli, what)), STR_ARG(how));
}

static bool
tell_sandbox(struct cli *cli)
{
	int abi = worker_landlock_abi();

	tell(cli, M("sandbox of the readers"), true, abi == 0
	    ? cli_word(cli, M("seccomp; this kernel has no Landlock"))
	    : catalogue_say(cli->arena, cli->lang, M("seccomp and Landlock (ABI {abi})"), ARG_N("abi", abi)));
	return true;
}

static bool
tell_knowledge(struct cli *cli, const struct home *home)
{
	struct kb *kb KB_SCOPE = NULL;
	struct err *err = home_kb(home->path, cli->arena, &kb);

	if (err == NULL && kb_head(kb)->state == KB_READY)
		err = kb_verify(kb, cli->arena);
	if (err != NULL) {
		tell(cli, M("knowledge base"), false, err_sentence(err, cli->lang, cli->arena));
		return false;
	}
	if (kb_head(kb)->state != KB_READY) {
		tell(cli, M("knowledge base"), false, cli_word(cli, M("empty: import a feed")));
		return false;
	}
	tell(cli, M("knowledge base"), true, catalogue_say(cli->arena, cli->lang,
	    M("generation {number}, {records} records, {vulnerabilities} vulnerabilities, digests hold"),
	    ARG_N("number", kb_head(kb)->generation), ARG_N("records", kb_head(kb)->records),
	    ARG_N("vulnerabilities", kb_head(kb)->vulnerabilities)));
	return true;
}

static bool
tell_ledger(struct cli *cli, const struct home *home)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct err *err = home_ledger(home, cli->arena, &ledger);

	if (err != NULL) {
		tell(cli, M("ledger"), false, err_sentence(err, cli->lang, cli->arena));
		return false;
	}
	tell(cli, M("ledger"), true, catalogue_say(cli->arena, cli->lang, M("{engine}, schema {version}"),
	    ARG("engine", str_of(ledger_engine(ledger))), ARG_N("version", ledger_schema_version(ledger))));
	return true;
}

struct err *
cmd_doctor(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;
	struct err *err = cli_open_home(cli, &home);
	bool well = tell_sandbox(cli);

	*ret_status = CLI_ENVIRONMENT;
	if (err != NULL) {
		tell(cli, M("home"), false, err_sentence(err, cli->lang, cli->arena));
		return NULL;
	}
	tell(cli, M("home"), true, home.path);
	well = tell_knowledge(cli, &home) && well;
	well = tell_ledger(cli, &home) && well;
	if (well)
		*ret_status = CLI_DONE;
	return NULL;
}

/* --------------------------------------------------------------------- collect */

const struct cli_option options_collect[] = {
	{ "out", "FILE", M("writes into this file instead of standard output") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_collect(struct cli *cli, enum cli_status *ret_status)
{
	struct collect_note *notes;
	size_t notes_count;
	struct buf text BUF_SCOPE = { 0 };

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(collect_host(cli->now, cli->arena, &text, &notes, &notes_count));
	for (size_t i = 0; i < notes_count; i++)
		cli_note(cli, M("{what}: {count} packages"), ARG("what", notes[i].what), ARG_N("count", notes[i].count));
	if (cli_has(cli, "out"))
		return file_write(cli_value(cli, "out"), buf_str(&text), cli->arena);
	buf_add(&cli->out, buf_str(&text));
	return NULL;
}
