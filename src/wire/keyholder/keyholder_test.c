/*
 * The key holder: its head, its shares, its messages, its answers, and its process. This program is its own child.
 */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "wire/keyholder/cage.h"
#include "wire/keyholder/holder.h"
#include "wire/keyholder/share.h"
#include "wire/keyholder/socket.h"

static const int64_t noon = 1795230000 * INSTANT_SECOND;
static const struct key_unlock words = { true, STR_INIT("correct horse battery staple") };

/* A home in a directory of its own, with keys that three of five shares restore. */
struct scene {
	struct arena   *arena;
	char            dir[32];
	struct str      home;
	struct key_made made;
	struct str      unlock_file;
};

static int
setup(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));
	struct key_unlock unlock;

	s->arena = arena_new();
	(void)snprintf(s->dir, sizeof(s->dir), "/tmp/tsukuroi-keys-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	s->home = str_of(s->dir);
	s->unlock_file = key_unlock_make(s->arena);
	unlock = (struct key_unlock){ false, s->unlock_file };
	assert_ok(key_head_make(s->home, &unlock, (struct key_split){ 3, 5 }, noon, s->arena, &s->made));
	*state = s;
	return 0;
}

static int
teardown(void **state)
{
	struct scene *s = *state;

	assert_ok(dir_remove(s->home, s->arena));
	arena_free(s->arena);
	free(s);
	return 0;
}

static struct key_unlock
by_file(const struct scene *s)
{
	return (struct key_unlock){ false, s->unlock_file };
}

static struct str
read_head_file(const struct scene *s)
{
	struct str bytes;

	assert_ok(file_read(key_path(s->home, "master", s->arena), HEAD_BYTES, s->arena, &bytes));
	return bytes;
}

/* ------------------------------------------------------------------------ head */

static void
a_head_is_read_as_it_was_written(void **state)
{
	struct scene *s = *state;
	struct head head;

	assert_ok(head_read(read_head_file(s), s->arena, &head));
	assert_int_equal(head.sequence, 1);
	assert_false(head.passphrase);
	assert_int_equal(head.masters_count, 1);
	assert_true(str_eq(head.masters[0].fingerprint, s->made.fingerprint));
	assert_int_equal(head.masters[0].made_at, noon);
	assert_int_equal(head.masters[0].split.threshold, 3);
	assert_int_equal(head.masters[0].split.shares, 5);
	assert_int_equal(head.public.len, CRYPT_PUBLIC);
}

/* Whatever byte of the newest slot is altered, the other slot counts; when it is none, the head is refused. */
static void
every_altered_byte_of_a_head_is_noticed(void **state)
{
	struct scene *s = *state;
	struct str whole = read_head_file(s);
	struct head head;
	char *bytes;
	int64_t offset;
	struct str slot;
	size_t text;

	assert_ok(head_read(whole, s->arena, &head));
	head.sequence = 2;
	slot = head_slot(&head, s->arena, &offset);
	assert_int_equal(offset, 0);
	bytes = arena_cstr(s->arena, whole);
	memcpy(bytes, slot.ptr, slot.len);
	text = str_find(slot, STR("\n\n")) + 1;
	for (size_t i = 0; i < text; i++) {
		struct arena *arena ARENA_SCOPE = arena_new();

		bytes[i] ^= 1;
		assert_ok(head_read((struct str){ bytes, HEAD_BYTES }, arena, &head));
		assert_int_equal(head.sequence, i == text - 1 ? 2 : 1);   /* the last line's end is not part of what counts */
		assert_err(head_read((struct str){ bytes, i == text - 1 ? 10 : HEAD_SLOT }, arena, &head), ERR_FORMAT);
		bytes[i] ^= 1;
	}
	assert_ok(head_read((struct str){ bytes, HEAD_BYTES }, s->arena, &head));
	assert_int_equal(head.sequence, 2);
}

/* Whoever dies while a slot is written, at any byte, leaves the head before or the new one. */
static void
a_write_that_is_cut_short_leaves_one_of_both(void **state)
{
	struct scene *s = *state;
	struct str whole = read_head_file(s), slot;
	struct head head;
	int64_t offset;

	assert_ok(head_read(whole, s->arena, &head));
	for (int64_t sequence = 2; sequence <= 3; sequence++) {
		char *bytes = arena_cstr(s->arena, whole);
		size_t text;

		head.sequence = sequence;
		slot = head_slot(&head, s->arena, &offset);
		text = str_find(slot, STR("\n\n")) + 1;
		for (size_t len = 0; len <= HEAD_SLOT; len += len < text ? 1 : 512) {
			struct arena *arena ARENA_SCOPE = arena_new();
			struct head read;

			memcpy(bytes + offset, slot.ptr, len);
			assert_ok(head_read((struct str){ bytes, HEAD_BYTES }, arena, &read));
			assert_int_equal(read.sequence, memcmp(bytes + offset, slot.ptr, text - 1) == 0 ? sequence : sequence - 1);
		}
		whole = (struct str){ bytes, HEAD_BYTES };
	}
}

