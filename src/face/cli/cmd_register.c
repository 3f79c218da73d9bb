/*
 * cmd_register.c - the ledger as a table to take along, and one system's card.
 */
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/export.h"
#include "service/provenance.h"

/* ---------------------------------------------------------------------- export */

/* The headings are words that a sheet is read by, in either language. */
static const struct {
	const char *heading;
	size_t      offset;
} export_columns[] = {
	{ M("Asset number"),      offsetof(struct ledger_row, key) },
	{ M("Business"),          offsetof(struct ledger_row, service) },
	{ M("System name"),       offsetof(struct ledger_row, system) },
	{ M("Host name"),         offsetof(struct ledger_row, host) },
	{ M("Manufacturer"),      offsetof(struct ledger_row, vendor) },
	{ M("Software name"),     offsetof(struct ledger_row, product) },
	{ M("Version"),           offsetof(struct ledger_row, version) },
	{ M("CPE"),               offsetof(struct ledger_row, cpe) },
	{ M("PURL"),              offsetof(struct ledger_row, purl) },
	{ M("Department"),        offsetof(struct ledger_row, unit) },
	{ M("Administrator"),     offsetof(struct ledger_row, owner) },
	{ M("Contractor"),        offsetof(struct ledger_row, contractor) },
	{ M("Purpose"),           offsetof(struct ledger_row, function) },
	{ M("Network zone"),      offsetof(struct ledger_row, network) },
	{ M("External access"),   offsetof(struct ledger_row, exposure) },
	{ M("Ports"),             offsetof(struct ledger_row, ports) },
	{ M("Location"),          offsetof(struct ledger_row, place) },
	{ M("Information held"),  offsetof(struct ledger_row, information) },
	{ M("Importance"),        offsetof(struct ledger_row, importance) },
	{ M("Note"),              offsetof(struct ledger_row, note) },
};

static struct err *
system_of(struct cli *cli, struct ledger *ledger, int64_t *ret_system)
{
	*ret_system = 0;
	if (cli->operands_count == 0)
		return NULL;
	TRY(ledger_system_find(ledger, cli->operands[0], cli->arena, ret_system));
	if (*ret_system == 0)
		return err_new(cli->arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", cli->operands[0]));
	return NULL;
}

struct err *
cmd_ledger_export(struct cli *cli, enum cli_status *ret_status)
{
	struct table_column columns[ARRAY_LEN(export_columns)] = { 0 };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct str headings[ARRAY_LEN(export_columns)];
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct export_rows rows;
	struct home home;
	int64_t system;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(system_of(cli, ledger, &system));
	TRY(export_rows(ledger, system, cli->arena, &rows));
	for (size_t i = 0; i < ARRAY_LEN(headings); i++)
		headings[i] = cli_word(cli, export_columns[i].heading);
	for (size_t i = 0; i < rows.list.count; i++)
		for (size_t c = 0; c < ARRAY_LEN(export_columns); c++)
			list_push(cli->arena, &table.cells, *(const struct str *)((const char *)&rows.list.items[i] + export_columns[c].offset));
	cli->output = OUTPUT_CSV;   /* there is no other form of it */
	table_print_csv(&table, headings, &cli->out);
	return NULL;
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

static struct err *
print_card(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct cli *cli = context;

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
	for (size_t i = 0; i < system->facts.count; i++) {
		const struct ledger_fact *fact = &system->facts.items[i];

		line(cli, i == 0 ? M("Answers") : "", arena_printf(arena, "%.*s = %.*s (%.*s%s%.*s, %.*s)", STR_ARG(fact->name), STR_ARG(fact->value),
		    STR_ARG(cli_word(cli, provenance_text(fact->provenance))), fact->provenance == PROVENANCE_UNKNOWN ? "" : ", ",
		    STR_ARG(fact->answered_by), STR_ARG(instant_words(fact->answered_at, arena))));
	}
	line(cli, M("Hosts"), arena_printf(arena, "%lld", (long long)system->hosts));
	line(cli, M("Installed software"), system->installations > 0 ? arena_printf(arena, "%lld", (long long)system->installations)
	    : cli_word(cli, M("none is registered: what applies cannot be told")));
	return NULL;
}

struct err *
cmd_ledger_card(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;
	int64_t system;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(system_of(cli, ledger, &system));
	return ledger_systems(ledger, system, print_card, cli, cli->arena);
}
