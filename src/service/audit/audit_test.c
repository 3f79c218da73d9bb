#include "test.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "service/audit/audit.h"
#include "store/ledger/engines_test.h"
#include "store/ledger/job.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;

enum { ROWS = 20 };

struct keys { unsigned char public[CRYPT_PUBLIC], secret[CRYPT_SECRET]; bool locked; };

static struct err *
sign(void *context, struct str text, struct arena *arena, struct str *ret_signature)
{
	struct keys *keys = context;
	unsigned char *signature = arena_alloc(arena, CRYPT_SIGNATURE);

	if (keys->locked)
		return err_new(arena, ERR_LOCKED, "locked");
	crypt_sign(keys->secret, text, signature);
	*ret_signature = (struct str){ (const char *)signature, CRYPT_SIGNATURE };
	return NULL;
}

/* A ledger with rows and a file of heads beside it. */
struct desk {
	struct ledger      *ledger;
	struct arena       *arena;
	struct keys         keys;
	struct audit_signer signer;
	struct str          dir, heads;
	int64_t             now;
};

static void
desk_begin(struct desk *desk, struct ledger *ledger, struct arena *arena)
{
	char dir[] = "/tmp/tsukuroi-audit-XXXXXX";

	assert_non_null(mkdtemp(dir));
	*desk = (struct desk){ .ledger = ledger, .arena = arena, .dir = arena_copy(arena, str_of(dir)), .now = noon };
	desk->heads = path_join(arena, desk->dir, STR("heads"));
	crypt_sign_keys(desk->keys.public, desk->keys.secret);
	desk->signer = (struct audit_signer){ sign, &desk->keys };
}

static void
write_rows(struct desk *desk, int64_t count)
{
	for (int64_t i = 0; i < count; i++)
		assert_ok(ledger_audit(desk->ledger, STR("係"), desk->now + i, STR("case.open"),
		    arena_printf(desk->arena, "case/%lld", (long long)i + 1), STR("ab"), desk->arena));
}

static struct audit_sealed
seal(struct desk *desk, bool signing, bool at_once)
{
	struct audit_sealing how = { desk->heads, signing ? &desk->signer : NULL, desk->now, at_once };
	struct audit_sealed sealed;

	assert_ok(audit_seal(desk->ledger, &how, desk->arena, &sealed));
	return sealed;
}

static struct str
heads_of(struct desk *desk)
{
	struct str text = { NULL, 0 };

	if (file_exists(desk->heads, desk->arena))
		assert_ok(file_read(desk->heads, 1 << 20, desk->arena, &text));
	return text;
}

static struct audit_verified
verify_with(struct desk *desk, struct str heads, const unsigned char *public)
{
	struct audit_verifying how = { STR("heads"), heads, { (const char *)public, public == NULL ? 0 : CRYPT_PUBLIC }, 0, LANG_EN };
	struct audit_verified verified;

	assert_ok(audit_verify(desk->ledger, &how, desk->arena, &verified));
	return verified;
}

/* "changed 3-3": what was found. */
static struct str
findings_of(struct desk *desk, const struct audit_verified *verified)
{
	struct str parts[AUDIT_FINDINGS_MOST];

	for (size_t i = 0; i < verified->findings.count; i++) {
		const struct audit_finding *one = &verified->findings.items[i];

		assert_true(one->sentence.len > 0);
		assert_int_equal(str_find_char(one->sentence, '{'), SIZE_MAX);
		parts[i] = arena_printf(desk->arena, "%s %lld-%lld", enum_name(&audit_trace_names, (int)one->trace), (long long)one->from,
		    (long long)one->to);
	}
	return arena_join(desk->arena, parts, verified->findings.count, STR(", "));
}

static void
found(struct desk *desk, enum audit_verdict verdict, const char *expected)
{
	struct audit_verified verified = verify_with(desk, heads_of(desk), desk->keys.public);

	assert_str(findings_of(desk, &verified), expected);
	assert_int_equal(verified.verdict, verdict);
}

static void
sql(struct desk *desk, const char *text)
{
	assert_ok(desk->ledger->db->engine->exec(desk->ledger->db, text, desk->arena));
}

