/*
 * cmd_bundle.c - knowledge as one signed file: made, checked, taken in, with what it means for the ledger and its line in the record of media.
 */
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/book.h"
#include "service/bundle/bundle.h"
#include "service/found/change.h"

#define CARRIED_OPTIONS \
	{ "medium", "NAME", M("the medium it is carried on: keeps it in the record of media") }, \
	{ "approver", "NAME", M("who allowed it") }, \
	{ "purpose", "TEXT", M("what for, in the record of media") }, \
	{ "party", "NAME", M("from whom, or to whom") }

const struct cli_option options_bundle_keygen[] = {
	CLI_PASSPHRASE_OPTION, { "bare", NULL, M("without a passphrase: whoever has the file signs with it") }, { NULL, NULL, NULL },
};
const struct cli_option options_bundle_create[] = {
	{ "key", "FILE", M("the secret key it is signed with (tsukuroi.key, or one of minisign)") }, CLI_PASSPHRASE_OPTION,
	{ "output", "FILE", M("where it is written") },
	{ "since", "last|ID", M("only what came since the last bundle made here, or since an earlier one by its number") },
	{ "source", "NAME", M("only this source; may be given several times (default: all but your own readings and notices)") },
	CARRIED_OPTIONS, { NULL, NULL, NULL },
};
const struct cli_option options_bundle_verify[] = {
	{ "public", "FILE", M("the public key it must be signed with (default: one that this home trusts)") }, { NULL, NULL, NULL },
};
const struct cli_option options_bundle_import[] = {
	{ "public", "FILE", M("the public key it must be signed with (default: one that this home trusts)") },
	{ "accept", NULL, M("takes a source that shrank or went back in time as it is") },
	{ "no-assess", NULL, M("does not compare the ledger with it now") },
	CARRIED_OPTIONS, { NULL, NULL, NULL },
};
const struct cli_option options_bundle_trust[] = {
	{ "remove", "ID", M("trusts this key no longer") }, { NULL, NULL, NULL },
};

/* ------------------------------------------------------------------------------------------------ keys */

struct err *
cmd_bundle_keygen(struct cli *cli, enum cli_status *ret_status)
{
	struct str passphrase = STR("");
	struct bundle_keys keys;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (!cli_has(cli, "bare"))
		TRY(cli_passphrase(cli, true, &passphrase));
	if (!cli_has(cli, "bare") && passphrase.len == 0)
		return err_new(cli->arena, ERR_USAGE, M("The passphrase is empty: give one, or say --bare."));
	TRY(bundle_keygen(cli->operands[0], passphrase, cli->arena, &keys));
	cli_say(cli, M("Key {id}: {secret} signs and stays here; {public} is given, by another way than the bundles, to who takes them in."),
	    ARG("id", keys.id), ARG("secret", keys.secret), ARG("public", keys.public));
	return NULL;
}

struct err *
cmd_bundle_trust(struct cli *cli, enum cli_status *ret_status)
{
	struct str_list ids;
	struct home home;
	struct str id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	if (cli_has(cli, "remove"))
		TRY(bundle_distrust(&home, cli_value(cli, "remove"), cli->arena));
	if (cli->operands_count == 1) {
		TRY(bundle_trust(&home, cli->operands[0], cli->arena, &id));
		cli_say(cli, M("From now on bundles signed with key {id} are taken in here."), ARG("id", id));
		return NULL;
	}
	TRY(bundle_trusted(&home, cli->arena, &ids));
	for (size_t i = 0; i < ids.count; i++)
		cli_say(cli, M("key {id}"), ARG("id", ids.items[i]));
	if (ids.count == 0)
		cli_say(cli, M("No key is trusted yet: \"tsukuroi bundle trust FILE\" adds one."));
	return NULL;
}

/* ------------------------------------------------------------------------------------- record of media */

