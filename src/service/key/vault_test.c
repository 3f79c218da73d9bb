/*
 * Content sealed and opened, on both engines, with a real key holder: this program is its own child.
 */
#include "store/ledger/engines_test.h"

#include "base/clock.h"
#include "service/home.h"
#include "service/key/vault.h"
#include "store/ledger/key.h"
#include "wire/keyholder/keyholder.h"

static const int64_t noon = 1795230000 * INSTANT_SECOND;

struct scene {
	struct ledger  *ledger;
	struct arena   *arena;
	struct home     home;
	struct vault   *vault;
	struct key_made made;
	struct keyholder_start start;
};

typedef void scene_story(struct scene *s);

static void
tell(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	scene_story *story = *(scene_story **)context;
	struct scene s = { .ledger = ledger, .arena = arena };
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	char dir[] = "/tmp/tsukuroi-vault-XXXXXX";

	(void)where;
	assert_non_null(mkdtemp(dir));
	s.home.path = str_of(dir);
	s.start = (struct keyholder_start){ .home = s.home.path, .unlock = { false, key_unlock_make(arena) } };
	assert_ok(key_head_make(s.home.path, &s.start.unlock, (struct key_split){ 2, 3 }, noon, arena, &s.made));
	assert_ok(keyholder_start(&s.start, arena));
	assert_ok(vault_open(&s.home, ledger, arena, &s.vault));
	story(&s);
	vault_close(s.vault);
	if (keyholder_open(s.home.path, arena, &holder) == NULL)
		assert_ok(keyholder_stop(holder, arena));
	assert_ok(dir_remove(s.home.path, arena));
}

#define STORY(name)                                   \
	static void name##_told(struct scene *s);     \
	static void name(void **state)                \
	{                                             \
		scene_story *story = name##_told;     \
		(void)state;                          \
		on_each_engine(tell, (void *)&story); \
	}                                             \
	static void name##_told(struct scene *s)

static const struct place title = { 7, STR_INIT("common"), STR_INIT("title") };

static void
stop_holder(struct scene *s)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;

	assert_ok(keyholder_open(s->home.path, s->arena, &holder));
	assert_ok(keyholder_stop(holder, s->arena));
}

STORY(plain_content_needs_no_key)
{
	const struct str texts[] = { STR(""), STR("s"), STR("sealed?"), STR("p"), STR("公開サーバーの更新"), STR("\0\xff") };
	struct str content;

	stop_holder(s);
	assert_false(vault_is_unlocked(s->vault));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct str blob = vault_plain(texts[i], s->arena);

		assert_false(vault_is_sealed(blob));
		assert_ok(vault_read(s->vault, &title, blob, s->arena, &content));
		assert_true(str_eq(content, texts[i]));
	}
	assert_ok(vault_read(s->vault, &title, STR(""), s->arena, &content));
	assert_int_equal(content.len, 0);
	assert_err(vault_read(s->vault, &title, STR("xyz"), s->arena, &content), ERR_STORE);
}

STORY(sealed_content_opens_where_it_belongs_and_nowhere_else)
{
	static const struct place others[] = {
		{ 8, STR_INIT("common"), STR_INIT("title") }, { 7, STR_INIT("finder"), STR_INIT("title") },
		{ 7, STR_INIT("common"), STR_INIT("field/title") }, { 7, STR_INIT("commontitle"), STR_INIT("") },
		{ 7, STR_INIT("common/title"), STR_INIT("") },
	};
	struct str blob, other, content;

	assert_true(vault_is_unlocked(s->vault));
	assert_ok(vault_seal(s->vault, &title, STR("未公表の脆弱性"), s->arena, &blob));
	assert_true(vault_is_sealed(blob));
	assert_null(memmem(blob.ptr, blob.len, "未公表", 9));
	assert_ok(vault_read(s->vault, &title, blob, s->arena, &content));
	assert_str(content, "未公表の脆弱性");
	/* Where another place has no key yet, and where it has one. */
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		assert_err(vault_read(s->vault, &others[i], blob, s->arena, &content), ERR_FORBIDDEN);
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		assert_ok(vault_seal(s->vault, &others[i], STR("another"), s->arena, &other));
		assert_err(vault_read(s->vault, &others[i], blob, s->arena, &content), ERR_FORBIDDEN);
		assert_err(vault_read(s->vault, &title, other, s->arena, &content), ERR_FORBIDDEN);
	}
}