/* Ten rows under a head, ten more under another. */
static void
desk_fill(struct desk *desk, struct ledger *ledger, struct arena *arena)
{
	desk_begin(desk, ledger, arena);
	sql(desk, "DELETE FROM audit");
	sql(desk, "DELETE FROM audit_chain");
	write_rows(desk, ROWS / 2);
	assert_true(seal(desk, true, true).told);
	desk->now += 3600 * INSTANT_SECOND;
	write_rows(desk, ROWS / 2);
	assert_true(seal(desk, true, true).told);
}

static void
desk_end(struct desk *desk)
{
	assert_ok(dir_remove(desk->dir, desk->arena));
}

/* ------------------------------------------------------------------------------- a ledger that is changed */

static const struct {
	const char        *does;           /* SQL; "id(N)" is the id of the row at place N */
	enum audit_verdict verdict;
	const char        *found;
} tampered[] = {
	{ "UPDATE org SET id = id", AUDIT_INTACT, "" },
	{ "UPDATE audit SET who = 'x' WHERE sequence = 3", AUDIT_ALTERED, "changed 3-3" },
	{ "UPDATE audit SET digest = 'x' WHERE sequence IN (12, 13, 15)", AUDIT_ALTERED, "changed 12-13, changed 15-15" },
	{ "UPDATE audit SET at = at + 1 WHERE sequence = 20", AUDIT_ALTERED, "changed 20-20" },
	{ "UPDATE audit SET link = 'x' WHERE sequence = 5", AUDIT_ALTERED, "changed 5-6" },
	{ "DELETE FROM audit WHERE sequence = 1", AUDIT_ALTERED, "deleted 1-1" },
	{ "DELETE FROM audit WHERE sequence BETWEEN 4 AND 6", AUDIT_ALTERED, "deleted 4-6" },
	{ "DELETE FROM audit WHERE sequence > 17", AUDIT_ALTERED, "cut 18-20, behind 11-17" },
	{ "DELETE FROM audit", AUDIT_ALTERED, "cut 1-20" },
	{ "DELETE FROM audit WHERE sequence > 17; UPDATE audit_chain SET sequence = 17, link = (SELECT link FROM audit WHERE sequence = 17)",
	  AUDIT_ALTERED, "cut 18-20, behind 11-17" },
	{ "INSERT INTO audit (id, org_id, at, who, verb, object, digest, sequence, link) VALUES (900, 1, 1, 'x', 'y', 'z', '', 7, 'l')",
	  AUDIT_ALTERED, "inserted 7-7" },
	{ "INSERT INTO audit (id, org_id, at, who, verb, object, digest, sequence, link) VALUES (-1, 1, 1, 'x', 'y', 'z', '', 7, 'l')",
	  AUDIT_ALTERED, "inserted 7-7" },
	{ "INSERT INTO audit (id, org_id, at, who, verb, object, digest, sequence, link) VALUES (900, 1, 1, 'x', 'y', 'z', '', 21, 'l')",
	  AUDIT_ALTERED, "changed 21-21, end 21-21" },
	{ "UPDATE audit SET sequence = 0, link = '' WHERE sequence = 8", AUDIT_ALTERED, "deleted 8-8, unsealed 1-1" },
	{ "UPDATE audit SET sequence = 7 - sequence WHERE sequence IN (3, 4)", AUDIT_ALTERED, "moved 3-4" },
	{ "UPDATE audit SET sequence = 20 - sequence WHERE sequence IN (5, 15)", AUDIT_ALTERED, "moved 5-5, moved 15-15" },
	{ "UPDATE audit SET object = CASE sequence WHEN 3 THEN 'case/4' ELSE 'case/3' END, at = at + 7 - 2 * sequence, id = 1000 + id "
	  "WHERE sequence IN (3, 4)", AUDIT_ALTERED, "changed 3-4" },
	{ "UPDATE audit_chain SET sequence = 19", AUDIT_ALTERED, "end 20-20" },
	{ "UPDATE audit_chain SET link = 'x'", AUDIT_ALTERED, "end 20-20" },
	{ "UPDATE audit_chain SET head = 25", AUDIT_UNKNOWN, "heads_cut 20-25" },
};

