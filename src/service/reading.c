#include "service/reading.h"

#include <stdlib.h>
#include "base/fold.h"
#include "base/limits.h"
#include "domain/jvnprose/jvnprose.h"
#include "format/json/json_write.h"
#include "format/readings/readings.h"
#include "format/vulnid/vulnid.h"
#include "model/record.h"
#include "service/intake.h"
#include "service/product.h"
#include "wire/worker/worker.h"

static const struct field view_fields[] = {
	FIELD_OF(struct reading_view, record, FIELD_STRUCT, &reading_record_schema),
	FIELD(struct reading_view, overdue, FIELD_BOOL),
	FIELD(struct reading_view, conflict, FIELD_BOOL),
};
static const struct schema view_schema = SCHEMA("kept_reading", struct reading_view, view_fields);
static const struct field views_fields[] = { FIELD_OF(struct reading_views, readings, FIELD_LIST, &view_schema) };
const struct schema reading_views_schema = SCHEMA("readings", struct reading_views, views_fields);

#define FEED      STR("own")
#define IN_FORCE  STR("in_force")
#define WITHDRAWN STR("withdrawn")
#define YIELDS    STR("yields")
#define AFFECTED  STR("affected")
#define NOT_AFFECTED STR("not_affected")

/* -------------------------------------------------------------------------- as the knowledge base keeps it */

/* The same words that the index will read: better refused now, with the person still there. */
struct err *
reading_check_versions(const struct str *phrases, size_t count, struct arena *arena)
{
	struct jvn_reading read;

	jvnprose_read(phrases, count, arena, &read);
	for (size_t i = 0; i < read.parts.count; i++)
		if (read.parts.items[i].kind == JVN_NO_VERSION || read.parts.items[i].kind == JVN_UNDECIDED)
			return err_new(arena, ERR_FORMAT, M("\"{text}\" cannot be read as versions: write e.g. \"prior to 4.5.1\", \"4.0 to 4.5\" or \"all versions\"."),
			    ARG("text", phrases[i]));
	return NULL;
}

/* "OWN-CVE-2026-1234-apache:tomcat"; of another organisation with its name behind an "@". */
static struct err *
id_of(const struct reading_record *record, struct arena *arena, struct str *ret_id)
{
	struct str cpe, key;

	TRY(product_cpe(record->product, arena, &cpe, &key));
	*ret_id = arena_printf(arena, "OWN-%.*s-%.*s%s%.*s", STR_ARG(record->vulnerability), STR_ARG(key),
	    record->organisation.len > 0 ? "@" : "", STR_ARG(fold_text(record->organisation, arena)));
	return NULL;
}

/* What takes no part (withdrawn, yielding) is a tombstone to the matcher, and keeps its text. */
static struct err *
advisory_of(const struct reading_record *record, struct arena *arena, struct advisory *ret_advisory)
{
	struct advisory advisory = {
		.source = SOURCE_OWN, .published = day_instant(record->read_on, ZONE_JST), .modified = record->kept_at, .withdrawn = INSTANT_NONE,
		.state = str_eq(record->state, IN_FORCE) ? ADVISORY_PUBLISHED : ADVISORY_WITHDRAWN, .assigner = record->by,
	};
	struct affected *affected = list_add(arena, &advisory.affected);
	struct str cpe;

	TRY(id_of(record, arena, &advisory.id));
	TRY(product_cpe(record->product, arena, &cpe, &affected->product));
	list_push(arena, &advisory.covers, record->vulnerability);
	list_push(arena, &affected->cpes, cpe);
	affected->status = str_eq(record->verdict, NOT_AFFECTED) ? AFFECTED_NO : AFFECTED_YES;
	affected->phrases.items = record->versions.items;
	affected->phrases.count = record->versions.count;
	if (record->url.len > 0 || record->sentence.len > 0)
		list_push(arena, &advisory.references, ((struct reference){ .url = record->url, .title = record->sentence }));
	*ret_advisory = advisory;
	return NULL;
}

static struct err *
put_record(struct kb_import *import, const struct reading_record *record, struct arena *arena)
{
	struct buf raw BUF_SCOPE = { 0 };
	struct json_writer writer = { .out = &raw };
	struct advisory advisory;

	TRY(advisory_of(record, arena, &advisory));
	json_put_record(&writer, NULL, &reading_record_schema, record);
	return kb_import_record(import, &advisory_schema, &advisory, buf_str(&raw), arena);
}

/* ------------------------------------------------------------------------------------------- what is held */

struct held { LIST(struct reading_record) list; };

