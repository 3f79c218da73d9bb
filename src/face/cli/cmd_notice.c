/*
 * cmd_notice.c - notices that came by mail, telephone or paper.
 */
#include "base/file.h"
#include "base/limits.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/notice/notice.h"

#define NOTICE_CONTENT_OPTIONS \
	{ "title", "TEXT", M("what it tells of, in one line") }, \
	{ "product", "NAME", M("the product or service it is about, as it stands there") }, \
	{ "identity", "NAME", M("which product that is: a CPE name or package URL, or \"own\" for one that no public list has") }, \
	{ "versions", "TEXT", M("affected versions in JVN's words or as a range; may be given several times") }, \
	{ "vulnerability", "NAME,…", M("numbers of the vulnerability, where it has some") }, \
	{ "condition", "TEXT", M("under which condition it shows") }, \
	{ "impact", "TEXT", M("what it leads to") }, \
	{ "fix", "TEXT", M("what mends it, and how that is carried out") }, \
	{ "mitigation", "TEXT", M("what can be done until then") }, \
	{ "cvss", "VECTOR", M("the CVSS vector, where it gives one") }, \
	{ "exploited", "none|poc|active", M("what it says of exploitation") }, \
	{ "from", "NAME", M("who told it") }, \
	{ "received-by", "NAME", M("who took it, when that is not you") }, \
	{ "received", "DATE", M("on which day (default: today)") }, \
	{ "by", "mail|telephone|paper|fax|meeting|web", M("how it came (default: mail)") }, \
	{ "tlp", "clear|green|amber|amber+strict|red", M("how far it may be passed on (default: amber)") }, \
	{ "url", "URL", M("its page, where it has one") }, \
	{ "look", "DATE", M("there is no patch yet: it is looked for again on this day") }, \
	{ "system", "NAME", M("a system to ask beside those that have the product; may be given several times") }, \
	{ "file", "FILE", M("its scan, picture or letter; may be given several times") }, \
	{ "reason", "TEXT", M("why this edition is written") }

