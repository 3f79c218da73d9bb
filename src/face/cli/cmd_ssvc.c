#include "base/file.h"
#include "domain/ssvc/ssvc.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "format/json/json_write.h"

/* A table by the name it is compiled in under, else from a file of that path. */
struct err *
cli_ssvc_table(struct cli *cli, struct str name, struct ssvc_table *ret_table)
{
	struct err *err = ssvc_table_builtin(name, cli->arena, ret_table);
	struct str bytes;

	if (err == NULL || !file_exists(name, cli->arena))
		return err;
	TRY(file_read(name, LIMIT_YAML_BYTES, cli->arena, &bytes));
	return ssvc_table_read(bytes, name, cli->arena, ret_table);
}

static struct str
title_of(const struct cli *cli, const struct ssvc_table *table)
{
	return cli->lang == LANG_JA ? table->title_ja : table->title_en;
}

static struct str
number_text(struct cli *cli, size_t number)
{
	return arena_printf(cli->arena, "%zu", number);
}

static void
print_table(struct cli *cli, const struct table *table, const struct str *headings)
{
	if (cli->output == OUTPUT_CSV)
		table_print_csv(table, headings, &cli->out);
	else
		table_print(table, headings, &cli->out);
}

/* --------------------------------------------------------------------------------- ssvc list */

static void
list_json(struct cli *cli, const struct ssvc_table *tables, size_t count)
{
	struct json_writer writer = { .out = &cli->out, .pretty = true };

	json_begin_array(&writer, NULL);
	for (size_t i = 0; i < count; i++) {
		json_begin_object(&writer, NULL);
		json_put_str(&writer, "name", tables[i].name);
		json_put_str(&writer, "id", tables[i].id);
		json_put_str(&writer, "title", title_of(cli, &tables[i]));
		json_put_int(&writer, "points", (int64_t)tables[i].points_count);
		json_put_int(&writer, "combinations", (int64_t)tables[i].cells_count);
		json_put_str(&writer, "source", tables[i].source);
		json_end(&writer);
	}
	json_end(&writer);
	buf_add_char(&cli->out, '\n');
}

