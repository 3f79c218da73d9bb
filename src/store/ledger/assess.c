/*
 * assess.c - replaces the findings of an organisation by those of a new assessment: compares each with what is
 * stored, writes what differs, and keeps what crossed a line in the history.
 */
#include "store/ledger/assess.h"

#include <assert.h>
#include <string.h>
#include "base/hash.h"
#include "base/mem.h"
#include "store/ledger/sql_registry.h"

static const int query_ids[Q_COUNT] = {
	[Q_FINDING_INSERT] = SQL_FINDING_INSERT, [Q_FINDING_UPDATE] = SQL_FINDING_UPDATE, [Q_FINDING_CLOSE] = SQL_FINDING_CLOSE,
	[Q_INSTANCE_DELETE] = SQL_INSTANCE_DELETE, [Q_INSTANCE_INSERT] = SQL_INSTANCE_INSERT, [Q_EVENT_INSERT] = SQL_EVENT_INSERT,
	[Q_WORDING_INSERT] = SQL_WORDING_INSERT, [Q_GROUND_INSERT] = SQL_GROUND_INSERT,
	[Q_VULNERABILITY_INSERT] = SQL_VULNERABILITY_INSERT, [Q_VULNERABILITY_UPDATE] = SQL_VULNERABILITY_UPDATE,
};

static const struct field vulnerability_fields[] = {
	COLUMN(struct ledger_vulnerability, name, FIELD_STR),
	COLUMN(struct ledger_vulnerability, title_ja, FIELD_STR),
	COLUMN(struct ledger_vulnerability, title_en, FIELD_STR),
	COLUMN(struct ledger_vulnerability, state, FIELD_ENUM),
	COLUMN(struct ledger_vulnerability, severity, FIELD_STR),
	COLUMN(struct ledger_vulnerability, score, FIELD_TENTHS),
	COLUMN(struct ledger_vulnerability, kev_added, FIELD_DAY),
	COLUMN(struct ledger_vulnerability, kev_due, FIELD_DAY),
	COLUMN(struct ledger_vulnerability, ransomware, FIELD_BOOL),
	COLUMN(struct ledger_vulnerability, epss, FIELD_MILLIONTHS),
	COLUMN(struct ledger_vulnerability, exploitation, FIELD_ENUM),
	COLUMN(struct ledger_vulnerability, generation, FIELD_STR),
};
static const struct schema vulnerability_schema = SCHEMA("vulnerability", struct ledger_vulnerability, vulnerability_fields);

static struct err *
begin(struct ledger_assessment *a)
{
	for (int i = 0; i < Q_COUNT; i++)
		TRY(ledger_query(a->ledger, query_ids[i], a->errors, &a->queries[i]));
	return assess_load(a);
}

struct err *
ledger_assess_begin(struct ledger *ledger, const struct ledger_assessment_head *head, struct arena *arena,
    struct ledger_assessment **ret_assessment)
{
	struct ledger_assessment *a = mem_alloc(sizeof(*a));
	struct err *err;

	assert(ledger->depth > 0);
	*a = (struct ledger_assessment){
		.ledger = ledger, .arena = arena_new(), .errors = arena, .head = *head,
		.finding_ids = { .kind = "finding" }, .event_ids = { .kind = "event" }, .wording_ids = { .kind = "wording" },
		.ground_ids = { .kind = "ground" }, .vulnerability_ids = { .kind = "vulnerability" },
		.question_ids = { .kind = "question" },
	};
	err = begin(a);
	if (err != NULL)
		ledger_assess_free(a);
	else
		*ret_assessment = a;
	return err;
}

void
ledger_assess_free(struct ledger_assessment *a)
{
	if (a == NULL)
		return;
	for (int i = 0; i < Q_COUNT; i++)
		query_done(&a->queries[i]);
	buf_done(&a->scratch);
	arena_free(a->arena);
	mem_free(a);
}

/* -------------------------------------------------------------------------------- vulnerabilities */

static void
add_number(struct buf *out, int64_t number)
{
	buf_add_bytes(out, &number, sizeof(number));
}

static void
add_text(struct buf *out, struct str text)
{
	add_number(out, (int64_t)text.len);
	buf_add(out, text);
}

