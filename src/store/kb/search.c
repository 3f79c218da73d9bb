/*
 * search.c - what people look for, found: their words as an expression of FTS5, a page of hits, counts of the first thousand.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/fold.h"
#include "domain/match/match.h"
#include "store/kb/reader.h"
#include "store/kb/words.h"

enum { WORDS_MOST = 16, EXCERPT_BEFORE = 60, EXCERPT_BEHIND = 160 };

/* ------------------------------------------------------------------------------------------------- opening */

static void
is_kev(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct kb *kb = sqlite3_user_data(context);
	struct str id = { (const char *)sqlite3_value_text(values[0]), (size_t)sqlite3_value_bytes(values[0]) };
	struct match_threat threat;

	(void)count;
	arena_reset(kb->item);
	sqlite3_result_int(context, kb->overlay != NULL && match_overlay_find(kb->overlay, id, kb->item, &threat) && threat.has_kev);
}

struct err *
search_open(struct kb *kb, struct arena *arena)
{
	kb->faces = (struct faces){ .db = &kb->db, .arena = kb->arena };
	if (sqlite3_create_function_v2(kb->db.handle, "is_kev", 1, SQLITE_UTF8, kb, is_kev, NULL, NULL, NULL) != SQLITE_OK)
		return kbdb_error(&kb->db, arena);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- expression */

/* The tokenizer cuts what stands between quotes; nothing else of FTS5's language can come from a person. */
static void
add_word(struct buf *out, struct str word, bool beginning)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < word.len; i++) {
		if (word.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, word.ptr[i]);
	}
	buf_add_char(out, '"');
	if (beginning)
		buf_add(out, STR(" *"));
}

/* One letter of a run that is kept in pairs is the beginning of some token. */
static bool
is_one_letter(struct str cut)
{
	uint32_t point;
	size_t len = str_point(cut, 1, &point);

	return point >= 0x80 && len == cut.len - 1;
}

/* All its words; "" when none of it is a word. */
static struct str
expression_of(struct str text, struct arena *arena)
{
	struct str rest = fold_text(text, arena), word;
	struct buf out BUF_SCOPE = { 0 };
	size_t count = 0;

	while (count < WORDS_MOST && str_split(&rest, ' ', &word)) {
		struct str cut = words_cut(word, true, arena);

		if (cut.len == 0)
			continue;
		if (count++ > 0)
			buf_add(&out, STR(" AND "));
		add_word(&out, word, str_ends(word, STR("*")) || is_one_letter(cut));
	}
	return arena_copy(arena, buf_str(&out));
}

struct err *
search_expression(struct str text, bool phrase, struct arena *arena, struct str *ret_expression)
{
	struct str rest = fold_text(text, arena), word;
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, STR("{title text} : ("));
	if (words_cut(rest, true, arena).len == 0)
		return err_new(arena, ERR_USAGE, M("Nothing in \"{text}\" can be looked for: give letters or digits."), ARG("text", text));
	for (size_t count = 0; count < WORDS_MOST && (phrase || str_split(&rest, ' ', &word)); count++) {
		if (phrase)
			word = rest;
		if (words_cut(word, true, arena).len == 0)
			continue;
		if (!str_ends(buf_str(&out), STR("(")))
			buf_add(&out, STR(" AND "));
		add_word(&out, word, !phrase || is_one_letter(words_cut(word, true, arena)));
		if (phrase)
			break;
	}
	buf_add_char(&out, ')');
	*ret_expression = arena_copy(arena, buf_str(&out));
	return NULL;
}

/* What is looked for: everywhere, and in names and titles only. */
struct looked_for { struct str all, title, text_only; };

static struct err *
look_for(const struct kb_query *query, struct arena *arena, struct looked_for *ret_for)
{
	struct str text = expression_of(query->text, arena), product = expression_of(query->product, arena);
	struct str both;

	if ((query->text.len > 0 && text.len == 0) || (query->product.len > 0 && product.len == 0))
		return err_new(arena, ERR_USAGE, M("Nothing in \"{text}\" can be looked for: give letters or digits."),
		    ARG("text", text.len == 0 ? query->text : query->product));
	*ret_for = (struct looked_for){ 0 };
	if (text.len == 0 && product.len == 0)
		return NULL;
	both = product.len == 0 ? STR("") : arena_printf(arena, "{name title} : (%.*s)%s", STR_ARG(product), text.len > 0 ? " AND " : "");
	if (text.len == 0) {
		ret_for->all = ret_for->title = both;
		return NULL;
	}
	ret_for->all = arena_printf(arena, "%.*s(%.*s)", STR_ARG(both), STR_ARG(text));
	ret_for->title = arena_printf(arena, "%.*s{name title} : (%.*s)", STR_ARG(both), STR_ARG(text));
	ret_for->text_only = arena_printf(arena, "(%.*s) NOT ({name title} : (%.*s))", STR_ARG(ret_for->all), STR_ARG(text));
	return NULL;
}

