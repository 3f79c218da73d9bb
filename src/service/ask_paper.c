/*
 * ask_paper.c - a draft as files: the workbook, CSV for those without one, and the mail to send them with.
 */
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/file.h"
#include "base/hash.h"
#include "format/mail/mail.h"
#include "format/workbook/workbook.h"
#include "service/ask_parts.h"
#include "service/finding.h"

/* How wide each column is, in full-width characters, and what is written there. */
static const struct {
	unsigned           width;
	enum workbook_kind kind;
	bool               open;        /* everybody owes an answer                    */
	bool               bare;        /* may be written to                           */
} looks[ANSWER_FIELDS] = {
	[ANSWER_ID]            = { 8,  WORKBOOK_TEXT, false, false },
	[ANSWER_SYSTEM]        = { 7,  WORKBOOK_TEXT, false, false },
	[ANSWER_HOST]          = { 6,  WORKBOOK_TEXT, false, true },
	[ANSWER_LAYER]         = { 4,  WORKBOOK_TEXT, false, true },
	[ANSWER_PRODUCT]       = { 9,  WORKBOOK_TEXT, false, false },
	[ANSWER_VERSION]       = { 6,  WORKBOOK_TEXT, false, false },
	[ANSWER_VULNERABILITY] = { 7,  WORKBOOK_TEXT, false, false },
	[ANSWER_TITLE]         = { 19, WORKBOOK_TEXT, false, false },
	[ANSWER_URGENCY]       = { 7,  WORKBOOK_TEXT, false, false },
	[ANSWER_JUDGED]        = { 4,  WORKBOOK_TEXT, false, false },
	[ANSWER_VERDICT]       = { 5,  WORKBOOK_TEXT, true, false },
	[ANSWER_USED]          = { 6,  WORKBOOK_TEXT, true, false },
	[ANSWER_TOLD_VERSION]  = { 7,  WORKBOOK_TEXT, true, false },
	[ANSWER_GROUND]        = { 13, WORKBOOK_TEXT, true, false },
	[ANSWER_PLANNED]       = { 6,  WORKBOOK_DAY, true, false },
	[ANSWER_SOURCE]        = { 7,  WORKBOOK_TEXT, true, false },
	[ANSWER_BY]            = { 5,  WORKBOOK_TEXT, true, false },
	[ANSWER_ON]            = { 6,  WORKBOOK_DAY, true, false },
	[ANSWER_NOTE]          = { 9,  WORKBOOK_TEXT, false, true },
	[ANSWER_HOW]           = { 15, WORKBOOK_TEXT, false, false },
};

static struct str
day_words(int32_t day, enum lang lang, struct arena *arena)
{
	return lang == LANG_JA ? calendar_wareki(day, arena) : day_format(day, arena);
}

/* --------------------------------------------------------------------------------------- workbook */

static void
fill_column(struct workbook_column *column, enum answer_field field, enum ledger_ask_kind kind, enum lang lang, struct arena *arena)
{
	size_t count;
	const char *const *words = answer_choices(field, &count);
	struct str *choices = ARENA_ARRAY(arena, struct str, count + 1);

	for (size_t i = 0; i < count; i++)
		choices[i] = str_of(catalogue_text(lang, words[i]));
	*column = (struct workbook_column){ .title = str_of(catalogue_text(lang, answer_heading(field))), .kind = looks[field].kind,
		.width = looks[field].width, .choices = choices, .choices_count = count, .open = looks[field].open, .bare = looks[field].bare,
		.hidden = field == ANSWER_ID };
	/* On a composition the product of an empty line is theirs to write. */
	if (kind == LEDGER_ASK_COMPOSITION && field == ANSWER_PRODUCT)
		column->bare = true;
}

static struct err *
put_lines(struct workbook *book, const struct ask_draft *draft, const enum answer_field *fields, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < draft->lines.count; i++) {
		struct str *cells = ARENA_ARRAY(arena, struct str, count);

		for (size_t c = 0; c < count; c++)
			cells[c] = draft->lines.items[i].cells[fields[c]];
		TRY(workbook_row(book, cells, count, arena));
	}
	return NULL;
}

