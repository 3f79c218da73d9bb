#include "face/cli/lines.h"

#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"
#include "base/vec.h"
#include "format/json/json_write.h"

enum { CHUNK_BYTES = 1 << 16, WRITE_BYTES = 1 << 20 };

struct text {
	struct buf bytes;
	bool       too_long;   /* has outgrown its bound, and is left out */
};

struct lines {
	struct cli      *cli;
	lines_answer_fn *answer;
	const void      *context;
	enum lines_unit  unit;
	struct arena    *arena;      /* of one question                     */
	struct text      line;       /* of a line whose LF has not come yet */
	struct text      record;     /* lines of a record so far            */
	size_t           unanswered;
};

/* One line stays one line of UTF-8, whatever bytes it quotes; and a field one field, unless tabs are meant. */
static struct str
clean(struct str text, bool tabs, struct arena *arena)
{
	struct str_list parts = { 0 };
	uint32_t point;
	size_t len;

	for (size_t at = 0; at < text.len; at += len) {
		len = str_point(text, at, &point);
		if (len == 0) {
			len = 1;
			list_push(arena, &parts, STR("\xef\xbf\xbd"));
		} else {
			list_push(arena, &parts, (point < ' ' && !(tabs && point == '\t')) || point == 0x7f ? STR(" ") : str_sub(text, at, len));
		}
	}
	return arena_join(arena, parts.items, parts.count, STR(""));
}

static void
put_json(struct cli *cli, struct str answer, struct str reason)
{
	struct json_writer writer = { .out = &cli->out };

	json_begin_object(&writer, NULL);
	json_put_str(&writer, "answer", answer);
	json_put_str_or_null(&writer, "reason", reason);
	json_end(&writer);
}

static void
put_answer(struct lines *lines, struct err *err, size_t begin)
{
	struct cli *cli = lines->cli;
	struct str reason = { 0 };

	if (err != NULL) {
		lines->unanswered++;
		cli->out.len = begin;
		reason = clean(err_sentence(err, cli->lang, lines->arena), false, lines->arena);
		buf_add(&cli->out, STR("?"));
	}
	if (cli->output == OUTPUT_JSON) {
		struct str answer = clean(str_from(buf_str(&cli->out), begin), true, lines->arena);

		cli->out.len = begin;
		put_json(cli, answer, reason);
	} else if (err != NULL) {
		buf_add_char(&cli->out, '\t');
		buf_add(&cli->out, reason);
	}
	buf_add_char(&cli->out, '\n');
}

/* The question's text; `whole` false when it has outgrown its bound and was left out. */
static struct err *
answer_one(struct lines *lines, struct str question, bool whole)
{
	struct cli *cli = lines->cli;
	size_t begin = cli->out.len;

	arena_reset(lines->arena);
	put_answer(lines, whole ? lines->answer(lines->context, question, lines->arena, &cli->out)
	    : err_new(lines->arena, ERR_LIMIT, M("The line has more than {most} bytes: shorten it."),
	        ARG_N("most", (int64_t)LIMIT_LINE_BYTES)), begin);
	return cli->out.len < WRITE_BYTES ? NULL : cli_flush(cli);
}

/* ----------------------------------------------------------------- text that comes in pieces */

static void
text_add(struct text *text, struct str piece)
{
	text->too_long = text->too_long || text->bytes.len + piece.len > LIMIT_LINE_BYTES;
	if (text->too_long)
		buf_clear(&text->bytes);
	else
		buf_add(&text->bytes, piece);
}

static bool
text_is_empty(const struct text *text)
{
	return text->bytes.len == 0 && !text->too_long;
}

static void
text_clear(struct text *text)
{
	text->too_long = false;
	buf_clear(&text->bytes);
}

/* -------------------------------------------------------------------------------- the stream */

