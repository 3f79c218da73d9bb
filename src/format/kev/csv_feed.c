#include "format/kev/csv_feed.h"

#include <assert.h>
#include "format/kev/csv_rows.h"

struct feeding {
	struct csv_feed *feed;
	struct csv_rows *rows;
	struct sink     *sink;
	struct arena    *arena;                      /* of the whole file */
	struct arena    *item;                       /* of one row        */
	bool             has_header;
	size_t           where[CSV_FEED_COLUMNS];    /* column of the file, or SIZE_MAX */
	int64_t          taken, refused;
	struct err      *first;
};

static struct err *
refuse(struct feeding *f, struct str id, struct err *err)
{
	if (f->refused++ == 0)
		f->first = err_copy(err, f->arena);
	return sink_refuse(f->sink, id, csv_rows_offset(f->rows), csv_rows_line(f->rows), err, f->item);
}

static size_t
find_column(const struct csv_column *column, const struct str *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str name = str_trim_space(cells[i]);

		if (str_eq_nocase(name, column->name) ||
		    (column->other_name.len > 0 && str_eq_nocase(name, column->other_name)))
			return i;
	}
	return SIZE_MAX;
}

static struct err *
take_header(struct feeding *f, const struct str *cells, size_t count)
{
	for (size_t c = 0; c < f->feed->columns_count; c++) {
		const struct csv_column *column = &f->feed->columns[c];

		f->where[c] = find_column(column, cells, count);
		if (column->is_needed && f->where[c] == SIZE_MAX)
			return err_new(f->item, ERR_FORMAT,
			    M("This is not a file of {format}: the column \"{column}\" is missing."),
			    ARG("format", str_of(f->feed->format)), ARG("column", column->name));
	}
	f->has_header = true;
	return NULL;
}

static struct err *
take_row(struct feeding *f, const struct str *cells, size_t count)
{
	struct str ordered[CSV_FEED_COLUMNS] = { 0 };
	void *value = arena_alloc(f->item, f->feed->schema->size);
	struct err *err;

	for (size_t c = 0; c < f->feed->columns_count; c++) {
		if (f->where[c] < count)
			ordered[c] = cells[f->where[c]];
		else if (f->where[c] != SIZE_MAX)
			return refuse(f, ordered[0],
			    err_new(f->item, ERR_FORMAT, M("The row ends before its column \"{column}\"."),
				ARG("column", f->feed->columns[c].name)));
	}
	err = f->feed->read(f->feed, ordered, f->item, value);
	if (err != NULL)
		return refuse(f, ordered[0], err);
	f->taken++;
	return sink_record(f->sink, f->feed->schema, value, f->item);
}

static struct err *
take(struct feeding *f, const struct str *cells, size_t count)
{
	if (f->has_header)
		return take_row(f, cells, count);
	if (f->feed->comment != NULL && str_starts(cells[0], STR("#")))
		return f->feed->comment(f->feed, cells, count, f->item);
	return take_header(f, cells, count);
}

static struct err *
take_all(struct feeding *f)
{
	const struct str *cells = NULL;
	size_t count = 0;
	bool more = true, broken;

	for (;;) {
		struct err *err;

		arena_reset(f->item);
		err = csv_rows_next(f->rows, f->item, &cells, &count, &more, &broken);
		if (err != NULL && !(broken && f->has_header))
			return err_wrap(f->item, err, M("line {line}"), ARG_N("line", csv_rows_line(f->rows)));
		if (!more)
			return NULL;
		TRY(err != NULL ? refuse(f, STR(""), err) : take(f, cells, count));
	}
}

static struct err *
send_head(struct feeding *f)
{
	struct feed_head head = {
		.source = f->feed->source,
		.name = str_of(enum_name(&source_names, (int)f->feed->source)),
		.built = INSTANT_NONE,
		.declared = -1,
	};

	if (!f->has_header)
		return err_new(f->item, ERR_FORMAT, M("There is no header row in the file: it was cut short, or is another kind of file."));
	if (f->taken == 0 && f->refused > 0)
		return err_wrap(f->item, f->first,
		    M("None of the {count} records could be read as {format}; the first"), ARG_N("count", f->refused),
		    ARG("format", str_of(f->feed->format)));
	if (f->feed->head != NULL)
		TRY(f->feed->head(f->feed, f->item, &head));
	return sink_record(f->sink, &feed_head_schema, &head, f->item);
}

struct err *
csv_feed_read(struct csv_feed *feed, struct input *input, struct sink *sink, struct arena *arena)
{
	struct feeding f = { .feed = feed, .sink = sink, .arena = arena };
	struct err *err;

	assert(feed->columns_count <= CSV_FEED_COLUMNS);
	f.item = arena_new();
	f.rows = csv_rows_new(input);
	err = take_all(&f);
	if (err == NULL)
		err = send_head(&f);
	if (err != NULL)
		err = err_copy(err, arena);
	csv_rows_free(f.rows);
	arena_free(f.item);
	return err;
}