static void
tampering_is_named(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	(void)where;
	(void)context;
	for (size_t i = 0; i < ARRAY_LEN(tampered); i++) {
		struct desk desk;

		print_message("  %s\n", tampered[i].does);
		desk_fill(&desk, ledger, arena);
		sql(&desk, tampered[i].does);
		found(&desk, tampered[i].verdict, tampered[i].found);
		desk_end(&desk);
	}
}

/* Every link made anew, so that the chain agrees with itself: only the heads show it. */
static void
rewrite_from(struct desk *desk, int64_t place)
{
	struct ledger_audit_rows rows;
	struct ledger_audit_chain chain;
	struct str link;

	assert_ok(ledger_audit_chain(desk->ledger, desk->arena, &chain));
	assert_ok(ledger_audit_sealed(desk->ledger, 0, INT64_MIN, 1000, desk->arena, &rows));
	link = ledger_audit_first_link(chain.name, desk->arena);
	for (size_t i = 0; i < rows.count; i++) {
		struct ledger_audit_row *row = &rows.items[i];

		if (row->sequence == place)
			row->who = STR("other");
		link = ledger_audit_link(row->sequence, link, row, desk->arena);
		sql(desk, arena_printf(desk->arena, "UPDATE audit SET who = '%.*s', link = '%.*s' WHERE sequence = %lld", STR_ARG(row->who),
		    STR_ARG(link), (long long)row->sequence).ptr);
	}
	sql(desk, arena_printf(desk->arena, "UPDATE audit_chain SET link = '%.*s'", STR_ARG(link)).ptr);
}

static void
only_the_heads_show_a_chain_written_anew(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct { int64_t place; const char *found; } cases[] = {
		{ 3, "rewritten 1-10" }, { 10, "rewritten 1-10" }, { 11, "rewritten 11-20" },
		{ 20, "rewritten 11-20" },
	};

	(void)where;
	(void)context;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct audit_verified without;
		struct desk desk;

		desk_fill(&desk, ledger, arena);
		rewrite_from(&desk, cases[i].place);
		found(&desk, AUDIT_ALTERED, cases[i].found);
		without = verify_with(&desk, (struct str){ 0 }, desk.keys.public);
		assert_int_equal(without.verdict, AUDIT_UNKNOWN);
		assert_str(findings_of(&desk, &without), "heads_missing 0-0, behind 1-20");
		desk_end(&desk);
	}
}

/* ------------------------------------------------------------------------------------ heads that are changed */

static struct str
without_line(struct desk *desk, struct str text, int64_t number)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str line;

	for (int64_t i = 1; str_line(&text, &line); i++)
		if (i != number)
			buf_addf(&out, "%.*s\n", STR_ARG(line));
	return arena_copy(desk->arena, buf_str(&out));
}

static struct str
with_byte(struct desk *desk, struct str text, size_t at, char byte)
{
	char *copy = arena_cstr(desk->arena, text);

	copy[at] = byte;
	return (struct str){ copy, text.len };
}

static void
heads_found(struct desk *desk, struct str heads, const unsigned char *public, enum audit_verdict verdict, const char *expected)
{
	struct audit_verified verified = verify_with(desk, heads, public);

	assert_str(findings_of(desk, &verified), expected);
	assert_int_equal(verified.verdict, verdict);
}