static void
list_table(struct cli *cli, const struct ssvc_table *tables, size_t count)
{
	static const struct table_column columns[] = {
		{ M("Name"), false }, { M("Points"), true }, { M("Combinations"), true }, { M("Title"), false }, { M("Source"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct str headings[ARRAY_LEN(columns)];

	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		headings[i] = cli_word(cli, columns[i].heading);
	for (size_t i = 0; i < count; i++) {
		list_push(cli->arena, &table.cells, tables[i].name);
		list_push(cli->arena, &table.cells, number_text(cli, tables[i].points_count));
		list_push(cli->arena, &table.cells, number_text(cli, tables[i].cells_count));
		list_push(cli->arena, &table.cells, title_of(cli, &tables[i]));
		list_push(cli->arena, &table.cells, tables[i].source);
	}
	print_table(cli, &table, headings);
}

struct err *
cmd_ssvc_list(struct cli *cli, enum cli_status *ret_status)
{
	struct str_list names = ssvc_table_names(cli->arena);
	struct ssvc_table *tables = ARENA_ARRAY(cli->arena, struct ssvc_table, names.count);

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	for (size_t i = 0; i < names.count; i++)
		TRY(ssvc_table_builtin(names.items[i], cli->arena, &tables[i]));
	if (cli->output == OUTPUT_JSON)
		list_json(cli, tables, names.count);
	else
		list_table(cli, tables, names.count);
	return NULL;
}

/* --------------------------------------------------------------------------------- ssvc show */

static void
point_json(struct cli *cli, struct json_writer *writer, const char *key, const struct ssvc_point *point)
{
	json_begin_object(writer, key);
	json_put_str(writer, "id", point->id);
	json_put_str(writer, "name", ssvc_point_name(point, cli->lang));
	json_begin_array(writer, "values");
	for (size_t i = 0; i < point->count; i++) {
		json_begin_object(writer, NULL);
		json_put_str(writer, "key", point->values[i].key);
		json_put_str(writer, "name", ssvc_value_name(&point->values[i], cli->lang));
		json_end(writer);
	}
	json_end(writer);
	json_end(writer);
}

/* The mapping as CERT/CC's JSON has it: an object a combination, from the points' identities to the values' keys. */
static void
mapping_json(struct cli *cli, struct json_writer *writer, const struct ssvc_table *table)
{
	json_begin_array(writer, "mapping");
	for (size_t i = 0; i < table->cells_count; i++) {
		uint8_t values[LIMIT_SSVC_POINTS_BUILTIN];

		ssvc_combination_values(table, i, values);
		json_begin_object(writer, NULL);
		for (size_t j = 0; j < table->points_count; j++)
			json_put_str(writer, arena_cstr(cli->arena, table->points[j].id), table->points[j].values[values[j]].key);
		json_put_str(writer, arena_cstr(cli->arena, table->outcome.id), table->outcome.values[table->cells[i]].key);
		json_end(writer);
	}
	json_end(writer);
}

static void
show_json(struct cli *cli, const struct ssvc_table *table)
{
	struct json_writer writer = { .out = &cli->out, .pretty = true };

	json_begin_object(&writer, NULL);
	json_put_str(&writer, "name", table->name);
	json_put_str(&writer, "id", table->id);
	json_put_str(&writer, "title", title_of(cli, table));
	json_put_str_or_null(&writer, "source", table->source);
	json_put_str_or_null(&writer, "not_monotone", table->not_monotone);
	json_begin_array(&writer, "points");
	for (size_t i = 0; i < table->points_count; i++)
		point_json(cli, &writer, NULL, &table->points[i]);
	json_end(&writer);
	point_json(cli, &writer, "outcome", &table->outcome);
	mapping_json(cli, &writer, table);
	json_end(&writer);
	buf_add_char(&cli->out, '\n');
}

static struct str
cell_words(struct cli *cli, const struct ssvc_point *point, uint8_t value)
{
	return arena_printf(cli->arena, "%.*s %.*s", STR_ARG(point->values[value].key),
	    STR_ARG(ssvc_value_name(&point->values[value], cli->lang)));
}

/* Every combination a row, key and name of each value. */
static void
show_rows(struct cli *cli, const struct ssvc_table *ssvc)
{
	struct table_column columns[LIMIT_SSVC_POINTS_BUILTIN + 1] = { 0 };
	struct table table = { .columns = columns, .columns_count = ssvc->points_count + 1 };
	struct str headings[LIMIT_SSVC_POINTS_BUILTIN + 1];

	for (size_t i = 0; i < ssvc->points_count; i++)
		headings[i] = ssvc_point_name(&ssvc->points[i], cli->lang);
	headings[ssvc->points_count] = ssvc_point_name(&ssvc->outcome, cli->lang);
	for (size_t i = 0; i < ssvc->cells_count; i++) {
		uint8_t values[LIMIT_SSVC_POINTS_BUILTIN];

		ssvc_combination_values(ssvc, i, values);
		for (size_t j = 0; j < ssvc->points_count; j++)
			list_push(cli->arena, &table.cells, cell_words(cli, &ssvc->points[j], values[j]));
		list_push(cli->arena, &table.cells, cell_words(cli, &ssvc->outcome, ssvc->cells[i]));
	}
	print_table(cli, &table, headings);
}

struct err *
cmd_ssvc_show(struct cli *cli, enum cli_status *ret_status)
{
	struct ssvc_table table;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_ssvc_table(cli, cli->operands[0], &table));
	if (cli->output == OUTPUT_JSON) {
		show_json(cli, &table);
		return NULL;
	}
	if (cli->output == OUTPUT_TEXT)
		buf_addf(&cli->out, "%.*s (%.*s)\n", STR_ARG(title_of(cli, &table)), STR_ARG(table.id));
	show_rows(cli, &table);
	return NULL;
}

/* -------------------------------------------------------------------------------- ssvc check */

static void
say_breaks(struct cli *cli, const struct ssvc_table *table, const struct ssvc_breaks *breaks)
{
	for (size_t i = 0; i < breaks->list.count; i++) {
		const struct ssvc_break *one = &breaks->list.items[i];

		cli_say(cli, M("  {milder} gives {more}, but {worse} gives {less}"),
		    ARG("milder", ssvc_combination_text(table, one->milder, cli->arena)),
		    ARG("more", ssvc_value_name(&table->outcome.values[table->cells[one->milder]], cli->lang)),
		    ARG("worse", ssvc_combination_text(table, one->worse, cli->arena)),
		    ARG("less", ssvc_value_name(&table->outcome.values[table->cells[one->worse]], cli->lang)));
	}
}

struct err *
cmd_ssvc_check(struct cli *cli, enum cli_status *ret_status)
{
	struct ssvc_table table;
	struct ssvc_breaks breaks;
	struct str bytes;

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(file_read(cli->operands[0], LIMIT_YAML_BYTES, cli->arena, &bytes));
	TRY(ssvc_table_parse(bytes, cli->operands[0], cli->arena, &table));
	breaks = ssvc_table_breaks(&table, cli->arena);
	cli_say(cli, M("{table}: {points} decision points, {combinations} combinations, each with one outcome"), ARG("table", table.name),
	    ARG_N("points", table.points_count), ARG_N("combinations", table.cells_count));
	if (breaks.list.count == 0)
		cli_say(cli, M("Something worse never has a milder outcome."));
	else
		cli_say(cli, M("Something worse has a milder outcome in {count} places:"), ARG_N("count", breaks.list.count));
	say_breaks(cli, &table, &breaks);
	if (breaks.list.count > 0 && table.not_monotone.len > 0)
		cli_say(cli, M("The table gives its reason: {reason}"), ARG("reason", table.not_monotone));
	*ret_status = breaks.list.count > 0 && table.not_monotone.len == 0 ? CLI_FOUND : CLI_DONE;
	return NULL;
}
