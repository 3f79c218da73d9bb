/*
 * cmd_device.c - network devices from pasted text, scans, and the machines nobody has in a ledger.
 */
#include <stdio.h>
#include <unistd.h>
#include "base/fold.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/device.h"
#include "service/places.h"
#include "service/sighting.h"

const struct cli_option options_import_device[] = {
	{ "system",  "NAME", M("the system it belongs to (default: one of the device's own name)") },
	{ "host",    "NAME", M("the device's name, where it does not print one (default: as printed, or as in the prompt)") },
	{ "serials", NULL,   M("keeps serial numbers whole; otherwise three signs of them") },
	{ "yes",     NULL,   M("saves without asking") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_import_nmap[] = {
	{ "system", "NAME", M("takes the hosts and services seen into this system, their versions unknown until somebody confirms them") },
	{ NULL, NULL, NULL },
};

const struct cli_option options_ledger_address[] = {
	{ "system", "NAME", M("the host's system, where several have a host of that name") },
	{ NULL, NULL, NULL },
};

/* ------------------------------------------------------------------------------------ what was read */

static const struct { enum device_fact fact; const char *text; } shown[] = {
	{ DEVICE_MODEL, M("model") }, { DEVICE_REVISION, M("hardware revision") }, { DEVICE_VERSION, M("firmware") },
	{ DEVICE_BUILD, M("build") }, { DEVICE_NEXT, M("firmware at the next start") }, { DEVICE_IMAGE, M("running image") },
	{ DEVICE_NEXT_IMAGE, M("image at the next start") }, { DEVICE_SERIAL, M("serial number") }, { DEVICE_HOST, M("name printed") },
};

static const char *const doubt_texts[] = {
	[DEVICE_DOUBT_NONE]    = "",
	[DEVICE_DOUBT_SPECIAL] = M("this is a special build (engineering, interim or for one customer): advisories do not speak of it, so nothing can be told from it"),
	[DEVICE_DOUBT_OTHER]   = M("this is the number of IOS, and advisories on IOS XE use another: give the line \"Cisco IOS XE Software, Version\" or \"IOS XE Version\""),
	[DEVICE_DOUBT_UNREAD]  = M("this version is written in a form that is not known here"),
	[DEVICE_DOUBT_TWO]     = M("the paste names two different running versions of this device: paste the newer output alone"),
};

static void
say_fact(struct cli *cli, const char *name, struct str value, int64_t line)
{
	struct str label = cli_word(cli, name);
	size_t width = text_width(label);

	cli_say(cli, M("    {label}{space} {value}   (line {line})"), ARG("label", label),
	    ARG("space", arena_printf(cli->arena, "%*s", (int)(width < 24 ? 24 - width : 0), "")), ARG("value", value), ARG_N("line", line));
}

static void
say_line(struct cli *cli, const char *name, struct str value)
{
	struct str label = cli_word(cli, name);
	size_t width = text_width(label);

	if (value.len > 0)
		cli_say(cli, M("    {label}{space} {value}"), ARG("label", label),
		    ARG("space", arena_printf(cli->arena, "%*s", (int)(width < 24 ? 24 - width : 0), "")), ARG("value", value));
}

static void
say_reading(struct cli *cli, const struct device_facts *facts, const struct device_reading *reading, const char *name)
{
	struct str value = reading->text;

	if (reading->fact == DEVICE_VERSION && facts->family.len > 0)
		value = facts->version.len == 0 || str_eq(facts->version, value) ? arena_printf(cli->arena, "%.*s  %.*s", STR_ARG(facts->family), STR_ARG(value))
		    : arena_printf(cli->arena, "%.*s  %.*s  <- %.*s", STR_ARG(facts->family), STR_ARG(facts->version), STR_ARG(value));
	say_fact(cli, name, value, reading->line);
	if (reading->fact == DEVICE_VERSION && facts->doubt != DEVICE_DOUBT_NONE)
		cli_say(cli, M("      !! undecidable: {why}"), ARG("why", cli_word(cli, doubt_texts[facts->doubt])));
}

static void
say_facts(struct cli *cli, const struct device_facts *facts)
{
	say_line(cli, M("maker"), facts->maker.len == 0 ? cli_word(cli, M("(not told)"))
	    : facts->maker_read.len == 0 || str_eq(facts->maker, facts->maker_read) ? facts->maker
	    : arena_printf(cli->arena, "%.*s  <- %.*s", STR_ARG(facts->maker), STR_ARG(facts->maker_read)));
	for (size_t s = 0; s < ARRAY_LEN(shown); s++)
		for (size_t i = 0; i < facts->readings.count; i++)
			if (facts->readings.items[i].fact == shown[s].fact)
				say_reading(cli, facts, &facts->readings.items[i], shown[s].text);
	if (facts->version_read.len == 0)
		say_line(cli, M("firmware"), cli_word(cli, M("(version not told: it will be undecided)")));
	if (facts->model.len == 0)
		say_line(cli, M("model"), cli_word(cli, M("(not told)")));
	if (facts->restart == ANSWER_YES)
		cli_say(cli, M("    Another firmware waits for a restart."));
	if (facts->provenance == PROVENANCE_CLAIM)
		cli_say(cli, M("    By SNMP: the device's own claim, which its administrator can rewrite."));
	say_line(cli, M("features in use"), arena_join(cli->arena, facts->features.items, facts->features.count, STR(", ")));
}

static void
say_members(struct cli *cli, const struct device_facts *facts)
{
	for (size_t i = 0; i < facts->members.count; i++) {
		const struct device_member *member = &facts->members.items[i];

		cli_say(cli, M("    unit {name}: {model}, hardware revision {revision}, firmware {version} {role}"), ARG("name", member->name),
		    ARG("model", member->model.len > 0 ? member->model : STR("-")), ARG("revision", member->revision.len > 0 ? member->revision : STR("-")),
		    ARG("version", member->version.len > 0 ? member->version : STR("-")), ARG("role", member->role));
	}
	if (facts->neighbours.count > 0)
		cli_say(cli, M("    neighbours it names: {count}. They go to the list of machines seen, not into this device"),
		    ARG_N("count", facts->neighbours.count));
}

static void
say_device(struct cli *cli, const struct device_view *view)
{
	const struct device_facts *facts = &view->facts;

	cli_say(cli, M("  {host} (lines {first} to {last})"), ARG("host", facts->host.len > 0 ? facts->host : cli_word(cli, M("(no name)"))),
	    ARG_N("first", facts->first), ARG_N("last", facts->last));
	if (view->components.count > 0)
		say_facts(cli, facts);
	say_members(cli, facts);
	for (size_t i = 0; i < view->components.count; i++)
		if (view->components.items[i].cpe.len > 0)
			say_line(cli, M("known to advisories as"), view->components.items[i].cpe);
}

static void
say_rest(struct cli *cli, const struct device_paste *paste)
{
	static const size_t most = 20;
	size_t said = 0;

	for (size_t i = 0; i < paste->commands.count; i++) {
		const struct device_command *command = &paste->commands.items[i];

		if (command->understood || command->lines == 0 || said++ >= most)
			continue;
		cli_say(cli, M("  not understood: {lines} lines from line {line} ({command})"), ARG_N("lines", command->lines), ARG_N("line", command->line),
		    ARG("command", command->words.len > 0 ? command->words : cli_word(cli, M("no command"))));
	}
	if (said > most)
		cli_say(cli, M("  … and {count} more parts that were not understood"), ARG_N("count", said - most));
	if (paste->secrets > 0)
		cli_say(cli, M("  lines with passwords, keys or community names: {count}. None of that was kept."), ARG_N("count", paste->secrets));
	if (paste->serials > 0)
		cli_say(cli, M("  Of serial numbers the first three characters are kept (--serials keeps them whole)."));
	if (paste->undecodable > 0)
		cli_say(cli, M("  {count} lines are in no known encoding: signs that could not be read stand as \"?\"."), ARG_N("count", paste->undecodable));
}

static void
say_file(struct cli *cli, const struct device_file *file)
{
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &device_file_schema, file);
		return;
	}
	cli_say(cli, M("{file}: {count} devices were read:"), ARG("file", file->name), ARG_N("count", file->devices.count));
	for (size_t i = 0; i < file->devices.count; i++)
		say_device(cli, &file->devices.items[i]);
	say_rest(cli, &file->paste);
}

