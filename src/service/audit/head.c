#include "service/audit/head.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"

#define MARK STR("tsukuroi-audit-head-1")

enum { CHAIN_DIGITS = 32, LINK_DIGITS = 64, LINE_MOST = 512 };

struct str
audit_head_text(const struct audit_head *head, struct arena *arena)
{
	return arena_printf(arena, "%.*s %.*s %lld %.*s %.*s", STR_ARG(MARK), STR_ARG(head->chain), (long long)head->place,
	    STR_ARG(head->link), STR_ARG(instant_format(head->at, ZONE_UTC, arena)));
}

struct str
audit_head_line(const struct audit_head *head, struct arena *arena)
{
	struct str signature = head->signature.len == 0 ? STR("-") : crypt_hex(head->signature, arena);

	return arena_printf(arena, "%.*s %.*s\n", STR_ARG(audit_head_text(head, arena)), STR_ARG(signature));
}

/* ---------------------------------------------------------------------------------------------- reading */

static bool
is_hex_of(struct str text, size_t digits)
{
	for (size_t i = 0; i < text.len; i++)
		if (char_hex(text.ptr[i]) < 0 || char_is_upper(text.ptr[i]))
			return false;
	return text.len == digits;
}

static bool
read_signature(struct str word, struct arena *arena, struct str *ret_signature)
{
	*ret_signature = STR("");
	if (str_eq(word, STR("-")))
		return true;
	return is_hex_of(word, CRYPT_SIGNATURE * 2) && crypt_unhex(word, arena, ret_signature);
}

static bool
read_head(struct str line, struct arena *arena, struct audit_head *head)
{
	struct str rest, signature, mark, place, at;

	if (!str_cut_last(line, ' ', &head->text, &signature) || !read_signature(signature, arena, &head->signature))
		return false;
	rest = head->text;
	return str_split(&rest, ' ', &mark) && str_eq(mark, MARK) && str_split(&rest, ' ', &head->chain) &&
	    is_hex_of(head->chain, CHAIN_DIGITS) && str_split(&rest, ' ', &place) && str_to_i64(place, &head->place) && head->place > 0 &&
	    str_split(&rest, ' ', &head->link) && is_hex_of(head->link, LINK_DIGITS) && str_split(&rest, ' ', &at) &&
	    instant_parse(at, ZONE_UTC, &head->at) && rest.len == 0 && str_eq(audit_head_text(head, arena), head->text);
}

void
audit_heads_parse(struct str text, struct arena *arena, struct audit_heads *ret_heads)
{
	struct audit_heads heads = { .torn = text.len > 0 && !str_ends(text, STR("\n")) };
	struct str line;

	for (int64_t number = 1; str_line(&text, &line); number++) {
		struct audit_head head = { .line = number, .at = INSTANT_NONE };

		if (heads.torn && text.len == 0)
			break;
		head.readable = line.len < LINE_MOST && read_head(line, arena, &head);
		list_push(arena, &heads.heads, head);
	}
	*ret_heads = heads;
}

/* ---------------------------------------------------------------------------------------------- writing */

/* The file's last bytes, at most so many; `begin` is where they stand. */
static struct err *
read_tail(int fd, struct str file, struct arena *arena, struct str *ret_tail, int64_t *ret_begin)
{
	char *bytes = arena_alloc(arena, 2 * LINE_MOST);
	off_t end = lseek(fd, 0, SEEK_END), begin = end > 2 * LINE_MOST ? end - 2 * LINE_MOST : 0;
	ssize_t got = end < 0 ? -1 : pread(fd, bytes, (size_t)(end - begin), begin);

	if (got < 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", file));
	*ret_tail = (struct str){ bytes, (size_t)got };
	*ret_begin = begin;
	return NULL;
}

/* A line that an interruption cut short was never told. */
static struct err *
drop_torn(int fd, struct str file, struct arena *arena)
{
	struct str tail, whole, torn;
	int64_t begin;

	TRY(read_tail(fd, file, arena, &tail, &begin));
	if (tail.len == 0 || str_ends(tail, STR("\n")))
		return NULL;
	if (!str_cut_last(tail, '\n', &whole, &torn))
		whole = begin == 0 ? STR("") : tail;      /* no head is so long: not ours to shorten */
	else
		whole.len++;
	if (ftruncate(fd, begin + (off_t)whole.len) != 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", file));
	return NULL;
}

static struct err *
sync_all(int fd, struct str file, bool made, struct arena *arena)
{
	struct str dir, base;

	if (fsync(fd) != 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", file));
	if (!made)
		return NULL;
	if (!str_cut_last(file, '/', &dir, &base))
		dir = STR(".");
	return dir_sync(dir.len == 0 ? STR("/") : dir, arena);
}

struct err *
audit_head_append(struct str file, const struct audit_head *head, struct arena *arena)
{
	bool made = !file_exists(file, arena);
	int fd FD_SCOPE = open(arena_cstr(arena, file), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0640);
	struct str line = audit_head_line(head, arena);
	struct stat info;

	if (fd < 0 || fstat(fd, &info) != 0)
		return err_system(arena, M("The file {file} could not be opened."), ARG("file", file));
	if (!S_ISREG(info.st_mode))
		return err_new(arena, ERR_SYSTEM, M("{file} is not a file."), ARG("file", file));
	TRY(drop_torn(fd, file, arena));
	if (write(fd, line.ptr, line.len) != (ssize_t)line.len)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", file));
	return sync_all(fd, file, made, arena);
}

struct err *
audit_head_last(struct str file, struct arena *arena, struct audit_head *ret_head)
{
	int fd FD_SCOPE = open(arena_cstr(arena, file), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct audit_heads heads;
	struct str tail;
	int64_t begin;

	*ret_head = (struct audit_head){ .at = INSTANT_NONE };
	if (fd < 0 && errno == ENOENT)
		return NULL;
	if (fd < 0)
		return err_system(arena, M("The file {file} could not be opened."), ARG("file", file));
	TRY(read_tail(fd, file, arena, &tail, &begin));
	audit_heads_parse(tail, arena, &heads);
	if (heads.heads.count > 0)
		*ret_head = heads.heads.items[heads.heads.count - 1];
	return NULL;
}
