/*
 * verify.c - is the chain whole, and is it the one that the heads tell of?
 *
 * Three witnesses: the rows themselves (every link is made anew), the ledger's own note of the chain's end, and the heads in the
 * second place. Only what a signed head proves is called intact.
 */
#include "service/audit/audit.h"

#include <stdlib.h>
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/hash.h"
#include "service/audit/audit_parts.h"

static const char *const verdict_words[] = { "intact", "altered", "unknown" };
const struct enum_names audit_verdict_names = ENUM_NAMES(verdict_words);

/* By enum audit_trace: its name, and its sentence for one place and for several. */
static const char *const trace_words[] = {
	"changed", "deleted", "inserted", "moved", "end", "rewritten", "head_altered", "cut", "heads_missing", "heads_foreign", "heads_cut",
	"heads_torn", "heads_other_key", "heads_unsigned", "no_key", "behind", "unsealed", "empty",
};
const struct enum_names audit_trace_names = ENUM_NAMES(trace_words);

struct sentences { const char *one, *many; };
#define ALIKE(text) { (text), (text) }
static const struct sentences sentences[] = {
	[AUDIT_CHANGED]         = { M("Row {from} is not as it was sealed: something in it was changed."),
	                            M("Rows {from} to {to} are not as they were sealed: something in them was changed.") },
	[AUDIT_DELETED]         = { M("Row {from} is missing: it was deleted."), M("Rows {from} to {to} are missing: they were deleted.") },
	[AUDIT_INSERTED]        = { M("More than one row claims place {from}: one was put in afterwards."),
	                            M("More than one row claims each of the places {from} to {to}: some were put in afterwards.") },
	[AUDIT_MOVED]           = { M("At place {from} stands another row than was sealed there: the order was changed."),
	                            M("At places {from} to {to} stand other rows than were sealed there: the order was changed.") },
	[AUDIT_END]             = ALIKE(M("The ledger notes another end of the chain than row {from}: one of the two was changed.")),
	[AUDIT_REWRITTEN]       = { M("The chain is whole in itself, but it is not the one that the heads tell of: row {from} was written anew."),
	                            M("The chain is whole in itself, but it is not the one that the heads tell of: of the rows {from} to {to}, some or all were written anew.") },
	[AUDIT_HEAD_ALTERED]    = { M("Line {from} of {file} is not as it was written: it was altered or added."),
	                            M("Lines {from} to {to} of {file} are not as they were written: they were altered or added.") },
	[AUDIT_CUT]             = { M("Row {from} is missing at the end: it was cut off."), M("Rows {from} to {to} are missing at the end: they were cut off.") },
	[AUDIT_HEADS_MISSING]   = ALIKE(M("There is no head in {file}: nothing outside the ledger bears witness to it.")),
	[AUDIT_HEADS_FOREIGN]   = ALIKE(M("The heads in {file} are of another ledger, or this one's chain was begun anew.")),
	[AUDIT_HEADS_CUT]       = ALIKE(M("The ledger notes a head at row {to}, but {file} ends at row {from}: the file was cut, or it is an older copy.")),
	[AUDIT_HEADS_TORN]      = ALIKE(M("The last line of {file} was not written to its end, and does not count.")),
	[AUDIT_HEADS_OTHER_KEY] = ALIKE(M("No signature in {file} is by this key: the heads were signed with another one, or were altered.")),
	[AUDIT_HEADS_UNSIGNED]  = ALIKE(M("The newest heads that agree, up to row {to}, are not signed: who can write both places could have changed both.")),
	[AUDIT_NO_KEY]          = ALIKE(M("There is no public key to check the signatures with: name a copy of it with --public.")),
	[AUDIT_BEHIND]          = { M("Row {from} stands behind the last signed head: whether later ones were cut off cannot be told."),
	                            M("Rows {from} to {to} stand behind the last signed head: whether later ones were cut off cannot be told.") },
	[AUDIT_UNSEALED]        = { M("1 row is not sealed yet."), M("{to} rows are not sealed yet.") },
	[AUDIT_EMPTY]           = ALIKE(M("Nothing was ever sealed in this ledger.")),
};