/* ------------------------------------------------------------------------------------------ saving it */

/* A person is asked on the terminal itself, because the paste may have come through standard input. */
static bool
confirmed(struct cli *cli)
{
	char answer[16] = "";
	FILE *terminal;
	bool yes;

	if (cli_has(cli, "yes"))
		return true;
	if (cli->output == OUTPUT_JSON || !isatty(STDOUT_FILENO) || (terminal = fopen("/dev/tty", "r+")) == NULL)
		return false;
	cli_say(cli, M("Is this right? \"y\" saves it."));
	yes = cli_flush(cli) == NULL && fgets(answer, sizeof(answer), terminal) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
	(void)fclose(terminal);
	return yes;
}

static void
say_saved(struct cli *cli, const struct device_save_report *report)
{
	const struct ledger_import_result *result = &report->intake.result;

	if (cli->output == OUTPUT_JSON)
		return;
	if (result->known)
		cli_say(cli, M("This paste was taken in before; nothing changed."));
	else if (report->devices > 0)
		cli_say(cli, M("Saved: {devices} devices, {installed} installed, {upgraded} upgraded, {removed} removed."), ARG_N("devices", report->devices),
		    ARG_N("installed", result->installed), ARG_N("upgraded", result->upgraded), ARG_N("removed", result->removed));
	if (report->neighbours > 0)
		cli_say(cli, M("Neighbours noted: {count}. \"tsukuroi ledger unmanaged\" shows those that are in no ledger."), ARG_N("count", report->neighbours));
}

