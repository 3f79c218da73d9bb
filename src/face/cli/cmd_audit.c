/*
 * cmd_audit.c - 証跡 at the desk: verified, shown, exported, sealed, and its head for paper.
 */
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "base/limits.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/audit/audit.h"
#include "service/key/vault.h"
#include "store/ledger/casefile.h"

enum { PAGE_ROWS = 50, PAGE_MOST = 10000, GROUP = 8 };


const struct cli_option options_audit_verify[] = {
	{ "head",   "FILE", M("holds the chain against the heads in this file (default: audit_heads of tsukuroi.conf)") },
	{ "public", "KEY",  M("checks signatures with this public key, a file or its 64 digits (default: keys/audit.pub of the home)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_audit_show[] = {
	{ "case",   "CASE",    M("only what was done with this case") },
	{ "who",    "LOGIN",   M("only what this account did") },
	{ "verb",   "VERB",    M("only this kind of doing, as --json names it, e.g. case.move") },
	{ "since",  "INSTANT", M("from this day or instant on") },
	{ "until",  "INSTANT", M("before this day or instant") },
	{ "limit",  "N",       M("at most so many (default 50)") },
	{ "before", "NUMBER",  M("goes on from an earlier page: older than this number") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_audit_export[] = {
	{ "format", "jsonl|syslog", M("a line a row: JSON (default), or syslog as RFC 5424") },
	{ "since",  "INSTANT", M("from this day or instant on") },
	{ "until",  "INSTANT", M("before this day or instant") },
	{ NULL, NULL, NULL },
};

/* ------------------------------------------------------------------------------------------------ verify */

/* The digits themselves, a file of them, or the home's own. */
static struct err *
find_key(struct cli *cli, const struct home *home, struct str *ret_key)
{
	struct str given = cli_value(cli, "public"), own = path_join(cli->arena, home->path, STR("keys/audit.pub"));
	unsigned char *key = arena_alloc(cli->arena, CRYPT_PUBLIC);

	if (crypt_unhex(given, cli->arena, ret_key) && ret_key->len == CRYPT_PUBLIC)
		return NULL;
	*ret_key = STR("");
	if (given.len == 0 && !file_exists(own, cli->arena))
		return NULL;
	TRY(vault_public_read(given.len > 0 ? given : own, cli->arena, key));
	*ret_key = (struct str){ (const char *)key, CRYPT_PUBLIC };
	return NULL;
}

/* A file that the person names must be there; the home's own may be missing, which verification says. */
static struct err *
find_heads(struct cli *cli, const struct home *home, struct audit_verifying *how)
{
	how->heads_name = cli_has(cli, "head") ? cli_value(cli, "head") : home->audit_heads;
	if (!cli_has(cli, "head") && !file_exists(how->heads_name, cli->arena))
		return NULL;
	return file_read(how->heads_name, LIMIT_AUDIT_HEADS, cli->arena, &how->heads);
}

static void
print_verified(struct cli *cli, const struct audit_verified *seen)
{
	if (seen->verdict == AUDIT_INTACT)
		cli_say(cli, M("Intact: all {rows} rows are as they were sealed; the signed head of {instant} proves it."), ARG_N("rows", seen->rows),
		    ARG("instant", print_instant(cli, seen->proven_at)));
	else if (seen->verdict == AUDIT_ALTERED)
		cli_say(cli, M("ALTERED: the audit is not as it was written."));
	else if (seen->proven > 0)
		cli_say(cli, M("Cannot tell after row {proven}: up to there the signed head of {instant} proves that nothing was changed."),
		    ARG_N("proven", seen->proven), ARG("instant", print_instant(cli, seen->proven_at)));
	else
		cli_say(cli, M("Cannot tell: no signed head proves any row."));
	for (size_t i = 0; i < seen->findings.count; i++)
		buf_addf(&cli->out, "  %.*s\n", STR_ARG(seen->findings.items[i].sentence));
	if (seen->unsaid > 0)
		cli_say(cli, M("  … and {count} more."), ARG_N("count", seen->unsaid));
	if (seen->verdict == AUDIT_ALTERED && seen->proven > 0)
		cli_say(cli, M("Up to row {proven} the signed head of {instant} proves that nothing was changed."), ARG_N("proven", seen->proven),
		    ARG("instant", print_instant(cli, seen->proven_at)));
	if (seen->key.len > 0)
		cli_say(cli, M("Rows looked at: {rows}. Heads: {heads}. Public key: {key} (compare it with your own note)."),
		    ARG_N("rows", seen->rows), ARG_N("heads", seen->heads), ARG("key", seen->key));
}

/* Who looks at a home that does not run leaves a row too: it is sealed, so that he finds it intact the next time as well. */
static struct err *
seal_own(struct cli *cli, const struct home *home, struct ledger *ledger)
{
	struct str path = home->path;
	const struct audit_signer signer = { audit_sign_by_holder, &path };
	struct audit_sealing how = { home->audit_heads, &signer, cli->now, true };
	struct audit_sealed sealed;

	return audit_seal(ledger, &how, cli->arena, &sealed);
}

static struct err *
verify(struct cli *cli, const struct home *home, struct ledger *ledger, enum cli_status *ret_status)
{
	static const enum cli_status statuses[] = {
		[AUDIT_INTACT] = CLI_DONE, [AUDIT_ALTERED] = CLI_FOUND, [AUDIT_UNKNOWN] = CLI_CANNOT_TELL,
	};
	struct audit_verifying how = { .lang = cli->lang };
	struct audit_verified seen;
	struct actor actor;

	/* The row that this very opening writes is not what is asked about. */
	TRY(ledger_audit_mark(ledger, cli->arena, &how.before));
	TRY(cli_actor(cli, home, ledger, &actor));
	TRY(actor_need(&actor, OFFICE_AUDITOR | OFFICE_ADMINISTRATOR, SCOPE_READ, cli->arena));
	TRY(find_key(cli, home, &how.public_key));
	TRY(find_heads(cli, home, &how));
	TRY(audit_verify(ledger, &how, cli->arena, &seen));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &audit_verified_schema, &seen);
	else
		print_verified(cli, &seen);
	*ret_status = statuses[seen.verdict];
	return seen.verdict == AUDIT_INTACT && cli->peer == NULL ? seal_own(cli, home, ledger) : NULL;
}

struct err *
cmd_audit_verify(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	return verify(cli, &home, ledger, ret_status);
}

/* -------------------------------------------------------------------------------------------------- show */

static const struct table_column columns[] = { { M("Number"), true }, { M("Time"), false }, { M("What was done"), false }, { M("How it came in"), false } };
static const struct table_column csv_columns[] = {
	{ M("Number"), true }, { M("Time"), false }, { M("Account"), false }, { M("What was done"), false }, { M("How it came in"), false },
	{ M("Token"), true }, { M("Verb"), false }, { M("Object"), false }, { M("Digest"), false }, { M("Place in the chain"), true },
};

static struct str
number_words(struct cli *cli, int64_t number)
{
	return number == 0 ? STR("") : arena_printf(cli->arena, "%lld", (long long)number);
}

static void
print_page(struct cli *cli, const struct audit_page *page)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < page->entries.count; i++) {
		const struct audit_entry *one = &page->entries.items[i];
		struct str via = cli_word(cli, audit_via_words(one->via));
		struct str cells[] = { number_words(cli, one->number), instant_words(one->at, cli->arena), one->sentence,
			one->token == 0 ? via : arena_printf(cli->arena, "%.*s %lld", STR_ARG(via), (long long)one->token) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static void
print_page_csv(struct cli *cli, const struct audit_page *page)
{
	struct table table = { .columns = csv_columns, .columns_count = ARRAY_LEN(csv_columns) };

	for (size_t i = 0; i < page->entries.count; i++) {
		const struct audit_entry *one = &page->entries.items[i];
		struct str cells[] = { number_words(cli, one->number), instant_words(one->at, cli->arena), one->who, one->sentence,
			cli_word(cli, audit_via_words(one->via)), number_words(cli, one->token), one->verb, one->object, one->digest,
			number_words(cli, one->place) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

/* A case by its number as lists show it, or by its id. */
static struct err *
object_of_case(struct cli *cli, struct ledger *ledger, struct str *ret_object)
{
	struct str given = cli_value(cli, "case");
	struct ledger_case found;
	int64_t id;

	*ret_object = STR("");
	if (!cli_has(cli, "case"))
		return NULL;
	TRY(ledger_case_find(ledger, given, 0, cli->arena, &found));
	if (found.id == 0 && str_to_i64(given, &id) && id > 0)
		TRY(ledger_case_find(ledger, STR(""), id, cli->arena, &found));
	if (found.id == 0)
		return err_new(cli->arena, ERR_NOT_FOUND, M("There is no case {number}."), ARG("number", given));
	*ret_object = arena_printf(cli->arena, "case/%lld", (long long)found.id);
	return NULL;
}

static struct err *
read_wish(struct cli *cli, struct ledger *ledger, struct ledger_audit_wish *wish)
{
	*wish = (struct ledger_audit_wish){ .who = cli_value(cli, "who"), .verb = cli_value(cli, "verb") };
	TRY(object_of_case(cli, ledger, &wish->object));
	TRY(cli_instant(cli, "since", &wish->since));
	TRY(cli_instant(cli, "until", &wish->until));
	TRY(cli_number(cli, "before", 0, &wish->before));
	TRY(cli_number(cli, "limit", PAGE_ROWS, &wish->most));
	if (wish->most < 1 || wish->most > PAGE_MOST)
		return err_new(cli->arena, ERR_USAGE, M("The option --limit takes a number from 1 to {most}."), ARG_N("most", PAGE_MOST));
	return NULL;
}

static struct err *
show(struct cli *cli, const struct home *home, struct ledger *ledger)
{
	struct audit_asked asked = { .lang = cli->lang, .now = cli->now };
	struct audit_page page;
	struct actor actor;

	TRY(cli_actor(cli, home, ledger, &actor));
	TRY(actor_need(&actor, OFFICE_AUDITOR | OFFICE_ADMINISTRATOR, SCOPE_READ, cli->arena));
	TRY(read_wish(cli, ledger, &asked.wish));
	TRY(audit_page(ledger, &actor, &asked, cli->arena, &page));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &audit_page_schema, &page);
	else if (cli->output == OUTPUT_CSV)
		print_page_csv(cli, &page);
	else if (page.entries.count == 0)
		cli_say(cli, M("There is nothing of that kind in the audit."));
	else
		print_page(cli, &page);
	if (page.next != 0)
		cli_note(cli, M("There is more: go on with --before {number}."), ARG_N("number", page.next));
	return NULL;
}

struct err *
cmd_audit_show(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	return show(cli, &home, ledger);
}

/* ------------------------------------------------------------------------------------------------ export */

enum { FLUSH_BYTES = 1 << 20 };

static struct err *
print_line(void *context, struct str line, struct arena *arena)
{
	struct cli *cli = context;

	(void)arena;
	buf_add(&cli->out, line);
	return cli->out.len < FLUSH_BYTES ? NULL : cli_flush(cli);
}

struct err *
cmd_audit_export(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	int format = AUDIT_JSONL;
	int64_t since, until, rows;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	if (cli_has(cli, "format") && !enum_find(&audit_format_names, cli_value(cli, "format"), &format))
		return err_new(cli->arena, ERR_USAGE, M("The option --format takes jsonl or syslog, not \"{value}\"."),
		    ARG("value", cli_value(cli, "format")));
	TRY(cli_instant(cli, "since", &since));
	TRY(cli_instant(cli, "until", &until));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(cli_actor(cli, &home, ledger, &actor));
	TRY(audit_export(ledger, &actor, (enum audit_format)format, since, until, cli->now, print_line, cli, cli->arena, &rows));
	cli_note(cli, M("Rows of the audit: {count}"), ARG_N("count", rows));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- seal and head */

struct err *
cmd_audit_seal(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;
	const struct audit_signer signer = { audit_sign_by_holder, &home.path };
	struct audit_sealing how = { .signer = &signer, .now = cli->now, .at_once = true };
	struct audit_sealed sealed;
	struct actor actor;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(cli_actor(cli, &home, ledger, &actor));
	TRY(actor_need(&actor, OFFICE_AUDITOR | OFFICE_ADMINISTRATOR, SCOPE_WRITE, cli->arena));
	TRY(ledger_audit(ledger, actor.login, cli->now, STR("audit.seal"), STR("audit"), STR(""), cli->arena));
	how.heads = home.audit_heads;
	TRY(audit_seal(ledger, &how, cli->arena, &sealed));
	if (sealed.elsewhere)
		cli_say(cli, M("Another process is sealing the audit just now: what waits is sealed by it, or by the next \"audit seal\"."));
	else if (sealed.told)
		cli_say(cli, M("Rows sealed: {count}. The chain ends at row {place}."), ARG_N("count", sealed.rows), ARG_N("place", sealed.head.place));
	else
		cli_say(cli, M("Rows sealed: {count}. The head was told before."), ARG_N("count", sealed.rows));
	if (sealed.told && sealed.head.signature.len == 0)
		cli_note(cli, M("note: the head in {file} is not signed, because no key holder runs: \"audit verify\" will say that it cannot tell"),
		    ARG("file", home.audit_heads));
	return NULL;
}

/* Digits as people read them out: in groups. */
static struct str
in_groups(struct cli *cli, struct str digits)
{
	struct str_list groups = { 0 };

	for (size_t at = 0; at < digits.len; at += GROUP)
		list_push(cli->arena, &groups, str_sub(digits, at, GROUP));
	return arena_join(cli->arena, groups.items, groups.count, STR(" "));
}

static void
print_head(struct cli *cli, const struct audit_head *head)
{
	cli_say(cli, M("Head of the audit"));
	cli_say(cli, M("  Ledger:    {digits}"), ARG("digits", in_groups(cli, head->chain)));
	cli_say(cli, M("  Row:       {place}"), ARG_N("place", head->place));
	cli_say(cli, M("  Time:      {instant}"), ARG("instant", instant_words(head->at, cli->arena)));
	cli_say(cli, M("  Link:      {digits}"), ARG("digits", in_groups(cli, head->link)));
	if (head->signature.len > 0)
		cli_say(cli, M("  Signature: {digits}"), ARG("digits", in_groups(cli, crypt_hex(head->signature, cli->arena))));
	else
		cli_say(cli, M("  Signature: none"));
	cli_say(cli, M("To check it later, put the next line into a file: tsukuroi audit verify --head FILE"));
	buf_add(&cli->out, audit_head_line(head, cli->arena));
}

struct err *
cmd_audit_head(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct audit_head head;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(cli_actor(cli, &home, ledger, &actor));
	TRY(actor_need(&actor, OFFICE_AUDITOR | OFFICE_ADMINISTRATOR, SCOPE_READ, cli->arena));
	TRY(audit_head_last(home.audit_heads, cli->arena, &head));
	if (!head.readable)
		return err_new(cli->arena, ERR_NOT_FOUND, M("There is no head in {file} yet: \"tsukuroi audit seal\" tells one."),
		    ARG("file", home.audit_heads));
	print_head(cli, &head);
	return NULL;
}