/* Everything but the generation it was read in: that alone is no change. */
static int64_t
vulnerability_digest(struct ledger_assessment *a, const struct ledger_vulnerability *v)
{
	int64_t numbers[] = { v->state, v->score, v->kev_added, v->kev_due, v->ransomware, v->epss, v->exploitation };

	buf_clear(&a->scratch);
	buf_add_bytes(&a->scratch, numbers, sizeof(numbers));
	add_text(&a->scratch, v->title_ja);
	add_text(&a->scratch, v->title_en);
	add_text(&a->scratch, v->severity);
	return (int64_t)hash64(buf_str(&a->scratch), 0);
}

static struct err *
write_vulnerability(struct ledger_assessment *a, struct query *q, const struct ledger_vulnerability *v,
    const struct stored_vulnerability *stored)
{
	bind_int(q, stored->id);
	bind_int(q, stored->digest);
	bind_fields(q, &vulnerability_schema, v);
	return query_add(q, a->errors);
}

static struct err *
new_vulnerability(struct ledger_assessment *a, struct str name, struct stored_vulnerability **ret_stored)
{
	struct stored_vulnerability *stored = list_add(a->arena, &a->vulnerability_list);

	stored->name = arena_copy(a->arena, name);
	TRY(ids_take(a->ledger, &a->vulnerability_ids, a->errors, &stored->id));
	*map_put(a->arena, &a->vulnerabilities, stored->name) = a->vulnerability_list.count;
	*map_put(a->arena, &a->vulnerability_by_id, assess_key(a->arena, &stored->id, 1)) = a->vulnerability_list.count;
	*ret_stored = stored;
	return NULL;
}

/* What is kept of them is to be gathered anew. */
static void
touch(struct ledger_assessment *a, const struct finding_key *key)
{
	touched_vulnerability(&a->touched, key->vulnerability, a->arena);
	touched_product(&a->touched, key->product, a->arena);
	standing_touch(&a->standing, key->system, a->arena);
}

struct err *
ledger_assess_vulnerability(struct ledger_assessment *a, const struct ledger_vulnerability *v, int64_t *ret_id)
{
	const uint64_t *at = map_find(&a->vulnerabilities, v->name);
	struct stored_vulnerability *stored = at == NULL ? NULL : &a->vulnerability_list.items[*at - 1];
	int64_t digest = vulnerability_digest(a, v);
	bool is_new = stored == NULL;

	if (is_new)
		TRY(new_vulnerability(a, v->name, &stored));
	*ret_id = stored->id;
	if (stored->put || (!is_new && stored->digest == digest)) {
		stored->put = true;
		return NULL;
	}
	stored->put = true;
	if (!is_new && stored->kev != (v->kev_added != DAY_NONE))
		TRY(standing_touch_vulnerability(a->ledger, &a->standing, stored->id, a->arena));
	stored->digest = digest;
	stored->state = v->state;
	stored->kev = v->kev_added != DAY_NONE;
	touched_vulnerability(&a->touched, stored->id, a->arena);
	return write_vulnerability(a, &a->queries[is_new ? Q_VULNERABILITY_INSERT : Q_VULNERABILITY_UPDATE], v, stored);
}

/* --------------------------------------------------------------------------- shared words and grounds */

/* The id of a row stored once: from memory, from the ledger, or a new one (*ret_new). */
static struct err *
intern(struct ledger_assessment *a, struct map *known, const struct str *texts, size_t count, int find, struct ids *ids,
    int64_t *ret_id, struct str *ret_digest, bool *ret_new)
{
	struct query q QUERY_SCOPE;
	uint64_t *at;

	*ret_new = false;
	buf_clear(&a->scratch);
	for (size_t i = 0; i < count; i++)
		add_text(&a->scratch, texts[i]);
	at = map_find(known, buf_str(&a->scratch));
	if (at != NULL) {
		*ret_id = (int64_t)*at;
		return NULL;
	}
	*ret_digest = ledger_digest(texts, count, a->arena);
	TRY(ledger_query(a->ledger, find, a->errors, &q));
	bind_str(&q, *ret_digest);
	TRY(query_one(&q, a->errors, ret_id));
	if (*ret_id == 0) {
		*ret_new = true;
		TRY(ids_take(a->ledger, ids, a->errors, ret_id));
	}
	*map_put(a->arena, known, arena_copy(a->arena, buf_str(&a->scratch))) = (uint64_t)*ret_id;
	return NULL;
}

