#include "base/clock.h"
#include "base/file.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/book.h"
#include "service/layer.h"

/* ----------------------------------------------------------------------- layers */

const struct cli_option options_ledger_layer[] = {
	{ "hosting", "FORM", M("the form: on_premises, housing, iaas, paas, saas, government_cloud; the provider in parentheses, e.g. \"SaaS (Example)\"") },
	{ "segment", "CLASS", M("the class of network segment it stands in, as \"segment list\" shows them") },
	{ NULL, NULL, NULL },
};

static const struct table_column layer_columns[] = {
	{ M("System"), false }, { M("Hosting"), false }, { M("Segment"), false }, { M("Reached from"), false },
	{ M("Settings and data"), false }, { M("Application"), false }, { M("Middleware"), false }, { M("OS"), false },
	{ M("Hardware"), false }, { M("Network layer"), false },
};

static struct str
class_words(struct cli *cli, const struct segments *segments, struct str name)
{
	const struct segment_class *class = segment_find(segments, name);

	return class == NULL ? STR("-") : segment_title(class, cli->lang);
}

static void
print_layers(struct cli *cli, const struct segments *segments, const struct layer_views *views)
{
	struct table table = { .columns = layer_columns, .columns_count = ARRAY_LEN(layer_columns) };

	for (size_t i = 0; i < views->layers.count; i++) {
		const struct layer_view *view = &views->layers.items[i];
		int hosting = HOSTING_UNKNOWN, exposure = EXPOSURE_UNKNOWN, party = PARTY_OWN;

		(void)enum_find(&hosting_names, view->hosting, &hosting);
		(void)enum_find(&exposure_names, view->exposure, &exposure);
		list_push(cli->arena, &table.cells, view->system);
		list_push(cli->arena, &table.cells, cli_word(cli, hosting_text((enum hosting)hosting)));
		list_push(cli->arena, &table.cells, class_words(cli, segments, view->segment));
		list_push(cli->arena, &table.cells, cli_word(cli, exposure_text((enum exposure)exposure)));
		for (size_t d = 0; d < view->duties.count; d++) {
			(void)enum_find(&party_names, view->duties.items[d].party, &party);
			list_push(cli->arena, &table.cells, duty_words(&(struct duty){ (enum duty_party)party, view->duties.items[d].name,
				view->duties.items[d].told }, cli->lang, cli->arena));
		}
	}
	print_rows(cli, &table);
}

struct err *
cmd_ledger_layer(struct cli *cli, enum cli_status *ret_status)
{
	struct layer_setting setting = {
		.hosting = cli_value(cli, "hosting"), .segment = cli_value(cli, "segment"), .by = cli_who(cli), .now = cli->now,
	};
	struct segments segments;
	struct layer_views views;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1 + DUTY_COUNT));
	TRY(cli_open_home(cli, &home));
	if (cli->operands_count > 0) {
		setting.system = cli->operands[0];
		setting.parts = cli->operands + 1;
		setting.parts_count = cli->operands_count - 1;
	}
	if (setting.parts_count > 0 || cli_has(cli, "hosting") || cli_has(cli, "segment")) {
		if (setting.system.len == 0)
			return err_new(cli->arena, ERR_USAGE, M("Say of which system: ledger layer SYSTEM os=contractor:NAME"));
		TRY(layer_set(&home, &setting, cli->arena));
		cli_note(cli, M("Kept. \"tsukuroi assess\" takes it into account."));
	}
	TRY(home_segments(&home, cli->arena, &segments));
	TRY(layer_list(&home, setting.system, cli->now, cli->arena, &views));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &layer_views_schema, &views);
	else
		print_layers(cli, &segments, &views);
	return NULL;
}

/* ------------------------------------------------------------------- statements */

