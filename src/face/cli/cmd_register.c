/*
 * cmd_register.c - the ledger as a table to take along, and one system's card.
 */
#include "base/clock.h"
#include "base/file.h"
#include "base/map.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "format/charset/charset.h"
#include "service/export.h"
#include "service/provenance.h"

/* ---------------------------------------------------------------------- export */

const struct cli_option options_ledger_export[] = {
	{ "output", "FILE", M("writes there instead: a workbook when it ends in .xlsx, else CSV") },
	{ "medium", "NAME", M("the table leaves by this medium: keeps it in the record of media") },
	{ "purpose", "TEXT", M("what for, in the record of media") },
	{ NULL, NULL, NULL },
};

static struct err *
system_of(struct cli *cli, struct ledger *ledger, size_t operand, int64_t *ret_system)
{
	*ret_system = 0;
	if (cli->operands_count <= operand)
		return NULL;
	TRY(ledger_system_find(ledger, cli->operands[operand], cli->arena, ret_system));
	if (*ret_system == 0)
		return err_new(cli->arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", cli->operands[operand]));
	return NULL;
}

static void
print_csv(struct cli *cli, const struct export_register *reg, const struct export_rows *rows)
{
	struct table_column *columns = ARENA_ARRAY(cli->arena, struct table_column, reg->columns_count);
	struct table table = { .columns = columns, .columns_count = reg->columns_count };

	for (size_t c = 0; c < reg->columns_count; c++)
		columns[c] = (struct table_column){ reg->columns[c].heading, false };
	for (size_t i = 0; i < rows->list.count; i++)
		for (size_t c = 0; c < reg->columns_count; c++)
			list_push(cli->arena, &table.cells, export_cell(reg, c, &rows->list.items[i]));
	cli->output = OUTPUT_CSV;   /* so that it goes out in the encoding that was asked for */
	print_table_csv(cli, &table);
}

/* What stands in cli->out goes to the file, in the encoding that was asked for. */
static struct err *
write_csv(struct cli *cli, struct str path)
{
	struct buf encoded BUF_SCOPE = { 0 };
	size_t lost = 0;
	struct str text = buf_str(&cli->out);
	struct err *err;

	if (str_eq_nocase(cli_value(cli, "encoding"), STR("cp932"))) {
		(void)str_take(&text, STR("\xef\xbb\xbf"));
		TRY(charset_encode(CHARSET_CP932, text, cli->arena, &encoded, &lost));
		text = buf_str(&encoded);
	}
	err = file_write(path, text, cli->arena);
	buf_clear(&cli->out);
	cli->output = OUTPUT_TEXT;
	if (err == NULL && lost > 0)
		cli_note(cli, M("{count} characters are not in CP932 and stand as 〓."), ARG_N("count", lost));
	return err;
}

static struct err *
put_register(struct cli *cli, const struct export_register *reg, const struct export_rows *rows)
{
	struct str path = cli_value(cli, "output"), bytes;

	if (str_ends(path, STR(".xlsx"))) {
		TRY(export_workbook(reg, rows, cli->lang, cli->now, cli->arena, &bytes));
		TRY(file_write(path, bytes, cli->arena));
	} else {
		print_csv(cli, reg, rows);
		if (path.len == 0)
			return NULL;
		TRY(write_csv(cli, path));
	}
	cli_say(cli, M("{file}: {rows} rows"), ARG("file", path), ARG_N("rows", rows->list.count));
	return NULL;
}

/* [REGISTER] [SYSTEM]: a first word that is no register is a system of the software register. */
struct err *
cmd_ledger_export(struct cli *cli, enum cli_status *ret_status)
{
	const struct export_register *reg = cli->operands_count > 0 ? export_register_find(cli->operands[0]) : NULL;
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct export_rows rows;
	struct home home;
	int64_t system;
	size_t named = reg == NULL ? 0 : 1;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, named + 1));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(system_of(cli, ledger, named, &system));
	reg = reg == NULL ? &export_registers[0] : reg;
	TRY(export_rows(ledger, reg, system, cli->arena, &rows));
	TRY(put_register(cli, reg, &rows));
	return cli_record_output(cli, &home, cli_value(cli, "output"));
}

