#include "domain/jvnprose/jvnprose.h"
#include "face/cli/commands.h"
#include "face/cli/lines.h"
#include "format/json/json_write.h"

const struct cli_option options_jvn_range[] = {
	{ "record", NULL, M("lines up to an empty one are the rows of one product, read together") },
	{ NULL, NULL, NULL },
};

struct asking {
	const struct cli *cli;
	bool              record;
	bool             *ret_open;   /* the last answer was "?" */
};

static bool
is_read(const struct jvn_answer *answer)
{
	return answer->kind == JVN_RANGE || answer->kind == JVN_ALL;
}

static struct str
set_text(const struct jvn_answer *answer, struct arena *arena)
{
	return is_read(answer) ? jvnprose_format(&answer->set, arena) : STR("?");
}

/* What is neither in nor out; "" when all is told. */
static struct str
undecided_text(const struct jvn_answer *answer, struct arena *arena)
{
	if (!answer->set.undecided)
		return STR("");
	return answer->between.intervals.count + answer->between.exact.count == 0 ? STR("all") : jvnprose_format(&answer->between, arena);
}

static const char *
kind_text(const struct jvn_answer *answer)
{
	if (answer->kind == JVN_NO_VERSION)
		return "none";
	if (answer->mixed)
		return "mixed";
	if (answer->kind == JVN_UNDECIDED)
		return "unread";
	return answer->firmware ? "firmware" : "version";
}

static struct str
reason_text(const struct cli *cli, const struct jvn_answer *answer, const struct jvn_reading *reading)
{
	if (is_read(answer))
		return STR("");
	if (answer->kind == JVN_NO_VERSION)
		return cli_word(cli, M("No version is named: look at the maker's page."));
	if (answer->mixed)
		return cli_word(cli, M("The rows hold for different editions, platforms or vulnerabilities: take the part that is yours."));
	return reading->parts.count > 1 ? cli_word(cli, M("A row cannot be read as versions, and what it adds is not known: see the parts."))
	    : cli_word(cli, M("This cannot be read as versions: look at the maker's page."));
}

/* The members that the whole and each part have alike. */
static void
put_scope(struct json_writer *writer, const struct jvn_answer *answer, struct arena *arena)
{
	struct str undecided = undecided_text(answer, arena);

	json_begin_array(writer, "cves");
	for (size_t i = 0; i < answer->cves.count; i++)
		json_put_str(writer, NULL, answer->cves.items[i]);
	json_end(writer);
	json_put_str_or_null(writer, "edition", answer->edition);
	json_put_str_or_null(writer, "platform", answer->platform);
	json_put_str(writer, "kind", str_of(kind_text(answer)));
	if (undecided.len > 0)
		json_put_str(writer, "undecided", undecided);
}

static void
put_parts(struct json_writer *writer, const struct jvn_reading *reading, struct arena *arena)
{
	json_begin_array(writer, "parts");
	for (size_t i = 0; i < reading->parts.count; i++) {
		struct jvn_answer part;

		jvnprose_answer_part(&reading->parts.items[i], arena, &part);
		json_begin_object(writer, NULL);
		json_put_str(writer, "set", set_text(&part, arena));
		put_scope(writer, &part, arena);
		json_end(writer);
	}
	json_end(writer);
}

static struct err *
answer_range(const void *context, struct str text, struct arena *arena, struct buf *out)
{
	const struct asking *asking = context;
	struct json_writer writer = { .out = out };
	struct str_list rows = { 0 };
	struct jvn_reading reading;
	struct jvn_answer answer;
	struct str row, reason;

	while (asking->record && str_split(&text, '\n', &row))
		list_push(arena, &rows, row);
	if (!asking->record)
		list_push(arena, &rows, text);
	jvnprose_read(rows.items, rows.count, arena, &reading);
	jvnprose_answer(&reading, arena, &answer);
	*asking->ret_open = !is_read(&answer);
	reason = reason_text(asking->cli, &answer, &reading);
	buf_add(out, set_text(&answer, arena));
	buf_add_char(out, '\t');
	json_begin_object(&writer, NULL);
	put_scope(&writer, &answer, arena);
	if (reason.len > 0)
		json_put_str(&writer, "reason", reason);
	if (asking->record)
		put_parts(&writer, &reading, arena);
	json_end(&writer);
	return NULL;
}

struct err *
cmd_jvn_range(struct cli *cli, enum cli_status *ret_status)
{
	bool open = false;
	struct asking asking = { .cli = cli, .record = cli_has(cli, "record"), .ret_open = &open };

	TRY(lines_run(cli, 0, asking.record ? LINES_RECORD : LINES_SINGLE, answer_range, &asking, ret_status));
	/* In a stream "?" is an answer like others. */
	if (open && cli->operands_count > 0)
		*ret_status = CLI_CANNOT_TELL;
	return NULL;
}