static struct err *
wording_of(struct ledger_assessment *a, const struct ledger_finding *finding, int64_t *ret_id)
{
	struct str texts[] = { finding->why_ja, finding->why_en }, digest;
	struct query *q = &a->queries[Q_WORDING_INSERT];
	bool is_new;

	TRY(intern(a, &a->wordings, texts, ARRAY_LEN(texts), SQL_WORDING_FIND, &a->wording_ids, ret_id, &digest, &is_new));
	if (!is_new)
		return NULL;
	bind_int(q, *ret_id);
	bind_str(q, digest);
	bind_str(q, finding->why_ja);
	bind_str(q, finding->why_en);
	return query_add(q, a->errors);
}

static struct err *
ground_of(struct ledger_assessment *a, const struct ledger_instance *instance, int64_t *ret_id)
{
	struct str verdict = str_of(enum_name(&ledger_verdict_names, (int)instance->verdict));
	struct str texts[] = { verdict, instance->source, instance->record, instance->range, instance->reason, instance->args }, digest;
	struct query *q = &a->queries[Q_GROUND_INSERT];
	bool is_new;

	TRY(intern(a, &a->grounds, texts, ARRAY_LEN(texts), SQL_GROUND_FIND, &a->ground_ids, ret_id, &digest, &is_new));
	if (!is_new)
		return NULL;
	bind_int(q, *ret_id);
	bind_str(q, digest);
	bind_int(q, instance->verdict);
	for (size_t i = 1; i < ARRAY_LEN(texts); i++)
		bind_str(q, texts[i]);
	return query_add(q, a->errors);
}

/* --------------------------------------------------------------------------------------- findings */

static int64_t
finding_digest(struct ledger_assessment *a, const struct ledger_finding *f)
{
	int64_t numbers[] = { f->verdict, f->action, f->damage, f->likelihood, f->due, f->remedy, f->restart };
	const struct str texts[] = { f->why_ja, f->why_en, f->remedy_target, f->evidence };

	buf_clear(&a->scratch);
	buf_add_bytes(&a->scratch, numbers, sizeof(numbers));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		add_text(&a->scratch, texts[i]);
	for (size_t i = 0; i < f->instances.count; i++) {
		const struct ledger_instance *instance = &f->instances.items[i];

		add_number(&a->scratch, instance->software);
		add_number(&a->scratch, instance->verdict);
		add_text(&a->scratch, instance->source);
		add_text(&a->scratch, instance->record);
		add_text(&a->scratch, instance->range);
		add_text(&a->scratch, instance->reason);
		add_text(&a->scratch, instance->args);
	}
	return (int64_t)hash64(buf_str(&a->scratch), 0);
}

static struct err *
record_event(struct ledger_assessment *a, const struct stored_finding *before, enum ledger_cause cause,
    enum ledger_verdict verdict, enum ledger_action action, bool opened, bool closed)
{
	struct query *q = &a->queries[Q_EVENT_INSERT];
	int64_t id;

	a->crossings.opened += opened;
	a->crossings.closed += closed;
	a->crossings.changed += !opened && !closed;
	TRY(ids_take(a->ledger, &a->event_ids, a->errors, &id));
	flow_count(&a->flow, &(struct flow_kind){ opened, closed, before->verdict, verdict, before->action, action });
	bind_int(q, id);
	bind_int(q, before->id);
	bind_int(q, a->id);
	bind_instant(q, a->head.at);
	bind_int(q, cause);
	bind_int(q, before->verdict);
	bind_int(q, verdict);
	bind_int(q, before->action);
	bind_int(q, action);
	bind_int(q, opened);
	bind_int(q, closed);
	return query_add(q, a->errors);
}

/* The next row may send the gathered ones: what has to go before them goes now. */
static struct err *
add_after(struct ledger_assessment *a, enum assess_query first, struct query *q)
{
	if (q->rows + 1 >= DB_BULK_ROWS)
		TRY(query_flush(&a->queries[first], a->errors));
	return query_add(q, a->errors);
}

static struct err *
write_instances(struct ledger_assessment *a, int64_t finding, const struct ledger_finding *f)
{
	struct query *q = &a->queries[Q_INSTANCE_INSERT];

	for (size_t i = 0; i < f->instances.count; i++) {
		int64_t ground;

		TRY(ground_of(a, &f->instances.items[i], &ground));
		bind_int(q, finding);
		bind_int(q, f->instances.items[i].software);
		bind_int(q, ground);
		TRY(add_after(a, Q_INSTANCE_DELETE, q));
	}
	return NULL;
}

