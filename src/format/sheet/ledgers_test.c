/*
 * ledgers_test.c - ledgers as offices keep them (tests/sheets): a workbook is made of each, and read.
 */
#include "test.h"
#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include "base/file.h"
#include "format/sheet/parts.h"

/* --------------------------------------------------------------------------------- a workbook of a text */

struct page { struct str name; bool hidden; struct buf rows, merges; int row; };

struct making {
	struct page pages[8];
	size_t      count;
	struct buf  told;
	struct arena *arena;
};

static void
add_escaped(struct buf *out, struct str text)
{
	for (; text.len > 0; text = str_from(text, 1)) {
		if (str_take(&text, STR("\\n"))) {
			buf_add_char(out, '\n');
			text = (struct str){ text.ptr - 1, text.len + 1 };
			continue;
		}
		if (text.ptr[0] == '&')
			buf_add(out, STR("&amp;"));
		else if (text.ptr[0] == '<')
			buf_add(out, STR("&lt;"));
		else
			buf_add_char(out, text.ptr[0]);
	}
}

static void
add_row(struct page *page, struct str line, struct arena *arena)
{
	struct str cell;

	page->row++;
	buf_addf(&page->rows, "<row r='%d'>", page->row);
	for (size_t column = 0; str_split(&line, '|', &cell); column++) {
		struct str name = table_column_name(column, arena), text = str_trim_space(cell);

		if (text.len == 0)
			continue;
		if (str_take(&text, STR("#"))) {
			buf_addf(&page->rows, "<c r='%.*s%d'><v>%.*s</v></c>", STR_ARG(name), page->row, STR_ARG(text));
		} else if (str_take(&text, STR("="))) {
			buf_addf(&page->rows, "<c r='%.*s%d'><f>%.*s</f></c>", STR_ARG(name), page->row, STR_ARG(text));
		} else {
			buf_addf(&page->rows, "<c r='%.*s%d' t='inlineStr'><is><t>", STR_ARG(name), page->row);
			add_escaped(&page->rows, text);
			buf_add(&page->rows, STR("</t></is></c>"));
		}
	}
	buf_add(&page->rows, STR("</row>"));
}

static struct page *
begin_page(struct making *making, struct str name, bool hidden)
{
	struct page *page = &making->pages[making->count++];

	assert_true(making->count <= ARRAY_LEN(making->pages));
	page->name = name;
	page->hidden = hidden;
	return page;
}

static void
take_line(struct making *making, struct str line)
{
	if (str_take(&line, STR("sheet "))) {
		(void)begin_page(making, line, false);
	} else if (str_take(&line, STR("hidden "))) {
		(void)begin_page(making, line, true);
	} else if (str_take(&line, STR("told "))) {
		buf_add(&making->told, line);
		buf_add_char(&making->told, '\n');
	} else {
		struct page *page = making->count == 0 ? begin_page(making, STR("台帳"), false) : &making->pages[making->count - 1];

		if (str_take(&line, STR("merge ")))
			buf_addf(&page->merges, "<mergeCell ref='%.*s'/>", STR_ARG(line));
		else if (line.len == 0)
			page->row++;
		else if (str_take(&line, STR("|")) && str_take_end(&line, STR("|")))
			add_row(page, line, making->arena);
		else
			fail_msg("no line of a sheet: %.*s", STR_ARG(line));
	}
}

static void
put_member(struct archive *writer, const char *name, struct str text)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_size(entry, (la_int64_t)text.len);
	assert_int_equal(archive_write_header(writer, entry), ARCHIVE_OK);
	assert_int_equal(archive_write_data(writer, text.ptr, text.len), text.len);
	archive_entry_free(entry);
}

