#include "service/listing.h"

#include "base/buf.h"
#include "base/catalogue.h"

static void
add_cell(struct buf *out, struct str text, bool first, struct arena *arena)
{
	struct str cell = workbook_csv_cell(text, arena);

	if (!first)
		buf_add_char(out, ',');
	buf_add_char(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, cell.ptr[i]);
	}
	buf_add_char(out, '"');
}

static struct str
csv(const struct listing *listing, enum lang lang, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, STR("\xEF\xBB\xBF"));
	for (size_t i = 0; i < listing->columns_count; i++)
		add_cell(&out, str_of(catalogue_text(lang, listing->columns[i].heading)), i == 0, arena);
	buf_add(&out, STR("\r\n"));
	for (size_t i = 0; i < listing->cells.count; i++) {
		add_cell(&out, listing->cells.items[i], i % listing->columns_count == 0, arena);
		if (i % listing->columns_count == listing->columns_count - 1)
			buf_add(&out, STR("\r\n"));
	}
	return arena_copy(arena, buf_str(&out));
}

static struct err *
xlsx(const struct listing *listing, enum lang lang, int64_t now, struct arena *arena, struct str *ret_bytes)
{
	struct workbook_column *columns = ARENA_ARRAY(arena, struct workbook_column, listing->columns_count);
	struct str title = str_of(catalogue_text(lang, listing->title));
	struct workbook_options options = { .title = title, .made = now };
	struct workbook *book WORKBOOK_SCOPE = workbook_begin(&options);

	for (size_t i = 0; i < listing->columns_count; i++)
		columns[i] = (struct workbook_column){ .title = str_of(catalogue_text(lang, listing->columns[i].heading)),
			.kind = listing->columns[i].kind, .width = listing->columns[i].width };
	TRY(workbook_sheet(book, &(struct workbook_sheet){ .name = title, .columns = columns, .columns_count = listing->columns_count }, arena));
	for (size_t i = 0; i < listing->cells.count; i += listing->columns_count)
		TRY(workbook_row(book, listing->cells.items + i, listing->columns_count, arena));
	return workbook_end(book, arena, ret_bytes);
}

struct err *
listing_file(const struct listing *listing, bool workbook, enum lang lang, int64_t now, struct arena *arena, struct str *ret_bytes)
{
	if (workbook)
		return xlsx(listing, lang, now, arena, ret_bytes);
	*ret_bytes = csv(listing, lang, arena);
	return NULL;
}
