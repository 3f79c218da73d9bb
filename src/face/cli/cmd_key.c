/*
 * cmd_key.c - the keys of sealed cases: made, started, looked at, handed out as shares, renewed, restored.
 */
#include <stdio.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "face/cli/commands.h"
#include "service/key/key.h"

enum { SHARES_FILE_MOST = 1 << 20, THRESHOLD = 2, SHARES = 3 };

#define UNLOCK_OPTION { "unlock", "passphrase|file|FILE", M("how the master key is unlocked: by a passphrase, by keys/unlock, or by a key file elsewhere, say on a medium") }
#define SPLIT_OPTIONS \
	{ "shares", "N", M("how many shares of the key are handed out (default 3)") }, \
	{ "threshold", "K", M("how many of them restore it (default 2)") }

const struct cli_option options_key_init[] = { UNLOCK_OPTION, CLI_PASSPHRASE_OPTION, SPLIT_OPTIONS, { NULL, NULL, NULL } };
const struct cli_option options_key_start[] = {
	UNLOCK_OPTION, CLI_PASSPHRASE_OPTION,
	{ "foreground", NULL, M("stays until it is stopped, for a service manager") }, { NULL, NULL, NULL },
};
const struct cli_option options_key_split[] = { SPLIT_OPTIONS, { NULL, NULL, NULL } };
const struct cli_option options_key_restore[] = { UNLOCK_OPTION, CLI_PASSPHRASE_OPTION, { NULL, NULL, NULL } };

/* ------------------------------------------------------------------------------------------ begin */

static struct err *
open_desk(struct cli *cli, struct home *home, struct ledger **ledger, struct actor *actor, struct key_desk *ret_desk)
{
	TRY(cli_enter(cli, home, ledger, actor));
	*ret_desk = (struct key_desk){ home, *ledger, actor, cli->now };
	return NULL;
}

static struct err *
find_split(const struct cli *cli, struct key_split *ret_split)
{
	TRY(cli_number(cli, "threshold", THRESHOLD, &ret_split->threshold));
	TRY(cli_number(cli, "shares", SHARES, &ret_split->shares));
	return key_split_check(*ret_split, cli->arena);
}

/* "3f2a 91c0 …", as it stands on the shares. */
static struct str
fingerprint_words(struct cli *cli, struct str fingerprint)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t at = 0; at < fingerprint.len; at += 4) {
		buf_add(&out, at == 0 ? STR("") : STR(" "));
		buf_add(&out, str_sub(fingerprint, at, 4));
	}
	return arena_copy(cli->arena, buf_str(&out));
}

/* ----------------------------------------------------------------------------------------- unlock */

/* Which of the two, when it is not said: a person is asked. */
static struct err *
ask_which(struct cli *cli, struct str *ret_how)
{
	struct str line;

	if (!isatty(STDIN_FILENO))
		return err_new(cli->arena, ERR_USAGE,
		    M("Say how the master key is to be unlocked: --unlock passphrase (a person starts the key holder), --unlock file (it starts by itself), or --unlock FILE on a medium."));
	(void)fprintf(stderr, "%.*s\n%.*s\n%.*s\n? ", STR_ARG(cli_word(cli, M("How is the master key to be unlocked?"))),
	    STR_ARG(cli_word(cli, M("  1  by a passphrase: whoever starts the key holder types it"))),
	    STR_ARG(cli_word(cli, M("  2  by a key file, keys/unlock: it starts by itself; who copies the whole home has the key too"))));
	TRY(cli_read_line(cli, STDIN_FILENO, &line));
	line = str_trim_space(line);
	if (!str_eq(line, STR("1")) && !str_eq(line, STR("2")))
		return err_new(cli->arena, ERR_USAGE, M("The answer is 1 or 2, not \"{text}\": nothing was done."), ARG("text", line));
	*ret_how = str_eq(line, STR("1")) ? STR("passphrase") : STR("file");
	return NULL;
}

