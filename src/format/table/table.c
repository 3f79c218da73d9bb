#include "format/table/table.h"

#include "format/archive/archive.h"
#include "format/table/parts.h"

struct str
table_column_name(size_t column, struct arena *arena)
{
	char name[16];
	size_t at = sizeof(name);

	for (size_t left = column + 1; left > 0; left = (left - 1) / 26)
		name[--at] = (char)('A' + (left - 1) % 26);
	return arena_copy(arena, (struct str){ name + at, sizeof(name) - at });
}

static struct err *
refuse_ole(struct str name, struct arena *arena)
{
	return err_new(arena, ERR_UNSUPPORTED,
	    M("{file} is an Excel file of the old form (.xls) or one with a password. Open it in Excel, take the password off under File > Info > Protect Workbook > Encrypt with Password, and save it with File > Save As as \"Excel Workbook (*.xlsx)\"."),
	    ARG("file", name));
}

/* OpenDocument's first member is its kind, unpacked: "mimetype" and "application/vnd.oasis…" follow in the head. */
static struct err *
refuse_opendocument(struct str head, struct str name, struct arena *arena)
{
	if (archive_kind_of(head) != ARCHIVE_ZIP || str_find(head, STR("mimetypeapplication/vnd.oasis.opendocument")) == SIZE_MAX)
		return NULL;
	return err_new(arena, ERR_UNSUPPORTED,
	    M("{file} is an OpenDocument file: save it with File > Save As as \"Excel 2007-365 (.xlsx)\" or as CSV."),
	    ARG("file", name));
}

struct err *
table_read(struct input *input, struct table_listener *listener, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_peeked peeked;

	TRY(input_peek(&peeked, input, arena));
	TRY(refuse_opendocument(input_head(&peeked), input->name, arena));
	TRY(archive_open(&peeked.input, arena, &archive));
	switch (archive_kind(archive)) {
	case ARCHIVE_OFFICE:
		return xlsx_read(archive_stream(archive), listener, arena);
	case ARCHIVE_OLE:
		return refuse_ole(input->name, arena);
	default:
		return csv_read(archive_stream(archive), listener, arena);
	}
}