const struct cli_option options_notice_add[] = {
	{ "kind", "weakness|setting|cloud", M("a product's vulnerability (default), a case of misconfiguration or incident, a cloud service's notice") },
	NOTICE_CONTENT_OPTIONS,
	{ NULL, NULL, NULL },
};
const struct cli_option options_notice_edit[] = {
	NOTICE_CONTENT_OPTIONS,
	{ NULL, NULL, NULL },
};
const struct cli_option options_notice_list[] = {
	{ "kind", "weakness|setting|cloud", M("only those of this kind") },
	{ "due", NULL, M("only those for which a patch is to be looked for by today") },
	{ "withdrawn", NULL, M("also those withdrawn") },
	{ "after", "NUMBER", M("goes on behind that one") },
	{ "most", "N", M("how many at most (default 100)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_notice_show[] = {
	{ "edition", "N", M("that edition instead of the newest") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_notice_withdraw[] = {
	{ "reason", "TEXT", M("why it holds no longer") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_notice_answer[] = {
	{ "holds", NULL, M("it holds in this system") },
	{ "holds-not", NULL, M("it does not") },
	{ "cannot-tell", NULL, M("somebody looked, and it cannot be told yet") },
	{ "ground", "TEXT", M("what you saw, and where") },
	{ "until", "DATE", M("it is asked again from then on") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_notice_look[] = {
	{ "there", NULL, M("there is a patch now") },
	{ "next", "DATE", M("not yet: looked for again on this day") },
	{ "ground", "TEXT", M("what you saw, and where") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_notice_file[] = {
	{ "output", "FILE", M("the file to write, which must not be there yet") },
	{ NULL, NULL, NULL },
};

/* ------------------------------------------------------------------------------------------------ writing */

static struct err *
choice(struct cli *cli, const char *name, const struct enum_names *names, int otherwise, int *ret_value)
{
	*ret_value = otherwise;
	if (!cli_has(cli, name) || enum_find(names, cli_value(cli, name), ret_value))
		return NULL;
	return err_new(cli->arena, ERR_USAGE, M("\"{value}\" is none of: {words}"), ARG("value", cli_value(cli, name)),
	    ARG("words", arena_printf(cli->arena, "%s …", names->names[0])));
}

static struct str_list
all_of(const struct cli *cli, const char *name)
{
	struct str_list values = { 0 };

	for (size_t i = 0; i < cli->values_count; i++)
		if (str_eq(str_of(cli->values[i].option->name), str_of(name)))
			list_push(cli->arena, &values, cli->values[i].value);
	return values;
}

/* A text that is given takes the place of what stood there; "" empties it. */
static void
take_text(const struct cli *cli, const char *name, struct str *text)
{
	if (cli_has(cli, name))
		*text = cli_value(cli, name);
}

static void
take_texts(struct cli *cli, struct notice_text *text)
{
	take_text(cli, "title", &text->title);
	take_text(cli, "product", &text->product);
	take_text(cli, "condition", &text->condition);
	take_text(cli, "impact", &text->impact);
	take_text(cli, "fix", &text->fix);
	take_text(cli, "mitigation", &text->mitigation);
	take_text(cli, "cvss", &text->vector);
	take_text(cli, "exploited", &text->exploited);
	take_text(cli, "from", &text->sender);
	take_text(cli, "received-by", &text->receiver);
	take_text(cli, "url", &text->url);
	text->reason = cli_value(cli, "reason");
	if (cli_has(cli, "versions"))
		text->versions = all_of(cli, "versions");
	if (cli_has(cli, "vulnerability"))
		text->vulnerabilities = cli_list(cli, "vulnerability");
}

static struct err *
take_files(struct cli *cli, struct notice_writing *writing)
{
	struct str_list paths = all_of(cli, "file");
	struct notice_file *files = ARENA_ARRAY(cli->arena, struct notice_file, paths.count + 1);

	for (size_t i = 0; i < paths.count; i++) {
		files[i].name = path_base(paths.items[i]);
		TRY(file_read(paths.items[i], NOTICE_FILE_MOST, cli->arena, &files[i].content));
	}
	writing->files = files;
	writing->files_count = paths.count;
	writing->systems = all_of(cli, "system");
	return NULL;
}

static struct err *
take_words(struct cli *cli, struct notice_writing *writing)
{
	int channel, tlp, exploited;

	TRY(choice(cli, "by", &notice_channel_names, (int)writing->channel, &channel));
	TRY(choice(cli, "tlp", &tlp_names, (int)writing->tlp, &tlp));
	TRY(choice(cli, "exploited", &notice_exploited_names, 0, &exploited));
	writing->channel = (enum ledger_notice_channel)channel;
	writing->tlp = (enum tlp)tlp;
	TRY(cli_day(cli, "received", writing->received_on, &writing->received_on));
	TRY(cli_day(cli, "look", writing->look_on, &writing->look_on));
	take_text(cli, "identity", &writing->identity);
	take_texts(cli, &writing->text);
	return take_files(cli, writing);
}

/* What a person does next: said once, because nothing is judged while nobody knows which product it is. */
static struct err *
say_kept(struct cli *cli, const struct notice_desk *desk, const struct actor *actor, struct str number)
{
	struct notice_view view;

	TRY(notice_show(desk, actor, number, 0, cli->now, cli->lang, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &notice_view_schema, &view);
		return NULL;
	}
	cli_say(cli, M("Kept as {number}, edition {edition}."), ARG("number", number), ARG_N("edition", view.row.edition));
	if (view.kept_apart)
		cli_say(cli, M("Several organisations share this home and its knowledge base. What one was told stays with it: versions are not judged by this notice, the systems are asked."));
	if (!view.is_weakness)
		cli_say(cli, M("Systems that are asked whether it holds there: {count}."), ARG_N("count", view.row.open));
	else if (view.identity.len > 0)
		cli_say(cli, M("It is about {identity}. \"tsukuroi assess\" takes it into account."), ARG("identity", view.identity));
	else
		cli_say(cli, M("Nobody has said which product that is, so it is not judged: give --identity to \"notice edit {number}\"."), ARG("number", number));
	for (size_t i = 0; i < view.choices.count; i++)
		cli_say(cli, M("  it may be {identity}: {ground}"), ARG("identity", view.choices.items[i].identity), ARG("ground", view.choices.items[i].ground));
	return NULL;
}

struct err *
cmd_notice_add(struct cli *cli, enum cli_status *ret_status)
{
	struct notice_writing writing = { .tlp = TLP_AMBER, .received_on = DAY_NONE, .look_on = DAY_NONE };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct notice_desk notices;
	struct str number;
	int kind;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(choice(cli, "kind", &notice_kind_names, LEDGER_NOTICE_WEAKNESS, &kind));
	writing.kind = (enum ledger_notice_kind)kind;
	TRY(take_words(cli, &writing));
	TRY(cli_desk_open(cli, &desk));
	notices = (struct notice_desk){ &desk.home, &desk.work.cases };
	TRY(notice_put(&notices, &desk.actor, &writing, cli->now, cli->arena, &number));
	return say_kept(cli, &notices, &desk.actor, number);
}

/* The edition as it stands, in which what is given takes its place. */
static struct err *
begin_edit(struct cli *cli, const struct notice_desk *notices, const struct actor *actor, struct notice_writing *writing)
{
	struct notice_view view;
	int channel = 0, tlp = 0, kind = 0;

	TRY(notice_show(notices, actor, cli->operands[0], 0, cli->now, cli->lang, cli->arena, &view));
	(void)enum_find(&notice_channel_names, view.channel, &channel);
	(void)enum_find(&tlp_names, view.row.tlp, &tlp);
	(void)enum_find(&notice_kind_names, view.row.kind, &kind);
	*writing = (struct notice_writing){ .number = cli->operands[0], .edition = view.row.edition, .kind = (enum ledger_notice_kind)kind,
		.channel = (enum ledger_notice_channel)channel, .tlp = (enum tlp)tlp, .received_on = view.row.received_on, .look_on = view.row.look_on,
		.identity = view.identity, .text = view.text };
	return NULL;
}

struct err *
cmd_notice_edit(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct notice_writing writing;
	struct notice_desk notices;
	struct str number;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	notices = (struct notice_desk){ &desk.home, &desk.work.cases };
	TRY(begin_edit(cli, &notices, &desk.actor, &writing));
	TRY(take_words(cli, &writing));
	TRY(notice_put(&notices, &desk.actor, &writing, cli->now, cli->arena, &number));
	return say_kept(cli, &notices, &desk.actor, number);
}

struct err *
cmd_notice_withdraw(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(notice_withdraw(&(struct notice_desk){ &desk.home, &desk.work.cases }, &desk.actor, cli->operands[0], cli_value(cli, "reason"), cli->now, cli->arena));
	cli_say(cli, M("{number} holds no longer; it stays to be read."), ARG("number", cli->operands[0]));
	return NULL;
}

struct err *
cmd_notice_answer(struct cli *cli, enum cli_status *ret_status)
{
	struct notice_answering answering = { .ground = cli_value(cli, "ground"), .word = cli_has(cli, "holds") ? LEDGER_NOTICE_HOLDS
	    : cli_has(cli, "holds-not") ? LEDGER_NOTICE_HOLDS_NOT : LEDGER_NOTICE_CANNOT_TELL };
	struct cli_desk desk CLI_DESK_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	if (cli_has(cli, "holds") + cli_has(cli, "holds-not") + cli_has(cli, "cannot-tell") != 1)
		return err_new(cli->arena, ERR_USAGE, M("Say one of --holds, --holds-not and --cannot-tell."));
	answering.number = cli->operands[0];
	list_push(cli->arena, &answering.systems, cli->operands[1]);
	TRY(cli_day(cli, "until", DAY_NONE, &answering.until));
	TRY(cli_desk_open(cli, &desk));
	TRY(notice_answer(&(struct notice_desk){ &desk.home, &desk.work.cases }, &desk.actor, &answering, cli->now, cli->arena));
	cli_say(cli, M("Written down for {system}."), ARG("system", cli->operands[1]));
	return NULL;
}

struct err *
cmd_notice_look(struct cli *cli, enum cli_status *ret_status)
{
	struct notice_looking looking = { .ground = cli_value(cli, "ground"), .there = cli_has(cli, "there") };
	struct cli_desk desk CLI_DESK_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (cli_has(cli, "there") == cli_has(cli, "next"))
		return err_new(cli->arena, ERR_USAGE, M("Say either --there, or --next with the day of the next look."));
	looking.number = cli->operands[0];
	TRY(cli_day(cli, "next", DAY_NONE, &looking.next));
	TRY(cli_desk_open(cli, &desk));
	TRY(notice_look(&(struct notice_desk){ &desk.home, &desk.work.cases }, &desk.actor, &looking, cli->now, cli->arena));
	if (looking.there)
		cli_say(cli, M("Written down. Put the patch into {number} with \"notice edit\"."), ARG("number", looking.number));
	else
		cli_say(cli, M("Written down. It is looked for again on {day}."), ARG("day", print_day(cli, looking.next)));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ reading */

static struct str
word_of(struct cli *cli, const struct enum_names *names, struct str name)
{
	int value;

	return enum_find(names, name, &value) ? cli_word(cli, names->words[value]) : name;
}

struct err *
cmd_notice_list(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = { { M("Number"), false }, { M("Kind"), false }, { M("State"), false }, { M("Received"), false },
		{ M("Product"), false }, { M("Title"), false }, { M("Not answered"), true }, { M("Next look"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct notice_query query = { .due = cli_has(cli, "due"), .withdrawn = cli_has(cli, "withdrawn"), .after = cli_value(cli, "after") };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct notice_list_view list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(choice(cli, "kind", &notice_kind_names, -1, &query.kind));
	TRY(cli_number(cli, "most", 100, &query.most));
	TRY(cli_desk_open(cli, &desk));
	TRY(notice_list(&(struct notice_desk){ &desk.home, &desk.work.cases }, &desk.actor, &query, cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &notice_list_schema, &list);
		return NULL;
	}
	if (list.notices.count == 0) {
		cli_say(cli, cli_has(cli, "kind") || query.due || cli_has(cli, "after")
		    ? M("No notice is like that: \"notice list\" without options shows all that are in force.")
		    : M("No notice is in force. Write down what came by mail, telephone or paper with \"notice add\": what is not written down is judged by nobody."));
		return NULL;
	}
	for (size_t i = 0; i < list.notices.count; i++) {
		const struct notice_row_view *row = &list.notices.items[i];
		struct str cells[] = { row->number, word_of(cli, &notice_kind_names, row->kind), word_of(cli, &notice_state_names, row->state),
			print_day(cli, row->received_on), row->product, row->title.len > 0 ? row->title : cli_word(cli, M("(sealed)")),
			row->asks ? arena_printf(cli->arena, "%lld", (long long)row->open) : STR("-"), print_day(cli, row->look_on) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	if (list.next.len > 0)
		cli_note(cli, M("There are more: --after {number}"), ARG("number", list.next));
	return NULL;
}

static void
print_systems(struct cli *cli, const struct notice_view *view)
{
	static const struct table_column columns[] = { { M("System"), false }, { M("Does it hold here?"), false }, { M("Ground"), false }, { M("Until"), false },
		{ M("Who said it"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < view->systems.count; i++) {
		const struct notice_system_view *system = &view->systems.items[i];
		struct str cells[] = { system->name, system->open ? cli_word(cli, M("not answered")) : word_of(cli, &notice_word_names, system->word), system->ground,
			print_day(cli, system->until), system->by };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (view->systems.count > 0)
		print_rows(cli, &table);
}

struct err *
cmd_notice_show(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct notice_view view;
	int64_t edition;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_number(cli, "edition", 0, &edition));
	TRY(cli_desk_open(cli, &desk));
	TRY(notice_show(&(struct notice_desk){ &desk.home, &desk.work.cases }, &desk.actor, cli->operands[0], edition, cli->now, cli->lang, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &notice_view_schema, &view);
		return NULL;
	}
	cli_say(cli, M("{number}, edition {edition}: {kind}, {state}, {tlp}"), ARG("number", view.row.number), ARG_N("edition", view.row.edition),
	    ARG("kind", word_of(cli, &notice_kind_names, view.row.kind)), ARG("state", word_of(cli, &notice_state_names, view.row.state)),
	    ARG("tlp", word_of(cli, &notice_tlp_names, view.row.tlp)));
	if (!view.may_read) {
		cli_say(cli, M("It is sealed to you."));
		return NULL;
	}
	print_seven_items(cli, &view.items);
	cli_say(cli, M("Received on {day} by {channel} from {sender}; written down by {who}."), ARG("day", print_day(cli, view.row.received_on)),
	    ARG("channel", word_of(cli, &notice_channel_names, view.channel)), ARG("sender", view.text.sender.len > 0 ? view.text.sender : STR("-")),
	    ARG("who", view.row.by));
	for (size_t i = 0; i < view.files.count; i++)
		cli_say(cli, M("File {id}: {name}, {bytes} bytes"), ARG_N("id", view.files.items[i].id), ARG("name", view.files.items[i].name),
		    ARG_N("bytes", view.files.items[i].size));
	print_systems(cli, &view);
	return NULL;
}

struct err *
cmd_notice_file(struct cli *cli, enum cli_status *ret_status)
{
	struct str output = cli_value(cli, "output");
	struct cli_desk desk CLI_DESK_SCOPE;
	struct notice_file file;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_operand_number(cli, 1, &id));
	if (output.len == 0)
		return err_new(cli->arena, ERR_USAGE, M("Say with --output into which file it is written."));
	if (file_exists(output, cli->arena) || dir_exists(output, cli->arena))
		return err_new(cli->arena, ERR_CONFLICT, M("There is a file {file} already: name another."), ARG("file", output));
	TRY(cli_desk_open(cli, &desk));
	TRY(notice_file_get(&(struct notice_desk){ &desk.home, &desk.work.cases }, &desk.actor, cli->operands[0], id, cli->now, cli->arena, &file));
	TRY(file_write(output, file.content, cli->arena));
	cli_say(cli, M("{name} was written to {file}. Nobody has said that it is safe: open it where nothing is at stake."), ARG("name", file.name), ARG("file", output));
	return NULL;
}