/* What has been gathered is a question, unless it is the emptiness between two records. */
static struct err *
record_ends(struct lines *lines)
{
	struct str record = buf_str(&lines->record.bytes);
	struct err *err;

	if (text_is_empty(&lines->record))
		return NULL;
	(void)str_take_end(&record, STR("\n"));
	err = answer_one(lines, record, !lines->record.too_long);
	text_clear(&lines->record);
	return err;
}

static struct err *
line_arrives(struct lines *lines, struct str line, bool whole)
{
	(void)str_take_end(&line, STR("\r"));
	if (lines->unit == LINES_SINGLE)
		return answer_one(lines, line, whole);
	if (whole && line.len == 0)
		return record_ends(lines);
	lines->record.too_long = lines->record.too_long || !whole;
	text_add(&lines->record, line);
	text_add(&lines->record, STR("\n"));
	return NULL;
}

/* Its LF has come, or the input's end. */
static struct err *
line_ends(struct lines *lines, struct str end)
{
	struct err *err;

	if (text_is_empty(&lines->line) && end.len <= LIMIT_LINE_BYTES)
		return line_arrives(lines, end, true);
	text_add(&lines->line, end);
	err = line_arrives(lines, buf_str(&lines->line.bytes), !lines->line.too_long);
	text_clear(&lines->line);
	return err;
}

static struct err *
answer_input(struct lines *lines, struct input *input)
{
	char *chunk = arena_alloc(lines->cli->arena, CHUNK_BYTES);
	size_t got;

	for (;;) {
		struct str rest;
		size_t end;

		TRY(input_read(input, chunk, CHUNK_BYTES, lines->cli->arena, &got));
		if (got == 0)
			break;
		rest = (struct str){ chunk, got };
		while ((end = str_find_char(rest, '\n')) != SIZE_MAX) {
			TRY(line_ends(lines, str_sub(rest, 0, end)));
			rest = str_from(rest, end + 1);
		}
		text_add(&lines->line, rest);
		TRY(cli_flush(lines->cli));
	}
	if (!text_is_empty(&lines->line))
		TRY(line_ends(lines, STR("")));
	return record_ends(lines);
}

/* ------------------------------------------------------------------------------- the command */

struct err *
lines_run(struct cli *cli, size_t fixed, enum lines_unit unit, lines_answer_fn *answer, const void *context,
    enum cli_status *ret_status)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct lines lines = { .cli = cli, .answer = answer, .context = context, .unit = unit, .arena = arena };
	struct input_fd standard_input;
	struct err *err;

	TRY(cli_expect_operands(cli, fixed, SIZE_MAX));
	if (cli->output == OUTPUT_CSV)
		return err_new(cli->arena, ERR_USAGE, M("This command prints a line for each line: take --json or no option for the form."));
	*ret_status = CLI_DONE;
	if (cli->operands_count > fixed) {
		TRY(answer_one(&lines, arena_join(cli->arena, cli->operands + fixed, cli->operands_count - fixed,
		    unit == LINES_RECORD ? STR("\n") : STR("\t")), true));
		*ret_status = lines.unanswered > 0 ? CLI_CANNOT_TELL : CLI_DONE;
		return NULL;
	}
	err = answer_input(&lines, input_of_fd(&standard_input, STDIN_FILENO, STR("-")));
	buf_done(&lines.line.bytes);
	buf_done(&lines.record.bytes);
	return err;
}

struct err *
lines_fields(struct str line, const char *names, struct arena *arena, struct str *ret_fields, size_t count)
{
	size_t found = 1;

	for (size_t i = 0; i < line.len; i++)
		found += line.ptr[i] == '\t';
	if (found != count)
		return err_new(arena, ERR_FORMAT, M("The line has {found} fields between tabs; {count} are needed: {names}."),
		    ARG_N("found", (int64_t)found), ARG_N("count", (int64_t)count), ARG("names", str_of(names)));
	for (size_t i = 0; i < count; i++)
		(void)str_cut(line, '\t', &ret_fields[i], &line);
	return NULL;
}