static struct err *
import_one(struct cli *cli, struct ledger *ledger, struct str path)
{
	struct device_save_options options = { cli_value(cli, "system"), cli_value(cli, "host"), cli_who(cli), cli->now };
	struct device_save_report report;
	struct device_file file;

	TRY(device_take(path, cli_has(cli, "serials"), cli->arena, &file));
	say_file(cli, &file);
	if (!confirmed(cli)) {
		if (cli->output != OUTPUT_JSON)
			cli_say(cli, M("Nothing was saved. If this is right, say so with --yes."));
		return NULL;
	}
	TRY(device_save(ledger, &file, &options, cli->arena, &report));
	say_saved(cli, &report);
	return NULL;
}

struct err *
cmd_import_device(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	for (size_t i = 0; i < cli->operands_count; i++)
		TRY(import_one(cli, ledger, cli->operands[i]));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- scans */

static void
say_scan(struct cli *cli, struct str path, const struct scan_report *report)
{
	cli_say(cli, M("{file}: {hosts} machines seen, {unmanaged} of them in no ledger; {services} services told their product."), ARG("file", path),
	    ARG_N("hosts", report->hosts), ARG_N("unmanaged", report->unmanaged), ARG_N("services", report->services));
	if (report->taken.hosts > 0)
		cli_say(cli, M("  {installed} products were taken in, their versions unknown: a scan is a hint. Confirm them where the machine is."),
		    ARG_N("installed", report->taken.installed));
	for (size_t i = 0; i < report->problems.count; i++)
		cli_say(cli, "  {sentence}", ARG("sentence", cli->lang == LANG_JA ? report->problems.items[i].sentence_ja : report->problems.items[i].sentence_en));
	if (report->unmanaged > 0)
		cli_say(cli, M("  \"tsukuroi ledger unmanaged\" lists them."));
}

struct err *
cmd_import_nmap(struct cli *cli, enum cli_status *ret_status)
{
	struct scan_options options = { cli_value(cli, "system"), cli_who(cli), cli->now };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	for (size_t i = 0; i < cli->operands_count; i++) {
		struct scan_report report;

		TRY(scan_take(ledger, &options, cli->operands[i], cli->arena, &report));
		if (cli->output == OUTPUT_JSON)
			print_json(cli, &scan_report_schema, &report);
		else
			say_scan(cli, cli->operands[i], &report);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------- unmanaged */

static const struct table_column unmanaged_columns[] = {
	{ M("Address"), false }, { M("Name"), false }, { M("Seen by"), false }, { M("First seen"), false }, { M("Last seen"), false }, { M("What was seen"), false },
};

static struct str
seen_by(struct cli *cli, const struct unmanaged_view *view)
{
	return view->source == SIGHTING_SCAN ? catalogue_say(cli->arena, cli->lang, M("scan {file}"), ARG("file", view->told_by))
	    : catalogue_say(cli->arena, cli->lang, M("neighbour of {host}"), ARG("host", view->told_by));
}

struct err *
cmd_ledger_unmanaged(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = unmanaged_columns, .columns_count = ARRAY_LEN(unmanaged_columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct unmanaged unmanaged;
	struct home home;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(sighting_unmanaged(ledger, cli->arena, &unmanaged));
	*ret_status = unmanaged.machines.count > 0 ? CLI_FOUND : CLI_DONE;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &unmanaged_schema, &unmanaged);
		return NULL;
	}
	for (size_t i = 0; i < unmanaged.machines.count; i++) {
		const struct unmanaged_view *view = &unmanaged.machines.items[i];
		struct str cells[] = { view->address, view->name, seen_by(cli, view), print_instant(cli, view->first_seen),
			print_instant(cli, view->seen_at), view->what };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (cli->output == OUTPUT_CSV) {
		print_table_csv(cli, &table);
		return NULL;
	}
	if (unmanaged.machines.count > 0)
		print_table_text(cli, &table);
	cli_say(cli, M("{unmanaged} of {seen} machines seen are in no ledger. Nothing that was never scanned or named is among them."),
	    ARG_N("unmanaged", unmanaged.machines.count), ARG_N("seen", unmanaged.seen));
	return NULL;
}

struct err *
cmd_ledger_address(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;
	struct str addresses;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	addresses = arena_join(cli->arena, cli->operands + 1, cli->operands_count - 1, STR(" "));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(sighting_address(ledger, cli_value(cli, "system"), cli->operands[0], addresses, cli_who(cli), cli->now, cli->arena));
	if (addresses.len > 0)
		cli_say(cli, M("{host} is known by {addresses}."), ARG("host", cli->operands[0]), ARG("addresses", addresses));
	else
		cli_say(cli, M("{host} has no address in the ledger any more."), ARG("host", cli->operands[0]));
	return NULL;
}

/* ----------------------------------------------------------------------------------- where it is written */

struct err *
cmd_device_where(struct cli *cli, enum cli_status *ret_status)
{
	struct str about = cli->operands_count > 0 ? fold_text(cli->operands[0], cli->arena) : STR("");
	size_t said = 0;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	for (size_t i = 0; i < device_places_count; i++) {
		const struct device_place *place = &device_places[i];

		if (str_find(fold_text(str_of(place->names), cli->arena), about) == SIZE_MAX)
			continue;
		said++;
		cli_say(cli, "{maker}", ARG("maker", str_of(place->names)));
		cli_say(cli, M("    where: {where}"), ARG("where", cli_word(cli, place->where)));
		cli_say(cli, M("    write it as: {example}"), ARG("example", str_of(place->example)));
		if (place->note != NULL)
			cli_say(cli, M("    note: {note}"), ARG("note", cli_word(cli, place->note)));
	}
	if (said == 0)
		return err_new(cli->arena, ERR_NOT_FOUND, M("Nothing is known here of \"{maker}\": look at the sticker for the model and its hardware version, and at the status page of its screen for the firmware."),
		    ARG("maker", cli->operands[0]));
	return NULL;
}
