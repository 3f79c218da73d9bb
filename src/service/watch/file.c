/*
 * file.c - lists of products in, as other tools write them; the check list and the products out.
 */
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/clock.h"
#include "format/cpe/cpe.h"
#include "service/intake.h"
#include "service/listing.h"
#include "service/watch/parts.h"
#include "wire/worker/worker.h"

/* ------------------------------------------------------------------------------------------------------ in */

struct taking { struct sink sink; /* first */ struct str_list lines; struct arena *arena; };

/* Which product, whatever its version: "cpe:/a:apache:http_server". */
static struct str
line_of(const struct component *component, struct arena *arena)
{
	struct cpe cpe, product = { 0 };

	if (component->cpe.len == 0 || cpe_parse(component->cpe, arena, &cpe) != NULL)
		return component->vendor.len == 0 ? arena_copy(arena, component->name)
		    : arena_printf(arena, "%.*s %.*s", STR_ARG(component->vendor), STR_ARG(component->name));
	for (int i = CPE_PART; i <= CPE_PRODUCT; i++)
		product.attributes[i] = cpe.attributes[i];
	return cpe_format_uri(&product, arena);
}

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;
	struct str line;

	if (schema != &component_schema)
		return NULL;
	line = line_of(value, taking->arena);
	if (str_is_one_of(line, taking->lines.items, taking->lines.count))
		return NULL;
	if (taking->lines.count >= WATCH_LINES_MOST)
		return err_new(arena, ERR_LIMIT, M("A watch has at most {most} products and as many words: make several."), ARG_N("most", WATCH_LINES_MOST));
	list_push(taking->arena, &taking->lines, line);
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink;
	return err_new(arena, ERR_FORMAT, M("Line {line} of the list is no name of a product."), ARG_N("line", problem->line));
}

struct err *
watch_take(struct str path, struct str kind, struct arena *arena, struct str *ret_products)
{
	struct taking taking = { .sink = { on_record, on_problem }, .arena = arena };
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	const char *reader = str_eq(kind, STR("swid")) ? "swid" : "cpelist";

	TRY(intake_open(path, arena, &file));
	TRY(worker_run(&(struct worker_job){ .kind = reader, .fd = file.fd, .name = file.name }, &taking.sink, arena));
	if (taking.lines.count == 0)
		return err_new(arena, ERR_FORMAT, M("There is no product in {file}."), ARG("file", file.name));
	*ret_products = arena_join(arena, taking.lines.items, taking.lines.count, STR("\n"));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------------- out */

enum { FILE_PAGE = 1000 };

struct err *
watch_products(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct str *ret_text)
{
	struct buf out BUF_SCOPE = { 0 };
	struct ledger_watch watch;
	struct str rest, line;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(watch_seen(desk->ledger, actor, id, arena, &watch));
	rest = watch.products;
	while (str_line(&rest, &line)) {
		struct cpe cpe;

		if (cpe_parse(line, arena, &cpe) != NULL)
			buf_add(&out, STR("# "));
		buf_add(&out, line);
		buf_add_char(&out, '\n');
	}
	*ret_text = arena_copy(arena, buf_str(&out));
	return NULL;
}

static const struct listing_column columns[] = {
	{ M("Vulnerability"), WORKBOOK_TEXT, 22 }, { M("Title"), WORKBOOK_TEXT, 60 }, { M("Why it is here"), WORKBOOK_TEXT, 20 },
	{ M("Found by"), WORKBOOK_TEXT, 24 }, { M("News of"), WORKBOOK_TEXT, 20 }, { M("Published"), WORKBOOK_DAY, 12 }, { M("Score"), WORKBOOK_NUMBER, 8 },
	{ M("KEV"), WORKBOOK_TEXT, 6 }, { M("Sources"), WORKBOOK_TEXT, 16 }, { M("Does it apply here?"), WORKBOOK_TEXT, 16 }, { M("Read or not"), WORKBOOK_TEXT, 8 },
	{ M("Is something to be done?"), WORKBOOK_TEXT, 16 }, { M("Note"), WORKBOOK_TEXT, 40 }, { M("Checked by"), WORKBOOK_TEXT, 14 },
	{ M("Checked on"), WORKBOOK_TEXT, 20 },
};

static struct str
word_of(const struct enum_names *names, struct str name, enum lang lang)
{
	int value;

	return enum_find(names, name, &value) ? str_of(catalogue_text(lang, names->words[value])) : name;
}

static struct str
instant_cell(int64_t instant, struct arena *arena)
{
	return instant == INSTANT_NONE ? STR("") : instant_words(instant, arena);
}

static void
add_row(struct listing *listing, const struct watch_hit_view *hit, enum lang lang, struct arena *arena)
{
	struct str cells[] = { hit->id, hit->title, word_of(&watch_why_names, hit->why, lang), hit->term, instant_cell(hit->at, arena),
		hit->published_on == DAY_NONE ? STR("") : day_format(hit->published_on, arena),
		hit->base < 0 ? STR("") : arena_printf(arena, "%d.%d", hit->base / 10, hit->base % 10), hit->kev ? STR("KEV") : STR(""),
		arena_join(arena, hit->sources.items, hit->sources.count, STR(" ")), word_of(&watch_standing_names, hit->standing, lang),
		str_of(catalogue_text(lang, hit->read ? M("was read") : M("unread"))), word_of(&watch_need_names, hit->need, lang), hit->note, hit->checked_by,
		instant_cell(hit->checked_at, arena) };

	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		list_push(arena, &listing->cells, cells[i]);
}

struct err *
watch_file(const struct watch_desk *desk, const struct actor *actor, int64_t id, bool workbook, enum lang lang, int64_t now, struct arena *arena,
    struct str *ret_bytes)
{
	struct listing listing = { .title = M("Check list"), .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct watch_hits_view hits = { .next = STR("") };

	do {
		TRY(watch_hits(desk, actor, id, WATCH_ALL, hits.next, FILE_PAGE, lang, arena, &hits));
		for (size_t i = 0; i < hits.hits.count; i++)
			add_row(&listing, &hits.hits.items[i], lang, arena);
	} while (hits.next.len > 0);
	return listing_file(&listing, workbook, lang, now, arena, ret_bytes);
}