const struct cli_option options_statement_add[] = {
	{ "on", "DATE", M("the day on which it was said (default: today)") },
	{ "until", "DATE", M("until when it holds (default: a year from that day)") },
	{ "ground", "TEXT", M("what it rests on: the sentence of their answer, the notice") },
	{ "url", "URL", M("the page it stands on") },
	{ "product", "CPE|PURL|NAME", M("only of this product (default: all that they patch)") },
	{ "system", "NAME", M("only of this system (default: all)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_book_list[] = {
	{ "system", "NAME", M("only this system") },
	{ "withdrawn", NULL, M("also those withdrawn") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_statement_add(struct cli *cli, enum cli_status *ret_status)
{
	struct layer_statement told = {
		.product = cli_value(cli, "product"), .system = cli_value(cli, "system"), .ground = cli_value(cli, "ground"),
		.url = cli_value(cli, "url"), .by = cli_who(cli), .now = cli->now,
	};
	struct home home;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 3, 3));
	told.party = cli->operands[0];
	told.vulnerability = cli->operands[1];
	told.word = cli->operands[2];
	TRY(cli_day(cli, "on", instant_day(cli->now, ZONE_JST), &told.day));
	TRY(cli_day(cli, "until", DAY_NONE, &told.until));
	TRY(cli_open_home(cli, &home));
	TRY(layer_statement_put(&home, &told, cli->arena, &id));
	cli_say(cli, M("Kept as number {number}. \"tsukuroi assess\" takes it into account."), ARG_N("number", id));
	return NULL;
}

static const struct table_column statement_columns[] = {
	{ M("Number"), true }, { M("Said by"), false }, { M("Vulnerability"), false }, { M("Statement"), false }, { M("Said on"), false },
	{ M("Holds until"), false }, { M("State"), false }, { M("System"), false }, { M("Software"), false }, { M("Ground"), false },
	{ M("Entered by"), false },
};

struct err *
cmd_statement_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = statement_columns, .columns_count = ARRAY_LEN(statement_columns) };
	struct book_views views;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(book_list(&home, LEDGER_ENTRY_STATEMENT, cli_value(cli, "system"), cli_has(cli, "withdrawn"), cli->now, cli->arena, &views));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &book_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.entries.count; i++) {
		const struct book_view *view = &views.entries.items[i];
		int word = STATEMENT_INVESTIGATING;
		struct str cells[ARRAY_LEN(statement_columns)];

		(void)enum_find(&statement_word_names, view->word, &word);
		memcpy(cells, (struct str[]){
			arena_printf(cli->arena, "%lld", (long long)view->id), view->party, view->vulnerability,
			cli_word(cli, statement_text((enum statement_word)word)), print_day(cli, view->day), print_day(cli, view->until),
			cli_word(cli, book_state_text(view->state)), view->system, view->product,
			view->ground.len > 0 ? view->ground : view->url, view->by }, sizeof(cells));
		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

/* --------------------------------------------------------------------- segments */

static const struct table_column segment_columns[] = {
	{ M("Name"), false }, { M("Class"), false }, { M("Reached from"), false }, { M("By way of"), false }, { M("Other words"), false },
	{ M("Source"), false },
};

/* "the internet, published service": the last path of the chain that gives the reach. */
static struct str
way_words(struct cli *cli, const struct segments *segments, const struct segment_class *class)
{
	const struct segment_path *path;

	if (class->through == 0)
		return STR("-");
	path = &segments->paths.items[class->through - 1];
	return catalogue_say(cli->arena, cli->lang, M("{segment}, {by}"),
	    ARG("segment", segment_title(&segments->classes.items[path->from], cli->lang)), ARG("by", cli_word(cli, segment_by_text(path->by))));
}

static void
print_classes(struct cli *cli, const struct segments *segments)
{
	struct table table = { .columns = segment_columns, .columns_count = ARRAY_LEN(segment_columns) };

	for (size_t i = 0; i < segments->classes.count; i++) {
		const struct segment_class *class = &segments->classes.items[i];
		struct str cells[] = {
			class->name, segment_title(class, cli->lang), cli_word(cli, exposure_text(class->reach)), way_words(cli, segments, class),
			arena_join(cli->arena, class->words.items, class->words.count, cli_word(cli, M(", "))), class->source,
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static const struct table_column path_columns[] = {
	{ M("From"), false }, { M("To"), false }, { M("By"), false }, { M("Source"), false },
};

static void
print_paths(struct cli *cli, const struct segments *segments)
{
	struct table table = { .columns = path_columns, .columns_count = ARRAY_LEN(path_columns) };

	for (size_t i = 0; i < segments->paths.count; i++) {
		const struct segment_path *path = &segments->paths.items[i];
		struct str cells[] = {
			segment_title(&segments->classes.items[path->from], cli->lang), segment_title(&segments->classes.items[path->to], cli->lang),
			cli_word(cli, segment_by_text(path->by)), path->source,
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

const struct cli_option options_segment_list[] = {
	{ "paths", NULL, M("the allowed paths instead of the classes") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_segment_list(struct cli *cli, enum cli_status *ret_status)
{
	struct segments segments;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	if (cli->operands_count == 1) {
		TRY(segments_builtin(cli->operands[0], cli->arena, &segments));
	} else {
		TRY(cli_open_home(cli, &home));
		TRY(home_segments(&home, cli->arena, &segments));
	}
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &segments_schema, &segments);
	else if (cli_has(cli, "paths"))
		print_paths(cli, &segments);
	else
		print_classes(cli, &segments);
	return NULL;
}

#define SEGMENTS_MOST ((size_t)1 << 20)

struct err *
cmd_segment_check(struct cli *cli, enum cli_status *ret_status)
{
	struct segments segments;
	struct str yaml;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(file_read(cli->operands[0], SEGMENTS_MOST, cli->arena, &yaml));
	TRY(segments_read(yaml, cli->operands[0], cli->arena, &segments));
	print_classes(cli, &segments);
	cli_say(cli, M("{file}: {classes} classes and {paths} paths, reached as expected."), ARG("file", cli->operands[0]),
	    ARG_N("classes", segments.classes.count), ARG_N("paths", segments.paths.count));
	return NULL;
}