static struct str
pack(struct making *making)
{
	struct archive *writer = archive_write_new();
	struct buf sheets BUF_SCOPE = { 0 }, relations BUF_SCOPE = { 0 };
	const size_t room = (size_t)1 << 20;
	char *bytes = arena_alloc(making->arena, room);
	size_t used = 0;

	assert_int_equal(archive_write_set_format_zip(writer), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(writer, bytes, room, &used), ARCHIVE_OK);
	put_member(writer, "[Content_Types].xml", STR("<Types/>"));
	for (size_t i = 0; i < making->count; i++) {
		struct page *page = &making->pages[i];
		struct str xml = arena_printf(making->arena, "<worksheet><sheetData>%.*s</sheetData><mergeCells>%.*s</mergeCells></worksheet>",
		    STR_ARG(buf_str(&page->rows)), STR_ARG(buf_str(&page->merges)));

		buf_addf(&sheets, "<sheet name='%.*s' r:id='r%zu'%s/>", STR_ARG(page->name), i, page->hidden ? " state='hidden'" : "");
		buf_addf(&relations, "<Relationship Id='r%zu' Target='worksheets/s%zu.xml'/>", i, i);
		put_member(writer, arena_cstr(making->arena, arena_printf(making->arena, "xl/worksheets/s%zu.xml", i)), xml);
		buf_done(&page->rows);
		buf_done(&page->merges);
	}
	put_member(writer, "xl/workbook.xml", arena_printf(making->arena, "<workbook xmlns:r='r'><sheets>%.*s</sheets></workbook>", STR_ARG(buf_str(&sheets))));
	put_member(writer, "xl/_rels/workbook.xml.rels", arena_printf(making->arena, "<Relationships>%.*s</Relationships>", STR_ARG(buf_str(&relations))));
	assert_int_equal(archive_write_close(writer), ARCHIVE_OK);
	archive_write_free(writer);
	return (struct str){ bytes, used };
}

/* ------------------------------------------------------------------------------------------ what is read */

struct kept { struct sink sink; struct buf rows, said; };

static struct err *
keep_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct buf *out = &((struct kept *)sink)->rows;
	struct ledger_row row;

	(void)arena;
	if (schema != &ledger_row_schema)
		return NULL;
	row = *(const struct ledger_row *)value;
	row.sheet = STR("");
	buf_addf(out, "%d", (int)row.line);
	for (size_t i = 0; i < ledger_row_schema.count; i++) {
		const struct field *field = &ledger_row_schema.fields[i];

		if (field->kind == FIELD_STR && ledger_field_text(&row, field)->len > 0)
			buf_addf(out, " %s=%.*s", field->name, STR_ARG(*ledger_field_text(&row, field)));
	}
	buf_add_char(out, '\n');
	return NULL;
}

static struct err *
keep_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)arena;
	assert_true(problem->warning);
	assert_true(problem->sentence_ja.len > 0 && !str_eq(problem->sentence_ja, problem->sentence_en));
	buf_add(&((struct kept *)sink)->said, problem->sentence_en);
	buf_add_char(&((struct kept *)sink)->said, '\n');
	return NULL;
}

/* Every warning that is expected is said, in that order, and no other. */
static void
check_said(struct str said, struct str expected)
{
	struct str sentence, line;

	while (str_line(&expected, &line)) {
		if (!str_take(&line, STR("! ")))
			continue;
		if (!str_line(&said, &sentence) || str_find(sentence, line) == SIZE_MAX)
			fail_msg("not said: %.*s", STR_ARG(line));
	}
	assert_str(said, "");
}

static struct str
rows_of(struct str expected, struct arena *arena)
{
	struct buf rows BUF_SCOPE = { 0 };
	struct str line;

	while (str_line(&expected, &line)) {
		if (!str_starts(line, STR("! "))) {
			buf_add(&rows, line);
			buf_add_char(&rows, '\n');
		}
	}
	return arena_copy(arena, buf_str(&rows));
}

static void
check_ledger(struct str text, struct arena *arena)
{
	struct making making = { .arena = arena };
	struct kept kept = { .sink = { keep_record, keep_problem } };
	struct sheet_told told;
	struct input_bytes input;
	struct str line;

	while (str_line(&text, &line) && !str_eq(line, STR("---")))
		take_line(&making, line);
	assert_ok(sheet_told_parse(buf_str(&making.told), arena, &told));
	assert_ok(sheet_read(input_of_bytes(&input, pack(&making), STR("台帳.xlsx")), &told, &kept.sink, arena));
	assert_str(buf_str(&kept.rows), arena_cstr(arena, rows_of(text, arena)));
	check_said(buf_str(&kept.said), text);
	buf_done(&making.told);
	buf_done(&kept.rows);
	buf_done(&kept.said);
}

static void
ledgers_of_offices_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str dir = STR(SOURCE_ROOT "/tests/sheets"), *names, text;
	size_t count, read = 0;

	(void)state;
	assert_ok(dir_list(dir, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		if (!str_ends(names[i], STR(".sheet")))
			continue;
		print_message("  %.*s\n", STR_ARG(names[i]));
		assert_ok(file_read(path_join(arena, dir, names[i]), 1 << 16, arena, &text));
		check_ledger(text, arena);
		read++;
	}
	assert_true(read >= 12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(ledgers_of_offices_are_read) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
