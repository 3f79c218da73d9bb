#include "face/cli/commands.h"
#include "format/json/json_write.h"
#include "service/judge.h"

const struct cli_option options_kb_show[] = {
	{ "raw", NULL, M("prints the records as they were received") },
	{ NULL, NULL, NULL },
};

static struct err *
print_record(struct cli *cli, struct kb *kb, const struct kb_record_ref *ref, struct json_writer *writer)
{
	struct advisory advisory;
	struct str raw;

	if (cli_has(cli, "raw")) {
		TRY(kb_record_raw(kb, ref->feed, ref->id, cli->arena, &raw));
		if (raw.ptr == NULL)
			cli_note(cli, M("{feed} {id}: the text as received was not kept"), ARG("feed", ref->feed), ARG("id", ref->id));
		buf_add(&cli->out, raw);
		buf_add_char(&cli->out, '\n');
		return NULL;
	}
	TRY(kb_record(kb, ref->feed, ref->id, cli->arena, &advisory));
	json_put_record(writer, NULL, &advisory_schema, &advisory);
	return NULL;
}

static void
say_vulnerability(struct cli *cli, const struct kb_vulnerability *one)
{
	cli_say(cli, M("{id}: also known as {names}"), ARG("id", one->id),
	    ARG("names", one->same_as.count == 0 ? STR("-")
	        : arena_join(cli->arena, one->same_as.items, one->same_as.count, STR(", "))));
	for (size_t i = 0; i < one->records.count; i++) {
		const struct kb_record_ref *ref = &one->records.items[i];

		cli_say(cli, M("  {feed}: {id}, changed {modified}{state}"), ARG("feed", ref->feed), ARG("id", ref->id),
		    ARG("modified", print_instant(cli, ref->modified)),
		    ARG("state", ref->state == ADVISORY_WITHDRAWN ? cli_word(cli, M(", withdrawn")) : STR("")));
	}
}

struct err *
cmd_kb_show(struct cli *cli, enum cli_status *ret_status)
{
	struct kb_vulnerabilities found;
	struct kb *kb KB_SCOPE = NULL;
	struct json_writer writer = { .out = &cli->out, .pretty = true };
	bool records = cli->output == OUTPUT_JSON || cli_has(cli, "raw");

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(home_kb(cli->home, cli->arena, &kb));
	TRY(kb_find(kb, cli->operands[0], cli->arena, &found));
	if (found.list.count == 0)
		return err_new(cli->arena, ERR_NOT_FOUND, M("The knowledge base holds nothing on {id}."), ARG("id", cli->operands[0]));
	if (cli->output == OUTPUT_JSON && !cli_has(cli, "raw"))
		json_begin_array(&writer, NULL);
	for (size_t i = 0; i < found.list.count; i++) {
		if (!records)
			say_vulnerability(cli, &found.list.items[i]);
		for (size_t r = 0; records && r < found.list.items[i].records.count; r++)
			TRY(print_record(cli, kb, &found.list.items[i].records.items[r], &writer));
	}
	if (cli->output == OUTPUT_JSON && !cli_has(cli, "raw")) {
		json_end(&writer);
		buf_add_char(&cli->out, '\n');
	}
	return NULL;
}
