/*
 * cmd_names.c - the tray of names: what is written in the ledger, what it may mean, and what a person says.
 */
#include "base/clock.h"
#include "base/file.h"
#include "domain/name/name.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/name.h"

const struct cli_option options_name_list[] = {
	{ "most", "COUNT", M("at most so many (default 100)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_name_vendor[] = {
	{ "vendor", "NAME", M("whose product it is, as written (default: as in the ledger)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_name_confirm[] = {
	{ "vendor",  "NAME", M("whose product it is, as written (default: as in the ledger)") },
	{ "certain", NULL,   M("confirms the first candidate of every name where it is certain") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_name_export[] = {
	{ "organisation", "NAME", M("whose decisions these are, for those who get the file") },
	{ NULL, NULL, NULL },
};

/* ---------------------------------------------------------------------------------------- list and show */

static const struct table_column list_columns[] = {
	{ M("Vendor"), false }, { M("Name"), false }, { M("Systems"), true }, { M("It may mean"), false }, { M("Identity"), false },
	{ M("Ground"), false }, { M("Certain"), false }, { M("Records"), true },
};

static void
add_list_row(struct cli *cli, struct table *table, const struct name_row *row)
{
	const struct name_choice *first = row->choices.count > 0 ? &row->choices.items[0] : NULL;
	struct arena *arena = cli->arena;
	struct str cells[] = {
		row->vendor, row->name, arena_printf(arena, "%lld", (long long)row->systems),
		first == NULL ? cli_word(cli, M("(nothing like it in the lists)")) : name_product_words(first, cli->lang, cli->arena),
		first == NULL ? STR("") : first->identity, first == NULL ? STR("") : name_ground_words(first, cli->lang, cli->arena),
		first == NULL || !first->certain ? STR("") : cli_word(cli, M("certain")),
		first == NULL ? STR("") : arena_printf(arena, "%lld", (long long)first->vulnerabilities),
	};

	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		list_push(arena, &table->cells, cells[i]);
}

static void
print_summary(struct cli *cli, const struct name_tray *tray)
{
	cli_say(cli, M("{names} names without a confirmed meaning, {certain} of them certain; {confirmed} confirmed."),
	    ARG_N("names", tray->rows.count), ARG_N("certain", tray->certain), ARG_N("confirmed", tray->confirmed));
	if (tray->certain > 0)
		cli_say(cli, M("\"tsukuroi name confirm --certain\" confirms the certain ones; \"tsukuroi name show NAME\" shows all candidates of one."));
	if (tray->products == 0)
		cli_say(cli, M("No list of names was taken in: \"tsukuroi feed import names FILE\" takes MyJVN's product list and the CPE dictionary."));
}

struct err *
cmd_name_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = list_columns, .columns_count = ARRAY_LEN(list_columns) };
	struct name_tray tray;
	struct home home;
	int64_t most;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_number(cli, "most", 100, &most));
	TRY(cli_open_home(cli, &home));
	TRY(name_list(&home, cli->arena, &tray));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &name_tray_schema, &tray);
		return NULL;
	}
	for (size_t i = 0; i < tray.rows.count && (int64_t)i < most; i++)
		add_list_row(cli, &table, &tray.rows.items[i]);
	if (cli->output == OUTPUT_CSV) {
		print_table_csv(cli, &table);
		return NULL;
	}
	if (tray.rows.count > 0)
		print_table_text(cli, &table);
	print_summary(cli, &tray);
	return NULL;
}

static void
print_written(struct cli *cli, const struct name_row *row)
{
	cli_say(cli, M("\"{name}\" is read as: product {product}"), ARG("name", row->name), ARG("product", row->product));
	if (row->version.len > 0)
		cli_say(cli, M("  version {version}"), ARG("version", row->version));
	if (row->architecture.len > 0)
		cli_say(cli, M("  for {architecture}"), ARG("architecture", row->architecture));
	if (row->edition.len > 0)
		cli_say(cli, M("  edition {edition}: it decides who mends it"), ARG("edition", row->edition));
}

static void
print_choice(struct cli *cli, size_t number, const struct name_choice *choice)
{
	struct str vendor = name_vendor_words(choice, cli->lang, cli->arena);

	cli_say(cli, M("{number}. {product}  {identity}"), ARG_N("number", number), ARG("product", name_product_words(choice, cli->lang, cli->arena)),
	    ARG("identity", choice->identity));
	if (choice->certain)
		cli_say(cli, M("   certain: {ground}"), ARG("ground", name_ground_words(choice, cli->lang, cli->arena)));
	else
		cli_say(cli, M("   to be confirmed: {ground}"), ARG("ground", name_ground_words(choice, cli->lang, cli->arena)));
	if (vendor.len > 0 && !str_eq(choice->ground, STR("alias")))
		cli_say(cli, M("   {words}"), ARG("words", vendor));
	cli_say(cli, M("   {count} records name it"), ARG_N("count", choice->vulnerabilities));
}

struct err *
cmd_name_show(struct cli *cli, enum cli_status *ret_status)
{
	struct name_row row;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_open_home(cli, &home));
	TRY(name_show(&home, cli_value(cli, "vendor"), cli->operands[0], cli->arena, &row));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &name_row_schema, &row);
		return NULL;
	}
	print_written(cli, &row);
	for (size_t i = 0; i < row.choices.count; i++)
		print_choice(cli, i + 1, &row.choices.items[i]);
	if (row.choices.count == 0)
		cli_say(cli, M("The lists have nothing like it. If you know the product, say so: tsukuroi name confirm \"{name}\" CPE"), ARG("name", row.name));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- deciding */