static void
a_head_that_is_none_is_refused(void **state)
{
	static const char *const wrong[] = {
		"", "\n", "tsukuroi keys 1\n", "tsukuroi keys 1\nsum 00\n",
		"tsukuroi keys 2\nsequence 1\nsum e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n",
	};
	struct scene *s = *state;
	struct head head;

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_err(head_read(str_of(wrong[i]), s->arena, &head), ERR_FORMAT);
}

/* ---------------------------------------------------------------------- shares */

static struct str
joined(const struct scene *s, const unsigned *which, size_t count)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < count; i++) {
		buf_add(&out, STR("keep this in a safe place\n\n"));
		buf_add(&out, s->made.shares[which[i]]);
	}
	return arena_copy(s->arena, buf_str(&out));
}

static struct err *
restore(struct scene *s, struct str text, const char *expected)
{
	struct str fingerprint;
	bool kept;

	return key_head_restore(s->home, &words, &text, 1, str_of(expected), noon, s->arena, &fingerprint, &kept);
}

static void
any_three_of_five_shares_restore_the_key(void **state)
{
	struct scene *s = *state;
	struct keyholder_start start = { .home = s->home, .unlock = words };
	unsigned tried = 0;

	for (unsigned a = 0; a < 5; a++)
		for (unsigned b = a + 1; b < 5; b++)
			for (unsigned c = b + 1; c < 5; c++) {
				struct str text = joined(s, (unsigned[]){ c, a, b }, 3), fingerprint;
				bool kept = false;

				assert_ok(key_head_restore(s->home, &words, &text, 1, s->made.fingerprint, noon, s->arena, &fingerprint, &kept));
				assert_true(kept);
				assert_true(str_eq(fingerprint, s->made.fingerprint));
				tried++;
			}
	assert_int_equal(tried, 10);
	assert_ok(keyholder_start(&start, s->arena));
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	assert_ok(keyholder_open(s->home, s->arena, &holder));
	assert_ok(keyholder_stop(holder, s->arena));
}

static void
shares_that_are_wrong_are_refused_in_words(void **state)
{
	struct scene *s = *state;
	struct key_unlock unlock = by_file(s);
	struct scene other = *s;
	struct str share = s->made.shares[0], mixed[3] = { s->made.shares[0], s->made.shares[1] };
	char *typed;

	assert_err(restore(s, STR(""), ""), ERR_FORBIDDEN);
	assert_err(restore(s, joined(s, (unsigned[]){ 0, 1 }, 2), ""), ERR_FORBIDDEN);
	assert_err(restore(s, joined(s, (unsigned[]){ 0, 1, 1, 0 }, 4), ""), ERR_FORBIDDEN);          /* the same paper twice */
	assert_err(restore(s, joined(s, (unsigned[]){ 0, 1, 2 }, 3), "00112233445566778899aabbccddeeff"), ERR_FORBIDDEN);
	/* Of another key. */
	assert_ok(dir_remove(key_path(s->home, "", s->arena), s->arena));
	assert_ok(key_head_make(s->home, &unlock, (struct key_split){ 3, 5 }, noon, s->arena, &other.made));
	mixed[2] = other.made.shares[2];
	assert_err(restore(s, arena_join(s->arena, mixed, 3, STR("\n")), ""), ERR_FORBIDDEN);
	/* Every mistyped digit is found, with its line. */
	typed = arena_cstr(s->arena, share);
	for (size_t i = str_find_char(share, '\n'); i < share.len; i++) {
		struct str text = { typed, share.len };

		if (!char_is_hex(typed[i]) || (i + 1 < share.len && typed[i + 1] == ':'))
			continue;
		typed[i] = typed[i] == '0' ? '1' : '0';
		if (!str_eq(text, share))
			assert_err(restore(s, text, ""), ERR_FORMAT);
		typed[i] = share.ptr[i];
	}
}

/* Shares of one key that were handed out on two days look alike and give something else. */
static void
shares_of_two_days_do_not_mix(void **state)
{
	struct scene *s = *state;
	unsigned char master[CRYPT_KEY];
	struct str *later, text, mixed[3];
	struct share *shares = NULL;
	size_t count = 0;

	text = joined(s, (unsigned[]){ 0, 1, 2 }, 3);
	assert_ok(shares_read(text, s->arena, &shares, &count));
	assert_int_equal(count, 3);
	assert_ok(share_join(shares, count, s->arena, master));
	later = share_make(master, s->made.fingerprint, (struct key_split){ 3, 5 }, s->arena);
	mixed[0] = s->made.shares[0];
	mixed[1] = s->made.shares[1];
	mixed[2] = later[2];
	assert_err(restore(s, arena_join(s->arena, mixed, 3, STR("")), ""), ERR_FORBIDDEN);
	mixed[2] = later[1];
	assert_err(restore(s, arena_join(s->arena, mixed, 3, STR("")), ""), ERR_FORBIDDEN);
	later = share_make(master, s->made.fingerprint, (struct key_split){ 2, 5 }, s->arena);
	mixed[2] = later[3];
	assert_err(restore(s, arena_join(s->arena, mixed, 3, STR("")), ""), ERR_FORBIDDEN);
}

