/*
 * body.c - what comes behind the head: fields of a form into memory, everything else into files that have no name.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "wire/http/parts.h"

/* What is let pass unread before a connection is cut whose request is refused already. */
enum { UNREAD_BYTES = 1 << 20 };

/* On a disk, where there is one: /tmp may be memory. */
static int
file_without_name(void)
{
	static const char *const places[] = { "/var/tmp", "/tmp" };
	int fd = -1;

	for (size_t i = 0; i < ARRAY_LEN(places) && fd < 0; i++)
		fd = open(places[i], O_RDWR | O_TMPFILE | O_EXCL | O_CLOEXEC, 0600);
	return fd >= 0 ? fd : memfd_create("body", MFD_CLOEXEC);
}

static bool
write_all(int fd, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes = str_from(bytes, (size_t)put);
	}
	return true;
}

static int
put(struct http_body *body, struct str bytes)
{
	if (body->fd < 0)
		body->fd = file_without_name();
	if (body->fd < 0 || !write_all(body->fd, bytes))
		return 507;      /* the disk is full */
	body->file.size += (int64_t)bytes.len;
	return 0;
}

/* What was written becomes a file of the request, to be read and not written any more. */
static int
finish_file(struct http_body *body)
{
	char name[40];

	if (body->fd < 0)
		body->fd = file_without_name();
	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", body->fd);
	body->file.fd = body->fd < 0 ? -1 : open(name, O_RDONLY | O_CLOEXEC);
	fd_cleanup(&body->fd);
	body->fd = -1;
	if (body->file.fd < 0)
		return 507;
	list_push(body->arena, &body->request->files, body->file);
	return 0;
}

void
http_files_close(struct http_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		fd_cleanup(&files->items[i].fd);
	files->count = 0;
}

/* ----------------------------------------------------------------------------------------- parts of a form */

static int
part_begins(void *context, const struct multipart_part *part)
{
	struct http_body *body = context;

	body->file = (struct http_file){ .name = arena_copy(body->arena, part->name), .fd = -1 };
	body->file.filename = part->filename;
	body->file.type = part->type;
	body->field = part->is_file ? (struct str){ 0 } : body->file.name;
	if (part->is_file)
		return body->request->files.count < HTTP_FILES_MOST ? 0 : 413;
	buf_clear(&body->text);
	return body->request->form.count < HTTP_FIELDS_MOST ? 0 : 413;
}

static int
part_brings(void *context, struct str bytes)
{
	struct http_body *body = context;

	if (body->field.ptr == NULL)
		return put(body, bytes);
	body->fields_size += bytes.len;
	if (body->fields_size > HTTP_FORM_BYTES)
		return 413;
	buf_add(&body->text, bytes);
	return 0;
}

/* A browser sends a file without name and bytes where none was chosen. */
static int
part_ends(void *context)
{
	struct http_body *body = context;

	if (body->field.ptr == NULL)
		return body->file.filename.len == 0 && body->file.size == 0 ? 0 : finish_file(body);
	if (!str_is_text(buf_str(&body->text)))
		return 400;
	*list_add(body->arena, &body->request->form) = (struct http_pair){ body->field, arena_copy(body->arena, buf_str(&body->text)) };
	return 0;
}

/* ------------------------------------------------------------------------------------------------- bodies */

int
http_body_begin(struct http_body *body, int64_t most)
{
	struct str type = http_find(&body->request->headers, "Content-Type"), word;

	body->fd = -1;
	body->most = most;
	body->file = (struct http_file){ .fd = -1, .type = type };
	(void)str_cut(type, ';', &word, &(struct str){ 0 });
	word = str_trim_space(word);
	if (str_eq_nocase(word, STR("application/x-www-form-urlencoded"))) {
		body->kind = BODY_FIELDS;
	} else if (str_eq_nocase(word, STR("multipart/form-data"))) {
		body->kind = BODY_PARTS;
		body->parts = (struct multipart){ part_begins, part_brings, part_ends, body, body->arena };
		if (!multipart_begin(&body->parts, type))
			return 400;
	}
	return 0;
}

static int
take(struct http_body *body, struct str bytes)
{
	if (body->size > body->most)
		return 413;
	if (body->kind == BODY_PARTS)
		return multipart_take(&body->parts, bytes);
	if (body->kind == BODY_FILE)
		return put(body, bytes);
	if (body->size > HTTP_FORM_BYTES)
		return 413;
	buf_add(&body->text, bytes);
	return 0;
}

bool
http_body_take(struct http_body *body, struct str bytes)
{
	body->size += (int64_t)bytes.len;
	if (body->refused == 0) {
		body->refused = take(body, bytes);
		if (body->refused != 0)
			body->size = 0;      /* counts from here what is let pass */
		return true;
	}
	return body->size <= UNREAD_BYTES;
}

int
http_body_end(struct http_body *body)
{
	if (body->refused != 0)
		return body->refused;
	if (body->kind == BODY_FIELDS)
		return http_fields(arena_copy(body->arena, buf_str(&body->text)), body->arena, &body->request->form);
	if (body->kind == BODY_PARTS)
		return multipart_end(&body->parts);
	return body->size == 0 ? 0 : finish_file(body);
}

void
http_body_done(struct http_body *body)
{
	multipart_done(&body->parts);
	buf_done(&body->text);
	fd_cleanup(&body->fd);
	body->fd = -1;
}