/* The line in the person's language where there are two: Japanese stands first. */
static struct str
title_of(struct str lines, enum lang lang, struct arena *arena)
{
	struct str first, rest = lines, line;

	if (!str_line(&rest, &first))
		return STR("");
	if (lang == LANG_EN && !str_is_ascii(first))
		while (str_line(&rest, &line))
			if (str_is_ascii(line))
				return arena_copy(arena, line);
	return arena_copy(arena, first);
}

/* ----------------------------------------------------------------------------------------------- excerpt */

/* A folded text and where each of its bytes comes from. */
struct folded { struct buf text; LIST(uint32_t) from; };

static void
fold_with_places(struct str text, struct arena *arena, struct folded *folded)
{
	uint32_t point;
	size_t len;

	for (size_t at = 0; at < text.len; at += len) {
		struct str one;

		len = str_point(text, at, &point);
		if (len == 0)
			len = 1;
		one = point == ' ' || point == '\n' ? STR(" ") : fold_text(str_sub(text, at, len), arena);
		/* Alone a ー is the end of a word and would go; here it is a letter like others. */
		if (one.len == 0 && point == 0x30fc)
			one = STR("ー");
		buf_add(&folded->text, one);
		for (size_t i = 0; i < one.len; i++)
			list_push(arena, &folded->from, (uint32_t)at);
	}
}

/* Not beyond a line, and not within a letter. */
static struct str
some_before(struct str text, size_t end)
{
	size_t from = end;

	while (from > 0 && end - from < EXCERPT_BEFORE && text.ptr[from - 1] != '\n')
		from--;
	while (from < end && ((unsigned char)text.ptr[from] & 0xc0) == 0x80)
		from++;
	return str_sub(text, from, end - from);
}

static struct str
some_behind(struct str text, size_t from)
{
	struct str rest = str_from(text, from);
	size_t len = str_find_char(rest, '\n');

	if (len == SIZE_MAX)
		len = rest.len;
	if (len > EXCERPT_BEHIND)
		len = EXCERPT_BEHIND;
	while (len > 0 && len < rest.len && ((unsigned char)rest.ptr[len] & 0xc0) == 0x80)
		len--;
	return str_sub(rest, 0, len);
}

static void
put_excerpt(struct str text, struct str looked_for, struct arena *arena, struct kb_hit *hit)
{
	struct folded folded = { 0 };
	struct str rest = fold_text(looked_for, arena), word;
	size_t at = SIZE_MAX, from = 0, to = 0;

	text = str_sub(text, 0, 4096);
	fold_with_places(text, arena, &folded);
	while (at == SIZE_MAX && str_split(&rest, ' ', &word)) {
		(void)str_take_end(&word, STR("*"));
		at = word.len == 0 ? SIZE_MAX : str_find(buf_str(&folded.text), word);
	}
	if (at < folded.from.count) {
		from = folded.from.items[at];
		to = at + word.len < folded.from.count ? folded.from.items[at + word.len] : text.len;
	}
	buf_done(&folded.text);
	hit->before = arena_copy(arena, some_before(text, from));
	hit->match = arena_copy(arena, str_sub(text, from, to - from));
	hit->behind = arena_copy(arena, some_behind(text, to));
}

/* -------------------------------------------------------------------------------------------------- hits */

static struct err *
put_hit(struct looking *looking, bool in_text, struct arena *arena, struct kb_hits *hits)
{
	const struct kb_query *query = looking->query;
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct kb_hit *hit, excerpt = { 0 };
	sqlite3_stmt *row;
	bool there;

	TRY(kbdb_stmt(&looking->kb->db, KBSQL_SEARCH_HIT, arena, &row));
	kbdb_bind_int(row, 1, looking->place);
	TRY(kbdb_step(&looking->kb->db, row, arena, &there));
	if (!there)
		return looking_broken(looking, arena);
	hit = list_add(arena, &hits->hits);
	*hit = (struct kb_hit){
		.number = sqlite3_column_int64(row, 0), .id = arena_copy(arena, kbdb_str(row, 1)), .base = sqlite3_column_int(row, 2),
		.published = sqlite3_column_int64(row, 3), .modified = sqlite3_column_int64(row, 4), .state = (enum advisory_state)sqlite3_column_int(row, 5),
		.sources = sqlite3_column_int64(row, 6), .kev = looking->kev, .title = title_of(kbdb_str(row, 7), query->lang, arena),
		.title_en = title_of(kbdb_str(row, 7), LANG_EN, arena), .in_text = in_text,
	};
	put_excerpt(kbdb_str(row, 8), query->text, scratch, &excerpt);
	hit->before = arena_copy(arena, excerpt.before);
	hit->match = arena_copy(arena, excerpt.match);
	hit->behind = arena_copy(arena, excerpt.behind);
	(void)sqlite3_reset(row);
	return NULL;
}