static struct err *
put_sheet(struct workbook *book, const struct ask_draft *draft, int64_t number, const struct ask_options *options, struct arena *arena)
{
	size_t count;
	const enum answer_field *fields = answer_columns(ask_kind_letter(draft->kind), &count);
	struct workbook_column *columns = ARENA_ARRAY(arena, struct workbook_column, count);
	bool applicability = draft->kind == LEDGER_ASK_APPLICABILITY;
	enum lang lang = options->lang;
	struct str titles[] = {
		catalogue_say(arena, lang, applicability ? M("Inquiry: does it apply? No. {number}, to {contractor}")
		    : M("Request: what is the system made of? No. {number}, to {contractor}"), ARG("number", arena_printf(arena, "%c%lld",
		    ask_kind_letter(draft->kind), (long long)number)), ARG("contractor", draft->to.name)),
		catalogue_say(arena, lang, M("Please answer by {day}. Systems: {systems}"), ARG("day", day_words(options->due, lang, arena)),
		    ARG("systems", arena_join(arena, draft->systems.items, draft->systems.count, lang == LANG_JA ? STR("、") : STR(", ")))),
		str_of(catalogue_text(lang, applicability ? M("Fill in the shaded columns marked with a star. \"Not known\" and \"Being investigated\" are answers too. For \"Does not apply\" the ground is needed: the version, the setting, the function that is not used, and how you confirmed it.")
		    : M("Fill in the shaded columns marked with a star; correct what is wrong, and write what is missing on the empty lines. The last column says how the version is found."))),
		str_of(catalogue_text(lang, M("Lines may be sorted, deleted or copied into another book: the hidden first column tells which line is which. To sort, lift the protection first (Review > Unprotect Sheet; there is no password)."))),
	};
	struct workbook_sheet sheet = { .name = str_of(catalogue_text(lang, applicability ? M("Inquiry") : M("Composition"))), .titles = titles,
		.titles_count = ARRAY_LEN(titles), .columns = columns, .columns_count = count, .guarded = true };

	for (size_t i = 0; i < count; i++)
		fill_column(&columns[i], fields[i], draft->kind, lang, arena);
	TRY(workbook_sheet(book, &sheet, arena));
	return put_lines(book, draft, fields, count, arena);
}

/* What the book is, for when it comes back whole: number, kind, day, lines, and the digest over them. */
static struct err *
put_book(struct workbook *book, const struct ask_draft *draft, const struct ledger_ask *ask, struct arena *arena)
{
	static const struct workbook_column columns[] = {
		{ .title = STR_INIT("form") }, { .title = STR_INIT("number") }, { .title = STR_INIT("kind") }, { .title = STR_INIT("made") },
		{ .title = STR_INIT("lines") }, { .title = STR_INIT("digest") },
	};
	static const struct workbook_sheet sheet = { .name = STR_INIT(ANSWER_BOOK_SHEET), .columns = columns,
		.columns_count = ARRAY_LEN(columns), .hidden = true, .guarded = true };
	struct str cells[] = {
		STR(ANSWER_BOOK_MARK), arena_printf(arena, "%lld", (long long)ask->id), str_of(enum_name(&ledger_ask_kind_names, (int)ask->kind)),
		day_format(instant_day(ask->made_at, ZONE_JST), arena), arena_printf(arena, "%zu", draft->lines.count), ask->digest,
	};

	TRY(workbook_sheet(book, &sheet, arena));
	return workbook_row(book, cells, ARRAY_LEN(cells), arena);
}

static struct err *
make_workbook(const struct ask_draft *draft, const struct ledger_ask *ask, const struct ask_options *options, struct arena *arena,
    struct str *ret_bytes)
{
	struct workbook_options about = { .title = arena_printf(arena, "%c%lld", ask_kind_letter(draft->kind), (long long)ask->id),
		.made = ask->made_at };
	struct workbook *book WORKBOOK_SCOPE = workbook_begin(&about);