/* 媒体持出入記録: one line of it, to be printed with the file, and kept where the medium is named. */
static struct err *
record(struct cli *cli, const struct home *home, bool out, struct str file, struct str digest)
{
	struct book_medium medium = { .out = out, .file = file, .digest = digest, .medium = cli_value(cli, "medium"), .purpose = cli_value(cli, "purpose"),
		.party = cli_value(cli, "party"), .approver = cli_value(cli, "approver") };
	struct str none = cli_word(cli, M("(not stated)"));
	struct str segment = home->segment.len > 0 ? home->segment : none, named = medium.medium.len > 0 ? medium.medium : none;
	struct str approver = medium.approver.len > 0 ? medium.approver : none, purpose = medium.purpose.len > 0 ? medium.purpose : none;

	if (cli_has(cli, "medium"))
		TRY(book_medium(home, &medium, cli_who(cli), cli->now, cli->arena));
	if (cli->output == OUTPUT_JSON)
		return NULL;
	cli_say(cli, out ? M("Record of media, carried out: {at}") : M("Record of media, carried in: {at}"), ARG("at", print_instant(cli, cli->now)));
	cli_say(cli, M("  storage medium: {medium}; network segment of this home: {segment}"), ARG("medium", named), ARG("segment", segment));
	cli_say(cli, M("  allowed by: {approver}; purpose: {purpose}"), ARG("approver", approver), ARG("purpose", purpose));
	cli_say(cli, M("  {file}, SHA-256 {digest}"), ARG("file", file), ARG("digest", digest));
	cli_say(cli, cli_has(cli, "medium") ? M("  kept: \"tsukuroi ledger medium list\" shows it")
	    : M("  not kept: name the medium with --medium to keep it"));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ shown */

static void
print_feeds(struct cli *cli, const struct bundle_feed_view *feeds, size_t count)
{
	static const struct table_column columns[] = {
		{ M("Source"), false }, { M("As of"), false }, { M("Fetched"), false }, { M("Records"), true }, { M("Gone"), true },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < count; i++) {
		const struct str cells[] = {
			feeds[i].name, print_instant(cli, feeds[i].built), print_instant(cli, feeds[i].fetched),
			arena_printf(cli->arena, "%lld", (long long)feeds[i].values), arena_printf(cli->arena, "%lld", (long long)feeds[i].gone),
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_table_text(cli, &table);
}

static void
print_shown(struct cli *cli, const struct bundle_shown *shown)
{
	cli_say(cli, M("Bundle {id}, made {made} by {organisation}"), ARG("id", shown->id), ARG("made", print_instant(cli, shown->made)),
	    ARG("organisation", shown->organisation.len > 0 ? shown->organisation : cli_word(cli, M("(not stated)"))));
	cli_say(cli, M("  the signature of key {key} is right; SHA-256 {digest}; {bytes} bytes"), ARG("key", shown->key), ARG("digest", shown->sha256),
	    ARG_N("bytes", shown->bytes));
	if (shown->base.len > 0)
		cli_say(cli, M("  what came since bundle {base}: {count} records"), ARG("base", shown->base), ARG_N("count", shown->values));
	else
		cli_say(cli, M("  all that is known there: {count} records"), ARG_N("count", shown->values));
	print_feeds(cli, shown->feeds.items, shown->feeds.count);
}

/* ------------------------------------------------------------------------------------------- commands */

struct err *
cmd_bundle_create(struct cli *cli, enum cli_status *ret_status)
{
	struct bundle_order order = { .key_file = cli_value(cli, "key"), .output = cli_value(cli, "output"), .since = cli_value(cli, "since"), .now = cli->now };
	struct str_list sources = { 0 };
	struct bundle_made made;
	struct home home;
	bool asks;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	if (order.key_file.len == 0 || order.output.len == 0)
		return err_new(cli->arena, ERR_USAGE, M("Say which key signs and where it is written: --key FILE --output FILE"));
	for (size_t i = 0; i < cli->values_count; i++)
		if (str_eq(str_of(cli->values[i].option->name), STR("source")))
			list_push(cli->arena, &sources, cli->values[i].value);
	order.feeds = sources.items;
	order.feeds_count = sources.count;
	TRY(cli_open_home(cli, &home));
	TRY(bundle_key_asks(order.key_file, cli->arena, &asks));
	if (asks)
		TRY(cli_passphrase(cli, false, &order.passphrase));
	TRY(bundle_create(&home, &order, cli->arena, &made));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &bundle_made_schema, &made);
	} else {
		cli_say(cli, M("Bundle {id}: {count} records, {bytes} bytes, signed with key {key}"), ARG("id", made.id), ARG_N("count", made.values),
		    ARG_N("bytes", made.bytes), ARG("key", made.key));
		print_feeds(cli, made.feeds.items, made.feeds.count);
	}
	return record(cli, &home, true, order.output, made.sha256);
}

struct err *
cmd_bundle_verify(struct cli *cli, enum cli_status *ret_status)
{
	struct str public = cli_value(cli, "public");
	struct bundle_shown shown;
	struct home home, *known = NULL;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (public.len == 0) {
		TRY(cli_open_home(cli, &home));
		known = &home;
	}
	TRY(bundle_verify(known, public, cli->operands[0], cli->arena, &shown));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &bundle_shown_schema, &shown);
	else
		print_shown(cli, &shown);
	return NULL;
}