/* A cursor is "t" (names and titles) or "x" (texts only) and the place of the last hit. */
struct cursor { bool in_text; int64_t before; };

static struct err *
cursor_of(struct str text, struct arena *arena, struct cursor *ret_cursor)
{
	*ret_cursor = (struct cursor){ .before = INT64_MAX };
	if (text.len == 0)
		return NULL;
	ret_cursor->in_text = text.ptr[0] == 'x';
	if ((text.ptr[0] == 't' || text.ptr[0] == 'x') && str_to_i64(str_from(text, 1), &ret_cursor->before))
		return NULL;
	return err_new(arena, ERR_USAGE, M("\"{text}\" is not the place of a further page."), ARG("text", text));
}

/* Hits of one kind until the page is full; *ret_full. */
static struct err *
take_hits(struct looking *looking, struct str expression, struct cursor cursor, struct arena *arena, struct kb_hits *hits, bool *ret_full)
{
	int64_t room = looking->query->most - (int64_t)hits->hits.count, place = cursor.before;

	TRY(looking_from(looking, expression, cursor.before, arena));
	for (;;) {
		bool more;

		TRY(looking_next(looking, arena, &more));
		*ret_full = more && room == 0;
		if (!more || room == 0)
			break;
		place = looking->place;
		TRY(put_hit(looking, cursor.in_text, arena, hits));
		room--;
	}
	(void)sqlite3_reset(looking->places);
	if (*ret_full)
		hits->next = arena_printf(arena, "%c%lld", cursor.in_text ? 'x' : 't', (long long)place);
	return NULL;
}

static void
count_one(struct kb_hits *hits, const struct looking *looking)
{
	int64_t *bands[] = { &hits->unscored, &hits->low, &hits->medium, &hits->high, &hits->critical };
	int base = looking->face.base;

	/* The bands of CVSS 3 and 4: 0.1, 4.0, 7.0, 9.0. */
	++*bands[base <= 0 ? 0 : base < 40 ? 1 : base < 70 ? 2 : base < 90 ? 3 : 4];
	for (int source = 0; source < SOURCE_COUNT; source++)
		hits->of_source[source] += (looking->face.sources >> source) & 1;
	hits->kev += looking->kev;
	hits->found++;
}

static struct err *
count_hits(struct looking *looking, struct str expression, struct arena *arena, struct kb_hits *hits)
{
	bool more = true;

	TRY(looking_from(looking, expression, INT64_MAX, arena));
	while (hits->found < KB_COUNT_MOST) {
		TRY(looking_next(looking, arena, &more));
		if (!more)
			break;
		count_one(hits, looking);
	}
	(void)sqlite3_reset(looking->places);
	return NULL;
}

static struct err *
check_there(struct kb *kb, struct arena *arena)
{
	sqlite3_stmt *exists;
	bool there;

	TRY(kbdb_stmt(&kb->db, KBSQL_SEARCH_EXISTS, arena, &exists));
	TRY(kbdb_step(&kb->db, exists, arena, &there));
	(void)sqlite3_reset(exists);
	if (there)
		return NULL;
	return err_new(arena, ERR_STORE, M("The knowledge base {dir} was built before there was searching: take any source in once, and it can be searched."),
	    ARG("dir", kb->path));
}

struct err *
kb_search(struct kb *kb, const struct kb_query *query, struct arena *arena, struct kb_hits *ret_hits)
{
	struct looked_for looked_for;
	struct looking looking;
	struct cursor cursor;
	bool full = false;

	*ret_hits = (struct kb_hits){ 0 };
	TRY(cursor_of(query->after, arena, &cursor));
	TRY(look_for(query, arena, &looked_for));
	if (kb->db.handle == NULL)
		return NULL;
	TRY(check_there(kb, arena));
	TRY(looking_begin(kb, query, arena, &looking));
	if (query->after.len == 0)
		TRY(count_hits(&looking, looked_for.all, arena, ret_hits));
	if (!cursor.in_text) {
		TRY(take_hits(&looking, looked_for.title, cursor, arena, ret_hits, &full));
		cursor = (struct cursor){ true, INT64_MAX };
	}
	if (full || looked_for.text_only.len == 0)
		return NULL;
	return take_hits(&looking, looked_for.text_only, cursor, arena, ret_hits, &full);
}