static const struct field finding_fields[] = {
	FIELD_NAMED(struct audit_finding, trace, &audit_trace_names),
	FIELD(struct audit_finding, from, FIELD_INT),
	FIELD(struct audit_finding, to, FIELD_INT),
	FIELD(struct audit_finding, sentence, FIELD_STR),
};
static const struct schema finding_schema = SCHEMA("finding", struct audit_finding, finding_fields);
static const struct field verified_fields[] = {
	FIELD_NAMED(struct audit_verified, verdict, &audit_verdict_names),
	FIELD(struct audit_verified, rows, FIELD_INT),
	FIELD(struct audit_verified, proven, FIELD_INT),
	FIELD(struct audit_verified, proven_at, FIELD_INSTANT),
	FIELD(struct audit_verified, heads, FIELD_INT),
	FIELD(struct audit_verified, key, FIELD_STR),
	FIELD_OF(struct audit_verified, findings, FIELD_LIST, &finding_schema),
	FIELD(struct audit_verified, unsaid, FIELD_INT),
};
const struct schema audit_verified_schema = SCHEMA("audit verified", struct audit_verified, verified_fields);

/* --------------------------------------------------------------------------------------------- findings */

/* Neighbours of one kind are one finding. */
void
audit_found(struct audit_check *check, enum audit_trace trace, int64_t from, int64_t to)
{
	struct audit_verified *seen = &check->seen;

	for (size_t i = 0; i < seen->findings.count; i++) {
		struct audit_finding *one = &seen->findings.items[i];

		if (one->trace == trace && one->to + 1 >= from && one->from <= from) {
			one->to = to > one->to ? to : one->to;
			return;
		}
	}
	if (seen->findings.count == AUDIT_FINDINGS_MOST) {
		seen->unsaid++;
		return;
	}
	list_push(check->arena, &seen->findings, ((struct audit_finding){ trace, from, to, STR("") }));
}

static bool
is_alteration(enum audit_trace trace)
{
	return trace <= AUDIT_CUT;
}