/* A rotation that was cut short: keys under both, and papers of both. */
static void
papers_of_two_keys_restore_both(void **state)
{
	struct scene *s = *state;
	struct key_unlock unlock = by_file(s);
	struct key_made later;
	struct str texts[2] = { joined(s, (unsigned[]){ 0, 1, 2 }, 3) }, fingerprint, head;
	struct head read;
	bool kept;

	assert_ok(dir_remove(key_path(s->home, "", s->arena), s->arena));
	assert_ok(key_head_make(s->home, &unlock, (struct key_split){ 2, 2 }, noon, s->arena, &later));
	texts[1] = arena_join(s->arena, later.shares, 2, STR("\n"));
	assert_ok(key_head_restore(s->home, &unlock, texts, 2, later.fingerprint, noon, s->arena, &fingerprint, &kept));
	assert_true(str_eq(fingerprint, later.fingerprint));
	head = read_head_file(s);
	assert_ok(head_read(head, s->arena, &read));
	assert_int_equal(read.masters_count, 2);
	assert_true(str_eq(read.masters[0].fingerprint, later.fingerprint));
	assert_true(str_eq(read.masters[1].fingerprint, s->made.fingerprint));
	/* Not enough of either is no key. */
	texts[1] = later.shares[0];
	assert_err(key_head_restore(s->home, &unlock, texts, 2, later.fingerprint, noon, s->arena, &fingerprint, &kept), ERR_FORBIDDEN);
	assert_err(key_head_restore(s->home, &unlock, texts, 1, later.fingerprint, noon, s->arena, &fingerprint, &kept), ERR_FORBIDDEN);
}

/* Case and spaces are as people type them. */
static void
a_share_is_read_as_people_type_it(void **state)
{
	struct scene *s = *state;
	struct str text = joined(s, (unsigned[]){ 4, 3, 1 }, 3);
	struct share *shares = NULL;
	size_t count = 0;
	char *typed = arena_cstr(s->arena, text);

	for (size_t i = 0; i < text.len; i++)
		if (typed[i] >= 'a' && typed[i] <= 'f')
			typed[i] = (char)(typed[i] - 'a' + 'A');
	assert_ok(shares_read((struct str){ typed, text.len }, s->arena, &shares, &count));
	assert_int_equal(count, 3);
	assert_int_equal(shares[0].number, 5);
}

static void
a_split_that_cannot_be_is_refused(void **state)
{
	static const struct key_split wrong[] = { { 1, 3 }, { 0, 0 }, { 4, 3 }, { 2, 21 }, { -1, 5 } };
	struct scene *s = *state;

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_err(key_split_check(wrong[i], s->arena), ERR_USAGE);
	assert_ok(key_split_check((struct key_split){ 2, 2 }, s->arena));
	assert_ok(key_split_check((struct key_split){ 20, 20 }, s->arena));
}

/* --------------------------------------------------------------------- answers */

static char kept_file[HEAD_BYTES];
static bool keep_fails;

static bool
keep(void *context, struct str slot, int64_t offset)
{
	(void)context;
	if (keep_fails)
		return false;
	memcpy(kept_file + offset, slot.ptr, slot.len);
	return true;
}

static void
begin_holder(const struct scene *s, struct holder *holder)
{
	struct key_unlock unlock = by_file(s);
	struct str head = read_head_file(s);

	*holder = (struct holder){ .keep = keep };
	memcpy(kept_file, head.ptr, HEAD_BYTES);
	keep_fails = false;
	assert_ok(holder_begin(holder, head, &unlock, s->arena));
}

static struct talk
say(struct holder *holder, unsigned word, struct str one, struct str two, size_t count, const struct scene *s)
{
	struct talk question = { word, { one, two }, count }, answer;

	holder_answer(holder, &question, (struct holder_now){ 1, noon }, s->arena, &answer);
	return answer;
}

