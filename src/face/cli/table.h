/*
 * table.h - rows under headings, aligned as a terminal shows Japanese (full-width characters take two
 * columns), or the same rows as CSV.
 */
#pragma once
#include "base/buf.h"
#include "base/vec.h"
#include "base/width.h"

struct table_column {
	const char *heading;    /* M("…") */
	bool        right;      /* numbers */
};

struct table {
	const struct table_column *columns;
	size_t                     columns_count;
	LIST(struct str)           cells;       /* row by row, columns_count each */
};

/* Headings are already in the person's language. */
void table_print(const struct table *table, const struct str *headings, struct buf *out);
/* RFC 4180 with CRLF and a byte order mark, which is what makes Excel read UTF-8. */
void table_print_csv(const struct table *table, const struct str *headings, struct buf *out);