static void
changed_heads_are_named(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct desk desk;
	struct keys other;
	struct str heads, foreign;
	size_t second;

	(void)where;
	(void)context;
	desk_fill(&desk, ledger, arena);
	foreign = heads_of(&desk);
	desk_end(&desk);
	desk_fill(&desk, ledger, arena);
	heads = heads_of(&desk);
	second = str_find_char(heads, '\n') + 1;
	crypt_sign_keys(other.public, other.secret);

	heads_found(&desk, heads, desk.keys.public, AUDIT_INTACT, "");
	heads_found(&desk, STR(""), desk.keys.public, AUDIT_UNKNOWN, "heads_missing 0-0, behind 1-20");
	heads_found(&desk, foreign, desk.keys.public, AUDIT_UNKNOWN, "heads_foreign 0-0, behind 1-20");
	heads_found(&desk, arena_printf(arena, "%.*s%.*s", STR_ARG(foreign), STR_ARG(heads)), desk.keys.public, AUDIT_INTACT, "");
	heads_found(&desk, without_line(&desk, heads, 1), desk.keys.public, AUDIT_INTACT, "");
	heads_found(&desk, without_line(&desk, heads, 2), desk.keys.public, AUDIT_UNKNOWN, "heads_cut 10-20, behind 11-20");
	heads_found(&desk, heads, other.public, AUDIT_UNKNOWN, "heads_other_key 0-0, behind 1-20");
	heads_found(&desk, heads, NULL, AUDIT_UNKNOWN, "no_key 0-0, behind 1-20");
	heads_found(&desk, str_sub(heads, 0, heads.len - 1), desk.keys.public, AUDIT_UNKNOWN, "heads_cut 10-20, heads_torn 0-0, behind 11-20");
	heads_found(&desk, with_byte(&desk, heads, heads.len - 2, 'x'), desk.keys.public, AUDIT_ALTERED,
	    "head_altered 2-2, heads_cut 10-20, behind 11-20");
	heads_found(&desk, with_byte(&desk, heads, 0, 'T'), desk.keys.public, AUDIT_ALTERED, "head_altered 1-1");
	heads_found(&desk, arena_printf(arena, "%.*s%.*s", STR_ARG(str_from(heads, second)), STR_ARG(str_sub(heads, 0, second))),
	    desk.keys.public, AUDIT_ALTERED, "head_altered 2-2");
	desk_end(&desk);
}

/* Every byte of a signed line, changed: never intact. */
static void
no_byte_of_a_head_can_be_changed(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct desk desk;
	struct str heads;

	(void)where;
	(void)context;
	desk_fill(&desk, ledger, arena);
	heads = heads_of(&desk);
	for (size_t i = str_find_char(heads, '\n') + 1; i < heads.len; i++) {
		struct audit_verified verified = verify_with(&desk, with_byte(&desk, heads, i, heads.ptr[i] == '1' ? '2' : '1'), desk.keys.public);

		assert_int_not_equal(verified.verdict, AUDIT_INTACT);
		assert_int_equal(verified.proven, ROWS / 2);
	}
	desk_end(&desk);
}

/* ------------------------------------------------------------------------------------------- the second place */

static void
heads_are_told_when_due(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct audit_sealed sealed;
	struct desk desk;

	(void)where;
	(void)context;
	desk_begin(&desk, ledger, arena);
	sql(&desk, "DELETE FROM audit");
	sql(&desk, "DELETE FROM audit_chain");
	sealed = seal(&desk, true, true);
	assert_true(sealed.rows == 0 && !sealed.told);
	found(&desk, AUDIT_UNKNOWN, "heads_missing 0-0, empty 0-0");
	write_rows(&desk, 3);
	found(&desk, AUDIT_UNKNOWN, "heads_missing 0-0, unsealed 1-3, empty 0-0");
	sealed = seal(&desk, true, false);          /* the first row ever is told of at once */
	assert_true(sealed.rows == 3 && sealed.told);
	write_rows(&desk, 2);
	sealed = seal(&desk, true, false);
	assert_true(sealed.rows == 2 && !sealed.told);
	found(&desk, AUDIT_UNKNOWN, "behind 4-5");
	desk.now += AUDIT_HEAD_SECONDS * INSTANT_SECOND;
	assert_true(seal(&desk, true, false).told);
	found(&desk, AUDIT_INTACT, "");
	assert_false(seal(&desk, true, true).told);
	desk.now -= 3600 * INSTANT_SECOND;          /* a clock that goes back puts nothing off */
	write_rows(&desk, 1);
	assert_true(seal(&desk, true, false).told);
	write_rows(&desk, AUDIT_HEAD_ROWS);
	assert_true(seal(&desk, true, false).told);
	found(&desk, AUDIT_INTACT, "");
	desk_end(&desk);
}

/* Without a key holder heads say that they are not signed, once; as soon as it runs they are told again. */
static void
unsigned_heads_say_so(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct audit_sealed sealed;
	struct desk desk;

	(void)where;
	(void)context;
	desk_begin(&desk, ledger, arena);
	sql(&desk, "DELETE FROM audit");
	sql(&desk, "DELETE FROM audit_chain");
	write_rows(&desk, 3);
	assert_true(seal(&desk, false, true).told);
	found(&desk, AUDIT_UNKNOWN, "heads_unsigned 1-3, behind 1-3");
	desk.keys.locked = true;
	sealed = seal(&desk, true, true);
	assert_false(sealed.told);
	assert_non_null(sealed.unsigned_because);
	desk.keys.locked = false;
	sealed = seal(&desk, true, false);
	assert_true(sealed.told && sealed.rows == 0);
	found(&desk, AUDIT_INTACT, "");
	assert_false(seal(&desk, true, false).told);
	desk_end(&desk);
}

