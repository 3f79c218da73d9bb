#include "store/kb/stated_build.h"

#include "base/hash.h"
#include "format/alert/alert.h"
#include "store/kb/stated.h"

struct err *
stated_is_missing(struct kbdb *db, struct arena *arena, bool *ret_missing)
{
	sqlite3_stmt *exists;
	bool there;

	TRY(kbdb_stmt(db, KBSQL_STATED_EXISTS, arena, &exists));
	TRY(kbdb_step(db, exists, arena, &there));
	(void)sqlite3_reset(exists);
	*ret_missing = !there;
	return NULL;
}

static struct err *
is_of_edition(struct stated_build *build, struct arena *arena, bool *ret_same)
{
	sqlite3_stmt *edition;
	bool row;

	TRY(kbdb_stmt(build->db, KBSQL_STATED_EDITION, arena, &edition));
	TRY(kbdb_step(build->db, edition, arena, &row));
	*ret_same = row && sqlite3_column_int64(edition, 0) == (int64_t)evidence_edition(build->phrases);
	(void)sqlite3_reset(edition);
	return NULL;
}

struct err *
stated_build_begin(struct stated_build *build, struct arena *arena)
{
	sqlite3_stmt *keep;
	bool missing, same = false;

	TRY(evidence_builtin(arena, &build->phrases));
	TRY(stated_is_missing(build->db, arena, &missing));
	if (missing)
		TRY(kbdb_exec(build->db, KBSQL_STATED_TABLES, arena));
	else
		TRY(is_of_edition(build, arena, &same));
	build->whole = !same;
	TRY(kbdb_exec(build->db, build->whole ? KBSQL_STATED_CLEAR : KBSQL_STATED_GONE, arena));
	if (!build->whole)
		return NULL;
	TRY(kbdb_stmt(build->db, KBSQL_STATED_KEEP_EDITION, arena, &keep));
	kbdb_bind_int(keep, 1, (int64_t)evidence_edition(build->phrases));
	return kbdb_run(build->db, keep, arena);
}

/* ------------------------------------------------------------------------------------------------ a sentence */

/* Where sentences stand, and of what. */
struct speaker {
	int64_t                number;      /* of the vulnerability whose turn it is; 0: an alert */
	struct str             feed, record, issuer, title, url;
	int64_t                at;
	const struct str_list *cves;        /* of the document */
};

static struct err *
put_row(struct stated_build *build, const struct speaker *speaker, const struct evidence_said *said, struct str cve, int64_t among, struct arena *arena)
{
	struct str whole = arena_printf(arena, "%.*s\n%.*s\n%d\n%.*s", STR_ARG(cve), STR_ARG(speaker->record), (int)said->level, STR_ARG(said->sentence));
	sqlite3_stmt *put;

	TRY(kbdb_stmt(build->db, KBSQL_STATED_PUT, arena, &put));
	kbdb_bind_str(put, 1, arena_printf(arena, "%016llx", (unsigned long long)hash64(whole, 0)));
	kbdb_bind_int(put, 2, speaker->number);
	kbdb_bind_str(put, 3, cve);
	kbdb_bind_int(put, 4, said->level);
	kbdb_bind_str(put, 5, speaker->feed);
	kbdb_bind_str(put, 6, speaker->record);
	kbdb_bind_str(put, 7, speaker->issuer);
	kbdb_bind_str(put, 8, speaker->title);
	kbdb_bind_str(put, 9, speaker->url);
	kbdb_bind_str(put, 10, said->sentence);
	kbdb_bind_int(put, 11, speaker->at);
	kbdb_bind_int(put, 12, among);
	return kbdb_run(build->db, put, arena);
}

