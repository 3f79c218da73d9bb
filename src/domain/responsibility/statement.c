/*
 * statement.c - what a party's word is worth: for whom, for what, and until when.
 */
#include "domain/responsibility/responsibility.h"

#include "base/buf.h"
#include "base/fold.h"

/* Legal forms say nothing about who it is; they stand before or behind the name. */
static const struct str legal_forms[] = {
	STR_INIT("株式会社"), STR_INIT("(株)"), STR_INIT("有限会社"), STR_INIT("(有)"), STR_INIT("合同会社"), STR_INIT("一般社団法人"), STR_INIT("一般財団法人"),
	STR_INIT("co.,ltd."), STR_INIT("co., ltd."), STR_INIT("ltd."), STR_INIT("inc."), STR_INIT("k.k."), STR_INIT("llc"), STR_INIT("corporation"),
	STR_INIT("corp."),
};

static struct str
party_key(struct str name, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str text = str_trim_space(fold_text(name, arena));

	for (size_t i = 0; i < ARRAY_LEN(legal_forms); i++) {
		struct str form = fold_text(legal_forms[i], arena);

		while ((text.len > form.len && str_take(&text, form)) || (text.len > form.len && str_take_end(&text, form)))
			text = str_trim_space(text);
	}
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_space(text.ptr[i]) && text.ptr[i] != ',')
			buf_add_char(&out, text.ptr[i]);
	return arena_copy(arena, buf_str(&out));
}

bool
party_is(struct str a, struct str b, struct arena *scratch)
{
	struct str left = party_key(a, scratch), right = party_key(b, scratch);

	return left.len > 0 && str_eq(left, right);
}

/* A statement speaks of one vulnerability, of one system or any, of one product or any, for one party. */
static bool
speaks_of(const struct statement *statement, const struct duty *duty, int64_t system, struct str vulnerability,
    const struct str_list *products, struct arena *scratch)
{
	if (!str_eq(statement->vulnerability, vulnerability))
		return false;
	if (statement->system != 0 && statement->system != system)
		return false;
	if (statement->product.len > 0 && !str_is_one_of(statement->product, products->items, products->count))
		return false;
	return party_is(statement->party, duty->name, scratch);
}

/* The worse, the more it weighs between statements of one day. */
static int
weight(enum statement_word word)
{
	static const int weights[] = {
		[STATEMENT_AFFECTED] = 3, [STATEMENT_INVESTIGATING] = 2, [STATEMENT_MENDED] = 1, [STATEMENT_NOT_AFFECTED] = 0,
	};

	return weights[word];
}

/* Of two in force the newer; of the same day the worse. */
static bool
is_stronger(const struct statement *a, const struct statement *b)
{
	return b == NULL || a->day > b->day || (a->day == b->day && weight(a->word) > weight(b->word));
}

static enum duty_answer
answer_of(const struct statement *statement)
{
	static const enum duty_answer answers[] = {
		[STATEMENT_MENDED] = DUTY_HANDLED, [STATEMENT_NOT_AFFECTED] = DUTY_HANDLED, [STATEMENT_AFFECTED] = DUTY_AFFECTED,
		[STATEMENT_INVESTIGATING] = DUTY_OPEN,
	};

	return answers[statement->word];
}

static enum duty_answer
judge_theirs(const struct duty *duty, const struct statements *statements, int64_t system, struct str vulnerability,
    const struct str_list *products, int32_t today, const struct statement **ret_statement)
{
	struct arena *scratch ARENA_SCOPE = arena_new_of(1024);
	const struct statement *valid = NULL, *expired = NULL;

	for (size_t i = 0; i < statements->list.count; i++) {
		const struct statement *statement = &statements->list.items[i];

		if (statement->day > today || !speaks_of(statement, duty, system, vulnerability, products, scratch))
			continue;
		if (statement->until < today) {
			if (is_stronger(statement, expired))
				expired = statement;
		} else if (is_stronger(statement, valid)) {
			valid = statement;
		}
	}
	*ret_statement = valid != NULL ? valid : expired;
	return valid != NULL ? answer_of(valid) : DUTY_OPEN;
}

enum duty_answer
duty_judge(const struct duty *duty, const struct statements *statements, int64_t system, struct str vulnerability,
    const struct str_list *products, int32_t today, const struct statement **ret_statement)
{
	*ret_statement = NULL;
	return duty->party == PARTY_OWN ? DUTY_OURS : judge_theirs(duty, statements, system, vulnerability, products, today, ret_statement);
}