static int
by_weight(const void *a, const void *b)
{
	const struct audit_finding *x = a, *y = b;

	if (x->trace != y->trace)
		return x->trace < y->trace ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

static void
judge(struct audit_check *check)
{
	struct audit_verified *seen = &check->seen;

	seen->verdict = seen->findings.count == 0 ? AUDIT_INTACT : AUDIT_UNKNOWN;
	if (seen->findings.count > 1)
		qsort(seen->findings.items, seen->findings.count, sizeof(*seen->findings.items), by_weight);
	for (size_t i = 0; i < seen->findings.count; i++) {
		struct audit_finding *one = &seen->findings.items[i];

		if (is_alteration(one->trace))
			seen->verdict = AUDIT_ALTERED;
		one->sentence = catalogue_say(check->arena, check->how->lang,
		    one->from == one->to ? sentences[one->trace].one : sentences[one->trace].many, ARG_N("from", one->from),
		    ARG_N("to", one->to), ARG("file", check->how->heads_name));
	}
}

/* ------------------------------------------------------------------------------------------------ heads */

static int
by_place(const void *a, const void *b)
{
	const struct audit_head *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static bool
is_signed(const struct audit_check *check, const struct audit_head *head)
{
	return head->signature.len == CRYPT_SIGNATURE && check->how->public_key.len == CRYPT_PUBLIC &&
	    crypt_signed((const unsigned char *)check->how->public_key.ptr, head->text, (const unsigned char *)head->signature.ptr);
}

/* Heads of this chain whose line may be believed; the rest becomes findings. */
static void
weigh_signatures(struct audit_check *check, struct audit_heads *heads)
{
	size_t good = 0, bad = 0;

	for (size_t i = 0; i < heads->heads.count; i++) {
		struct audit_head *head = &heads->heads.items[i];

		if (!head->readable || !str_eq(head->chain, check->chain.name) || head->signature.len == 0)
			continue;
		if (is_signed(check, head))
			good++;
		else
			bad++;
	}
	check->unchecked = bad > 0 && good == 0;
	if (bad == 0)
		return;
	if (check->how->public_key.len != CRYPT_PUBLIC)
		audit_found(check, AUDIT_NO_KEY, 0, 0);
	else if (good == 0)
		audit_found(check, AUDIT_HEADS_OTHER_KEY, 0, 0);
	check->signatures_tell = good > 0;
}

/* In the file places only grow, and one place has one link. */
static bool
follows(const struct audit_head *before, const struct audit_head *head)
{
	return before == NULL || head->place > before->place || (head->place == before->place && str_eq(head->link, before->link));
}

static void
take_heads(struct audit_check *check, const struct audit_heads *heads)
{
	const struct audit_head *before = NULL;
	size_t foreign = 0;

	for (size_t i = 0; i < heads->heads.count; i++) {
		const struct audit_head *head = &heads->heads.items[i];
		bool proven = is_signed(check, head);

		if (head->readable && !str_eq(head->chain, check->chain.name)) {
			foreign++;
			continue;
		}
		if (!head->readable || !follows(before, head) || (check->signatures_tell && head->signature.len > 0 && !proven)) {
			audit_found(check, AUDIT_HEAD_ALTERED, head->line, head->line);
			continue;
		}
		before = head;
		list_push(check->arena, &check->heads, ((struct audit_witness){ *head, proven }));
	}
	if (check->heads.count == 0)
		audit_found(check, foreign > 0 ? AUDIT_HEADS_FOREIGN : AUDIT_HEADS_MISSING, 0, 0);
	check->seen.heads = (int64_t)check->heads.count;
}

static void
read_heads(struct audit_check *check)
{
	struct audit_heads heads;

	audit_heads_parse(check->how->heads, check->arena, &heads);
	if (heads.torn)
		audit_found(check, AUDIT_HEADS_TORN, 0, 0);
	weigh_signatures(check, &heads);
	take_heads(check, &heads);
	if (check->heads.count > 1)
		qsort(check->heads.items, check->heads.count, sizeof(*check->heads.items), by_place);
}

/* --------------------------------------------------------------------------------------------- the whole */

/* What the heads and the ledger's own note say of the end. */
static void
hold_end(struct audit_check *check)
{
	int64_t last = check->place, most = check->chain.sequence, told = 0;

	for (size_t i = 0; i < check->heads.count; i++)
		told = check->heads.items[i].head.place > told ? check->heads.items[i].head.place : told;
	if (told > most)
		most = told;
	if (most > last)
		audit_found(check, AUDIT_CUT, last + 1, most);
	else if (last > check->chain.sequence || !str_eq(check->link, check->chain.link))
		audit_found(check, AUDIT_END, last, last);
	if (check->heads.count > 0 && check->chain.head > told)
		audit_found(check, AUDIT_HEADS_CUT, told, check->chain.head);
}

/* Up to where may it be believed, and what stands behind that? */
static void
hold_tail(struct audit_check *check)
{
	if (check->agreed > check->seen.proven && !check->unchecked)
		audit_found(check, AUDIT_HEADS_UNSIGNED, check->seen.proven + 1, check->agreed);
	if (check->place > check->seen.proven && !check->broken && !check->rewritten)
		audit_found(check, AUDIT_BEHIND, check->seen.proven + 1, check->place);
}

struct err *
audit_verify(struct ledger *ledger, const struct audit_verifying *how, struct arena *arena, struct audit_verified *ret_verified)
{
	struct audit_check check = { .how = how, .arena = arena, .seen = { .proven_at = INSTANT_NONE } };
	struct sha256 sum;
	int64_t unsealed;

	if (how->public_key.len == CRYPT_PUBLIC) {
		sha256_init(&sum);
		sha256_add(&sum, how->public_key.ptr, how->public_key.len);
		check.seen.key = str_sub(sha256_hex(&sum, arena), 0, 16);
	}
	TRY(ledger_audit_chain(ledger, arena, &check.chain));
	check.link = check.chain.name.len == 0 ? STR("") : ledger_audit_first_link(check.chain.name, arena);
	read_heads(&check);
	TRY(audit_check_rows(&check, ledger));
	if (check.chain.name.len == 0 && check.place == 0)
		audit_found(&check, AUDIT_EMPTY, 0, 0);
	else
		hold_end(&check);
	hold_tail(&check);
	TRY(ledger_audit_unsealed(ledger, how->before, arena, &unsealed));
	if (unsealed > 0)
		audit_found(&check, AUDIT_UNSEALED, 1, unsealed);
	judge(&check);
	*ret_verified = check.seen;
	return NULL;
}