/* What is to unlock a new head. */
static struct err *
make_unlock(struct cli *cli, const struct home *home, struct key_unlock *ret_unlock)
{
	struct str how = cli_value(cli, "unlock");

	if (how.len == 0 && cli_has(cli, "passphrase-file"))
		how = STR("passphrase");
	if (how.len == 0)
		TRY(ask_which(cli, &how));
	*ret_unlock = (struct key_unlock){ .passphrase = str_eq(how, STR("passphrase")) };
	if (!ret_unlock->passphrase)
		return key_unlock_write(home, str_eq(how, STR("file")) ? STR("") : how, cli->arena, ret_unlock);
	TRY(cli_passphrase(cli, true, &ret_unlock->secret));
	return key_unlock_check(ret_unlock, cli->arena);
}

/* What unlocks the head that is there. */
static struct err *
find_unlock(struct cli *cli, const struct home *home, struct key_unlock *ret_unlock)
{
	struct str how = cli_value(cli, "unlock");

	*ret_unlock = (struct key_unlock){ 0 };
	TRY(key_head_asks(home->path, cli->arena, &ret_unlock->passphrase));
	if (ret_unlock->passphrase)
		return cli_passphrase(cli, false, &ret_unlock->secret);
	return key_unlock_read(home, str_eq(how, STR("file")) ? STR("") : how, cli->arena, ret_unlock);
}

/* ----------------------------------------------------------------------------------------- shares */

static void
print_papers(struct cli *cli, const struct key_papers *papers)
{
	for (size_t i = 0; i < papers->papers.count; i++)
		buf_addf(&cli->out, "%.*s\n", STR_ARG(papers->papers.items[i]));
}

/* The shares are out before anything else is done. */
static struct err *
hand_out(struct cli *cli, const struct key_papers *papers)
{
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &key_papers_schema, papers);
	else
		print_papers(cli, papers);
	TRY(cli_flush(cli));
	cli_note(cli, M("Print each share on a paper of its own, give them to different people, and clear this screen. Any {threshold} of the {shares} restore the key;"
	    " without them nothing sealed can be read when what unlocks the key is lost."), ARG_N("threshold", papers->threshold), ARG_N("shares", papers->shares));
	return NULL;
}

static struct err *
start_after_init(struct cli *cli, const struct home *home, const struct key_unlock *unlock)
{
	const struct keyholder_start start = { .home = home->path, .unlock = *unlock };

	TRY(keyholder_start(&start, cli->arena));
	cli_note(cli, M("The key holder runs."));
	return NULL;
}

struct err *
cmd_key_init(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct key_papers papers = { 0 };
	struct key_unlock unlock;
	struct key_split split;
	struct key_made made;
	struct key_desk desk;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(find_split(cli, &split));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	TRY(key_init_may(&desk, cli->arena));
	TRY(make_unlock(cli, &home, &unlock));
	TRY(key_init(&desk, &unlock, split, cli->arena, &made));
	papers = (struct key_papers){ .key = made.fingerprint, .threshold = split.threshold, .shares = split.shares };
	for (size_t i = 0; i < made.shares_count; i++)
		list_push(cli->arena, &papers.papers, made.shares[i]);
	cli_note(cli, M("Master key {key} was made."), ARG("key", fingerprint_words(cli, made.fingerprint)));
	TRY(hand_out(cli, &papers));
	return start_after_init(cli, &home, &unlock);
}

struct err *
cmd_key_shares(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct key_papers papers;
	struct key_split split;
	struct key_desk desk;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(find_split(cli, &split));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	TRY(key_shares(&desk, split, cli->arena, &papers));
	TRY(hand_out(cli, &papers));
	TRY(key_papers_handed(&desk, &papers, cli->arena));
	cli_note(cli, M("Earlier shares of this key still restore it, but do not mix with these: collect and destroy them."));
	return NULL;
}

/* --------------------------------------------------------------------------------- start and stop */

