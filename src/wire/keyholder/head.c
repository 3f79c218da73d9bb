#include "wire/keyholder/head.h"

#include <string.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"

#define FIRST_LINE STR("tsukuroi keys 1")

struct str
key_path(struct str home, const char *name, struct arena *arena)
{
	return path_join(arena, path_join(arena, home, STR("keys")), str_of(name));
}

struct str
head_about_master(struct str fingerprint, struct arena *arena)
{
	return arena_printf(arena, "tsukuroi master key 1 %.*s", STR_ARG(fingerprint));
}

/* 128 bits of SHA-256 tell two random keys apart and nothing of either. */
struct str
key_fingerprint(const unsigned char master[CRYPT_KEY], struct arena *arena)
{
	struct sha256 sum;
	struct str hex;

	sha256_init(&sum);
	sha256_add(&sum, "tsukuroi fingerprint 1", 22);
	sha256_add(&sum, master, CRYPT_KEY);
	hex = sha256_hex(&sum, arena);
	crypt_wipe(&sum, sizeof(sum));
	return str_sub(hex, 0, KEY_FINGERPRINT);
}

/* -------------------------------------------------------------------- reading */

static bool
take_hex(struct str *line, size_t bytes, struct arena *arena, struct str *ret_bytes)
{
	struct str word;

	(void)str_cut(*line, ' ', &word, line);
	return crypt_unhex(word, arena, ret_bytes) && ret_bytes->len == bytes;
}

static bool
take_number(struct str *line, int64_t *ret_number)
{
	struct str word;

	(void)str_cut(*line, ' ', &word, line);
	return str_to_i64(word, ret_number);
}

static bool
take_master(struct str line, struct arena *arena, struct head *head)
{
	struct head_master *master = &head->masters[head->masters_count];
	struct str digits;

	if (head->masters_count == KEY_MASTERS)
		return false;
	master->fingerprint = str_sub(line, 0, KEY_FINGERPRINT);
	head->masters_count++;
	return take_hex(&line, KEY_FINGERPRINT / 2, arena, &digits) && take_number(&line, &master->made_at) &&
	    take_number(&line, &master->split.threshold) && take_number(&line, &master->split.shares) &&
	    take_number(&line, &master->shared_at) && take_hex(&line, HEAD_SEALED, arena, &master->sealed) && line.len == 0;
}

static bool
take_line(struct str line, struct arena *arena, struct head *head)
{
	if (str_take(&line, STR("sequence ")))
		return take_number(&line, &head->sequence) && line.len == 0 && head->sequence >= 0;
	if (str_take(&line, STR("unlock passphrase "))) {
		head->passphrase = true;
		return take_hex(&line, CRYPT_SALT, arena, &head->salt) && line.len == 0;
	}
	if (str_take(&line, STR("master ")))
		return take_master(line, arena, head);
	if (str_take(&line, STR("signing ")))
		return take_hex(&line, CRYPT_PUBLIC, arena, &head->public) && take_hex(&line, HEAD_SIGNING, arena, &head->signing) && line.len == 0;
	return str_eq(line, STR("unlock file"));
}

static struct str
sum_of(struct str text, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	return sha256_hex(&sum, arena);
}

/* One slot; false: not whole, or empty. */
static bool
read_slot(struct str slot, struct arena *arena, struct head *ret_head)
{
	size_t end = str_find(slot, STR("\nsum "));
	struct str rest = str_sub(slot, 0, end == SIZE_MAX ? 0 : end + 1), line;
	struct head head = { 0 };

	if (rest.len == 0 || !str_eq(str_sub(slot, rest.len + 4, 64), sum_of(rest, arena)))
		return false;
	if (!str_line(&rest, &line) || !str_eq(line, FIRST_LINE))
		return false;
	while (str_line(&rest, &line))
		if (!take_line(line, arena, &head))
			return false;
	if (head.masters_count == 0 || head.signing.len == 0)
		return false;
	*ret_head = head;
	return true;
}

struct err *
head_read(struct str bytes, struct arena *arena, struct head *ret_head)
{
	bool found = false;

	for (size_t i = 0; i < 2; i++) {
		struct head head;

		if (!read_slot(str_sub(bytes, i * HEAD_SLOT, HEAD_SLOT), arena, &head) || (found && head.sequence < ret_head->sequence))
			continue;
		*ret_head = head;
		found = true;
	}
	if (!found)
		return err_new(arena, ERR_FORMAT,
		    M("The file of the master key is damaged: put it back from a backup, or restore the key from its shares (\"tsukuroi key restore\")."));
	return NULL;
}

/* -------------------------------------------------------------------- writing */

static void
put_master(struct buf *out, const struct head_master *master, struct arena *arena)
{
	buf_addf(out, "master %.*s %lld %lld %lld %lld %.*s\n", STR_ARG(master->fingerprint), (long long)master->made_at,
	    (long long)master->split.threshold, (long long)master->split.shares, (long long)master->shared_at,
	    STR_ARG(crypt_hex(master->sealed, arena)));
}

struct str
head_slot(const struct head *head, struct arena *arena, int64_t *ret_offset)
{
	struct buf out BUF_SCOPE = { 0 };
	char *slot = arena_alloc(arena, HEAD_SLOT);

	buf_addf(&out, "%.*s\nsequence %lld\n", STR_ARG(FIRST_LINE), (long long)head->sequence);
	if (head->passphrase)
		buf_addf(&out, "unlock passphrase %.*s\n", STR_ARG(crypt_hex(head->salt, arena)));
	else
		buf_add(&out, STR("unlock file\n"));
	for (size_t i = 0; i < head->masters_count; i++)
		put_master(&out, &head->masters[i], arena);
	buf_addf(&out, "signing %.*s %.*s\n", STR_ARG(crypt_hex(head->public, arena)), STR_ARG(crypt_hex(head->signing, arena)));
	buf_addf(&out, "sum %.*s\n", STR_ARG(sum_of(buf_str(&out), arena)));
	memset(slot, '\n', HEAD_SLOT);
	memcpy(slot, out.ptr, out.len);
	*ret_offset = head->sequence % 2 * HEAD_SLOT;
	return (struct str){ slot, HEAD_SLOT };
}

struct str
head_file(const struct head *head, struct arena *arena)
{
	char *file = arena_alloc(arena, HEAD_BYTES);
	int64_t offset;
	struct str slot = head_slot(head, arena, &offset);

	memset(file, '\n', HEAD_BYTES);
	memcpy(file + offset, slot.ptr, slot.len);
	return (struct str){ file, HEAD_BYTES };
}