/* What the ledger makes of it: everything that appeared, went or was judged otherwise. */
struct bundle_report { struct bundle_taken taken; struct change_list_view changes; };
static const struct field report_fields[] = {
	FIELD_OF(struct bundle_report, taken, FIELD_STRUCT, &bundle_taken_schema),
	FIELD_OF(struct bundle_report, changes, FIELD_STRUCT, &change_list_schema),
};
static const struct schema bundle_report_schema = SCHEMA("bundle_report", struct bundle_report, report_fields);

enum { CHANGES_MOST = 1000 };

static struct err *
find_meaning(struct cli *cli, const struct home *home, struct change_list_view *ret_changes)
{
	struct ledger_event_query query = { .since = cli->now - 1, .until = cli->now, .most = CHANGES_MOST };
	struct ledger *ledger LEDGER_SCOPE = NULL;

	TRY(home_ledger(home, cli->arena, &ledger));
	return change_list(ledger, &query, cli->lang, cli->arena, ret_changes);
}

static void
print_meaning(struct cli *cli, const struct change_list_view *changes)
{
	static const struct table_column columns[] = {
		{ M("System"), false }, { M("Product"), false }, { M("Vulnerability"), false }, { M("Change"), false }, { M("Because of"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	if (changes->changes.count == 0) {
		cli_say(cli, M("For the systems of the ledger nothing changes by it."));
		return;
	}
	for (size_t i = 0; i < changes->changes.count; i++) {
		const struct change_view *change = &changes->changes.items[i];
		const struct str cells[] = { change->system, change->product, change->vulnerability, change->what, change->cause };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_table_text(cli, &table);
}

static void
print_taken(struct cli *cli, const struct bundle_taken *taken)
{
	print_shown(cli, &taken->shown);
	cli_say(cli, M("Taken in: {added} new, {changed} changed, {gone} gone, {unchanged} known already."), ARG_N("added", taken->added),
	    ARG_N("changed", taken->changed), ARG_N("gone", taken->gone), ARG_N("unchanged", taken->unchanged));
}

struct err *
cmd_bundle_import(struct cli *cli, enum cli_status *ret_status)
{
	struct bundle_import wish = { .public = cli_value(cli, "public"), .accept = cli_has(cli, "accept"), .now = cli->now };
	bool json = cli->output == OUTPUT_JSON;
	struct bundle_report report = { 0 };
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	wish.path = cli->operands[0];
	TRY(cli_open_home(cli, &home));
	TRY(bundle_import(&home, &wish, cli->arena, &report.taken));
	if (!json)
		print_taken(cli, &report.taken);
	TRY(record(cli, &home, false, wish.path, report.taken.shown.sha256));
	if (!cli_has(cli, "no-assess")) {
		TRY(cli_assess(cli, &home, json, ret_status));
		TRY(find_meaning(cli, &home, &report.changes));
	}
	if (json)
		print_json(cli, &bundle_report_schema, &report);
	else if (!cli_has(cli, "no-assess"))
		print_meaning(cli, &report.changes);
	return NULL;
}
