#include "format/table/table.h"

#include "base/limits.h"
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

/* In an old Office container the names of its streams stand in UTF-16: one with a password holds the package, encrypted. */
static bool
is_locked(struct input *input, struct arena *arena)
{
	static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	struct str bytes;

	return input_all(input, LIMIT_DOCUMENT_BYTES, arena, &bytes) == NULL
	    && str_find(bytes, (struct str){ name, sizeof(name) - 1 }) != SIZE_MAX;
}

static struct err *
refuse_ole(struct input *input, struct str name, struct arena *arena)
{
	struct arena *own ARENA_SCOPE = arena_new();

	if (is_locked(input, own))
		return err_new(arena, ERR_UNSUPPORTED,
		    M("{file} is protected with a password. Open it in Excel with the password, empty the field under File > Info > Protect Workbook > Encrypt with Password, save it, and import it again."),
		    ARG("file", name));
	return err_new(arena, ERR_UNSUPPORTED,
	    M("{file} is an Excel file of the old form (.xls). Open it in Excel and save it with File > Save As as \"Excel Workbook (*.xlsx)\", then import that."),
	    ARG("file", name));
}

/*
 * OpenDocument's first member is its kind, unpacked: "mimetype" and "application/vnd.oasis…" follow in the head; where a worker has
 * unpacked the file already, the kind is what comes first.
 */
static struct err *
refuse_opendocument(struct str head, struct str name, struct arena *arena)
{
	static const struct str kind = STR_INIT("application/vnd.oasis.opendocument");
	bool packed = archive_kind_of(head) == ARCHIVE_ZIP && str_find(head, STR("mimetypeapplication/vnd.oasis.opendocument")) != SIZE_MAX;

	if (!packed && !str_starts(head, kind))
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
		return refuse_ole(&peeked.input, input->name, arena);
	default:
		return csv_read(archive_stream(archive), listener, arena);
	}
}