/* What both inserting and updating bind, in the middle of their rows. */
static void
bind_middle(struct query *q, const struct ledger_finding *f, int64_t wording, int64_t digest)
{
	bind_int(q, f->verdict);
	bind_int(q, f->action);
	bind_int(q, f->damage);
	bind_int(q, f->likelihood);
	bind_int(q, f->due == INSTANT_NONE ? INT64_MAX : f->due);
	bind_int(q, wording);
	bind_int(q, f->remedy);
	bind_str(q, f->remedy_target);
	bind_int(q, f->restart);
	bind_str(q, f->evidence);
	bind_int(q, digest);
}

static struct err *
open_finding(struct ledger_assessment *a, const struct ledger_finding *f, const struct finding_key *key, int64_t wording,
    int64_t digest)
{
	struct stored_finding *stored = ARENA_NEW(a->arena, struct stored_finding);
	struct query *q = &a->queries[Q_FINDING_INSERT];
	int64_t decision;

	touch(a, key);
	*stored = (struct stored_finding){ .key = *key, .digest = digest, .first_seen = a->head.at,
		.verdict = LEDGER_NOT_AFFECTED, .action = LEDGER_NO_ACTION, .seen = true };
	TRY(assess_decision(a, f, &decision));
	TRY(ids_take(a->ledger, &a->finding_ids, a->errors, &stored->id));
	*map_put(a->arena, &a->findings, (struct str){ (const char *)&stored->key, sizeof(stored->key) }) = (uintptr_t)stored;
	bind_int(q, stored->id);
	bind_int(q, key->system);
	bind_int(q, key->product);
	bind_int(q, key->vulnerability);
	bind_middle(q, f, wording, digest);
	bind_instant(q, a->head.at);
	bind_int(q, a->id);
	bind_int(q, decision);
	TRY(query_add(q, a->errors));
	TRY(write_instances(a, stored->id, f));
	a->result.opened++;
	return record_event(a, stored, assess_cause(a, key, true, false), f->verdict, f->action, true, false);
}

static struct err *
delete_instances(struct ledger_assessment *a, int64_t finding)
{
	struct query *q = &a->queries[Q_INSTANCE_DELETE];

	bind_int(q, finding);
	return query_add(q, a->errors);
}

static struct err *
change_finding(struct ledger_assessment *a, const struct ledger_finding *f, struct stored_finding *stored, int64_t wording,
    int64_t digest)
{
	struct query *q = &a->queries[Q_FINDING_UPDATE];
	bool verdict_crossed = stored->closed || stored->verdict != f->verdict;
	bool crossed = verdict_crossed || stored->action != f->action;
	int64_t decision = stored->decision;

	touch(a, &stored->key);
	if (decision == 0)
		TRY(assess_decision(a, f, &decision));
	bind_int(q, stored->id);
	bind_middle(q, f, wording, digest);
	bind_int(q, a->id);
	bind_int(q, decision);
	TRY(query_add(q, a->errors));
	TRY(delete_instances(a, stored->id));
	TRY(write_instances(a, stored->id, f));
	a->result.changed++;
	if (!crossed)
		return NULL;
	/* Nothing but a person's word makes it the provider's. */
	return record_event(a, stored, verdict_crossed && f->verdict == LEDGER_PROVIDER ? LEDGER_CAUSE_HUMAN
	    : assess_cause(a, &stored->key, verdict_crossed, false), f->verdict, f->action, stored->closed, false);
}

struct err *
ledger_assess_finding(struct ledger_assessment *a, const struct ledger_finding *f)
{
	struct finding_key key = { f->system, f->product, f->vulnerability };
	const uint64_t *at = map_find(&a->findings, (struct str){ (const char *)&key, sizeof(key) });
	struct stored_finding *stored = at == NULL ? NULL : (struct stored_finding *)(uintptr_t)*at;
	int64_t digest = finding_digest(a, f), wording;

	assert(f->verdict != LEDGER_NOT_AFFECTED && (stored == NULL || !stored->seen));
	a->result.findings++;
	if (stored != NULL && !stored->closed && stored->digest == digest) {
		stored->seen = true;
		a->result.unchanged++;
		return NULL;
	}
	TRY(wording_of(a, f, &wording));
	if (stored == NULL)
		return open_finding(a, f, &key, wording, digest);
	stored->seen = true;
	return change_finding(a, f, stored, wording, digest);
}