static void
a_key_is_wrapped_for_what_it_is_for(void **state)
{
	struct scene *s = *state;
	struct holder holder;
	struct talk made, opened;
	char *wrapped;

	begin_holder(s, &holder);
	made = say(&holder, TALK_NEW, STR("1/7/finder"), STR(""), 1, s);
	assert_int_equal(made.word, TALK_OK);
	opened = say(&holder, TALK_UNWRAP, STR("1/7/finder"), made.parts[1], 2, s);
	assert_int_equal(opened.word, TALK_OK);
	assert_true(str_eq(opened.parts[0], made.parts[0]));
	assert_int_equal(say(&holder, TALK_UNWRAP, STR("1/8/finder"), made.parts[1], 2, s).word, TALK_REFUSED);
	assert_int_equal(say(&holder, TALK_UNWRAP, STR("1/7/vendor"), made.parts[1], 2, s).word, TALK_REFUSED);
	wrapped = arena_cstr(s->arena, made.parts[1]);
	for (size_t i = 0; i < made.parts[1].len; i++) {
		wrapped[i] ^= 4;
		assert_int_equal(say(&holder, TALK_UNWRAP, STR("1/7/finder"), (struct str){ wrapped, made.parts[1].len }, 2, s).word, TALK_REFUSED);
		wrapped[i] ^= 4;
	}
	/* What the master seals of itself cannot be asked for as a case's key. */
	assert_int_equal(say(&holder, TALK_UNWRAP, HEAD_ABOUT_SIGNING, holder.head.signing, 2, s).word, TALK_REFUSED);
	holder_done(&holder);
}

static void
a_rotation_knows_both_masters_until_it_ends(void **state)
{
	struct scene *s = *state;
	struct key_unlock unlock = by_file(s);
	struct holder holder, again = { .keep = keep };
	struct talk before, rotated, after, rewrapped;
	struct str older;

	begin_holder(s, &holder);
	before = say(&holder, TALK_NEW, STR("1/7/common"), STR(""), 1, s);
	rotated = say(&holder, TALK_ROTATE, STR(""), STR(""), 0, s);
	assert_int_equal(rotated.word, TALK_OK);
	older = rotated.parts[2];
	assert_true(str_eq(older, s->made.fingerprint));
	assert_false(str_eq(rotated.parts[1], older));
	/* Asked twice, it goes on with the same. */
	assert_true(str_eq(say(&holder, TALK_ROTATE, STR(""), STR(""), 0, s).parts[1], rotated.parts[1]));
	after = say(&holder, TALK_NEW, STR("1/8/common"), STR(""), 1, s);
	holder_done(&holder);

	/* Begun anew from what was written. */
	assert_ok(holder_begin(&again, (struct str){ kept_file, HEAD_BYTES }, &unlock, s->arena));
	assert_int_equal(say(&again, TALK_UNWRAP, STR("1/7/common"), before.parts[1], 2, s).word, TALK_OK);
	rewrapped = say(&again, TALK_WRAP, STR("1/7/common"), before.parts[1], 2, s);
	assert_int_equal(rewrapped.word, TALK_OK);
	assert_int_equal(say(&again, TALK_RETIRE, rotated.parts[1], STR(""), 1, s).word, TALK_REFUSED);
	assert_int_equal(say(&again, TALK_RETIRE, STR("another"), STR(""), 1, s).word, TALK_REFUSED);
	keep_fails = true;
	assert_int_equal(say(&again, TALK_RETIRE, older, STR(""), 1, s).word, TALK_FAILED);
	assert_int_equal(say(&again, TALK_UNWRAP, STR("1/7/common"), before.parts[1], 2, s).word, TALK_OK);
	keep_fails = false;
	assert_int_equal(say(&again, TALK_RETIRE, older, STR(""), 1, s).word, TALK_OK);
	assert_int_equal(say(&again, TALK_UNWRAP, STR("1/7/common"), before.parts[1], 2, s).word, TALK_REFUSED);
	assert_true(str_eq(say(&again, TALK_UNWRAP, STR("1/7/common"), rewrapped.parts[0], 2, s).parts[0], before.parts[0]));
	assert_int_equal(say(&again, TALK_UNWRAP, STR("1/8/common"), after.parts[1], 2, s).word, TALK_OK);
	/* Neither slot has it any more. */
	assert_null(memmem(kept_file, HEAD_BYTES, older.ptr, older.len));
	holder_done(&again);
}

