#include "base/buf.h"
#include "base/clock.h"
#include "domain/match/match.h"
#include "format/cpe/cpe.h"
#include "store/kb/list_build.h"
#include "store/kb/search.h"

/* A text of one row at most: what is beyond is not found by its words. */
enum { TEXT_MOST = 64 << 10 };

static void
add_below(struct search_build *search, const struct number_list *touched, size_t *at, int64_t number, struct arena *arena)
{
	for (; *at < touched->list.count && touched->list.items[*at] <= number; (*at)++)
		if (touched->list.items[*at] < number)
			list_push(arena, &search->stale, touched->list.items[*at]);
}

static struct err *
find_stale(struct search_build *search, const struct number_list *touched, struct arena *arena)
{
	sqlite3_stmt *rows;
	size_t at = 0;

	TRY(kbdb_stmt(search->db, search->whole ? KBSQL_SEARCH_STALE_ALL : KBSQL_SEARCH_STALE, arena, &rows));
	if (!search->whole)
		kbdb_bind_int(rows, 1, search->generation);
	for (;;) {
		bool row;

		TRY(kbdb_step(search->db, rows, arena, &row));
		if (!row)
			break;
		if (!search->whole)
			add_below(search, touched, &at, sqlite3_column_int64(rows, 0), arena);
		list_push(arena, &search->stale, sqlite3_column_int64(rows, 0));
	}
	if (!search->whole)
		add_below(search, touched, &at, INT64_MAX, arena);
	return NULL;
}

/* Words and rows of numbers that are gone. */
static struct err *
forget_gone(struct search_build *search, const struct number_list *touched, struct arena *arena)
{
	static const enum kb_sql steps[] = { KBSQL_SEARCH_GONE, KBSQL_FOUND_GONE };

	for (size_t i = 0; i < touched->list.count; i++) {
		for (size_t s = 0; s < ARRAY_LEN(steps); s++) {
			sqlite3_stmt *step;

			TRY(kbdb_stmt(search->db, steps[s], arena, &step));
			kbdb_bind_int(step, 1, touched->list.items[i]);
			TRY(kbdb_run(search->db, step, arena));
		}
	}
	return NULL;
}

struct err *
search_build_begin(struct search_build *search, const struct number_list *touched, struct arena *arena)
{
	sqlite3_stmt *exists;
	bool there, listed;

	TRY(kbdb_stmt(search->db, KBSQL_SEARCH_EXISTS, arena, &exists));
	TRY(kbdb_step(search->db, exists, arena, &there));
	(void)sqlite3_reset(exists);
	TRY(list_build_begin(search->db, arena, &listed));
	search->whole = !there || !listed;
	if (!there)
		TRY(kbdb_exec(search->db, KBSQL_SEARCH_TABLES, arena));
	TRY(forget_gone(search, touched, arena));
	search->faces = (struct faces_build){ .db = search->db, .arena = arena };
	return find_stale(search, touched, arena);
}

/* ------------------------------------------------------------------------------------------------ texts */

/* Lines, each once. */
struct lines { struct buf buf; LIST(struct str) seen; };

static void
add_line(struct lines *lines, struct str text, struct arena *arena)
{
	if (text.len == 0 || lines->buf.len + text.len > TEXT_MOST || str_is_one_of(text, lines->seen.items, lines->seen.count))
		return;
	list_push(arena, &lines->seen, text);
	if (lines->buf.len > 0)
		buf_add_char(&lines->buf, '\n');
	buf_add(&lines->buf, text);
}

static void
add_cpe(struct lines *lines, struct str text, struct arena *arena)
{
	struct cpe cpe;

	if (cpe_parse(text, arena, &cpe) != NULL)
		return;
	add_line(lines, cpe.attributes[CPE_VENDOR].text, arena);
	add_line(lines, cpe.attributes[CPE_PRODUCT].text, arena);
}

static void
add_affected(struct lines *lines, const struct affected *affected, struct arena *arena)
{
	add_line(lines, affected->vendor, arena);
	add_line(lines, affected->product, arena);
	add_line(lines, affected->package, arena);
	for (size_t i = 0; i < affected->cpes.count; i++)
		add_cpe(lines, affected->cpes.items[i], arena);
}

static void
add_configs(struct lines *lines, const struct advisory *advisory, struct arena *arena)
{
	for (size_t c = 0; c < advisory->configs.count; c++)
		for (size_t n = 0; n < advisory->configs.items[c].nodes.count; n++) {
			const struct config_node *node = &advisory->configs.items[c].nodes.items[n];

			for (size_t m = 0; m < node->matches.count; m++)
				if (node->matches.items[m].vulnerable)
					add_cpe(lines, node->matches.items[m].cpe, arena);
		}
}

static void
add_names(struct lines *lines, const struct vulnerability *face, const struct face_records *records, struct arena *arena)
{
	add_line(lines, face->id, arena);
	for (size_t i = 0; i < face->aliases.count; i++)
		add_line(lines, face->aliases.items[i], arena);
	for (size_t i = 0; i < records->list.count; i++) {
		const struct advisory *advisory = &records->list.items[i].advisory;

		add_line(lines, advisory->id, arena);
		for (size_t a = 0; a < advisory->affected.count; a++)
			add_affected(lines, &advisory->affected.items[a], arena);
		add_configs(lines, advisory, arena);
	}
}

static void
add_titles(struct lines *lines, const struct vulnerability *face, const struct face_records *records, struct arena *arena)
{
	add_line(lines, face->title_ja, arena);
	add_line(lines, face->title_en, arena);
	for (size_t i = 0; i < records->list.count; i++) {
		add_line(lines, records->list.items[i].advisory.title_ja, arena);
		add_line(lines, records->list.items[i].advisory.title_en, arena);
	}
}