	TRY(put_sheet(book, draft, ask->id, options, arena));
	TRY(put_book(book, draft, ask, arena));
	return workbook_end(book, arena, ret_bytes);
}

/* -------------------------------------------------------------------------------------------- CSV */

static void
add_csv_cell(struct buf *out, struct str text, bool first, struct arena *arena)
{
	struct str cell = workbook_csv_cell(text, arena);

	buf_add(out, first ? STR("\"") : STR(",\""));
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, cell.ptr[i]);
	}
	buf_add_char(out, '"');
}

/* With a byte order mark, so that Excel reads UTF-8. */
static struct str
make_csv(const struct ask_draft *draft, enum lang lang, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	size_t count;
	const enum answer_field *fields = answer_columns(ask_kind_letter(draft->kind), &count);

	buf_add(&out, STR("\xef\xbb\xbf"));
	for (size_t c = 0; c < count; c++)
		add_csv_cell(&out, str_of(catalogue_text(lang, answer_heading(fields[c]))), c == 0, arena);
	buf_add(&out, STR("\r\n"));
	for (size_t i = 0; i < draft->lines.count; i++) {
		for (size_t c = 0; c < count; c++)
			add_csv_cell(&out, draft->lines.items[i].cells[fields[c]], c == 0, arena);
		buf_add(&out, STR("\r\n"));
	}
	return arena_copy(arena, buf_str(&out));
}

/* ----------------------------------------------------------------------------------------- letter */

static const char *const letters[][4] = {
	[LEDGER_ASK_COMPOSITION] = {
		M("{name}\n\nThank you for your work. To manage vulnerabilities we need to know what the systems you run for us are made of. Please fill in the attached sheet {number} and send it back by {day}.\n\nWhat we hold is on it already: correct it where it is wrong, and add what is missing. How a version is found stands in the last column. \"Not known\" is an answer too.\n{clause}\n{by}"),
		M("{name}\n\nOur request {number}, what the systems you run for us are made of, was due on {day}; {open} lines are still without an answer. Please send the sheet back, also when only a part is filled in. If you have answered meanwhile, please disregard this.\n{clause}\n{by}"),
		M("{name}\n\nThis is the second reminder of our request {number}, due on {day} ({overdue} business days ago); {open} lines are still without an answer. While we do not know what a system is made of, we must treat it as one that may be affected. Please tell us by when you can answer.\n{clause}\n{by}"),
		M("{name}\n\nThe contractor {contractor} has not answered our request {number}, due on {day} ({overdue} business days ago), in spite of two reminders; {open} lines are open. Please take it up with them by the contract.\n{clause}\n{by}"),
	},
	[LEDGER_ASK_APPLICABILITY] = {
		M("{name}\n\nThank you for your work. Vulnerabilities have become known in products that may be in use in systems you run for us. Please say on the attached sheet {number} for every line whether it applies, and send it back by {day}. The most urgent lines stand first.\n\nFor \"Does not apply\" please give the ground. \"Not known\" and \"Being investigated\" are answers too; a line without any answer is treated as one that may apply.\n{clause}\n{by}"),
		M("{name}\n\nOur inquiry {number}, whether vulnerabilities apply to the systems you run for us, was due on {day}; {open} lines are still without an answer (the most urgent: {worst}). Please send the sheet back, also when only a part is filled in. If you have answered meanwhile, please disregard this.\n{clause}\n{by}"),
		M("{name}\n\nThis is the second reminder of our inquiry {number}, due on {day} ({overdue} business days ago); {open} lines are still without an answer (the most urgent: {worst}). Without an answer we must treat them as ones that may apply, and may have to stop a service. Please tell us by when you can answer.\n{clause}\n{by}"),
		M("{name}\n\nThe contractor {contractor} has not answered our inquiry {number}, due on {day} ({overdue} business days ago), in spite of two reminders; {open} lines are open (the most urgent: {worst}). Please take it up with them by the contract.\n{clause}\n{by}"),
	},
};
static const char *const subjects[][4] = {
	[LEDGER_ASK_COMPOSITION] = {
		M("Request: what is the system made of? ({number}, by {day})"), M("Reminder: composition of systems ({number}, was due {day})"),
		M("Second reminder: composition of systems ({number}, was due {day})"), M("No answer from {contractor}: composition of systems ({number})"),
	},
	[LEDGER_ASK_APPLICABILITY] = {
		M("Inquiry: do these vulnerabilities apply? ({number}, by {day})"), M("Reminder: do these vulnerabilities apply? ({number}, was due {day})"),
		M("Second reminder: do these vulnerabilities apply? ({number}, was due {day})"), M("No answer from {contractor}: do vulnerabilities apply? ({number})"),
	},
};