/* A reading of before there were grounds: what its advisory says. */
static struct err *
of_advisory(struct kb *kb, struct str id, struct arena *arena, struct reading_record *ret_record)
{
	struct advisory advisory;

	TRY(kb_record(kb, FEED, id, arena, &advisory));
	*ret_record = (struct reading_record){
		.vulnerability = advisory.covers.count > 0 ? advisory.covers.items[0] : STR(""), .verdict = AFFECTED,
		.read_on = instant_day(advisory.published, ZONE_JST), .review_on = DAY_NONE, .by = advisory.assigner,
		.kept_at = advisory.modified, .state = advisory.state == ADVISORY_WITHDRAWN ? WITHDRAWN : IN_FORCE,
	};
	if (advisory.affected.count == 0)
		return NULL;
	ret_record->versions = advisory.affected.items[0].phrases;
	ret_record->product = advisory.affected.items[0].cpes.count > 0 ? advisory.affected.items[0].cpes.items[0] : STR("");
	return NULL;
}

static struct err *
load(struct kb *kb, struct arena *arena, struct held *ret_held)
{
	struct str_list ids = { 0 };

	*ret_held = (struct held){ 0 };
	TRY(kb_feed_ids(kb, FEED, arena, &ids));
	for (size_t i = 0; i < ids.count; i++) {
		struct reading_record *record = list_add(arena, &ret_held->list);
		struct str raw;

		TRY(kb_record_raw(kb, FEED, ids.items[i], arena, &raw));
		if (raw.ptr == NULL)
			TRY(of_advisory(kb, ids.items[i], arena, record));
		else
			TRY(reading_parse(raw, arena, record));
	}
	return NULL;
}

static bool
same_subject(const struct reading_record *a, const struct reading_record *b)
{
	return str_eq(a->vulnerability, b->vulnerability) && str_eq(a->product, b->product);
}

static bool
same_word(const struct reading_record *a, const struct reading_record *b)
{
	if (!str_eq(a->verdict, b->verdict) || a->versions.count != b->versions.count)
		return false;
	for (size_t i = 0; i < a->versions.count; i++)
		if (!str_eq(a->versions.items[i], b->versions.items[i]))
			return false;
	return true;
}

/* The one of that organisation about the same, or NULL. */
static struct reading_record *
find(const struct held *held, const struct reading_record *about, struct str organisation)
{
	for (size_t i = 0; i < held->list.count; i++)
		if (same_subject(&held->list.items[i], about) && str_eq(held->list.items[i].organisation, organisation))
			return &held->list.items[i];
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ one */

static struct err *
check(const struct reading *reading, struct arena *arena)
{
	if ((reading->count > 0) + reading->not_affected + reading->withdraw != 1)
		return err_new(arena, ERR_USAGE, M("Say which versions are affected, or that the product is not affected, or take an earlier reading back."));
	if (reading->not_affected && ((reading->url.len == 0 && reading->sentence.len == 0) || reading->review_on == DAY_NONE))
		return err_new(arena, ERR_USAGE, M("That a product is not affected needs its ground (--url or --sentence) and the day to read it again (--review)."));
	return reading->count > 0 ? reading_check_versions(reading->phrases, reading->count, arena) : NULL;
}

static struct err *
record_of(const struct reading *reading, struct arena *arena, struct reading_record *ret_record)
{
	struct str key;

	*ret_record = (struct reading_record){
		.vulnerability = vulnid_parse(reading->vulnerability, arena).text, .verdict = reading->not_affected ? NOT_AFFECTED : AFFECTED,
		.url = reading->url, .sentence = reading->sentence, .review_on = reading->review_on, .by = reading->by,
		.read_on = reading->read_on == DAY_NONE ? instant_day(reading->now, ZONE_JST) : reading->read_on,
		.kept_at = reading->now, .state = IN_FORCE,
	};
	if (ret_record->vulnerability.len == 0)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no number of a vulnerability, such as CVE-2026-1234."),
		    ARG("text", reading->vulnerability));
	for (size_t i = 0; i < reading->count; i++)
		list_push(arena, &ret_record->versions, reading->phrases[i]);
	return product_cpe(reading->cpe, arena, &ret_record->product, &key);
}

/* What was in force before becomes the first of the former ones. */
static void
add_former(struct reading_record *record, const struct reading_record *before, struct arena *arena)
{
	if (before == NULL)
		return;
	if (str_eq(before->state, IN_FORCE))
		list_push(arena, &record->former, ((struct reading_former){ before->verdict, before->versions, before->read_on, before->by }));
	for (size_t i = 0; i < before->former.count && record->former.count < LIMIT_READING_FORMERS; i++)
		list_push(arena, &record->former, before->former.items[i]);
}