STORY(every_altered_byte_is_refused)
{
	struct str blob, content;
	char *bytes;

	assert_ok(vault_seal(s->vault, &title, STR("未公表"), s->arena, &blob));
	bytes = arena_cstr(s->arena, blob);
	for (size_t i = 1; i < blob.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			bytes[i] = (char)(bytes[i] ^ (1 << bit));
			assert_err(vault_read(s->vault, &title, (struct str){ bytes, blob.len }, s->arena, &content), ERR_FORBIDDEN);
			bytes[i] = (char)(bytes[i] ^ (1 << bit));
		}
	for (size_t len = 1; len < blob.len; len++)
		assert_err(vault_read(s->vault, &title, str_sub(blob, 0, len), s->arena, &content), ERR_FORBIDDEN);
}

STORY(another_process_and_another_day_open_it_too)
{
	struct vault *later VAULT_SCOPE = NULL;
	struct str blob, again, content;

	assert_ok(vault_seal(s->vault, &title, STR("未公表"), s->arena, &blob));
	stop_holder(s);
	/* What this process was given it keeps; a new one asks. */
	assert_ok(vault_read(s->vault, &title, blob, s->arena, &content));
	assert_ok(vault_open(&s->home, s->ledger, s->arena, &later));
	assert_err(vault_read(later, &title, blob, s->arena, &content), ERR_LOCKED);
	assert_err(vault_seal(later, &(struct place){ 9, STR("common"), STR("title") }, STR("x"), s->arena, &again), ERR_LOCKED);
	assert_ok(keyholder_start(&s->start, s->arena));
	assert_ok(vault_read(later, &title, blob, s->arena, &content));
	assert_str(content, "未公表");
	assert_ok(vault_seal(later, &title, STR("both"), s->arena, &again));
	assert_ok(vault_read(s->vault, &title, again, s->arena, &content));
	assert_str(content, "both");
}

/* A unit of work that fails takes its key with it. */
struct failing { struct scene *s; struct str blob; };

static struct err *
seal_and_fail(struct ledger *ledger, void *context, struct arena *arena)
{
	struct failing *failing = context;

	(void)ledger;
	TRY(vault_seal(failing->s->vault, &title, STR("未公表"), arena, &failing->blob));
	return err_new(arena, ERR_CONFLICT, M("{file}"), ARG("file", STR("on purpose")));
}

STORY(a_unit_of_work_that_fails_leaves_no_key)
{
	struct failing failing = { s, { 0 } };
	struct ledger_key key;
	struct str content;
	bool there;

	assert_err(ledger_write(s->ledger, seal_and_fail, &failing, s->arena), ERR_CONFLICT);
	assert_ok(ledger_key_find(s->ledger, 7, STR("common"), s->arena, &there, &key));
	assert_false(there);
	assert_err(vault_read(s->vault, &title, failing.blob, s->arena, &content), ERR_FORBIDDEN);
	assert_ok(vault_seal(s->vault, &title, STR("later"), s->arena, &failing.blob));
	assert_ok(vault_read(s->vault, &title, failing.blob, s->arena, &content));
	assert_str(content, "later");
}

STORY(what_was_sealed_with_a_destroyed_key_is_gone)
{
	struct vault *other VAULT_SCOPE = NULL;
	const struct place finder = { 7, STR("finder"), STR("party/1") };
	struct str blob, kept, content, wrapped, where;

	assert_ok(vault_seal(s->vault, &finder, STR("発見者の氏名"), s->arena, &blob));
	assert_ok(vault_seal(s->vault, &title, STR("件名"), s->arena, &kept));
	assert_ok(vault_open(&s->home, s->ledger, s->arena, &other));
	assert_ok(vault_read(other, &finder, blob, s->arena, &content));
	assert_err(vault_erase(s->vault, 7, STR("vendor"), noon, s->arena, &wrapped), ERR_NOT_FOUND);
	assert_ok(vault_erase(s->vault, 7, STR("finder"), noon, s->arena, &wrapped));
	assert_int_equal(wrapped.len, 144);
	assert_ok(vault_scrub(s->vault, wrapped, s->arena, &where));
	assert_str(where, "");
	assert_err(vault_read(s->vault, &finder, blob, s->arena, &content), ERR_GONE);
	assert_int_equal(content.len, 0);
	assert_err(vault_read(other, &finder, blob, s->arena, &content), ERR_GONE);
	assert_err(vault_seal(s->vault, &finder, STR("again"), s->arena, &blob), ERR_GONE);
	assert_err(vault_erase(s->vault, 7, STR("finder"), noon, s->arena, &wrapped), ERR_GONE);
	assert_ok(vault_read(s->vault, &title, kept, s->arena, &content));
	assert_str(content, "件名");
}