/* A head that was half written when the machine stopped gives way; a file that was taken away is begun again. */
static void
the_file_of_heads_mends(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct str heads;
	struct desk desk;

	(void)where;
	(void)context;
	desk_fill(&desk, ledger, arena);
	heads = heads_of(&desk);
	assert_ok(file_write(desk.heads, str_sub(heads, 0, heads.len - 40), arena));
	assert_true(seal(&desk, true, false).told);
	found(&desk, AUDIT_INTACT, "");
	assert_int_equal(heads_of(&desk).len, heads.len);
	assert_int_equal(unlink(arena_cstr(arena, desk.heads)), 0);
	assert_true(seal(&desk, true, false).told);
	found(&desk, AUDIT_INTACT, "");
	desk.heads = STR("/dev/null/heads");
	write_rows(&desk, 1);
	assert_err(audit_seal(desk.ledger, &(struct audit_sealing){ desk.heads, &desk.signer, desk.now, true }, arena, &(struct audit_sealed){ 0 }),
	    ERR_SYSTEM);
	desk_end(&desk);
}

/* Another process has the lease, is killed in it, and its time runs out. */
static void
one_seals_at_a_time(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct audit_sealed sealed;
	struct desk desk;
	int64_t now;
	bool mine;

	(void)where;
	(void)context;
	desk_begin(&desk, ledger, arena);
	write_rows(&desk, 3);
	assert_ok(ledger_clock(ledger, arena, &now));
	assert_ok(ledger_job_hold(ledger, STR("audit.seal"), STR("another"), now, now + INSTANT_HOUR, arena, &mine));
	assert_true(mine);
	assert_ok(ledger_job_hold(ledger, STR("audit.seal"), STR("a third"), now, now + INSTANT_HOUR, arena, &mine));
	assert_false(mine);
	sealed = seal(&desk, true, true);
	assert_true(sealed.elsewhere);
	assert_false(sealed.told);
	assert_int_equal(sealed.rows, 0);
	assert_int_equal(heads_of(&desk).len, 0);
	assert_ok(ledger_job_hold(ledger, STR("audit.seal"), STR("another"), now, now - 1, arena, &mine));
	assert_true(mine);
	sealed = seal(&desk, true, true);
	assert_false(sealed.elsewhere);
	assert_true(sealed.told);
	assert_int_equal(sealed.rows, 3);
	write_rows(&desk, 1);
	assert_true(seal(&desk, true, true).told);      /* it was let go of */
	desk_end(&desk);
}

/* ------------------------------------------------------------------------------------- two nodes at once */

enum { NODES = 3, TURNS = 40 };

/* A process of its own, as a node is: its own connection, the same second place. */
static void
be_a_node(struct str where, const struct desk *begun, int which)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct desk desk = *begun;
	int status = 0;

	desk.arena = arena;
	status |= ledger_open(where, 0, arena, &desk.ledger) != NULL;
	for (int i = 0; status == 0 && i < TURNS; i++) {
		struct audit_sealing how = { desk.heads, &desk.signer, noon + i, true };
		struct audit_sealed sealed;

		status |= ledger_audit(desk.ledger, STR("係"), noon + i, STR("case.open"), arena_printf(arena, "case/%d", which * TURNS + i + 1),
		    STR(""), arena) != NULL;
		status |= audit_seal(desk.ledger, &how, arena, &sealed) != NULL;
	}
	_exit(status);
}