/* Readings of others about the same yield to ours, and count again when ours is taken back. */
static struct err *
put_others(struct kb_import *import, const struct held *held, const struct reading_record *ours, struct arena *arena)
{
	bool in_force = str_eq(ours->state, IN_FORCE);

	for (size_t i = 0; i < held->list.count; i++) {
		struct reading_record other = held->list.items[i];

		if (other.organisation.len == 0 || !same_subject(&other, ours) || str_eq(other.state, WITHDRAWN)
		    || str_eq(other.state, in_force ? YIELDS : IN_FORCE))
			continue;
		other.state = in_force ? YIELDS : IN_FORCE;
		other.kept_at = ours->kept_at;
		TRY(put_record(import, &other, arena));
	}
	return NULL;
}

static struct err *
begin(const struct home *home, int64_t now, struct arena *arena, struct kb_import **ret_import)
{
	struct kb_feed feed = { .source = SOURCE_OWN, .name = FEED, .contract = KB_PARTIAL };

	TRY(kb_import_begin(home->kb_path, now, arena, ret_import));
	return kb_import_feed(*ret_import, &feed, arena);
}

static struct err *
held_of(const struct home *home, struct arena *arena, struct held *ret_held)
{
	struct kb *kb KB_SCOPE = NULL;

	TRY(home_kb(home->path, arena, &kb));
	return load(kb, arena, ret_held);
}

struct err *
reading_put(const struct home *home, const struct reading *reading, struct arena *arena, struct kb_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct reading_record record;
	const struct reading_record *before;
	struct held held;

	TRY(check(reading, arena));
	TRY(record_of(reading, arena, &record));
	TRY(held_of(home, arena, &held));
	before = find(&held, &record, STR(""));
	if (reading->withdraw && (before == NULL || !str_eq(before->state, IN_FORCE)))
		return err_new(arena, ERR_NOT_FOUND, M("There is no reading of {vulnerability} in {product} to take back."),
		    ARG("vulnerability", record.vulnerability), ARG("product", record.product));
	if (reading->withdraw) {
		record = *before;
		record.state = WITHDRAWN;
		record.kept_at = reading->now;
	} else {
		add_former(&record, before, arena);
	}
	TRY(begin(home, reading->now, arena, &import));
	TRY(put_record(import, &record, arena));
	TRY(put_others(import, &held, &record, arena));
	TRY(kb_import_feed_end(import, NULL, arena, &outcome));
	return kb_import_finish(import, arena, ret_result);
}

/* ------------------------------------------------------------------------------------------------ list */

static bool
is_overdue(const struct reading_record *record, int32_t today)
{
	return record->review_on != DAY_NONE && record->review_on < today;
}

static bool
is_in_conflict(const struct held *held, const struct reading_record *record)
{
	for (size_t i = 0; i < held->list.count; i++) {
		const struct reading_record *other = &held->list.items[i];

		if (other != record && same_subject(other, record) && !str_eq(other->state, WITHDRAWN) && !same_word(other, record))
			return !str_eq(record->state, WITHDRAWN);
	}
	return false;
}

static int
compare_views(const void *a, const void *b)
{
	const struct reading_record *left = &((const struct reading_view *)a)->record, *right = &((const struct reading_view *)b)->record;
	int order = str_cmp(left->vulnerability, right->vulnerability);

	if (order == 0)
		order = str_cmp(left->product, right->product);
	return order != 0 ? order : str_cmp(left->organisation, right->organisation);
}

struct err *
reading_list(struct kb *kb, bool withdrawn, int64_t now, struct arena *arena, struct reading_views *ret_views)
{
	struct reading_views views = { 0 };
	struct held held;

	TRY(load(kb, arena, &held));
	for (size_t i = 0; i < held.list.count; i++) {
		const struct reading_record *record = &held.list.items[i];

		if (withdrawn || !str_eq(record->state, WITHDRAWN))
			list_push(arena, &views.readings, ((struct reading_view){ *record, is_overdue(record, instant_day(now, ZONE_JST)),
				is_in_conflict(&held, record) }));
	}
	if (views.readings.count > 0)
		qsort(views.readings.items, views.readings.count, sizeof(*views.readings.items), compare_views);
	*ret_views = views;
	return NULL;
}

struct err *
reading_overdue(struct kb *kb, int64_t now, struct arena *arena, struct str_list *ret_records)
{
	struct str_list records = { 0 };
	struct held held;

	TRY(load(kb, arena, &held));
	for (size_t i = 0; i < held.list.count; i++)
		if (is_overdue(&held.list.items[i], instant_day(now, ZONE_JST)))
			TRY(id_of(&held.list.items[i], arena, list_add(arena, &records)));
	*ret_records = records;
	return NULL;
}

/* ---------------------------------------------------------------------------------------- with others */

