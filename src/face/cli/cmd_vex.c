/*
 * cmd_vex.c - VEX: written for others, and theirs taken in.
 */
#include "base/file.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/vex/in.h"
#include "service/vex/out.h"

const struct cli_option options_vex_export[] = {
	{ "form", "FORM", M("openvex (without it), cyclonedx or csaf") },
	{ "vulnerability", "ID", M("only about this one; then also where it does not apply") },
	{ "system", "NAME", M("only of this system") },
	{ "product", "NAME", M("only this product: CPE name, package URL or name as written") },
	{ "out", "FILE", M("writes into this file instead of standard output") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_vex_import[] = {
	{ "word", "WHOSE", M("maker (of the product), own or other (without it: is only shown)") },
	{ "owner", "NAME", M("who answers for believing it (without it: who takes it)") },
	{ "reason", "TEXT", M("why it is believed") },
	{ "until", "DATE", M("last day of what is decided on it (without it: in 180 days)") },
	{ "yes", NULL, M("takes it in; without it nothing is changed") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_vex_list[] = {
	{ "all", NULL, M("also those that do not hold any more") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_vex_show[] = {
	{ "after", "NUMBER", M("goes on behind this statement") },
	{ NULL, NULL, NULL },
};

static struct err *
open_all(struct cli *cli, struct home *home, struct ledger **ret_ledger, struct actor *ret_actor)
{
	TRY(cli_open_home(cli, home));
	TRY(home_ledger(home, cli->arena, ret_ledger));
	return cli_actor(cli, home, *ret_ledger, ret_actor);
}

static struct err *
number_of(struct cli *cli, int64_t *ret_number)
{
	TRY(cli_expect_operands(cli, 1, 1));
	if (str_to_i64(cli->operands[0], ret_number) && *ret_number > 0)
		return NULL;
	return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no number."), ARG("text", cli->operands[0]));
}

/* A name's word. */
static struct str
word_of(struct cli *cli, const struct enum_names *names, struct str name)
{
	int number;

	return enum_find(names, name, &number) ? cli_word(cli, names->words[number]) : name;
}

/* ---------------------------------------------------------------------------------------------- export */

struct err *
cmd_vex_export(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct vex_wish wish;
	struct actor actor;
	struct vex_out out;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(vex_wish_of(ledger, cli_value(cli, "form"), cli_value(cli, "vulnerability"), cli_value(cli, "system"), cli_value(cli, "product"), cli->arena, &wish));
	TRY(vex_out_make(&home, ledger, &actor, &wish, cli->now, cli->lang, cli->arena, &out));
	if (!cli_has(cli, "out")) {
		buf_add(&cli->out, out.bytes);
		return NULL;
	}
	TRY(file_write(cli_value(cli, "out"), out.bytes, cli->arena));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &vex_out_schema, &out);
		return NULL;
	}
	cli_say(cli, M("{file}: edition {edition} of {at}."), ARG("file", cli_value(cli, "out")), ARG_N("edition", out.edition), ARG("at", print_instant(cli, out.at)));
	for (size_t i = 0; i < out.counts.count; i++)
		buf_addf(&cli->out, "  %.*s: %lld\n", STR_ARG(word_of(cli, &vex_status_names, out.counts.items[i].status)), (long long)out.counts.items[i].products);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- import */

static struct err *
choice_of(struct cli *cli, struct vex_choice *ret_choice)
{
	struct str word = cli_has(cli, "word") ? cli_value(cli, "word") : STR("other");
	int number;

	*ret_choice = (struct vex_choice){ .owner = cli_value(cli, "owner"), .reason = cli_value(cli, "reason"), .now = cli->now, .lang = cli->lang };
	if (!enum_find(&vex_word_names, word, &number))
		return err_new(cli->arena, ERR_USAGE, M("\"{word}\" is nobody's word: there are maker, own and other."), ARG("word", word));
	ret_choice->word = (enum ledger_vex_word)number;
	return cli_day(cli, "until", DAY_NONE, &ret_choice->until);
}

static void
print_effect(struct cli *cli, const struct vex_effect_view *effect)
{
	cli_say(cli, M("  {effect}: {vulnerability} {product} ({system}, finding {number}): here {ours}; they say {theirs}"),
	    ARG("effect", word_of(cli, &vex_effect_names, effect->effect)), ARG("vulnerability", effect->vulnerability), ARG("product", effect->product),
	    ARG("system", effect->system), ARG_N("number", effect->finding), ARG("ours", effect->ours),
	    ARG("theirs", word_of(cli, &vex_status_names, effect->theirs)));
}

static void
print_head(struct cli *cli, const struct vex_document_view *document)
{
	cli_say(cli, M("{name}, edition {edition} of {at}, {form}"), ARG("name", document->name), ARG_N("edition", document->version),
	    ARG("at", print_instant(cli, document->said_at)), ARG("form", document->form));
	cli_say(cli, M("Word of {author} ({word})"), ARG("author", document->author), ARG("word", word_of(cli, &vex_word_names, document->word)));
}

static void
print_preview(struct cli *cli, const struct vex_preview *preview, bool taken)
{
	print_head(cli, &preview->document);
	cli_say(cli, M("It speaks of {statements} products, and of {concerned} findings here: {applies} change, {stands} in force, {agrees} agree, {conflicts} say otherwise, {shown} shown only."),
	    ARG_N("statements", preview->statements), ARG_N("concerned", preview->concerned), ARG_N("applies", preview->applies),
	    ARG_N("stands", preview->stands), ARG_N("agrees", preview->agrees), ARG_N("conflicts", preview->conflicts), ARG_N("shown", preview->shown));
	for (size_t i = 0; i < preview->effects.count; i++)
		print_effect(cli, &preview->effects.items[i]);
	for (size_t i = 0; i < preview->refused.count; i++)
		cli_say(cli, M("  not taken: {why}"), ARG("why", preview->refused.items[i]));
	if (preview->replaces != 0)
		cli_say(cli, M("It replaces document {number}; {ends} decisions on that one end."), ARG_N("number", preview->replaces), ARG_N("ends", preview->ends));
	if (preview->known)
		cli_say(cli, M("This document is in force already (number {number}): nothing changes."), ARG_N("number", preview->document.id));
	else if (taken)
		cli_say(cli, M("It is taken in as number {number}."), ARG_N("number", preview->document.id));
	else
		cli_say(cli, M("Nothing is changed: --yes takes it in."));
}

struct err *
cmd_vex_import(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	bool take = cli_has(cli, "yes");
	struct vex_preview preview;
	struct vex_choice choice;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(choice_of(cli, &choice));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(vex_in(&home, ledger, &actor, cli->operands[0], &choice, take, cli->arena, &preview));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &vex_preview_schema, &preview);
	else
		print_preview(cli, &preview, take);
	return NULL;
}

/* ---------------------------------------------------------------------------------------- list and show */

static const struct table_column columns[] = {
	{ M("Number"), true }, { M("Whose word it is"), false }, { M("Author"), false }, { M("Dated"), false }, { M("State"), false }, { M("Products spoken of"), true },
	{ M("Decisions"), true }, { M("File"), false },
};

struct err *
cmd_vex_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct vex_document_list list;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(vex_in_list(ledger, &actor, cli_has(cli, "all"), cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &vex_document_list_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.documents.count; i++) {
		const struct vex_document_view *d = &list.documents.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)d->id), word_of(cli, &vex_word_names, d->word), d->author,
			print_instant(cli, d->said_at), word_of(cli, &vex_state_names, d->state), arena_printf(cli->arena, "%lld", (long long)d->statements),
			arena_printf(cli->arena, "%lld", (long long)d->decisions), d->file };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

static void
print_shown(struct cli *cli, const struct vex_shown *shown)
{
	const struct vex_document_view *d = &shown->document;

	print_head(cli, d);
	cli_say(cli, M("Taken in by {who} on {at} from {file}: {state}"), ARG("who", d->taken_by), ARG("at", print_instant(cli, d->taken_at)), ARG("file", d->file),
	    ARG("state", word_of(cli, &vex_state_names, d->state)));
	if (d->owner.len > 0)
		cli_say(cli, M("{owner} answers for believing it, until {day}; decisions on it: {count}"), ARG("owner", d->owner), ARG("day", print_day(cli, d->until)),
		    ARG_N("count", d->decisions));
	for (size_t i = 0; i < shown->effects.count; i++)
		print_effect(cli, &shown->effects.items[i]);
	for (size_t i = 0; i < shown->statements.count; i++) {
		const struct vex_statement_view *s = &shown->statements.items[i];

		buf_addf(&cli->out, "%lld. %.*s %.*s: %.*s%s%.*s\n", (long long)s->number, STR_ARG(s->vulnerability), STR_ARG(s->product),
		    STR_ARG(word_of(cli, &vex_status_names, s->status)), s->ground.len > 0 ? ". " : "", STR_ARG(s->ground));
	}
	if (shown->next > 0)
		cli_say(cli, M("There are more: --after {number}"), ARG_N("number", shown->next));
}

struct err *
cmd_vex_show(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct vex_shown shown;
	struct actor actor;
	struct home home;
	int64_t id, after;

	*ret_status = CLI_DONE;
	TRY(number_of(cli, &id));
	TRY(cli_number(cli, "after", 0, &after));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(vex_in_show(ledger, &actor, id, after, cli->now, cli->lang, cli->arena, &shown));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &vex_shown_schema, &shown);
	else
		print_shown(cli, &shown);
	return NULL;
}

struct err *
cmd_vex_withdraw(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(number_of(cli, &id));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(vex_in_withdraw(ledger, &actor, id, cli->now, cli->arena));
	cli_say(cli, M("Document {number} holds no longer, nor what was decided on it; it stays to be read."), ARG_N("number", id));
	return NULL;
}
