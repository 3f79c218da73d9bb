/*
 * write.c - a table as YAML: what a form changed becomes a text that can be read, proposed and kept.
 */
#include "base/buf.h"
#include "domain/ssvc/ssvc.h"

/* In double quotes, so that no text can be taken for structure. */
static void
add_text(struct buf *out, struct str text)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"' || text.ptr[i] == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
	}
	buf_add_char(out, '"');
}

static void
add_line(struct buf *out, const char *before, struct str text)
{
	buf_addf(out, "%s", before);
	add_text(out, text);
	buf_add_char(out, '\n');
}

static void
add_value(struct buf *out, const char *indent, const struct ssvc_value *value)
{
	const struct { const char *key; struct str text; } more[] = { { "also", value->also }, { "vector", value->vector } };

	buf_addf(out, "%s  - {key: ", indent);
	add_text(out, value->key);
	buf_addf(out, ", en: ");
	add_text(out, value->en);
	buf_addf(out, ", ja: ");
	add_text(out, value->ja);
	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		if (more[i].text.len > 0 && !(i == 1 && str_eq(value->vector, value->key))) {
			buf_addf(out, ", %s: ", more[i].key);
			add_text(out, more[i].text);
		}
	buf_addf(out, "}\n");
}

/* begins: "  - " of a point in a list, "  " of the outcome. */
static void
add_point(struct buf *out, const char *begins, const char *indent, const struct ssvc_point *point)
{
	buf_addf(out, "%sid: ", begins);
	add_text(out, point->id);
	buf_addf(out, "\n%sen: ", indent);
	add_text(out, point->en);
	buf_addf(out, "\n%sja: ", indent);
	add_text(out, point->ja);
	if (point->vector.len > 0 && !str_eq(point->vector, point->key)) {
		buf_addf(out, "\n%svector: ", indent);
		add_text(out, point->vector);
	}
	if (point->from != NULL) {
		buf_addf(out, "\n%sfrom: ", indent);
		add_text(out, point->from->name);
	}
	buf_addf(out, "\n%svalues:\n", indent);
	for (size_t i = 0; i < point->count; i++)
		add_value(out, indent, &point->values[i]);
}

/* "  - N S N: D D S S": the values of all points but the last, then an outcome for each of that one's. */
static void
add_rows(struct buf *out, const struct ssvc_table *table)
{
	size_t last = table->points[table->points_count - 1].count;

	buf_addf(out, "rows:\n");
	for (size_t i = 0; i < table->cells_count; i += last) {
		uint8_t values[LIMIT_SSVC_POINTS_BUILTIN];

		ssvc_combination_values(table, i, values);
		buf_addf(out, "  -");
		for (size_t j = 0; j + 1 < table->points_count; j++)
			buf_addf(out, " %.*s", STR_ARG(table->points[j].values[values[j]].key));
		buf_addf(out, table->points_count > 1 ? ":" : "");
		for (size_t j = 0; j < last; j++)
			buf_addf(out, " %.*s", STR_ARG(table->outcome.values[table->cells[i + j]].key));
		buf_add_char(out, '\n');
	}
}

struct str
ssvc_table_format(const struct ssvc_table *table, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	add_line(&out, "table: ", table->name);
	add_line(&out, "id: ", table->id);
	add_line(&out, "title:\n  en: ", table->title_en);
	add_line(&out, "  ja: ", table->title_ja);
	if (table->source.len > 0)
		add_line(&out, "source: ", table->source);
	if (table->not_monotone.len > 0)
		add_line(&out, "monotone: false\nreason: ", table->not_monotone);
	buf_addf(&out, "points:\n");
	for (size_t i = 0; i < table->points_count; i++)
		add_point(&out, "  - ", "    ", &table->points[i]);
	buf_addf(&out, "outcome:\n");
	add_point(&out, "  ", "  ", &table->outcome);
	add_rows(&out, table);
	return arena_copy(arena, buf_str(&out));
}
