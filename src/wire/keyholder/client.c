/*
 * client.c - asking: one message, one answer, over a connection that is made again once when the process was started anew meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/file.h"
#include "base/mem.h"
#include "wire/keyholder/socket.h"
#include "wire/keyholder/talk.h"

enum { WAIT_SECONDS = 10, SLOW_MOST = 20000, SLOW_LONGEST_MS = 1000 };

struct keyholder {
	struct str home;
	int        fd;
	struct buf in;
};

/* ------------------------------------------------------------------ connection */

static struct err *
locked(struct str home, struct arena *arena)
{
	if (!key_head_exists(home, arena))
		return err_new(arena, ERR_LOCKED, M("The home {home} has no keys yet, so nothing can be sealed: make them with \"tsukuroi key init\"."),
		    ARG("home", home));
	return err_new(arena, ERR_LOCKED,
	    M("Sealed content stays closed: the key holder of this home does not run. Start it with \"tsukuroi key start\"."));
}

static struct err *
connect_again(struct keyholder *holder, struct arena *arena)
{
	const struct timeval wait = { WAIT_SECONDS, 0 };

	fd_cleanup(&holder->fd);
	buf_clear(&holder->in);
	holder->fd = keyholder_connect(holder->home, arena);
	if (holder->fd < 0)
		return locked(holder->home, arena);
	(void)setsockopt(holder->fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	(void)setsockopt(holder->fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	if (keyholder_peer_is_us(holder->fd))
		return NULL;
	return err_new(arena, ERR_LOCKED, M("Sealed content stays closed: the key holder of this home runs for another user."));
}

struct err *
keyholder_open(struct str home, struct arena *arena, struct keyholder **ret_holder)
{
	struct keyholder *holder = mem_alloc(sizeof(*holder));
	char *path = mem_alloc(home.len + 1);
	struct err *err;

	memcpy(path, home.ptr, home.len);
	*holder = (struct keyholder){ .home = { path, home.len }, .fd = -1 };
	err = connect_again(holder, arena);
	if (err != NULL)
		keyholder_close(holder);
	else
		*ret_holder = holder;
	return err;
}

void
keyholder_close(struct keyholder *holder)
{
	if (holder == NULL)
		return;
	fd_cleanup(&holder->fd);
	buf_done(&holder->in);
	mem_free((char *)(uintptr_t)holder->home.ptr);
	mem_free(holder);
}

/* -------------------------------------------------------------------- question */

static bool
send_all(const struct keyholder *holder, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t sent = send(holder->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes = str_from(bytes, (size_t)sent);
	}
	return true;
}

/* Once. False: the connection is of no use (any more). The answer's parts are views into holder->in. */
static bool
ask_once(struct keyholder *holder, const struct talk *question, struct arena *arena, struct talk *ret_answer)
{
	struct buf out BUF_SCOPE = { 0 };

	talk_put(&out, question);
	buf_clear(&holder->in);
	if (!send_all(holder, buf_str(&out)))
		return false;
	for (;;) {
		struct str rest = buf_str(&holder->in);
		ssize_t got;

		if (talk_take(&rest, arena, ret_answer) != NULL || (ret_answer->word != 0 && rest.len > 0))
			return false;
		if (ret_answer->word != 0)
			return true;
		got = recv(holder->fd, buf_reserve(&holder->in, TALK_MOST), TALK_MOST, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		holder->in.len += (size_t)got;
	}
}

static struct err *
why_not(unsigned word, struct arena *arena)
{
	if (word == TALK_REFUSED)
		return err_new(arena, ERR_FORBIDDEN,
		    M("The key holder cannot open this key: it was wrapped by another master key, for something else, or it was altered."));
	if (word == TALK_FAILED)
		return err_new(arena, ERR_SYSTEM, M("The key holder could not write keys/master: look at the room on the disk and at the rights of the file."));
	if (word == TALK_SLOW)
		return err_new(arena, ERR_BUSY, M("The key holder gives out keys only at a bounded pace, and others are asking too: try again."));
	return err_new(arena, ERR_UNSUPPORTED, M("The key holder that runs is of another version: stop it with \"tsukuroi key stop\" and start it again."));
}

static void
wait_ms(int64_t ms)
{
	struct timespec pause = { ms / 1000, ms % 1000 * 1000000 };

	(void)nanosleep(&pause, NULL);
}

/* As long as it says to come again later. */
static struct err *
ask(struct keyholder *holder, const struct talk *question, size_t parts, struct arena *arena, struct talk *ret_answer)
{
	for (int turn = 0; turn < SLOW_MOST; turn++) {
		int64_t ms;

		if (holder->fd < 0 || !ask_once(holder, question, arena, ret_answer)) {
			TRY(connect_again(holder, arena));
			if (!ask_once(holder, question, arena, ret_answer)) {
				fd_cleanup(&holder->fd);
				holder->fd = -1;
				return locked(holder->home, arena);
			}
		}
		if (ret_answer->word != TALK_SLOW)
			break;
		if (ret_answer->count != 1 || !str_to_i64(ret_answer->parts[0], &ms) || ms < 0 || ms > SLOW_LONGEST_MS)
			break;
		wait_ms(ms);
	}
	if (ret_answer->word != TALK_OK)
		return why_not(ret_answer->word, arena);
	return ret_answer->count == parts ? NULL : why_not(TALK_UNKNOWN, arena);
}

/* What came is nowhere else but where it was asked for. */
static void
forget(struct keyholder *holder)
{
	if (holder->in.ptr != NULL)
		crypt_wipe(holder->in.ptr, holder->in.room);
	buf_clear(&holder->in);
}

static struct err *
take_bytes(struct str part, void *into, size_t len, struct arena *arena)
{
	if (part.len != len)
		return why_not(TALK_UNKNOWN, arena);
	memcpy(into, part.ptr, len);
	return NULL;
}

static void
take_masters(const struct talk *answer, size_t first, struct arena *arena, struct key_wrapped *ret_wrapped)
{
	*ret_wrapped = (struct key_wrapped){
		arena_copy(arena, answer->parts[first]), arena_copy(arena, answer->parts[first + 1]), arena_copy(arena, answer->parts[first + 2]),
	};
}

struct err *
keyholder_new(struct keyholder *holder, struct str about, struct arena *arena, unsigned char ret_key[CRYPT_KEY], struct key_wrapped *ret_wrapped)
{
	struct talk answer, question = { TALK_NEW, { about }, 1 };
	struct err *err = ask(holder, &question, 4, arena, &answer);

	if (err == NULL)
		err = take_bytes(answer.parts[0], ret_key, CRYPT_KEY, arena);
	if (err == NULL)
		take_masters(&answer, 1, arena, ret_wrapped);
	forget(holder);
	return err;
}

struct err *
keyholder_unwrap(struct keyholder *holder, struct str about, struct str wrapped, struct arena *arena, unsigned char ret_key[CRYPT_KEY])
{
	struct talk answer, question = { TALK_UNWRAP, { about, wrapped }, 2 };
	struct err *err = ask(holder, &question, 1, arena, &answer);

	if (err == NULL)
		err = take_bytes(answer.parts[0], ret_key, CRYPT_KEY, arena);
	forget(holder);
	return err;
}

struct err *
keyholder_wrap(struct keyholder *holder, struct str about, struct str wrapped, struct arena *arena, struct key_wrapped *ret_wrapped)
{
	struct talk answer, question = { TALK_WRAP, { about, wrapped }, 2 };

	TRY(ask(holder, &question, 3, arena, &answer));
	take_masters(&answer, 0, arena, ret_wrapped);
	return NULL;
}

struct err *
keyholder_sign(struct keyholder *holder, struct str text, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE])
{
	struct talk answer, question = { TALK_SIGN, { text }, 1 };

	TRY(ask(holder, &question, 1, arena, &answer));
	return take_bytes(answer.parts[0], ret_signature, CRYPT_SIGNATURE, arena);
}

struct err *
keyholder_signer(struct keyholder *holder, struct str about, struct arena *arena, unsigned char ret_public[CRYPT_PUBLIC], struct key_wrapped *ret_wrapped)
{
	struct talk answer, question = { TALK_SIGNER, { about }, 1 };

	TRY(ask(holder, &question, 4, arena, &answer));
	TRY(take_bytes(answer.parts[0], ret_public, CRYPT_PUBLIC, arena));
	take_masters(&answer, 1, arena, ret_wrapped);
	return NULL;
}

struct err *
keyholder_sign_as(struct keyholder *holder, struct str about, struct str wrapped, struct str text, struct arena *arena,
    unsigned char ret_signature[CRYPT_SIGNATURE], unsigned char ret_public[CRYPT_PUBLIC])
{
	struct talk answer, question = { TALK_SIGN_AS, { about, wrapped, text }, 3 };

	TRY(ask(holder, &question, 2, arena, &answer));
	TRY(take_bytes(answer.parts[0], ret_signature, CRYPT_SIGNATURE, arena));
	return take_bytes(answer.parts[1], ret_public, CRYPT_PUBLIC, arena);
}

struct err *
keyholder_status(struct keyholder *holder, struct arena *arena, struct keyholder_status *ret_status)
{
	struct talk answer, question = { .word = TALK_STATUS };
	struct keyholder_status status = { 0 };
	int64_t *const numbers[] = {
		&status.made_at, &status.threshold, &status.shares, &status.shared_at, &status.started_at, &status.requests, &status.given,
		&status.refused, &status.landlock_abi,
	};

	TRY(ask(holder, &question, 2 + ARRAY_LEN(numbers) + 1, arena, &answer));
	status.master = arena_copy(arena, answer.parts[0]);
	status.older = arena_copy(arena, answer.parts[1]);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (!str_to_i64(answer.parts[2 + i], numbers[i]))
			return why_not(TALK_UNKNOWN, arena);
	status.public = arena_copy(arena, answer.parts[2 + ARRAY_LEN(numbers)]);
	*ret_status = status;
	return NULL;
}

struct err *
keyholder_rotate(struct keyholder *holder, struct arena *arena, struct key_wrapped *ret_masters)
{
	struct talk answer, question = { .word = TALK_ROTATE };

	TRY(ask(holder, &question, 3, arena, &answer));
	take_masters(&answer, 0, arena, ret_masters);
	return NULL;
}

struct err *
keyholder_retire(struct keyholder *holder, struct str older, struct arena *arena)
{
	struct talk answer, question = { TALK_RETIRE, { older }, 1 };

	return ask(holder, &question, 0, arena, &answer);
}

static struct talk
about_split(unsigned word, struct key_split split, struct arena *arena)
{
	return (struct talk){ word,
		{ arena_printf(arena, "%lld", (long long)split.threshold), arena_printf(arena, "%lld", (long long)split.shares) }, 2 };
}

struct err *
keyholder_shares(struct keyholder *holder, struct key_split split, struct arena *arena, struct str **ret_shares)
{
	struct talk answer, question = about_split(TALK_SHARES, split, arena);
	struct str *shares;

	TRY(key_split_check(split, arena));
	TRY(ask(holder, &question, (size_t)split.shares, arena, &answer));
	shares = ARENA_ARRAY(arena, struct str, answer.count);
	for (size_t i = 0; i < answer.count; i++)
		shares[i] = arena_copy(arena, answer.parts[i]);
	forget(holder);
	*ret_shares = shares;
	return NULL;
}

struct err *
keyholder_shared(struct keyholder *holder, struct key_split split, struct arena *arena)
{
	struct talk answer, question = about_split(TALK_SHARED, split, arena);

	return ask(holder, &question, 0, arena, &answer);
}

struct err *
keyholder_stop(struct keyholder *holder, struct arena *arena)
{
	struct talk answer, question = { .word = TALK_STOP };
	char byte;

	TRY(ask(holder, &question, 0, arena, &answer));
	/* It hangs up when it listens no more. */
	(void)recv(holder->fd, &byte, 1, 0);
	return NULL;
}
