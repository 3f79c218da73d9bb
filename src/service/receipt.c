#include "service/receipt.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/catalogue.h"
#include "base/file.h"
#include "base/limits.h"
#include "format/receipt/receipt.h"
#include "wire/worker/worker.h"

/* The words people filter a column by. */
static const char *const result_words[LEDGER_ROW_RESULT_COUNT] = {
	[LEDGER_ROW_TAKEN]   = M("Taken in"),
	[LEDGER_ROW_UPDATED] = M("Updated"),
	[LEDGER_ROW_SAME]    = M("Unchanged"),
	[LEDGER_ROW_CAREFUL] = M("Attention"),
	[LEDGER_ROW_REFUSED] = M("Not taken in"),
};

struct str
receipt_path(struct str path, enum lang lang, struct arena *arena)
{
	struct str base = path_base(path), head, ending, mark = lang == LANG_JA ? STR("取込結果") : STR("result");

	if (!str_cut_last(base, '.', &head, &ending) || head.len == 0)
		return arena_printf(arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(mark));
	return arena_printf(arena, "%.*s.%.*s.%.*s", (int)(path.len - ending.len - 1), path.ptr, STR_ARG(mark), STR_ARG(ending));
}

static struct str
word(enum lang lang, const char *message)
{
	return str_of(catalogue_text(lang, message));
}

/* Sheets by their headings; rows come by sheet and row. */
static struct receipt
receipt_of_import(const struct register_import *import, enum lang lang, struct arena *arena)
{
	struct receipt receipt = { .result_heading = word(lang, M("Import result")), .reason_heading = word(lang, M("Reason")) };

	for (size_t i = 0; i < import->sheets.count; i++) {
		const struct register_sheet *sheet = &import->sheets.items[i];
		struct receipt_sheet *told = list_add(arena, &receipt.sheets);

		told->sheet = sheet->name;
		told->header_row = sheet->header_row;
		for (size_t k = 0; k < import->report.told.count; k++) {
			const struct ledger_row_report *row = &import->report.told.items[k];

			if (str_eq(row->sheet, sheet->name))
				list_push(arena, &told->rows, ((struct receipt_row){ row->row, word(lang, result_words[row->result]),
				    lang == LANG_JA ? row->reason_ja : row->reason_en }));
		}
	}
	return receipt;
}

/* ------------------------------------------------------------------------------------ what a worker reads */

static struct err *
write_all(int fd, const void *bytes, size_t len, struct arena *arena)
{
	size_t done = 0;

	while (done < len) {
		ssize_t wrote = write(fd, (const char *)bytes + done, len - done);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return err_system(arena, M("The answer to a sheet could not be prepared."));
		done += (size_t)wrote;
	}
	return NULL;
}

static struct err *
append_file(int into, int from, struct arena *arena)
{
	enum { CHUNK = 256 << 10 };
	char *chunk = arena_alloc(arena, CHUNK);
	ssize_t got;

	if (lseek(from, 0, SEEK_SET) != 0)
		return err_system(arena, M("The answer to a sheet could not be prepared."));
	while ((got = read(from, chunk, CHUNK)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_system(arena, M("The answer to a sheet could not be prepared."));
		TRY(write_all(into, chunk, (size_t)got, arena));
	}
	return NULL;
}

static struct err *
frame_file(const struct receipt *receipt, const struct intake_file *file, struct arena *arena, int *ret_fd)
{
	int fd FD_SCOPE = memfd_create("sheet with its answer", MFD_CLOEXEC);
	struct buf frame BUF_SCOPE = { 0 };

	if (fd < 0)
		return err_system(arena, M("The answer to a sheet could not be prepared."));
	receipt_frame(receipt, &frame);
	TRY(write_all(fd, frame.ptr, frame.len, arena));
	TRY(append_file(fd, file->fd, arena));
	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_system(arena, M("The answer to a sheet could not be prepared."));
	*ret_fd = fd;
	fd = -1;
	return NULL;
}

/* --------------------------------------------------------------------------------------- what it sends back */

struct collecting { struct sink sink; struct buf bytes; };

static struct err *
take_piece(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct collecting *collecting = (struct collecting *)sink;

	if (schema != &receipt_piece_schema)
		return NULL;
	if (collecting->bytes.len > LIMIT_DOCUMENT_BYTES)
		return err_new(arena, ERR_LIMIT, M("The answer to a sheet is longer than {most} bytes."), ARG_N("most", LIMIT_DOCUMENT_BYTES));
	return receipt_piece_bytes(value, arena, &collecting->bytes);
}

static struct err *
pass_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;   /* it was said when the file was read */
}

struct err *
receipt_to(const struct register_import *import, const struct intake_file *file, struct str path, enum lang lang, struct arena *arena)
{
	struct collecting collecting = { { take_piece, pass_problem }, { 0 } };
	struct receipt receipt = receipt_of_import(import, lang, arena);
	struct worker_job job = { .kind = "receipt", .name = file->name };
	int fd FD_SCOPE = -1;
	struct err *err;

	if (receipt.sheets.count == 0 || import->report.told.count == 0)
		return NULL;
	TRY(frame_file(&receipt, file, arena, &fd));
	job.fd = fd;
	err = worker_run(&job, &collecting.sink, arena);
	if (err == NULL)
		err = file_write(path, buf_str(&collecting.bytes), arena);
	buf_done(&collecting.bytes);
	return err;
}