static void
no_head_is_told_twice(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct audit_heads heads;
	struct desk desk;
	int64_t last = 0;

	(void)context;
	desk_begin(&desk, ledger, arena);
	desk.signer.context = &desk.keys;
	for (int i = 0; i < NODES; i++)
		if (fork() == 0)
			be_a_node(where, &desk, i);
	for (int i = 0, status; i < NODES; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	(void)seal(&desk, true, true);
	audit_heads_parse(heads_of(&desk), arena, &heads);
	for (size_t i = 0; i < heads.heads.count; i++) {
		assert_true(heads.heads.items[i].readable);
		assert_true(heads.heads.items[i].place > last);
		last = heads.heads.items[i].place;
	}
	assert_int_equal(last, NODES * TURNS);
	found(&desk, AUDIT_INTACT, "");
	desk_end(&desk);
}

static void
heads_are_read_and_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct audit_head head = { .chain = STR("00112233445566778899aabbccddeeff"), .place = 12, .at = noon,
		.link = STR("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff") };
	static const char *const bad[] = {
		"", "x", "tsukuroi-audit-head-1", "tsukuroi-audit-head-1 - - - - -",
		"tsukuroi-audit-head-1 00112233445566778899aabbccddeeff 0 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff 2026-11-18T06:26:40Z -",
		"tsukuroi-audit-head-1 00112233445566778899aabbccddeeff 01 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff 2026-11-18T06:26:40Z -",
		"tsukuroi-audit-head-1 00112233445566778899AABBCCDDEEFF 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff 2026-11-18T06:26:40Z -",
		"tsukuroi-audit-head-1 00112233445566778899aabbccddeeff 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff 2026-11-18T06:26:40Z ff",
		"tsukuroi-audit-head-1 00112233445566778899aabbccddeeff 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff 2026-11-18T06:26:40+09:00 -",
		"tsukuroi-audit-head-1 00112233445566778899aabbccddeeff 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff 2026-11-18T06:26:40Z - -",
	};
	struct audit_heads heads;
	struct str line = audit_head_line(&head, arena);

	(void)state;
	audit_heads_parse(line, arena, &heads);
	assert_int_equal(heads.heads.count, 1);
	assert_true(heads.heads.items[0].readable && !heads.torn);
	assert_true(str_eq(audit_head_line(&heads.heads.items[0], arena), line));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		audit_heads_parse(arena_printf(arena, "%s\n", bad[i]), arena, &heads);
		assert_int_equal(heads.heads.count, 1);
		assert_false(heads.heads.items[0].readable);
	}
	audit_heads_parse(STR(""), arena, &heads);
	assert_true(heads.heads.count == 0 && !heads.torn);
}

/* ----------------------------------------------------------------------------------------------- in words */

static bool
is_verb(struct str text)
{
	size_t dots = 0;

	for (size_t i = 0; i < text.len; i++) {
		dots += text.ptr[i] == '.';
		if (!char_is_lower(text.ptr[i]) && text.ptr[i] != '.' && text.ptr[i] != '_')
			return false;
	}
	return dots > 0;
}

/* The verbs that a piece of source hands to the audit: between the call and its end. */
static size_t
verbs_of(struct str source, const char *call)
{
	size_t at, count = 0;

	while ((at = str_find(source, str_of(call))) != SIZE_MAX) {
		struct str rest, text;

		source = str_from(source, at + strlen(call));
		rest = str_sub(source, 0, str_find_char(source, ';'));
		while (str_cut(rest, '"', &text, &rest) && str_cut(rest, '"', &text, &rest)) {
			if (!is_verb(text))
				continue;
			if (!audit_has_words(text))
				fail_msg("the verb %.*s has no sentence in service/audit/words.c", STR_ARG(text));
			count++;
		}
	}
	return count;
}