/* Of an organisation, of no case: it signs, and does not leave, whatever it is asked for as. */
static void
a_signer_signs_and_stays(void **state)
{
	const struct str about = STR("1/0/signing"), text = STR("a digest");
	struct scene *s = *state;
	struct holder holder;
	struct talk made, wrapped, question = { TALK_SIGN_AS, { about, { 0 }, text }, 3 }, signed_as, other = question;

	begin_holder(s, &holder);
	made = say(&holder, TALK_SIGNER, about, STR(""), 1, s);
	assert_int_equal(made.word, TALK_OK);
	question.parts[1] = made.parts[1];
	holder_answer(&holder, &question, (struct holder_now){ 0, noon }, s->arena, &signed_as);
	assert_int_equal(signed_as.word, TALK_OK);
	assert_true(str_eq(signed_as.parts[1], made.parts[0]));
	assert_true(crypt_signed((const unsigned char *)made.parts[0].ptr, text, (const unsigned char *)signed_as.parts[0].ptr));
	assert_int_equal(say(&holder, TALK_UNWRAP, about, made.parts[1], 2, s).word, TALK_REFUSED);
	assert_int_equal(say(&holder, TALK_NEW, about, STR(""), 1, s).word, TALK_REFUSED);
	assert_int_equal(say(&holder, TALK_SIGNER, STR("1/7/signing"), STR(""), 1, s).word, TALK_UNKNOWN);
	other.parts[0] = STR("2/0/signing");
	other.parts[1] = made.parts[1];
	holder_answer(&holder, &other, (struct holder_now){ 0, noon }, s->arena, &signed_as);
	assert_int_equal(signed_as.word, TALK_REFUSED);
	/* A rotation takes it along. */
	assert_int_equal(say(&holder, TALK_ROTATE, STR(""), STR(""), 0, s).word, TALK_OK);
	wrapped = say(&holder, TALK_WRAP, about, made.parts[1], 2, s);
	assert_int_equal(wrapped.word, TALK_OK);
	question.parts[1] = wrapped.parts[0];
	holder_answer(&holder, &question, (struct holder_now){ 0, noon }, s->arena, &signed_as);
	assert_true(str_eq(signed_as.parts[1], made.parts[0]));
	holder_done(&holder);
}