struct err *
reading_export(const struct home *home, struct str organisation, int64_t now, struct arena *arena, struct buf *out, int64_t *ret_count)
{
	struct json_writer writer = { .out = out, .pretty = true };
	struct held held;

	if (str_trim_space(organisation).len == 0)
		return err_new(arena, ERR_USAGE, M("Say under which organisation's name others are to know these readings: --as NAME"));
	TRY(held_of(home, arena, &held));
	*ret_count = 0;
	json_begin_object(&writer, NULL);
	json_put_str(&writer, "format", READINGS_FORMAT);
	json_put_str(&writer, "organisation", str_trim_space(organisation));
	json_put_str(&writer, "made", instant_format(now, ZONE_UTC, arena));
	json_begin_array(&writer, "readings");
	for (size_t i = 0; i < held.list.count; i++) {
		struct reading_record record = held.list.items[i];

		if (record.organisation.len > 0 || !str_eq(record.state, IN_FORCE))
			continue;
		record.state = STR("");
		json_put_record(&writer, NULL, &reading_record_schema, &record);
		(*ret_count)++;
	}
	json_end(&writer);
	json_end(&writer);
	buf_add_char(out, '\n');
	return NULL;
}

struct receiving {
	struct sink            sink;      /* first: the sink is the receiving */
	struct arena          *arena;
	struct reading_head    head;
	struct held            came;
	struct reading_import *import;
};

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *scratch)
{
	struct receiving *receiving = (struct receiving *)sink;

	(void)scratch;
	if (schema == &reading_head_schema)
		record_copy(schema, value, receiving->arena, &receiving->head);
	else if (schema == &reading_record_schema)
		record_copy(schema, value, receiving->arena, list_add(receiving->arena, &receiving->came.list));
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *scratch)
{
	struct receiving *receiving = (struct receiving *)sink;

	(void)scratch;
	if (receiving->import->problems.count < LIMIT_PROBLEMS_KEPT)
		record_copy(&problem_schema, problem, receiving->arena, list_add(receiving->arena, &receiving->import->problems));
	return NULL;
}

/* Names made canonical, words that can be read: as if it were kept here. */
static struct err *
adopt(struct reading_record *record, const struct receiving *receiving, int64_t now, struct arena *arena)
{
	struct str key, id = vulnid_parse(record->vulnerability, arena).text;

	if (id.len == 0)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no number of a vulnerability, such as CVE-2026-1234."),
		    ARG("text", record->vulnerability));
	TRY(product_cpe(record->product, arena, &record->product, &key));
	if (record->versions.count > 0)
		TRY(reading_check_versions(record->versions.items, record->versions.count, arena));
	record->vulnerability = id;
	record->organisation = receiving->head.organisation;
	record->kept_at = now;
	record->former.count = 0;
	return NULL;
}

static struct err *
take_one(struct kb_import *import, struct receiving *receiving, const struct held *held, struct reading_record *record, int64_t now,
    struct arena *arena)
{
	struct reading_import *result = receiving->import;
	struct err *err = adopt(record, receiving, now, arena);
	const struct reading_record *ours, *before;

	if (err != NULL)
		return sink_refuse(&receiving->sink, record->vulnerability, -1, -1, err, arena);
	ours = find(held, record, STR(""));
	before = find(held, record, record->organisation);
	record->state = ours != NULL && str_eq(ours->state, IN_FORCE) ? YIELDS : IN_FORCE;
	if (str_eq(record->state, YIELDS)) {
		result->yielding++;
		if (!same_word(ours, record))
			list_push(receiving->arena, &result->conflicts, ((struct reading_view){ *record, false, true }));
	}
	if (before != NULL && same_word(before, record) && before->read_on == record->read_on && str_eq(before->state, record->state)) {
		result->unchanged++;
		return NULL;
	}
	add_former(record, before, arena);
	result->taken++;
	return put_record(import, record, arena);
}

static struct err *
receive(struct str path, struct receiving *receiving, struct arena *arena)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;

	TRY(intake_open(path, arena, &file));
	TRY(worker_run(&(struct worker_job){ .kind = "readings", .fd = file.fd, .name = file.name }, &receiving->sink, arena));
	if (str_trim_space(receiving->head.organisation).len == 0)
		return err_new(arena, ERR_FORMAT, M("{file} does not say whose readings these are."), ARG("file", path));
	return NULL;
}

struct err *
reading_import(const struct home *home, struct str path, int64_t now, struct arena *arena, struct reading_import *ret_import)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct reading_import result = { 0 };
	struct receiving receiving = { .sink = { on_record, on_problem }, .arena = arena, .import = &result };
	struct kb_feed_outcome outcome;
	struct held held;

	TRY(receive(path, &receiving, arena));
	TRY(held_of(home, arena, &held));
	TRY(begin(home, now, arena, &import));
	for (size_t i = 0; i < receiving.came.list.count; i++)
		TRY(take_one(import, &receiving, &held, &receiving.came.list.items[i], now, arena));
	TRY(kb_import_feed_end(import, NULL, arena, &outcome));
	TRY(kb_import_finish(import, arena, &result.result));
	result.organisation = receiving.head.organisation;
	*ret_import = result;
	return NULL;
}
