/*
 * cmd_document.c - papers made of cases: made, listed, written out; which templates there are.
 */
#include "base/file.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/document/document.h"

const struct cli_option options_document_make[] = {
	{ "format",   "FORMAT", M("text, html, pdf or mail (default: as the file's name ends, else text)") },
	{ "approval", "NAME",   M("the approval whose steps and decision a draft tells of") },
	{ "output",   "FILE",   M("writes the paper there too; the file must not be there yet") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_document_get[] = { { "output", "FILE", M("the file to write, which must not be there yet") }, { NULL, NULL, NULL } };

static const struct { struct str end; enum document_format format; } ends[] = {
	{ STR_INIT(".html"), DOCUMENT_HTML }, { STR_INIT(".htm"), DOCUMENT_HTML }, { STR_INIT(".pdf"), DOCUMENT_PDF }, { STR_INIT(".eml"), DOCUMENT_MAIL },
};

static struct err *
format_of(struct cli *cli, enum document_format *ret_format)
{
	struct str word = cli_value(cli, "format"), output = cli_value(cli, "output");
	int format = DOCUMENT_TEXT;

	if (word.len > 0 && !enum_find(&document_format_names, word, &format))
		return err_new(cli->arena, ERR_USAGE, M("A paper is made as text, html, pdf or mail, not \"{format}\"."), ARG("format", word));
	for (size_t i = 0; word.len == 0 && i < ARRAY_LEN(ends); i++)
		if (str_ends(output, ends[i].end))
			format = (int)ends[i].format;
	*ret_format = (enum document_format)format;
	return NULL;
}

/* Before anything is made: a paper that cannot be put anywhere is not kept either. */
static struct err *
check_output(struct cli *cli, struct str output)
{
	if (file_exists(output, cli->arena) || dir_exists(output, cli->arena))
		return err_new(cli->arena, ERR_CONFLICT, M("There is a file {file} already: name another."), ARG("file", output));
	return NULL;
}

struct err *
cmd_document_make(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct document_order order = { .lang = cli->lang, .approval = cli_value(cli, "approval") };
	struct str output = cli_value(cli, "output");
	struct document_made made;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(format_of(cli, &order.format));
	if (output.len > 0)
		TRY(check_output(cli, output));
	order.name = cli->operands[1];
	TRY(cli_desk_open(cli, &desk));
	TRY(document_make(&desk.work.documents, &desk.actor, cli->operands[0], &order, cli->now, cli->arena, &made));
	if (output.len > 0)
		TRY(file_write(output, made.content, cli->arena));
	cli_note(cli, M("Document {number} was made: \"{title}\", {bytes} bytes."), ARG_N("number", made.id), ARG("title", made.title),
	    ARG_N("bytes", made.content.len));
	if (output.len == 0 && (order.format == DOCUMENT_TEXT || order.format == DOCUMENT_MAIL))
		buf_add(&cli->out, made.content);
	else if (output.len == 0)
		cli_note(cli, M("Write it out with \"tsukuroi document get {number} --output FILE\"."), ARG_N("number", made.id));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- list, get */

static struct str
recipients_of(struct cli *cli, const struct document_row_view *row)
{
	return arena_join(cli->arena, row->recipients.items, row->recipients.count, cli->lang == LANG_JA ? STR("、") : STR(", "));
}

static void
print_documents(struct cli *cli, const struct document_list_view *list)
{
	static const struct table_column columns[] = {
		{ M("Number"), true }, { M("Made"), false }, { M("Title"), false }, { M("Language"), false }, { M("Format"), false }, { M("Bytes"), true },
		{ M("For"), false }, { M("By"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->documents.count; i++) {
		const struct document_row_view *row = &list->documents.items[i];
		struct str cells[] = {
			arena_printf(cli->arena, "%lld", (long long)row->id), instant_words(row->at, cli->arena), row->title, row->language, row->format,
			arena_printf(cli->arena, "%lld", (long long)row->size), recipients_of(cli, row), row->by,
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

struct err *
cmd_document_list(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct document_list_view list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(document_list(&desk.work.documents, &desk.actor, cli->operands[0], cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &document_list_view_schema, &list);
	else
		print_documents(cli, &list);
	return NULL;
}

struct err *
cmd_document_get(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str output = cli_value(cli, "output"), content;
	struct document_row_view row;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (!str_to_i64(cli->operands[0], &id))
		return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no number of a document: \"tsukuroi document list\" shows them."), ARG("text", cli->operands[0]));
	if (output.len > 0)
		TRY(check_output(cli, output));
	TRY(cli_desk_open(cli, &desk));
	TRY(document_get(&desk.work.documents, &desk.actor, id, cli->now, cli->arena, &row, &content));
	if (output.len == 0) {
		buf_add(&cli->out, content);
		return NULL;
	}
	TRY(file_write(output, content, cli->arena));
	cli_say(cli, M("{bytes} bytes were written to {file}."), ARG_N("bytes", row.size), ARG("file", output));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- templates */

struct err *
cmd_document_templates(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = { { M("Template"), false }, { M("Language"), false }, { M("Title"), false }, { M("From where"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	bool has_home = cli->home_given || file_exists(path_join(cli->arena, cli->home, STR("tsukuroi.conf")), cli->arena);
	struct template_list_view list;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	if (has_home)
		TRY(cli_open_home(cli, &home));
	TRY(document_templates(has_home ? &home : NULL, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &template_list_view_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.templates.count; i++) {
		const struct template_row_view *row = &list.templates.items[i];
		struct str cells[] = { row->name, row->language, row->title, str_eq(row->source, STR("home")) ? cli_word(cli, M("the home")) : cli_word(cli, M("came along")) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}