/* Many cases, so that pages were divided and the cache has given way. */
STORY(a_wrapped_key_leaves_no_trace_among_many)
{
	struct str blobs[600], content, wrapped, where;
	struct ledger_key key;
	bool there;

	for (int64_t i = 0; i < (int64_t)ARRAY_LEN(blobs); i++)
		assert_ok(vault_seal(s->vault, &(struct place){ 1000 - i, STR("common"), STR("title") }, STR("件名"), s->arena, &blobs[i]));
	for (int64_t i = 0; i < (int64_t)ARRAY_LEN(blobs); i++)
		assert_ok(vault_read(s->vault, &(struct place){ 1000 - i, STR("common"), STR("title") }, blobs[i], s->arena, &content));
	assert_ok(ledger_key_find(s->ledger, 700, STR("common"), s->arena, &there, &key));
	assert_true(there);
	assert_ok(ledger_scrub(s->ledger, key.wrapped, s->arena, &where));
	if (str_eq(str_of(ledger_engine(s->ledger)), STR("sqlite")))
		assert_true(where.len > 0);      /* the search finds what is there */
	assert_ok(vault_erase(s->vault, 700, STR("common"), noon, s->arena, &wrapped));
	assert_ok(vault_scrub(s->vault, wrapped, s->arena, &where));
	assert_str(where, "");
	assert_ok(vault_read(s->vault, &(struct place){ 701, STR("common"), STR("title") }, blobs[299], s->arena, &content));
}

STORY(a_node_with_another_master_makes_no_keys)
{
	struct str blob;

	assert_ok(ledger_master_set(s->ledger, STR("00112233445566778899aabbccddeeff"), noon, s->arena));
	assert_err(vault_seal(s->vault, &title, STR("未公表"), s->arena, &blob), ERR_LOCKED);
	assert_ok(ledger_master_set(s->ledger, s->made.fingerprint, noon, s->arena));
	assert_ok(vault_seal(s->vault, &title, STR("未公表"), s->arena, &blob));
}

STORY(a_text_is_signed_for_whoever_has_the_public_half)
{
	unsigned char public[CRYPT_PUBLIC];
	struct str signature, file = path_join(s->arena, s->home.path, STR("keys/audit.pub"));

	assert_ok(vault_sign(s->vault, STR("head 12"), s->arena, &signature));
	assert_int_equal(signature.len, CRYPT_SIGNATURE);
	assert_ok(vault_public_read(file, s->arena, public));
	assert_true(crypt_signed(public, STR("head 12"), (const unsigned char *)signature.ptr));
	assert_false(crypt_signed(public, STR("head 13"), (const unsigned char *)signature.ptr));
	assert_ok(file_write(file, STR("00\n"), s->arena));
	assert_err(vault_public_read(file, s->arena, public), ERR_FORMAT);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_content_needs_no_key),
		cmocka_unit_test(sealed_content_opens_where_it_belongs_and_nowhere_else),
		cmocka_unit_test(every_altered_byte_is_refused),
		cmocka_unit_test(another_process_and_another_day_open_it_too),
		cmocka_unit_test(a_unit_of_work_that_fails_leaves_no_key),
		cmocka_unit_test(what_was_sealed_with_a_destroyed_key_is_gone),
		cmocka_unit_test(a_wrapped_key_leaves_no_trace_among_many),
		cmocka_unit_test(a_node_with_another_master_makes_no_keys),
		cmocka_unit_test(a_text_is_signed_for_whoever_has_the_public_half),
	};

	if (argc > 1 && strcmp(argv[1], "keyholder") == 0)
		return keyholder_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