struct err *
cmd_key_start(struct cli *cli, enum cli_status *ret_status)
{
	struct keyholder_start start = { .foreground = cli_has(cli, "foreground") };
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	start.home = home.path;
	TRY(find_unlock(cli, &home, &start.unlock));
	TRY(keyholder_start(&start, cli->arena));
	if (!start.foreground)
		cli_say(cli, M("The key holder runs."));
	return NULL;
}

struct err *
cmd_key_stop(struct cli *cli, enum cli_status *ret_status)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct home home;
	struct err *err;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	err = keyholder_open(home.path, cli->arena, &holder);
	if (err != NULL && err->code == ERR_LOCKED && key_head_exists(home.path, cli->arena)) {
		cli_say(cli, M("The key holder does not run."));
		return NULL;
	}
	TRY(err);
	TRY(keyholder_stop(holder, cli->arena));
	cli_say(cli, M("The key holder has ended: sealed content stays closed until it is started again."));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ status */

static void
print_running(struct cli *cli, const struct key_view *view)
{
	cli_say(cli, M("Key:         {key} (made {instant})"), ARG("key", fingerprint_words(cli, view->key)),
	    ARG("instant", print_instant(cli, view->made_at)));
	if (view->older.len > 0)
		cli_say(cli, M("             A rotation goes on: {key} is still known. Take it up again with \"tsukuroi key rotate\"."),
		    ARG("key", fingerprint_words(cli, view->older)));
	if (view->shares > 0)
		cli_say(cli, M("Shares:      any {threshold} of {shares} restore it, handed out {instant}"), ARG_N("threshold", view->threshold),
		    ARG_N("shares", view->shares), ARG("instant", print_instant(cli, view->shared_at)));
	else
		cli_say(cli, M("Shares:      NONE of this key yet: hand them out with \"tsukuroi key shares\""));
	cli_say(cli, M("Key holder:  runs since {instant}; requests {requests}, keys given {given}, refused {refused}"),
	    ARG("instant", print_instant(cli, view->started_at)), ARG_N("requests", view->requests), ARG_N("given", view->given),
	    ARG_N("refused", view->refused));
}

static void
print_status(struct cli *cli, const struct key_view *view)
{
	if (!view->made) {
		cli_say(cli, M("This home has no keys yet: make them with \"tsukuroi key init\"."));
		return;
	}
	if (view->running)
		print_running(cli, view);
	else
		cli_say(cli, M("Key holder:  does not run; sealed content stays closed. Start it with \"tsukuroi key start\"."));
	cli_say(cli, M("Unlocked by: {what}"), ARG("what", cli_word(cli, view->passphrase ? M("a passphrase") : M("a key file"))));
	cli_say(cli, M("Cases:       keys {keys}, destroyed {erased}"), ARG_N("keys", view->keys), ARG_N("erased", view->erased));
	if (view->waiting > 0)
		cli_say(cli, M("             {count} of them are wrapped by another master key"), ARG_N("count", view->waiting));
	if (view->running && view->ledger_key.len > 0 && !str_eq(view->ledger_key, view->key) && !str_eq(view->ledger_key, view->older))
		cli_say(cli, M("             The ledger is sealed with {key}: give this home its shares with \"tsukuroi key restore\"."),
		    ARG("key", fingerprint_words(cli, view->ledger_key)));
}