/* ------------------------------------------------------------------------ card */

static void
line(struct cli *cli, const char *label, struct str text)
{
	struct str word = cli_word(cli, label);
	size_t width = text_width(word);

	if (text.len > 0)
		buf_addf(&cli->out, "  %.*s%*s  %.*s\n", STR_ARG(word), width < 20 ? (int)(20 - width) : 0, "", STR_ARG(text));
}

struct card {
	struct cli *cli;
	struct map  hosts;          /* id → index + 1 in names */
	LIST(struct str) names;
};

static struct str
host_key(int64_t id, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)id);
}

static struct err *
take_host_name(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct card *card = context;
	struct arena *arena = card->cli->arena;

	(void)scratch;
	list_push(arena, &card->names, arena_copy(arena, host->name));
	*map_put(arena, &card->hosts, host_key(host->id, arena)) = card->names.count;
	return NULL;
}

static void
print_fact(const struct card *card, const char *label, const struct ledger_fact *fact, struct arena *arena)
{
	static const struct { const char *name, *label; } told[] = {
		{ LEDGER_HOST_ADDRESS, M("IP address") }, { LEDGER_HOST_SERIAL, M("Serial number") }, { LEDGER_HOST_USER, M("User") },
	};
	const uint64_t *host = fact->host == 0 ? NULL : map_find(&card->hosts, host_key(fact->host, arena));
	struct str whose = host == NULL ? STR("") : arena_printf(arena, "%.*s: ", STR_ARG(card->names.items[*host - 1])), name = fact->name;

	for (size_t i = 0; i < ARRAY_LEN(told); i++)
		if (str_eq(name, str_of(told[i].name))) {
			name = cli_word(card->cli, told[i].label);
			break;
		}
	line(card->cli, label, arena_printf(arena, "%.*s%.*s = %.*s (%.*s%s%.*s, %.*s)", STR_ARG(whose), STR_ARG(name), STR_ARG(fact->value),
	    STR_ARG(cli_word(card->cli, provenance_text(fact->provenance))), fact->provenance == PROVENANCE_UNKNOWN ? "" : ", ",
	    STR_ARG(fact->answered_by), STR_ARG(instant_words(fact->answered_at, arena))));
}

static struct err *
print_card(void *context, const struct ledger_system *system, struct arena *arena)
{
	const struct card *card = context;
	struct cli *cli = card->cli;

	buf_addf(&cli->out, "%.*s\n", STR_ARG(system->name));
	line(cli, M("Asset number"), system->key);
	line(cli, M("Business"), system->service);
	line(cli, M("Purpose"), system->function);
	line(cli, M("Department"), system->unit);
	line(cli, M("Administrator"), system->owner);
	line(cli, M("Contractor"), system->contractor);
	line(cli, M("Network zone"), system->network_text);
	line(cli, M("External access"), system->reach_text);
	line(cli, M("Ports"), system->ports);
	line(cli, M("Location"), system->place);
	for (size_t i = 0; i < system->information.count; i++)
		line(cli, i == 0 ? M("Information held") : "", system->information.items[i].text);
	line(cli, M("Importance"), system->importance_text);
	line(cli, M("Note"), system->note);
	for (size_t i = 0; i < system->facts.count; i++)
		print_fact(card, i == 0 ? M("Answers") : "", &system->facts.items[i], arena);
	line(cli, M("Hosts"), arena_printf(arena, "%lld", (long long)system->hosts));
	line(cli, M("Installed software"), system->installations > 0 ? arena_printf(arena, "%lld", (long long)system->installations)
	    : cli_word(cli, M("none is registered: what applies cannot be told")));
	return NULL;
}

struct err *
cmd_ledger_card(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct card card = { .cli = cli };
	struct home home;
	int64_t system;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(system_of(cli, ledger, 0, &system));
	TRY(ledger_hosts(ledger, system, take_host_name, &card, cli->arena));
	return ledger_systems(ledger, system, print_card, &card, cli->arena);
}