struct err *
ledger_assess_system(struct ledger_assessment *a, const struct ledger_tally *tally)
{
	uint64_t *at = map_put(a->arena, &a->tallies, assess_key(a->arena, &tally->system, 1));

	if (*at == 0) {
		(void)list_add(a->arena, &a->tally_list);
		*at = a->tally_list.count;
	}
	a->tally_list.items[*at - 1] = *tally;
	return NULL;
}

static struct err *
write_tallies(struct ledger_assessment *a)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(a->ledger, SQL_TALLY_PUT, a->errors, &q));
	for (size_t i = 0; i < a->tally_list.count; i++) {
		const struct ledger_tally *tally = &a->tally_list.items[i];

		bind_int(&q, tally->system);
		bind_int(&q, a->id);
		bind_int(&q, tally->items);
		bind_int(&q, tally->judged);
		bind_int(&q, tally->affected);
		bind_int(&q, tally->undecided);
		bind_int(&q, tally->not_affected);
		TRY(query_add(&q, a->errors));
	}
	return query_flush(&q, a->errors);
}

/* ----------------------------------------------------------------------------------------- the end */

static struct err *
close_finding(struct ledger_assessment *a, const struct stored_finding *stored)
{
	struct query *q = &a->queries[Q_FINDING_CLOSE];

	touch(a, &stored->key);
	bind_int(q, stored->id);
	bind_instant(q, a->head.at);
	bind_int(q, 0);
	bind_int(q, a->id);
	TRY(query_add(q, a->errors));
	a->result.closed++;
	return record_event(a, stored, assess_cause(a, &stored->key, true, true), LEDGER_NOT_AFFECTED, LEDGER_NO_ACTION, false, true);
}

static struct err *
close_unseen(struct ledger_assessment *a)
{
	for (size_t i = 0; i < a->findings.size; i++) {
		const struct stored_finding *stored;

		if (a->findings.slots[i].key.ptr == NULL)
			continue;
		stored = (const struct stored_finding *)(uintptr_t)a->findings.slots[i].value;
		if (!stored->seen && !stored->closed)
			TRY(close_finding(a, stored));
	}
	return NULL;
}

static struct err *
give_back_ids(struct ledger_assessment *a)
{
	struct ids *all[] = { &a->finding_ids, &a->event_ids, &a->wording_ids, &a->ground_ids, &a->vulnerability_ids };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		TRY(ids_done(a->ledger, all[i], a->errors));
	return NULL;
}

static struct err *
write_counts(struct ledger_assessment *a)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(a->ledger, SQL_ASSESSMENT_COUNTS, a->errors, &q));
	bind_int(&q, a->id);
	bind_int(&q, a->result.findings);
	bind_int(&q, a->result.opened);
	bind_int(&q, a->result.changed);
	bind_int(&q, a->result.closed);
	return query_run(&q, a->errors);
}

struct err *
ledger_assess_finish(struct ledger_assessment *a, struct ledger_assessment_result *ret_result)
{
	TRY(close_unseen(a));
	TRY(query_flush(&a->queries[Q_INSTANCE_DELETE], a->errors));
	for (int i = 0; i < Q_COUNT; i++)
		TRY(query_flush(&a->queries[i], a->errors));
	TRY(ledger_look_anew(a->ledger, a->result.opened + a->result.changed, "finding, finding_event, finding_instance, vulnerability, product",
	    a->errors));
	TRY(keep_gather(a->ledger, &a->touched, a->head.at, a->errors));
	TRY(keep_standing(a->ledger, a->errors));
	TRY(keep_crossings(a->ledger, a->id, a->head.at, a->crossings, a->errors));
	TRY(standing_assessed(a->ledger, &a->standing, &a->flow, a->id, a->head.at, a->errors));
	TRY(write_tallies(a));
	TRY(assess_write_questions(a));
	TRY(give_back_ids(a));
	TRY(write_counts(a));
	a->result.id = a->id;
	*ret_result = a->result;
	return NULL;
}