static struct name_word
word_of(struct cli *cli, bool rejected)
{
	return (struct name_word){
		.vendor = cli_has(cli, "vendor") ? cli_value(cli, "vendor") : (struct str){ NULL, 0 }, .name = cli->operands[0],
		.identity = cli->operands_count > 1 ? cli->operands[1] : STR(""), .rejected = rejected, .by = cli_who(cli), .at = cli->now,
	};
}

static struct str
written_words(struct cli *cli, const struct name_word *word)
{
	return word->vendor.len == 0 ? word->name : arena_printf(cli->arena, "%.*s %.*s", STR_ARG(word->vendor), STR_ARG(word->name));
}

static struct err *
confirm_certain(struct cli *cli, const struct home *home)
{
	struct name_words words;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(name_confirm_certain(home, cli_who(cli), cli->now, cli->arena, &words));
	for (size_t i = 0; i < words.list.count; i++)
		cli_say(cli, M("\"{name}\" means {identity}"), ARG("name", written_words(cli, &words.list.items[i])),
		    ARG("identity", words.list.items[i].identity));
	cli_say(cli, M("{count} names confirmed. \"tsukuroi assess\" takes it into account."), ARG_N("count", words.list.count));
	return NULL;
}

struct err *
cmd_name_confirm(struct cli *cli, enum cli_status *ret_status)
{
	struct name_word word;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_open_home(cli, &home));
	if (cli_has(cli, "certain"))
		return confirm_certain(cli, &home);
	TRY(cli_expect_operands(cli, 2, 2));
	word = word_of(cli, false);
	TRY(name_decide(&home, &word, cli->arena, &word));
	cli_say(cli, M("\"{name}\" means {identity} from now on. \"tsukuroi assess\" takes it into account."), ARG("name", written_words(cli, &word)),
	    ARG("identity", word.identity));
	return NULL;
}

struct err *
cmd_name_reject(struct cli *cli, enum cli_status *ret_status)
{
	struct name_word word;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_open_home(cli, &home));
	word = word_of(cli, true);
	TRY(name_decide(&home, &word, cli->arena, &word));
	cli_say(cli, M("\"{name}\" does not mean {identity}; it is not proposed again."), ARG("name", written_words(cli, &word)),
	    ARG("identity", word.identity));
	return NULL;
}

struct err *
cmd_name_forget(struct cli *cli, enum cli_status *ret_status)
{
	struct name_word word;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_open_home(cli, &home));
	word = word_of(cli, false);
	TRY(name_decide(&home, &word, cli->arena, &word));
	cli_say(cli, M("What \"{name}\" means is open again. \"tsukuroi assess\" takes it into account."), ARG("name", written_words(cli, &word)));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- sharing */

struct err *
cmd_name_export(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;
	struct str text;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	TRY(name_export(&home, cli_value(cli, "organisation"), cli->arena, &text));
	if (cli->operands_count == 1)
		return file_write(cli->operands[0], text, cli->arena);
	buf_add(&cli->out, text);
	return NULL;
}

static void
print_conflict(struct cli *cli, const struct name_conflict *conflict)
{
	if (conflict->own.len == 0) {
		cli_say(cli, M("  \"{name}\": {organisation} says {theirs}, which was rejected here; yours stays in force"),
		    ARG("name", written_words(cli, &(struct name_word){ .vendor = conflict->vendor, .name = conflict->name })),
		    ARG("organisation", conflict->organisation), ARG("theirs", conflict->theirs));
		return;
	}
	cli_say(cli, M("  \"{name}\": {organisation} says {theirs}, here it is {own}; yours stays in force"),
	    ARG("name", written_words(cli, &(struct name_word){ .vendor = conflict->vendor, .name = conflict->name })),
	    ARG("organisation", conflict->organisation), ARG("theirs", conflict->theirs), ARG("own", conflict->own));
}

struct err *
cmd_name_import(struct cli *cli, enum cli_status *ret_status)
{
	struct name_import import;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_open_home(cli, &home));
	TRY(name_import(&home, cli->operands[0], cli->now, cli->arena, &import));
	cli_say(cli, M("{file}: {taken} names taken in, {same} known already, {conflicts} contradict what is decided here, {refused} refused"),
	    ARG("file", cli->operands[0]), ARG_N("taken", import.taken), ARG_N("same", import.same), ARG_N("conflicts", import.conflicts.count),
	    ARG_N("refused", import.refused));
	for (size_t i = 0; i < import.conflicts.count; i++)
		print_conflict(cli, &import.conflicts.items[i]);
	for (size_t i = 0; i < import.problems.count && i < 5; i++)
		cli_say(cli, M("  {id} (line {line}): {sentence}"), ARG("id", import.problems.items[i].id), ARG_N("line", import.problems.items[i].line),
		    ARG("sentence", cli->lang == LANG_JA ? import.problems.items[i].sentence_ja : import.problems.items[i].sentence_en));
	if (import.refused > 0)
		*ret_status = CLI_BAD_INPUT;
	return NULL;
}