/* The contract's words are cited where they are registered; the last letter says where they are not. */
static struct str
clause_words(const struct ask_letter_facts *facts, enum lang lang, struct arena *arena)
{
	const struct ledger_contractor *to = facts->to;

	if (to->contract.len == 0 && to->clause.len == 0)
		return facts->stage < 3 ? STR("") : catalogue_say(arena, lang,
		    M("\nThe ledger holds neither the number of the contract nor its clause: please look them up in the contract.\n"));
	if (to->clause.len == 0)
		return catalogue_say(arena, lang, M("\nContract: {contract}\n"), ARG("contract", to->contract));
	return catalogue_say(arena, lang, M("\nBy the contract {contract}: {clause}\n"), ARG("contract", to->contract), ARG("clause", to->clause));
}

/* 「例システム株式会社 田中 様」; the last letter goes to who answers for the contract. */
static struct str
addressee(const struct ask_letter_facts *facts, enum lang lang, struct arena *arena)
{
	const struct ledger_contractor *to = facts->to;

	if (facts->stage == 3)
		return catalogue_say(arena, lang, M("Dear {person},"), ARG("person", to->overseer.len > 0 ? to->overseer
		    : str_of(catalogue_text(lang, M("person in charge of the contract")))));
	if (to->person.len > 0)
		return catalogue_say(arena, lang, M("{contractor}\nDear {person},"), ARG("contractor", to->name), ARG("person", to->person));
	return catalogue_say(arena, lang, M("To the person in charge at {contractor}"), ARG("contractor", to->name));
}

struct mail
ask_letter(const struct ask_letter_facts *facts, const struct ask_options *options, struct arena *arena)
{
	enum lang lang = options->lang;
	const struct err_arg args[] = {
		ARG("name", addressee(facts, lang, arena)), ARG("contractor", facts->to->name),
		ARG("number", arena_printf(arena, "%c%lld", ask_kind_letter(facts->kind), (long long)facts->number)),
		ARG("day", day_words(facts->due, lang, arena)), ARG_N("open", facts->open), ARG_N("overdue", facts->overdue),
		ARG("worst", str_of(catalogue_text(lang, finding_action_text(facts->worst)))), ARG("clause", clause_words(facts, lang, arena)),
		ARG("by", options->by), { 0 },
	};

	return (struct mail){ .to_name = facts->stage == 3 ? facts->to->overseer : facts->to->person,
		.to = facts->stage == 3 ? facts->to->overseer_mail : facts->to->mail, .date = options->now,
		.subject = catalogue_say_args(arena, lang, subjects[facts->kind][facts->stage], args),
		.text = catalogue_say_args(arena, lang, letters[facts->kind][facts->stage], args) };
}

struct err *
ask_letter_write(const struct ask_letter_facts *facts, const struct ask_options *options, struct str attachment_name,
    struct str attachment, struct str path, struct arena *arena)
{
	struct mail mail = ask_letter(facts, options, arena);