static size_t
verbs_in(struct str path, struct arena *arena)
{
	struct str *names, source;
	size_t count, found = 0;

	if (!dir_exists(path, arena)) {
		if (!str_ends(path, STR(".c")) || str_ends(path, STR("_test.c")))
			return 0;
		assert_ok(file_read(path, 1 << 20, arena, &source));
		return verbs_of(source, "ledger_audit(") + verbs_of(source, "ledger_audit_before_read(") + verbs_of(source, "case_audit(");
	}
	assert_ok(dir_list(path, arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		found += verbs_in(path_join(arena, path, names[i]), arena);
	return found;
}

static void
every_verb_of_the_source_has_its_sentence(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t count = verbs_in(STR(SOURCE_ROOT "/src"), arena);

	(void)state;
	print_message("  %zu verbs\n", count);
	assert_true(count >= 20);
}

static void
rows_are_told_in_sentences(void **state)
{
	static const struct { const char *verb, *object, *en, *ja; } cases[] = {
		{ "decide", "decision/3", "yamada decided: decision 3.", "yamada が判断しました（判断 3）。" },
		{ "audit.read", "audit", "yamada read the audit: all of it.", "yamada が証跡を閲覧しました（全体）。" },
		{ "case.set", "case/R-2026-0001/field/applies", "yamada filled in a field: case R-2026-0001, field applies.",
		  "yamada が項目に記入しました（案件 R-2026-0001、項目 applies）。" },
		{ "case.move", "case/7/begin", "yamada took a case on: case 7, begin.", "yamada が案件を進めました（案件 7、begin）。" },
		{ "no.such", "thing/1", "yamada did \"no.such\": thing/1.", "yamada が「no.such」を行いました（thing/1）。" },
		{ "import", "inventory.csv", "yamada imported inventory.csv.", "yamada が取り込みました（inventory.csv）。" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ledger_audit_row row = { .who = STR("yamada"), .verb = str_of(cases[i].verb), .object = str_of(cases[i].object) };

		assert_str(audit_sentence(&row, LANG_EN, arena), cases[i].en);
		assert_str(audit_sentence(&row, LANG_JA, arena), cases[i].ja);
	}
	assert_string_equal(audit_via_words(STR("nonsense")), "");
	assert_true(audit_via_words(STR("token"))[0] != '\0');
}

/* Whatever a login or an object holds, a line stays one line, and a value one value. */
static void
lines_stay_lines(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ledger_audit_row row = { 7, noon + 5, STR("a\"b\\c]d\ne"), STR("token"), 3, STR("case.set\n"), STR("例/1\r\n<0>"), STR(""), 0, STR("") };
	struct buf json BUF_SCOPE = { 0 }, syslog BUF_SCOPE = { 0 };
	struct str line;

	(void)state;
	audit_line(&json, AUDIT_JSONL, &row, arena);
	audit_line(&syslog, AUDIT_SYSLOG, &row, arena);
	line = buf_str(&json);
	assert_int_equal(str_find_char(line, '\n'), line.len - 1);
	assert_true(str_find(line, STR("\"at\":\"2026-11-18T")) != SIZE_MAX && str_find(line, STR(".000005Z\"")) != SIZE_MAX);
	line = buf_str(&syslog);
	assert_int_equal(str_find_char(line, '\n'), line.len - 1);
	assert_true(str_starts(line, STR("<110>1 2026-11-18T")));
	assert_true(str_find(line, STR(" tsukuroi - case.set? [audit@32473 id=\"7\" who=\"a\\\"b\\\\c\\]d e\" via=\"token\" token=\"3\"")) != SIZE_MAX);
}

/* -------------------------------------------------------------------------------------------- for whom, and on */

static void
only_who_may_reads_and_is_written_down(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor auditor = { .login = STR("auditor"), .offices = OFFICE_AUDITOR, .scopes = SCOPES_ALL };
	struct actor security = { .login = STR("security"), .offices = OFFICE_SECURITY, .scopes = SCOPES_ALL };
	struct audit_asked asked = { .wish = { .since = INSTANT_NONE, .until = INSTANT_NONE, .most = 2 }, .lang = LANG_EN, .now = noon };
	struct audit_page page;
	struct desk desk;

	(void)where;
	(void)context;
	desk_fill(&desk, ledger, arena);
	assert_err(audit_page(ledger, &security, &asked, arena, &page), ERR_FORBIDDEN);
	auditor.scopes = SCOPE_WRITE;
	assert_err(audit_page(ledger, &auditor, &asked, arena, &page), ERR_FORBIDDEN);
	auditor.scopes = SCOPE_READ;
	assert_ok(audit_page(ledger, &auditor, &asked, arena, &page));
	assert_int_equal(page.entries.count, 2);
	assert_str(page.entries.items[0].verb, "audit.read");      /* written down before it is shown */
	assert_str(page.entries.items[1].sentence, "係 opened a case: case 10.");
	asked.wish.before = page.next;
	asked.wish.most = 100;
	assert_ok(audit_page(ledger, &auditor, &asked, arena, &page));
	assert_int_equal(page.entries.count, ROWS - 1);
	assert_int_equal(page.next, 0);
	desk_end(&desk);
}

static struct err *
count_line(void *context, struct str line, struct arena *arena)
{
	(void)arena;
	assert_true(str_ends(line, STR("}\n")));
	(*(int64_t *)context)++;
	return NULL;
}

static void
rows_are_handed_on_once(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor auditor = { .login = STR("auditor"), .offices = OFFICE_AUDITOR, .scopes = SCOPES_ALL };
	struct audit_sender *sender;
	int64_t rows, counted = 0;
	int ends[2];
	char bytes[1 << 16];
	struct desk desk;
	ssize_t got;

	(void)where;
	(void)context;
	desk_fill(&desk, ledger, arena);
	assert_int_equal(pipe(ends), 0);
	assert_ok(audit_sender_open(arena_printf(arena, "fd:%d", ends[1]), arena, &sender));
	assert_ok(audit_send(ledger, sender, arena, &rows));
	assert_int_equal(rows, ROWS);
	assert_ok(audit_send(ledger, sender, arena, &rows));
	assert_int_equal(rows, 0);
	write_rows(&desk, 1);
	assert_ok(audit_send(ledger, sender, arena, &rows));
	assert_int_equal(rows, 0);                                 /* not before it is sealed */
	(void)seal(&desk, true, true);
	assert_ok(audit_send(ledger, sender, arena, &rows));
	assert_int_equal(rows, 1);
	audit_sender_close(sender);
	(void)close(ends[1]);
	got = read(ends[0], bytes, sizeof(bytes));
	for (ssize_t i = 0; i < got; i++)
		counted += bytes[i] == '\n';
	assert_int_equal(counted, ROWS + 1);
	(void)close(ends[0]);
	assert_err(audit_sender_open(STR("tcp:a:1"), arena, &sender), ERR_USAGE);
	assert_err(audit_sender_open(STR("udp:nowhere"), arena, &sender), ERR_SYSTEM);
	assert_err(audit_sender_open(STR("unix:/nonexistent/socket"), arena, &sender), ERR_SYSTEM);
	counted = 0;
	assert_ok(audit_export(ledger, &auditor, AUDIT_JSONL, INSTANT_NONE, INSTANT_NONE, noon, count_line, &counted, arena, &rows));
	assert_int_equal(rows, ROWS + 2);                          /* with its own */
	assert_int_equal(counted, rows);
	desk_end(&desk);
}

#define ON_EACH(story)                     \
	static void                        \
	story##_on_each(void **state)      \
	{                                  \
		(void)state;               \
		on_each_engine(story, NULL); \
	}
ON_EACH(tampering_is_named)
ON_EACH(only_the_heads_show_a_chain_written_anew)
ON_EACH(changed_heads_are_named)
ON_EACH(no_byte_of_a_head_can_be_changed)
ON_EACH(heads_are_told_when_due)
ON_EACH(unsigned_heads_say_so)
ON_EACH(the_file_of_heads_mends)
ON_EACH(one_seals_at_a_time)
ON_EACH(no_head_is_told_twice)
ON_EACH(only_who_may_reads_and_is_written_down)
ON_EACH(rows_are_handed_on_once)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heads_are_read_and_written),
		cmocka_unit_test(every_verb_of_the_source_has_its_sentence),
		cmocka_unit_test(rows_are_told_in_sentences),
		cmocka_unit_test(lines_stay_lines),
		cmocka_unit_test(only_who_may_reads_and_is_written_down_on_each),
		cmocka_unit_test(rows_are_handed_on_once_on_each),
		cmocka_unit_test(tampering_is_named_on_each),
		cmocka_unit_test(only_the_heads_show_a_chain_written_anew_on_each),
		cmocka_unit_test(changed_heads_are_named_on_each),
		cmocka_unit_test(no_byte_of_a_head_can_be_changed_on_each),
		cmocka_unit_test(heads_are_told_when_due_on_each),
		cmocka_unit_test(unsigned_heads_say_so_on_each),
		cmocka_unit_test(the_file_of_heads_mends_on_each),
		cmocka_unit_test(one_seals_at_a_time_on_each),
		cmocka_unit_test(no_head_is_told_twice_on_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
