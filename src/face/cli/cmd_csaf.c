/*
 * cmd_csaf.c - the organisation's own advisories in CSAF: the key that they are signed with, putting one out and taking it back, what is out.
 */
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/advisories/advisories.h"

static struct err *
open_desk(struct cli *cli, struct home *home, struct ledger **ledger, struct actor *actor, struct key_desk *ret_desk)
{
	TRY(cli_enter(cli, home, ledger, actor));
	*ret_desk = (struct key_desk){ home, *ledger, actor, cli->now };
	return NULL;
}

const struct cli_option options_csaf_key[] = {
	{ "renew", NULL, M("another key takes its place; what was signed before stays good") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_csaf_key(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct key_desk desk;
	struct own_key key;
	struct actor actor;
	struct home home;
	bool made = true, renewed = cli_has(cli, "renew");

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	TRY(renewed ? own_key_renew(&desk, cli->arena, &key) : own_key_make(&desk, cli->arena, &key, &made));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &own_key_schema, &key);
		return NULL;
	}
	cli_say(cli, made ? M("Advisories are signed from now on with the key {fingerprint} ({user}).") : M("Advisories are signed with the key {fingerprint} ({user})."),
	    ARG("fingerprint", key.fingerprint), ARG("user", key.user));
	if (renewed)
		cli_say(cli, M("The key {fingerprint} before it has signed it. What that one signed stays good, since its public half is given out as well."), ARG("fingerprint", key.former));
	cli_say(cli, M("Its public half is {file}: make its fingerprint known by another way too, say on your web site."), ARG("file", key.file));
	cli_say(cli, M("Its secret half stands in the ledger, wrapped by the master key: a backup of the ledger and the shares of the master key bring it back; without them no edition can be signed with it any more."));
	return NULL;
}

static struct str
how_signed(struct cli *cli, const struct own_advisory *advisory)
{
	return cli_word(cli, advisory->is_signed ? M("signed") : M("not signed"));
}

struct err *
cmd_csaf_publish(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct own_advisories out = { 0 };
	struct own_advisory advisory;
	struct key_desk desk;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	for (size_t i = 0; i < cli->operands_count; i++) {
		struct err *err = own_advisory_publish(&desk, cli->operands[i], cli->lang, cli->arena, &advisory);

		if (err != NULL)
			return err_wrap(cli->arena, err, "{file}", ARG("file", cli->operands[i]));
		list_push(cli->arena, &out.list, advisory);
		if (cli->output != OUTPUT_JSON)
			cli_say(cli, M("{id} is out as {path}, TLP:{tlp}, {signed}."), ARG("id", advisory.id), ARG("path", advisory.path), ARG("tlp", advisory.tlp),
			    ARG("signed", how_signed(cli, &advisory)));
	}
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &own_advisories_schema, &out);
	return NULL;
}

const struct cli_option options_csaf_withdraw[] = {
	{ "reason", "TEXT", M("why") },
	{ "erase", NULL, M("it should never have been given out: nothing of it is any more, not even that there was something") },
	{ NULL, NULL, NULL },
};

static struct err *
erase(struct cli *cli, const struct key_desk *desk, struct own_advisory *advisory)
{
	struct str kept;

	TRY(own_advisory_erase(desk, cli->operands[0], cli_value(cli, "reason"), cli->arena, advisory, &kept));
	if (cli->output == OUTPUT_JSON)
		return NULL;
	cli_say(cli, M("{id}, TLP:{tlp}, is given out no longer. It is kept in {file}."), ARG("id", advisory->id), ARG("tlp", advisory->tlp), ARG("file", kept));
	cli_say(cli, M("Who fetched it has it still: tell them what may be done with it, and take what it gave away as known."));
	return NULL;
}

struct err *
cmd_csaf_withdraw(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct own_advisory advisory;
	struct key_desk desk;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	if (cli_has(cli, "erase")) {
		TRY(erase(cli, &desk, &advisory));
	} else {
		TRY(own_advisory_withdraw(&desk, cli->operands[0], cli_value(cli, "reason"), cli->arena, &advisory));
		if (cli->output != OUTPUT_JSON)
			cli_say(cli, M("{id} is taken back: its version {version} says so, as {path}, {signed}."), ARG("id", advisory.id), ARG("version", advisory.version),
			    ARG("path", advisory.path), ARG("signed", how_signed(cli, &advisory)));
	}
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &own_advisory_schema, &advisory);
	return NULL;
}

struct err *
cmd_csaf_list(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct own_advisories all;
	struct key_desk desk;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_desk(cli, &home, &ledger, &actor, &desk));
	TRY(own_advisories(&home, cli->arena, &all));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &own_advisories_schema, &all);
		return NULL;
	}
	for (size_t i = 0; i < all.list.count; i++) {
		const struct own_advisory *one = &all.list.items[i];

		cli_say(cli, M("{id}  TLP:{tlp}  {at}  {signed}  {title}"), ARG("id", one->id), ARG("tlp", one->tlp), ARG("at", print_instant(cli, one->released)),
		    ARG("signed", how_signed(cli, one)), ARG("title", one->title));
	}
	if (all.list.count == 0)
		cli_say(cli, M("Nothing is out yet: \"tsukuroi csaf publish FILE\" puts a document out, \"tsukuroi csaf key\" makes the key that it is signed with."));
	return NULL;
}
