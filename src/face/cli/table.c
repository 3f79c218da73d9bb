#include "face/cli/table.h"

#include "base/mem.h"
#include "format/workbook/workbook.h"

static void
pad(struct buf *out, size_t count)
{
	buf_addf(out, "%*s", (int)count, "");
}

static void
put_row(const struct table *table, const struct str *cells, const size_t *widths, struct buf *out)
{
	for (size_t i = 0; i < table->columns_count; i++) {
		size_t space = widths[i] - text_width(cells[i]);
		bool last = i + 1 == table->columns_count;

		if (i > 0)
			pad(out, 2);
		if (table->columns[i].right)
			pad(out, space);
		buf_add(out, cells[i]);
		if (!table->columns[i].right && !last)
			pad(out, space);
	}
	buf_add_char(out, '\n');
}

static void
widen(const struct table *table, const struct str *cells, size_t *widths)
{
	for (size_t i = 0; i < table->columns_count; i++) {
		size_t width = text_width(cells[i]);

		if (width > widths[i])
			widths[i] = width;
	}
}

void
table_print(const struct table *table, const struct str *headings, struct buf *out)
{
	size_t *widths = mem_alloc(mem_times(table->columns_count, sizeof(*widths)));

	widen(table, headings, widths);
	for (size_t i = 0; i < table->cells.count; i += table->columns_count)
		widen(table, &table->cells.items[i], widths);
	put_row(table, headings, widths, out);
	for (size_t i = 0; i < table->cells.count; i += table->columns_count)
		put_row(table, &table->cells.items[i], widths, out);
	mem_free(widths);
}

/* A spreadsheet must not run what a stranger named a package. */
static void
put_cell_csv(struct str text, struct arena *scratch, struct buf *out)
{
	struct str cell = workbook_csv_cell(text, scratch);

	buf_add_char(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, cell.ptr[i]);
	}
	buf_add_char(out, '"');
}

static void
put_row_csv(const struct table *table, const struct str *cells, struct arena *scratch, struct buf *out)
{
	for (size_t i = 0; i < table->columns_count; i++) {
		if (i > 0)
			buf_add_char(out, ',');
		put_cell_csv(cells[i], scratch, out);
	}
	buf_add(out, STR("\r\n"));
}

void
table_print_csv(const struct table *table, const struct str *headings, struct buf *out)
{
	struct arena *scratch ARENA_SCOPE = arena_new();

	buf_add(out, STR("\xef\xbb\xbf"));
	put_row_csv(table, headings, scratch, out);
	for (size_t i = 0; i < table->cells.count; i += table->columns_count)
		put_row_csv(table, &table->cells.items[i], scratch, out);
}