	if (attachment.len > 0)
		list_push(arena, &mail.attachments, ((struct mail_attachment){ attachment_name,
		    STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), attachment }));
	return file_write(path, mail_format(&mail, arena), arena);
}

/* ------------------------------------------------------------------------------------------ files */

struct str
ask_file_name(enum ledger_ask_kind kind, int64_t number, struct str contractor, const char *ending, const struct ask_options *options,
    struct arena *arena)
{
	const char *noun = catalogue_text(options->lang, kind == LEDGER_ASK_APPLICABILITY ? M("inquiry") : M("composition-request"));
	struct str name = arena_copy(arena, contractor);

	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.ptr[i] <= ' ' || memchr("/\\:*?\"<>|", name.ptr[i], 9) != NULL)
			((char *)name.ptr)[i] = '_';
	return path_join(arena, options->dir, arena_printf(arena, "%s_%c%lld_%.*s%s", noun, ask_kind_letter(kind), (long long)number, STR_ARG(name),
	    ending));
}

static void
number_lines(struct ask_draft *draft, int64_t ask, struct arena *arena)
{
	for (size_t i = 0; i < draft->lines.count; i++) {
		struct ask_line *line = &draft->lines.items[i];
		struct answer_id id = { ask_kind_letter(draft->kind), ask, (int64_t)i + 1, STR("") };

		line->row.ask = ask;
		line->row.number = id.number;
		line->row.mark = id.mark = ask_mark(ask, &line->row, arena);
		line->cells[ANSWER_ID] = answer_id_format(&id, arena);
	}
}

static struct err *
store(struct ledger *ledger, const struct ask_draft *draft, const struct ledger_ask *ask, struct arena *arena)
{
	struct ledger_ask_row *rows = ARENA_ARRAY(arena, struct ledger_ask_row, draft->lines.count);

	for (size_t i = 0; i < draft->lines.count; i++)
		rows[i] = draft->lines.items[i].row;
	return ledger_ask_put(ledger, ask, rows, draft->lines.count, arena);
}

static struct str
digest_of(const struct ask_draft *draft, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	for (size_t i = 0; i < draft->lines.count; i++)
		sha256_add(&sum, draft->lines.items[i].cells[ANSWER_ID].ptr, draft->lines.items[i].cells[ANSWER_ID].len);
	return sha256_hex(&sum, arena);
}

/* The files first: a sheet that the ledger knows of and nobody has would be waited for in vain. */
struct err *
ask_publish(struct ledger *ledger, struct ask_draft *draft, const struct ask_options *options, struct arena *arena,
    struct ask_sheet_view *ret_view)
{
	struct ledger_ask ask = { .kind = draft->kind, .contractor = draft->to.name, .made_at = options->now, .by = options->by,
		.due = options->due };
	struct ask_letter_facts letter = { .kind = draft->kind, .due = options->due, .open = draft->asking, .to = &draft->to };
	struct str bytes;

	TRY(ledger_ask_number(ledger, arena, &ask.id));
	number_lines(draft, ask.id, arena);
	ask.digest = digest_of(draft, arena);
	TRY(dir_make(options->dir, arena));
	TRY(make_workbook(draft, &ask, options, arena, &bytes));
	ret_view->number = letter.number = ask.id;
	ret_view->file = ask_file_name(ask.kind, ask.id, ask.contractor, ".xlsx", options, arena);
	ret_view->mail = ask_file_name(ask.kind, ask.id, ask.contractor, ".eml", options, arena);
	ret_view->mail_to = draft->to.mail;
	TRY(file_write(ret_view->file, bytes, arena));
	if (options->csv) {
		ret_view->csv = ask_file_name(ask.kind, ask.id, ask.contractor, ".csv", options, arena);
		TRY(file_write(ret_view->csv, make_csv(draft, options->lang, arena), arena));
	}
	TRY(ask_letter_write(&letter, options, path_base(ret_view->file), bytes, ret_view->mail, arena));
	return store(ledger, draft, &ask, arena);
}
