/*
 * account_csv_text.c - a list of people as a file: to be read again, and with what became of each row.
 */
#include "base/buf.h"
#include "base/catalogue.h"
#include "format/workbook/workbook.h"
#include "service/people/account_csv.h"

/* RFC 4180. */
static void
put_cell(struct buf *out, struct str text, char after)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, text.ptr[i]);
	}
	buf_add_char(out, '"');
	buf_add_char(out, after);
}

struct str
account_csv_format(const struct account_csv_view *view, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, STR("row,name,login,mail,unit,office,subject,until\n"));
	for (size_t i = 0; i < view->rows.count; i++) {
		const struct account_csv_row *row = &view->rows.items[i];

		buf_addf(&out, "%lld,", (long long)row->row);
		put_cell(&out, row->name, ',');
		put_cell(&out, row->login, ',');
		put_cell(&out, row->mail, ',');
		put_cell(&out, row->unit, ',');
		put_cell(&out, row->office, ',');
		put_cell(&out, row->subject, ',');
		put_cell(&out, row->ends, '\n');
	}
	return arena_copy(arena, buf_str(&out));
}

const char *
account_csv_state(struct str state)
{
	return str_eq(state, STR("new")) ? M("New account") : str_eq(state, STR("changed")) ? M("Changed account")
	    : str_eq(state, STR("same")) ? M("Already so") : M("Refused");
}

struct str
account_csv_result(const struct account_csv_view *view, struct str address, enum lang lang, struct arena *arena)
{
	static const char *const headings[] = { M("Row"), M("Name"), M("Login"), M("Units"), M("Offices"), M("What became of it"), M("Reason"), M("Link, once") };
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, STR("\xef\xbb\xbf"));
	for (size_t i = 0; i < ARRAY_LEN(headings); i++)
		put_cell(&out, str_of(catalogue_text(lang, headings[i])), i + 1 < ARRAY_LEN(headings) ? ',' : '\n');
	for (size_t i = 0; i < view->rows.count; i++) {
		const struct account_csv_row *row = &view->rows.items[i];
		struct str link = row->link.len == 0 ? STR("") : arena_printf(arena, "%.*s%.*s", STR_ARG(address), STR_ARG(row->link));

		buf_addf(&out, "%lld,", (long long)row->row);
		put_cell(&out, workbook_csv_cell(row->name, arena), ',');
		put_cell(&out, workbook_csv_cell(row->login, arena), ',');
		put_cell(&out, workbook_csv_cell(row->unit, arena), ',');
		put_cell(&out, workbook_csv_cell(row->office, arena), ',');
		put_cell(&out, str_of(catalogue_text(lang, account_csv_state(row->state))), ',');
		put_cell(&out, workbook_csv_cell(row->reason, arena), ',');
		put_cell(&out, link, '\n');
	}
	return arena_copy(arena, buf_str(&out));
}
