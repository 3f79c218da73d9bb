/*
 * bulletin.c - BulletinSearch.xlsx: Microsoft's bulletins of 2001 to 2017, of which what replaced what is still asked for.
 *
 *     Date Posted | Bulletin Id | Bulletin KB | … | Affected Product | Component KB | Affected Component | … | Supersedes | …
 *     2017-03-14  | MS17-023    | 4014329     | … | Windows 10 …     | 4014329      | Adobe Flash Player | … | MS17-005[4010250] | …
 *
 * A row becomes a release without a build: the product, its KB, the day, the bulletin as kind, and the KBs in the brackets (the
 * bulletin's own number where there is none). Which weaknesses a bulletin treats is told by CVRF since 2016 and by NVD before.
 */
#include "format/msrc/reading.h"

#include "format/table/table.h"
#include "model/release.h"

enum column { POSTED, BULLETIN, BULLETIN_KB, PRODUCT, KB, COMPONENT, SUPERSEDES, COLUMNS };

static const struct str headings[COLUMNS] = {
	[POSTED]      = STR_INIT("Date Posted"),      [BULLETIN] = STR_INIT("Bulletin Id"),  [BULLETIN_KB] = STR_INIT("Bulletin KB"),
	[PRODUCT]     = STR_INIT("Affected Product"), [KB]       = STR_INIT("Component KB"), [COMPONENT]   = STR_INIT("Affected Component"),
	[SUPERSEDES]  = STR_INIT("Supersedes"),
};

struct bulletin_reading {
	struct table_listener listener;
	struct msrc_reading  *reading;
	size_t                places[COLUMNS];   /* 1 + the cell; 0: not in this sheet */
	bool                  has_headings;
};

static struct str
cell_of(const struct bulletin_reading *b, const struct table_row *row, enum column column)
{
	size_t place = b->places[column];

	return place == 0 || place > row->count ? STR("") : str_trim_space(row->cells[place - 1]);
}

/* The first of each name counts: Severity and Impact stand twice. */
static void
take_headings(struct bulletin_reading *b, const struct table_row *row)
{
	size_t places[COLUMNS] = { 0 };

	for (size_t i = row->count; i > 0; i--)
		for (size_t c = 0; c < COLUMNS; c++)
			if (str_eq_nocase(str_trim_space(row->cells[i - 1]), headings[c]))
				places[c] = i;
	if (places[BULLETIN] == 0 || places[PRODUCT] == 0 || places[SUPERSEDES] == 0)
		return;
	memcpy(b->places, places, sizeof(places));
	b->has_headings = true;
}

/* "MS16-120[3192391], MS16-118" */
static void
read_superseded(struct str text, struct arena *arena, struct str_list *kbs)
{
	struct str piece, bulletin, kb, rest;

	while (str_split(&text, ',', &piece)) {
		bool has_kb = str_cut(str_trim_space(piece), '[', &bulletin, &kb);

		(void)str_cut(kb, ']', &kb, &rest);
		msrc_supersedes(has_kb ? kb : bulletin, arena, kbs);
	}
}

static struct err *
on_row(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct bulletin_reading *b = (struct bulletin_reading *)listener;
	struct release release = { .day = DAY_NONE };
	struct str component = cell_of(b, row, COMPONENT);

	arena_reset(b->reading->item);
	if (!b->has_headings) {
		take_headings(b, row);
		return NULL;
	}
	release.product = cell_of(b, row, PRODUCT);
	release.kind = cell_of(b, row, BULLETIN);
	release.kb = msrc_kb(cell_of(b, row, KB));
	if (release.kb.len == 0)
		release.kb = msrc_kb(cell_of(b, row, BULLETIN_KB));
	read_superseded(cell_of(b, row, SUPERSEDES), b->reading->item, &release.supersedes);
	(void)day_parse(str_sub(cell_of(b, row, POSTED), 0, 10), &release.day);
	/* A row without a KB, or about no product, replaces nothing that could be asked for. */
	if (release.kb.len == 0 || release.product.len == 0)
		return NULL;
	release.id = arena_printf(arena, "bulletin/%.*s/%.*s/%.*s/%.*s", STR_ARG(release.kind), STR_ARG(release.kb), STR_ARG(release.product),
	    STR_ARG(component));
	return reading_take(b->reading, &release_schema, &release);
}

struct err *
msrc_bulletins_read(struct msrc_reading *reading, struct input *input)
{
	struct bulletin_reading b = { .listener = { .row = on_row }, .reading = reading };

	TRY(reading_of_feed(reading, STR("msrc:bulletins")));
	TRY(table_read(input, &b.listener, reading->arena));
	if (!b.has_headings)
		return err_new(reading->arena, ERR_FORMAT,
		    M("{file} is no list of Microsoft's bulletins: the columns \"Bulletin Id\", \"Affected Product\" and \"Supersedes\" are missing."),
		    ARG("file", reading->file));
	return NULL;
}