struct err *
cmd_key_status(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct key_desk desk;
	struct key_view view;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	TRY(key_status(&desk, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &key_view_schema, &view);
	else
		print_status(cli, &view);
	return NULL;
}

/* ------------------------------------------------------------------------------ rotate and restore */

static void
tell_wrapped(void *context, int64_t wrapped)
{
	struct cli *cli = context;

	if (cli->progress)
		cli_note(cli, M("{count} keys are wrapped anew."), ARG_N("count", wrapped));
}

struct err *
cmd_key_rotate(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct key_rotation rotation;
	struct key_split split;
	struct key_desk desk;
	struct actor actor;
	struct home home;
	int64_t wrapped;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(find_split(cli, &split));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	TRY(key_rotate_begin(&desk, split, cli->arena, &rotation));
	if (rotation.papers.papers.count > 0) {
		TRY(hand_out(cli, &rotation.papers));
		TRY(key_papers_handed(&desk, &rotation.papers, cli->arena));
	} else {
		cli_note(cli, M("A rotation that was interrupted goes on; the shares of {key} were handed out then (\"tsukuroi key shares\" makes new ones)."),
		    ARG("key", fingerprint_words(cli, rotation.to)));
	}
	TRY(key_rotate_finish(&desk, &rotation, tell_wrapped, cli, cli->arena, &wrapped));
	cli_note(cli, M("Master key {key} is in force, {count} keys are wrapped by it; {old} is forgotten, and its shares are worthless: destroy them."),
	    ARG("key", fingerprint_words(cli, rotation.to)), ARG_N("count", wrapped), ARG("old", fingerprint_words(cli, rotation.from)));
	return NULL;
}

static struct err *
read_shares(struct cli *cli, struct str **ret_texts)
{
	struct str *texts = ARENA_ARRAY(cli->arena, struct str, cli->operands_count);

	for (size_t i = 0; i < cli->operands_count; i++)
		TRY(file_read(str_eq(cli->operands[i], STR("-")) ? STR("/dev/stdin") : cli->operands[i], SHARES_FILE_MOST, cli->arena, &texts[i]));
	*ret_texts = texts;
	return NULL;
}

static void
print_restored(struct cli *cli, const struct key_restored *restored)
{
	cli_say(cli, M("Master key {key} is restored; it opens the keys of {count} compartments of cases."),
	    ARG("key", fingerprint_words(cli, restored->key)), ARG_N("count", restored->keys));
	if (restored->others > 0)
		cli_say(cli, M("{count} more are wrapped by another master key: this one does not open them."), ARG_N("count", restored->others));
	if (!restored->signing_kept)
		cli_say(cli, M("The audit is signed with a new key from now on: its earlier heads are checked with the old public key, keys/audit-….pub where there was one."));
	cli_say(cli, M("Next: \"tsukuroi key start\", and \"tsukuroi key rotate\" when anybody else may have seen the shares."));
}

struct err *
cmd_key_restore(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct key_restored restored;
	struct key_unlock unlock;
	struct key_desk desk;
	struct actor actor;
	struct home home;
	struct str *texts;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	TRY(read_shares(cli, &texts));
	TRY(make_unlock(cli, &home, &unlock));
	TRY(key_restore(&desk, &unlock, texts, cli->operands_count, cli->arena, &restored));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &key_restored_schema, &restored);
	else
		print_restored(cli, &restored);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- erase */

struct err *
cmd_key_erase(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct key_desk desk;
	struct actor actor;
	struct home home;
	int64_t proposal;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	TRY(key_erase_propose(&desk, cli->operands[0], cli->operands[1], cli->arena, &proposal));
	cli_say(cli, M("Proposal {number}: to destroy the key of compartment {compartment} of case {case}. Nothing is destroyed yet: another administrator or an executive"
	    " confirms it with \"tsukuroi account confirm {number}\"."), ARG_N("number", proposal), ARG("compartment", cli->operands[1]), ARG("case", cli->operands[0]));
	return NULL;
}

void
cli_key_erased(struct cli *cli, struct str left_in)
{
	cli_say(cli, M("The key is destroyed: what was sealed with it cannot be read any more."));
	if (left_in.len > 0)
		cli_say(cli, M("Its wrapped form still stands in {file}: remove that file, or make it worthless with \"tsukuroi key rotate\"."), ARG("file", left_in));
	cli_say(cli, M("Backups, and PostgreSQL's own log, may hold its wrapped form: \"tsukuroi key rotate\" makes that worthless."));
}