enum { TAG_MOST = 200 };

/* Some sources write HTML. A tag is no word, and words on both sides of one are two. */
static struct str
without_tags(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	if (str_find_char(text, '<') == SIZE_MAX)
		return text;
	for (size_t at = 0; at < text.len; at++) {
		struct str rest = str_sub(text, at, TAG_MOST);
		size_t end = str_find_char(rest, '>');
		bool tag = rest.len > 1 && rest.ptr[0] == '<' && (char_is_alpha(rest.ptr[1]) || rest.ptr[1] == '/') && end != SIZE_MAX;

		buf_add_char(&out, tag ? ' ' : text.ptr[at]);
		at += tag ? end : 0;
	}
	return arena_copy(arena, buf_str(&out));
}

static void
add_texts(struct lines *lines, const struct face_records *records, struct arena *arena)
{
	for (size_t i = 0; i < records->list.count; i++) {
		const struct advisory *advisory = &records->list.items[i].advisory;

		add_line(lines, without_tags(advisory->text_ja, arena), arena);
		add_line(lines, without_tags(advisory->impact_ja, arena), arena);
		add_line(lines, without_tags(advisory->solution_ja, arena), arena);
		add_line(lines, without_tags(advisory->condition_ja, arena), arena);
		add_line(lines, without_tags(advisory->mitigation_ja, arena), arena);
		add_line(lines, without_tags(advisory->text_en, arena), arena);
		for (size_t e = 0; e < advisory->evidence.count; e++)
			add_line(lines, without_tags(advisory->evidence.items[e].text, arena), arena);
	}
}

/* ------------------------------------------------------------------------------------------------- rows */

static int64_t
place_of(int64_t published, int64_t number)
{
	int64_t day = published == INSTANT_NONE ? 0 : published / INSTANT_DAY;

	return (day < 0 ? 0 : day) << 32 | number;
}

static struct err *
put_words(struct search_build *search, int64_t place, const struct vulnerability *face, const struct face_records *records, struct arena *arena)
{
	struct lines lines[3] = { 0 };
	struct err *err;
	sqlite3_stmt *put;

	add_names(&lines[0], face, records, arena);
	add_titles(&lines[1], face, records, arena);
	add_texts(&lines[2], records, arena);
	err = kbdb_stmt(search->db, KBSQL_SEARCH_PUT, arena, &put);
	if (err == NULL) {
		kbdb_bind_int(put, 1, place);
		for (int i = 0; i < 3; i++)
			kbdb_bind_str(put, i + 2, buf_str(&lines[i].buf));
		err = kbdb_run(search->db, put, arena);
	}
	for (int i = 0; i < 3; i++)
		buf_done(&lines[i].buf);
	return err;
}

static struct err *
put_face(struct search_build *search, int64_t number, const struct vulnerability *face, int64_t sources, struct arena *arena)
{
	struct face_row row = { .sources = (uint16_t)sources, .base = (int8_t)face->base, .state = (uint8_t)face->state };
	uint64_t key;

	_Static_assert(SOURCE_COUNT <= 16, "a face has a bit for each source");
	if (match_cve_key(face->id, &key))
		row.cve = face_cve(key);
	return faces_put(&search->faces, number, row, arena);
}

static struct err *
put_found(struct search_build *search, int64_t number, int64_t place, const struct vulnerability *face, const struct face_records *records,
    struct arena *arena)
{
	int64_t sources = 0;
	sqlite3_stmt *put;

	for (size_t i = 0; i < records->list.count; i++)
		sources |= (int64_t)1 << records->list.items[i].advisory.source;
	TRY(put_face(search, number, face, sources, arena));
	TRY(kbdb_stmt(search->db, KBSQL_FOUND_PUT, arena, &put));
	kbdb_bind_int(put, 1, number);
	kbdb_bind_int(put, 2, place);
	kbdb_bind_str(put, 3, face->id);
	kbdb_bind_int(put, 4, face->base);
	kbdb_bind_int(put, 5, face->published == INSTANT_NONE ? 0 : face->published);
	kbdb_bind_int(put, 6, face->modified == INSTANT_NONE ? 0 : face->modified);
	kbdb_bind_int(put, 7, face->state);
	kbdb_bind_int(put, 8, sources);
	/* With its ends, so that CWE-7 is not found in CWE-79. */
	kbdb_bind_str(put, 9, arena_printf(arena, " %.*s ", STR_ARG(arena_join(arena, face->cwes.items, face->cwes.count, STR(" ")))));
	return kbdb_run(search->db, put, arena);
}

bool
search_build_is_stale(struct search_build *search, int64_t number)
{
	while (search->at < search->stale.count && search->stale.items[search->at] < number)
		search->at++;
	return search->at < search->stale.count && search->stale.items[search->at] == number;
}

struct err *
search_build_put(struct search_build *search, int64_t number, const struct vulnerability *face, const struct face_records *records, struct arena *arena)
{
	int64_t place = place_of(face->published, number);
	sqlite3_stmt *forget;

	TRY(kbdb_stmt(search->db, KBSQL_SEARCH_FORGET, arena, &forget));
	kbdb_bind_int(forget, 1, number);
	TRY(kbdb_run(search->db, forget, arena));
	TRY(put_words(search, place, face, records, arena));
	return put_found(search, number, place, face, records, arena);
}

/* Many small pieces become one where all were written: then a word is found in one look. */
struct err *
search_build_end(struct search_build *search, struct arena *arena)
{
	TRY(list_build_end(search->db, arena));
	TRY(faces_write(&search->faces, arena));
	return search->whole ? kbdb_exec(search->db, KBSQL_SEARCH_OPTIMISE, arena) : NULL;
}