static struct err *
put_text(struct stated_build *build, const struct speaker *speaker, struct str text, struct arena *arena)
{
	struct evidence_list said;

	/* Some sources write HTML. */
	if (str_find_char(text, '<') != SIZE_MAX)
		text = alert_plain(text, arena);
	evidence_find(build->phrases, text, arena, &said);
	for (size_t i = 0; i < said.list.count; i++) {
		const struct evidence_said *one = &said.list.items[i];
		const struct str_list *cves = one->cves.count > 0 ? &one->cves : speaker->cves;

		if (one->cves.count == 0 && cves->count > STATED_AMONG_MOST)
			continue;
		for (size_t c = 0; c < cves->count; c++)
			TRY(put_row(build, speaker, one, cves->items[c], one->cves.count > 0 ? 1 : (int64_t)cves->count, arena));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ records */

static struct str
issuer_of(const struct advisory *advisory)
{
	static const struct str names[SOURCE_COUNT] = {
		[SOURCE_NVD] = STR_INIT("NVD"), [SOURCE_CVE5] = STR_INIT("CVE"), [SOURCE_OSV] = STR_INIT("OSV"), [SOURCE_JVN] = STR_INIT("JVN iPedia"),
		[SOURCE_MSRC] = STR_INIT("Microsoft"), [SOURCE_OWN] = STR_INIT("own"), [SOURCE_CSAF] = STR_INIT("CSAF"),
	};
	bool named = advisory->assigner.len > 0 && (advisory->source == SOURCE_CVE5 || advisory->source == SOURCE_CSAF);

	return named ? advisory->assigner : names[advisory->source];
}

/* A record of one vulnerability speaks of that, whatever its own id is; one of several, of these. */
static void
numbers_of(const struct face_record *record, struct str id, struct arena *arena, struct str_list *ret_numbers)
{
	const struct advisory *advisory = &record->advisory;

	*ret_numbers = advisory->covers;
	if (!record->covers || advisory->covers.count < 2) {
		*ret_numbers = (struct str_list){ 0 };
		list_push(arena, ret_numbers, id);
	}
}

static struct err *
put_record(struct stated_build *build, int64_t number, struct str id, const struct face_record *record, struct arena *arena)
{
	const struct advisory *advisory = &record->advisory;
	const struct str texts[] = { advisory->text_ja, advisory->impact_ja, advisory->solution_ja, advisory->text_en };
	struct str_list numbers;
	struct speaker speaker = { .number = number, .feed = record->feed, .record = advisory->id, .issuer = issuer_of(advisory), .at = advisory->modified };

	if (record->gone || advisory->state == ADVISORY_WITHDRAWN)
		return NULL;
	numbers_of(record, id, arena, &numbers);
	speaker.cves = &numbers;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		TRY(put_text(build, &speaker, texts[i], arena));
	/* What the source said by itself of exploitation counts as that; where it could not be told, its words are read. */
	for (size_t i = 0; i < advisory->evidence.count; i++)
		if (advisory->evidence.items[i].level == EXPLOITATION_UNKNOWN)
			TRY(put_text(build, &speaker, advisory->evidence.items[i].text, arena));
	return NULL;
}

struct err *
stated_build_put(struct stated_build *build, int64_t number, struct str id, const struct face_records *records, struct arena *arena)
{
	sqlite3_stmt *forget;

	TRY(kbdb_stmt(build->db, KBSQL_STATED_FORGET, arena, &forget));
	kbdb_bind_int(forget, 1, number);
	TRY(kbdb_run(build->db, forget, arena));
	for (size_t i = 0; i < records->list.count; i++)
		TRY(put_record(build, number, id, &records->list.items[i], arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- alerts */

static struct err *
put_alert(struct stated_build *build, struct str feed, const struct alert *alert, struct arena *arena)
{
	struct speaker speaker = {
		.feed = feed, .record = alert->id, .issuer = alert->issuer, .title = alert->title, .url = alert->url, .at = alert->modified, .cves = &alert->cves,
	};

	TRY(put_text(build, &speaker, alert->title, arena));
	return put_text(build, &speaker, alert->text, arena);
}

struct err *
stated_build_end(struct stated_build *build, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(build->db, KBSQL_NOTES_OF, arena, &rows));
	kbdb_bind_str(rows, 1, str_of(alert_schema.name));
	kbdb_bind_str(rows, 2, STR(""));
	for (;;) {
		struct alert alert;
		struct err *err;

		arena_reset(item);
		TRY(kbdb_step(build->db, rows, arena, &row));
		if (!row)
			return NULL;
		err = unpack_value(build->packer, kbdb_str(rows, 2), sqlite3_column_int64(rows, 1), &alert_schema, item, &alert);
		if (err == NULL)
			err = put_alert(build, arena_copy(item, kbdb_str(rows, 0)), &alert, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