static void
who_signs_is_told_by_his_name(void **state)
{
	static const struct { const char *about; bool is; } cases[] = {
		{ "1/0/signing", true }, { "1/0/signing-2", true }, { "12/0/signing-10", true }, { "1/7/signing", false }, { "1/0/signing-", false },
		{ "1/0/signing-x", false }, { "1/0/signing2", false }, { "1/0/common", false }, { "x/0/signing", false }, { "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_true(keyholder_is_signer(str_of(cases[i].about)) == cases[i].is);
}

static void
a_rotation_that_cannot_be_written_does_not_happen(void **state)
{
	struct scene *s = *state;
	struct holder holder;
	struct talk made;

	begin_holder(s, &holder);
	made = say(&holder, TALK_NEW, STR("1/7/common"), STR(""), 1, s);
	keep_fails = true;
	assert_int_equal(say(&holder, TALK_ROTATE, STR(""), STR(""), 0, s).word, TALK_FAILED);
	assert_int_equal(say(&holder, TALK_SHARED, STR("2"), STR("3"), 2, s).word, TALK_FAILED);
	keep_fails = false;
	assert_int_equal(holder.head.masters_count, 1);
	assert_int_equal(say(&holder, TALK_UNWRAP, STR("1/7/common"), made.parts[1], 2, s).word, TALK_OK);
	assert_true(str_eq(say(&holder, TALK_NEW, STR("1/7/common"), STR(""), 1, s).parts[2], s->made.fingerprint));
	holder_done(&holder);
}

static void
what_is_no_question_is_told_so(void **state)
{
	struct scene *s = *state;
	struct str longer = { arena_alloc(s->arena, 9000), 9000 };
	struct holder holder;

	begin_holder(s, &holder);
	for (unsigned word = 0; word < 256; word++) {
		if (word == 0 || word >= TALK_QUESTIONS)
			assert_int_equal(say(&holder, word, STR(""), STR(""), 0, s).word, TALK_UNKNOWN);
		assert_int_equal(say(&holder, word, longer, longer, 2, s).word, TALK_UNKNOWN);
	}
	assert_int_equal(say(&holder, TALK_UNWRAP, STR("1/7/common"), STR(""), 1, s).word, TALK_UNKNOWN);
	assert_int_equal(say(&holder, TALK_SHARES, STR("1"), STR("3"), 2, s).word, TALK_UNKNOWN);
	assert_int_equal(say(&holder, TALK_SHARES, STR("two"), STR("3"), 2, s).word, TALK_UNKNOWN);
	assert_int_equal(say(&holder, TALK_SHARES, STR("2"), STR("3"), 2, s).count, 3);
	assert_false(holder.stopping);
	holder_done(&holder);
}

static void
keys_are_given_at_a_pace(void **state)
{
	struct scene *s = *state;
	struct talk question = { TALK_NEW, { STR("1/7/common") }, 1 }, answer;
	struct holder holder;
	size_t given = 0;

	begin_holder(s, &holder);
	for (size_t i = 0; i < HOLDER_BURST + 100; i++) {
		holder_answer(&holder, &question, (struct holder_now){ 1000, noon }, s->arena, &answer);
		given += answer.word == TALK_OK;
	}
	assert_int_equal(given, HOLDER_BURST);
	assert_int_equal(answer.word, TALK_SLOW);
	holder_answer(&holder, &question, (struct holder_now){ 1000 + INSTANT_SECOND, noon }, s->arena, &answer);
	assert_int_equal(answer.word, TALK_OK);
	assert_int_equal(holder.pace.tokens, HOLDER_A_SECOND - 1);
	holder_done(&holder);
}

static void
a_wrong_secret_is_refused(void **state)
{
	struct scene *s = *state;
	struct key_unlock other = { false, key_unlock_make(s->arena) }, nonsense = { false, STR("open sesame") }, passphrase = words;
	struct holder holder = { .keep = keep };
	struct str head = read_head_file(s);

	assert_err(holder_begin(&holder, head, &other, s->arena), ERR_FORBIDDEN);
	assert_err(holder_begin(&holder, head, &nonsense, s->arena), ERR_FORMAT);
	assert_err(holder_begin(&holder, head, &passphrase, s->arena), ERR_USAGE);
	assert_err(holder_begin(&holder, STR("nothing"), &other, s->arena), ERR_FORMAT);
	assert_err(key_unlock_check(&nonsense, s->arena), ERR_FORMAT);
	assert_err(key_unlock_check(&(struct key_unlock){ true, STR("short") }, s->arena), ERR_USAGE);
	assert_ok(key_unlock_check(&words, s->arena));
}

/* -------------------------------------------------------------------- messages */

static void
messages_come_whole_or_not_at_all(void **state)
{
	struct scene *s = *state;
	struct talk put = { TALK_UNWRAP, { STR("1/7/finder"), STR("\0\xff"), STR("") }, 3 }, taken;
	struct buf out BUF_SCOPE = { 0 };
	struct str rest;

	talk_put(&out, &put);
	talk_put(&out, &put);
	for (size_t len = 0; len < out.len / 2; len++) {
		rest = str_sub(buf_str(&out), 0, len);
		assert_ok(talk_take(&rest, s->arena, &taken));
		assert_int_equal(taken.word, 0);
		assert_int_equal(rest.len, len);
	}
	rest = buf_str(&out);
	assert_ok(talk_take(&rest, s->arena, &taken));
	assert_int_equal(taken.word, TALK_UNWRAP);
	assert_int_equal(taken.count, 3);
	assert_true(str_eq(taken.parts[1], STR("\0\xff")));
	assert_int_equal(rest.len, out.len / 2);
	for (size_t i = 1; i < 4; i++) {
		out.ptr[i] = (char)0xff;
		rest = buf_str(&out);
		assert_err(talk_take(&rest, s->arena, &taken), ERR_FORMAT);
		out.ptr[i] = 0;
	}
	out.ptr[5] = 9;
	rest = buf_str(&out);
	assert_err(talk_take(&rest, s->arena, &taken), ERR_FORMAT);
	out.ptr[5] = 2;
	rest = buf_str(&out);
	assert_err(talk_take(&rest, s->arena, &taken), ERR_FORMAT);
}

/* --------------------------------------------------------------------- process */

static void
the_process_gives_keys_and_goes(void **state)
{
	struct scene *s = *state;
	struct keyholder_start start = { .home = s->home, .unlock = by_file(s) };
	unsigned char key[CRYPT_KEY], again[CRYPT_KEY], signature[CRYPT_SIGNATURE], *public;
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct keyholder_status status;
	struct key_wrapped wrapped;
	struct str *shares, bytes;
	struct stat st;

	assert_err(keyholder_open(s->home, s->arena, &holder), ERR_LOCKED);
	assert_ok(keyholder_start(&start, s->arena));
	assert_err(keyholder_start(&start, s->arena), ERR_CONFLICT);
	assert_ok(keyholder_open(s->home, s->arena, &holder));
	assert_ok(keyholder_new(holder, STR("1/7/common"), s->arena, key, &wrapped));
	assert_ok(keyholder_unwrap(holder, STR("1/7/common"), wrapped.wrapped, s->arena, again));
	assert_memory_equal(key, again, CRYPT_KEY);
	assert_err(keyholder_unwrap(holder, STR("1/8/common"), wrapped.wrapped, s->arena, again), ERR_FORBIDDEN);
	assert_ok(keyholder_wrap(holder, STR("1/7/common"), wrapped.wrapped, s->arena, &wrapped));
	assert_ok(keyholder_sign(holder, STR("head"), s->arena, signature));
	assert_ok(keyholder_shares(holder, (struct key_split){ 2, 20 }, s->arena, &shares));
	assert_ok(keyholder_shared(holder, (struct key_split){ 2, 20 }, s->arena));
	assert_ok(keyholder_status(holder, s->arena, &status));
	assert_int_equal(status.shares, 20);
	assert_int_equal(status.given, 2);
	assert_true(str_eq(status.master, s->made.fingerprint));
	assert_true(crypt_unhex(status.public, s->arena, &bytes));
	public = (unsigned char *)(uintptr_t)bytes.ptr;
	assert_true(crypt_signed(public, STR("head"), signature));
	assert_int_equal(stat(arena_cstr(s->arena, path_join(s->arena, s->home, STR("run/keyholder.sock"))), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_ok(keyholder_stop(holder, s->arena));
	assert_err(keyholder_sign(holder, STR("head"), s->arena, signature), ERR_LOCKED);
	/* It comes again with what it had, and who was connected before goes on. */
	assert_ok(keyholder_start(&start, s->arena));
	assert_ok(keyholder_unwrap(holder, STR("1/7/common"), wrapped.wrapped, s->arena, again));
	assert_memory_equal(key, again, CRYPT_KEY);
	assert_ok(keyholder_status(holder, s->arena, &status));
	assert_int_equal(status.shares, 20);
	assert_ok(keyholder_stop(holder, s->arena));
}

static void
the_process_does_not_begin_with_a_wrong_secret(void **state)
{
	struct scene *s = *state;
	struct keyholder_start start = { .home = s->home, .unlock = { false, key_unlock_make(s->arena) } };

	assert_err(keyholder_start(&start, s->arena), ERR_FORBIDDEN);
	start.unlock = words;
	assert_err(keyholder_start(&start, s->arena), ERR_USAGE);
	assert_ok(file_write(key_path(s->home, "master", s->arena), STR("nothing"), s->arena));
	assert_err(keyholder_start(&start, s->arena), ERR_FORMAT);
	start.home = path_join(s->arena, s->home, STR("nowhere"));
	assert_err(keyholder_start(&start, s->arena), ERR_NOT_FOUND);
}

static int
connected(const struct scene *s)
{
	int fd = keyholder_connect(s->home, s->arena);

	assert_true(fd >= 0);
	return fd;
}

/* What the caged process tries; each but the last ends it by SIGSYS. */
#define TRIES \
	TRY_IT(socket,    (void)socket(AF_UNIX, SOCK_STREAM, 0)) \
	TRY_IT(internet,  (void)socket(AF_INET, SOCK_STREAM, 0)) \
	TRY_IT(connect,   (void)syscall(SYS_connect, 0, NULL, 0)) \
	TRY_IT(open,      (void)open("/etc/passwd", O_RDONLY)) \
	TRY_IT(create,    (void)open("/tmp/tsukuroi-keyholder-test", O_WRONLY | O_CREAT, 0600)) \
	TRY_IT(unlink,    (void)unlink("/tmp/tsukuroi-keyholder-test")) \
	TRY_IT(rename,    (void)rename("/tmp/a", "/tmp/b")) \
	TRY_IT(stat,      { struct stat st; (void)stat("/etc/passwd", &st); }) \
	TRY_IT(elsewhere, (void)!pwrite(STDERR_FILENO, "x", 1, 0)) \
	TRY_IT(fork,      (void)syscall(SYS_fork)) \
	TRY_IT(clone,     (void)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)) \
	TRY_IT(exec,      (void)execl("/bin/true", "true", (char *)NULL)) \
	TRY_IT(ptrace,    (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL)) \
	TRY_IT(peek,      (void)syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0)) \
	TRY_IT(kill,      (void)kill(getppid(), 0)) \
	TRY_IT(dumpable,  (void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)) \
	TRY_IT(dup,       (void)syscall(SYS_dup, 0)) \
	TRY_IT(send_fd,   (void)syscall(SYS_sendmsg, 0, NULL, 0)) \
	TRY_IT(io_uring,  (void)syscall(SYS_io_uring_setup, 1, NULL)) \
	TRY_IT(head,      { if (pwrite(head, "x", 1, 0) != 1 || fsync(head) != 0) _exit(9); })

#define TRY_IT(name, what) static void try_##name(int head) { (void)head; what; }
TRIES
#undef TRY_IT

static void
the_cage_lets_it_do_nothing_else(void **state)
{
	static const struct { const char *name; void (*try)(int head); } tries[] = {
#define TRY_IT(name, what) { #name, try_##name },
		TRIES
#undef TRY_IT
	};
	struct scene *s = *state;
	char *path = arena_cstr(s->arena, key_path(s->home, "master", s->arena));

	for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
		pid_t child = fork();
		int status, abi;

		if (child == 0) {
			int head = open(path, O_RDWR | O_CLOEXEC);

			if (head < 0 || cage_hide(s->arena) != NULL || cage_close(head, s->arena, &abi) != NULL)
				_exit(8);
			tries[i].try(head);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		print_message("  %s\n", tries[i].name);
		if (i < ARRAY_LEN(tries) - 1)
			assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
		else
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
}

/* Nonsense, half messages, and more callers than places: the next honest one is answered. */
static void
the_process_outlives_who_is_not_honest(void **state)
{
	struct scene *s = *state;
	struct keyholder_start start = { .home = s->home, .unlock = by_file(s) };
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct keyholder_status status;
	int many[100];
	char byte;

	assert_ok(keyholder_start(&start, s->arena));
	for (size_t i = 0; i < ARRAY_LEN(many); i++) {
		many[i] = connected(s);
		assert_int_equal(send(many[i], "\x05\x00\x00", 3, MSG_NOSIGNAL), 3);
	}
	assert_ok(keyholder_open(s->home, s->arena, &holder));
	assert_ok(keyholder_status(holder, s->arena, &status));
	assert_true(send(many[99], "\xff\xff\xff\xff", 4, MSG_NOSIGNAL) == 4);
	assert_true(recv(many[99], &byte, 1, 0) <= 0);
	assert_ok(keyholder_status(holder, s->arena, &status));
	for (size_t i = 0; i < ARRAY_LEN(many); i++)
		(void)close(many[i]);
	assert_ok(keyholder_stop(holder, s->arena));
}

/* The log names what was asked, and holds no key. */
static void
the_log_has_ids_and_no_content(void **state)
{
	struct scene *s = *state;
	struct keyholder_start start = { .home = s->home, .unlock = by_file(s) };
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	unsigned char key[CRYPT_KEY];
	struct key_wrapped wrapped;
	struct str log;

	assert_ok(keyholder_start(&start, s->arena));
	assert_ok(keyholder_open(s->home, s->arena, &holder));
	assert_ok(keyholder_new(holder, STR("1/7/\x1b[2Jfinder\n"), s->arena, key, &wrapped));
	assert_ok(keyholder_sign(holder, STR("the text"), s->arena, (unsigned char[CRYPT_SIGNATURE]){ 0 }));
	assert_ok(keyholder_stop(holder, s->arena));
	assert_ok(file_read(path_join(s->arena, s->home, STR("run/keyholder.log")), 1 << 20, s->arena, &log));
	assert_true(str_find(log, STR(" new 1/7/?[2Jfinder? ok\n")) != SIZE_MAX);
	assert_true(str_find(log, STR(" stop ok\n")) != SIZE_MAX);
	assert_true(str_find(log, STR("the text")) == SIZE_MAX);
	assert_null(memmem(log.ptr, log.len, key, CRYPT_KEY));
	assert_true(str_find(log, crypt_hex((struct str){ (char *)key, CRYPT_KEY }, s->arena)) == SIZE_MAX);
}

/* A path longer than a socket's name may be. */
static void
a_home_may_lie_deep(void **state)
{
	struct scene *s = *state;
	struct str deep = s->home;
	struct keyholder_start start = { .unlock = by_file(s) };
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct key_made made;

	for (int i = 0; i < 12; i++) {
		deep = path_join(s->arena, deep, STR("住民情報システム"));
		assert_ok(dir_make(deep, s->arena));
	}
	assert_ok(key_head_make(deep, &start.unlock, (struct key_split){ 2, 2 }, noon, s->arena, &made));
	start.home = deep;
	assert_ok(keyholder_start(&start, s->arena));
	assert_ok(keyholder_open(deep, s->arena, &holder));
	assert_ok(keyholder_stop(holder, s->arena));
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(a_head_is_read_as_it_was_written),
		TEST(every_altered_byte_of_a_head_is_noticed),
		TEST(a_write_that_is_cut_short_leaves_one_of_both),
		TEST(a_head_that_is_none_is_refused),
		TEST(any_three_of_five_shares_restore_the_key),
		TEST(shares_that_are_wrong_are_refused_in_words),
		TEST(shares_of_two_days_do_not_mix),
		TEST(papers_of_two_keys_restore_both),
		TEST(a_share_is_read_as_people_type_it),
		TEST(a_split_that_cannot_be_is_refused),
		TEST(a_key_is_wrapped_for_what_it_is_for),
		TEST(a_rotation_knows_both_masters_until_it_ends),
		TEST(a_signer_signs_and_stays),
		TEST(who_signs_is_told_by_his_name),
		TEST(a_rotation_that_cannot_be_written_does_not_happen),
		TEST(what_is_no_question_is_told_so),
		TEST(keys_are_given_at_a_pace),
		TEST(a_wrong_secret_is_refused),
		TEST(messages_come_whole_or_not_at_all),
		TEST(the_process_gives_keys_and_goes),
		TEST(the_process_does_not_begin_with_a_wrong_secret),
		TEST(the_cage_lets_it_do_nothing_else),
		TEST(the_process_outlives_who_is_not_honest),
		TEST(the_log_has_ids_and_no_content),
		TEST(a_home_may_lie_deep),
	};

	if (argc > 1 && strcmp(argv[1], "keyholder") == 0)
		return keyholder_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
