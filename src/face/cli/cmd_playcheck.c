/*
 * cmd_playcheck.c - playbook check: proves playbooks, and tells what does not hold as a way that can be walked.
 */
#include "base/file.h"
#include "face/cli/commands.h"
#include "service/playbook/playbook.h"
#include "service/document/document.h"
#include "service/playcheck/playcheck.h"

/* ------------------------------------------------------------------------------------------- saying */

static void
print_fault(struct cli *cli, const struct proof_view *proof, const struct proof_fault_view *fault)
{
	cli_say(cli, M("{file}: line {line}: {text}"), ARG("file", proof->source), ARG_N("line", fault->line), ARG("text", fault->text));
	if (fault->path.count > 0)
		cli_say(cli, M("  This is how it comes to it:"));
	for (size_t i = 0; i < fault->path.count; i++)
		cli_say(cli, M("    {number}. {text}"), ARG_N("number", i + 1), ARG("text", fault->path.items[i]));
	if (fault->because.count > 0)
		cli_say(cli, M("  Because:"));
	for (size_t i = 0; i < fault->because.count; i++)
		cli_say(cli, M("    - {text}"), ARG("text", fault->because.items[i]));
}

static void
print_proof(struct cli *cli, const struct proof_view *proof)
{
	for (size_t i = 0; i < proof->faults.count; i++)
		print_fault(cli, proof, &proof->faults.items[i]);
	cli_say(cli, proof->holds ? M("{id}, edition since {day}: holds. {situations} situations explored (of at most {bound}), {acts} acts tried.")
	                          : M("{id}, edition since {day}: faults: {faults}. {situations} situations explored (of at most {bound}), {acts} acts tried."),
	    ARG("id", proof->id), ARG("day", print_day(cli, proof->since)), ARG_N("faults", proof->faults.count), ARG_N("situations", proof->situations),
	    ARG_N("bound", proof->bound), ARG_N("acts", proof->acts));
}

/* -------------------------------------------------------------------------------------------- which */

/* With no home there is what came along; *ret_home is then NULL. */
static struct err *
open_home(struct cli *cli, struct home *home, const struct home **ret_home)
{
	*ret_home = NULL;
	if (!cli->home_given && !file_exists(path_join(cli->arena, cli->home, STR("tsukuroi.conf")), cli->arena))
		return NULL;
	TRY(cli_open_home(cli, home));
	*ret_home = home;
	return NULL;
}

struct wanted { const struct playbook **items; size_t count; size_t room; };

/* Those named, else all there are. All of them are read before the first is explored: one that cannot be read is said at once. */
static struct err *
find_wanted(struct cli *cli, const struct home *home, struct wanted *wanted)
{
	struct playbooks books;

	TRY(service_playbooks(home, cli->arena, &books));
	for (size_t i = 0; i < cli->operands_count; i++)
		TRY(playbook_get_any(&books, cli->operands[i], instant_day(cli->now, ZONE_JST), cli->arena, list_add(cli->arena, wanted)));
	for (size_t i = 0; cli->operands_count == 0 && i < books.count; i++)
		list_push(cli->arena, wanted, books.items[i]);
	return NULL;
}

struct err *
cmd_playbook_check(struct cli *cli, enum cli_status *ret_status)
{
	struct proofs_view view = { 0 };
	struct wanted wanted = { 0 };
	const struct home *home;
	struct home opened;

	*ret_status = CLI_DONE;
	TRY(open_home(cli, &opened, &home));
	TRY(find_wanted(cli, home, &wanted));
	for (size_t i = 0; i < wanted.count; i++) {
		struct proof_view proof;

		TRY(playbook_prove(home, document_renders, wanted.items[i], cli->lang, cli->arena, &proof));
		list_push(cli->arena, &view.playbooks, proof);
		if (!proof.holds)
			*ret_status = CLI_FOUND;
		if (cli->output != OUTPUT_JSON)
			print_proof(cli, &proof);
	}
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &proofs_schema, &view);
	return NULL;
}
