#include "face/cli/commands.h"
#include "format/json/json_write.h"
#include "service/lint.h"

static const char *const kind_names[LINT_KIND_COUNT] = {
	[LINT_NO_VERSION] = "no_version", [LINT_NO_IDENTITY] = "no_identity", [LINT_NO_SUPPLIER] = "no_supplier",
	[LINT_NO_RELEASE] = "no_release", [LINT_DOUBLE] = "double", [LINT_NO_TOOL] = "no_tool", [LINT_NO_TIME] = "no_time",
	[LINT_REFUSED] = "refused",
};

static void
print_json_lint(struct json_writer *writer, const struct lint *lint)
{
	json_begin_object(writer, NULL);
	json_put_str(writer, "file", lint->file);
	json_put_str_or_null(writer, "format", lint->format);
	json_put_str_or_null(writer, "tool", lint->tool);
	json_put_int(writer, "components", lint->components);
	json_put_bool(writer, "usable", lint->usable);
	json_begin_array(writer, "rows");
	for (size_t i = 0; i < lint->rows.count; i++) {
		json_begin_object(writer, NULL);
		json_put_str(writer, "kind", str_of(kind_names[lint->rows.items[i].kind]));
		json_put_int(writer, "count", lint->rows.items[i].count);
		json_end(writer);
	}
	json_end(writer);
	json_end(writer);
}

static void
print_lint(struct cli *cli, const struct lint *lint)
{
	cli_say(cli, M("{file}: {format}, {tool}, {count} components"), ARG("file", lint->file), ARG("format", lint->format),
	    ARG("tool", lint->tool.len == 0 ? STR("-") : lint->tool), ARG_N("count", lint->components));
	for (size_t i = 0; i < lint->rows.count; i++) {
		const struct lint_row *row = &lint->rows.items[i];

		cli_say(cli, M("  {count}: {what}"), ARG_N("count", row->count), ARG("what", cli_word(cli, lint_text(row->kind))));
		if (row->examples.count > 0)
			buf_addf(&cli->out, "      %.*s\n", STR_ARG(arena_join(cli->arena, row->examples.items, row->examples.count, STR(", "))));
	}
	if (lint->rows.count == 0)
		cli_say(cli, M("  nothing is missing"));
}

struct err *
cmd_lint(struct cli *cli, enum cli_status *ret_status)
{
	struct json_writer writer = { .out = &cli->out, .pretty = true };

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	if (cli->output == OUTPUT_JSON)
		json_begin_array(&writer, NULL);
	for (size_t i = 0; i < cli->operands_count; i++) {
		struct lint lint;

		TRY(lint_file(cli->operands[i], cli->arena, &lint));
		if (!lint.usable)
			*ret_status = CLI_CANNOT_TELL;
		else if (lint.rows.count > 0 && *ret_status == CLI_DONE)
			*ret_status = CLI_FOUND;
		if (cli->output == OUTPUT_JSON)
			print_json_lint(&writer, &lint);
		else
			print_lint(cli, &lint);
	}
	if (cli->output == OUTPUT_JSON) {
		json_end(&writer);
		buf_add_char(&cli->out, '\n');
	}
	return NULL;
}
