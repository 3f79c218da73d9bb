/*
 * What must hold for every ordering, on versions that nobody wrote: the opposite order the other way round, no three
 * versions that contradict each other, and keys that say what the comparison says. Families of versions are made up, each
 * of one text changed a little here and there, so that they are close to each other; in a family every pair and every
 * three are asked. TSUKUROI_PAIRS in the environment says how many pairs each scheme gets.
 */
#include "test.h"
#include "base/buf.h"
#include "base/vec.h"
#include "domain/version/three_test.h"
#include "domain/version/version.h"

enum { FAMILY = 24, PAIRS_OF_FAMILY = FAMILY * (FAMILY - 1) / 2, PAIRS = 60000 };

/* What the versions of a scheme are made of, between spaces; the first of them begins most. */
static const struct {
	enum scheme scheme;
	const char *pieces;
} grammars[] = {
	{ SCHEME_GENERIC, "1 0 2 10 01 . . .0 - -rc 1 beta alpha dev m a milestone snapshot p sp3 u2 b f z foo 20240101 final _0 v" },
	{ SCHEME_DEB, "1 0 2 10 01 144 . - + ~ ~ a B rc1 z 2: : deb12u 99999999999999999999 -0" },
	{ SCHEME_RPM, "1 0 2 10 01 144 . . _ + ~ ^ - a B rc1 el9 2: 00000000000000000001" },
	{ SCHEME_APK, "1 0 2 10 01 .0 .00 .01 .1 .10 .0010 a b 1 _alpha _beta _pre _rc _cvs _svn _git _hg _p ~a ~0f -r1 -r0 -r" },
	{ SCHEME_SEMVER, "1.0.0 1 0 .0 .1 - - + a A rc beta . -1 -0 x-y 01 144 999999999999999999999 v" },
	{ SCHEME_PEP440, "1 0 1.0 .0 .1 10 a1 b rc c2 alpha .post .dev dev3 - _ post1 r +a +1 .a .1 1! PREVIEW 144 01" },
	{ SCHEME_MAVEN, "1 0 2 10 .0 .1 -0 -1 . - a b m rc alpha alpha1 foo sp ga final SNAPSHOT .x. .rc. .sp. .ga. x" },
	{ SCHEME_GEM, "1 0 2 10 .0 .0 .1 .a .b a rc .pre - -- A .0.a .0.0.a .144" },
	{ SCHEME_NUGET, "1.0.0 1 0 .0 .1 - - + a A rc RC . -1 2147483647 2147483648 01 99999999999" },
	{ SCHEME_COMPOSER, "1 0 1.0 .0 .1 .x - _ a b RC alpha beta1 patch pl p -dev dev stable STABLE 20230101 2023 12 .12 .2 + v *" },
	{ SCHEME_GOLANG, "1.21 go1 1 0 .0 .1 - -rc. rc2 rc beta1 . + a 0.20200101 v +incompatible 01 x-y 144" },
	{ SCHEME_PACMAN, "1 0 2 10 01 1: . . _ + - -1 a b rc beta .. .a z1 99999999999999999999" },
	{ SCHEME_GENTOO, "1 0 2 10 01 .0 .00 .1 .01 .010 .10 a b _alpha _beta2 _pre _rc1 _p _p0 -r0 -r1 -r01 99999999999999999999" },
	{ SCHEME_CARGO, "1.0.0 1.0.1 0.1.0 1 .0 .1 - -rc -rc. . + a A 0 10 -1 x-y 18446744073709551615 18446744073709551616 01" },
	{ SCHEME_HEX, "1.0.0 1.0.1 0.1.0 1 .0 .1 - -rc -rc. . + a A 0 10 -1 x-y 18446744073709551616 01" },
	{ SCHEME_PUB, "1.0.0 1.0.1 1 .0 .1 - -rc -rc. . + +1 +a a A 0 10 -5 0x1f x-y 123456789012345 1234567890123456 01" },
	{ SCHEME_CRAN, "1 0 1.0 2 10 .0 -0 .1 -1 .01 . - 99999999999999999999 a" },
	{ SCHEME_HACKAGE, "1 0 1.0 2 10 .0 .1 .01 . 999999999 1000000000 -a" },
	{ SCHEME_CONAN, "1 0 1.0 2 10 .0 .1 .2 .10 . - -rc + +b a A z 1a 9a 10a 01 _ _a 1_0 -1" },
	{ SCHEME_OPENSSL, "1.0.2 1.0 3.0.0 1 0 .0 .1 a z za zh A -dev -alpha -alpha1 -beta2 -pre1 -fips +quic rc 1 2" },
	{ SCHEME_WINDOWS, "10.0. 6.3. 19045 22631 9600 .1 .4046 .999 .0 10 0 1 . 15.2. .99999999999999999999" },
	{ SCHEME_CISCO, "15.2 12.4 3.16.4 16.9.1 (4) (25d) (4a) M T S E SE .S M3 M0s I4(1) I4(2a) a b s bS 1 0 10 01 .1 .0 20 ( )" },
	{ SCHEME_HITACHI, "11-10 09-50 11-00 -00 -01 -05 -12 -/A -/B -/ab 1 -" },
	{ SCHEME_FUJITSU, "V1 V2.3 V01 1.2 .0 .1 .10 L10 L7 L07 l1 NF0201 NY1 NF 0 1 A" },
	{ SCHEME_NEC, "V1 Ver.1 1.2 .0 .1 .10 B b A -7936 -1 L07 L7 NF0201 NF1 _ 1 0" },
	{ SCHEME_ECCUBE, "4.0.6 4.1 4 .0 .1 .10 -p1 -p4 -p10 -p -alpha -beta -beta2 -rc1 -RC 0 1" },
	{ SCHEME_YEARLY, "2023 一太郎2023 2022 一太郎 ATOK atok v1 .0 .1 1 2 .10 365" },
	{ SCHEME_BUILD, "9.1 2019 V9 Build1 .0 .1 .10 SP1 SP2 sp0 Build1653 Build20 (Build1) Build202203 Build202204 r.5405 r1 2 0" },
	{ SCHEME_FIRMWARE, "1.05 C20_V1_ V2_ V1.0_ 230616 C20_V2_ .0 .1 .10 B03 B10 Build20200101 1 2 0 v" },
	{ SCHEME_NONE, "1 0 a" },
};

struct member {
	struct str         version;
	struct version_key key;
	bool               has_key;
};

struct family {
	enum scheme   scheme;
	struct member members[FAMILY];
	enum order    orders[FAMILY][FAMILY];
};

/* A sequence that is the same everywhere and each time. */
static size_t
next_number(uint64_t *state, size_t below)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(*state >> 33) % below;
}

static struct str
any_piece(uint64_t *state, const struct str_list *pieces)
{
	return pieces->items[next_number(state, pieces->count)];
}

/* Each member is an earlier one with a piece put in, exchanged or left out, or anew; now and then any bytes at all. */
static void
family_make(struct family *family, const struct str_list *pieces, uint64_t *state, struct arena *arena)
{
	struct str_list parts[FAMILY] = { 0 };

	for (size_t i = 0; i < FAMILY; i++) {
		bool anew = i == 0 || next_number(state, 12) == 0;
		const struct str_list *parent = anew ? NULL : &parts[next_number(state, i)];
		size_t count = anew ? 1 + next_number(state, 6) : parent->count, at = next_number(state, count + 1);
		struct buf text BUF_SCOPE = { 0 };

		if (anew)
			list_push(arena, &parts[i], pieces->items[next_number(state, 3)]);
		for (size_t j = 0; j < count; j++) {
			size_t how = !anew && j == at ? next_number(state, 3) : 3;
			struct str piece = anew ? any_piece(state, pieces) : parent->items[j];

			if (how < 2)
				list_push(arena, &parts[i], any_piece(state, pieces));
			if (how == 3 || how == 0)
				list_push(arena, &parts[i], piece);
		}
		if (!anew && at == count)
			list_push(arena, &parts[i], any_piece(state, pieces));
		for (size_t j = 0; j < parts[i].count; j++)
			buf_add(&text, parts[i].items[j]);
		if (next_number(state, 64) == 0)
			buf_add_char(&text, (char)next_number(state, 256));
		family->members[i].version = arena_copy(arena, buf_str(&text));
	}
}

/* ------------------------------------------------------------------------- what must hold */

static void
fail_two(const struct family *family, size_t i, size_t j, const char *what)
{
	fail_msg("%s: %.*s (%zu) and %.*s (%zu): %s", enum_name(&scheme_names, (int)family->scheme),
	    STR_ARG(family->members[i].version), family->members[i].version.len, STR_ARG(family->members[j].version),
	    family->members[j].version.len, what);
}

static void
check_pair(struct family *family, size_t i, size_t j)
{
	struct member *a = &family->members[i], *b = &family->members[j];
	enum order forth = version_compare(family->scheme, a->version, b->version);
	enum order back = version_compare(family->scheme, b->version, a->version);
	enum order keys = a->has_key && b->has_key ? version_key_order(&a->key, &b->key) : ORDER_UNKNOWN;

	family->orders[i][j] = forth;
	family->orders[j][i] = back;
	if (forth == ORDER_UNKNOWN ? back != ORDER_UNKNOWN : (int)forth != -(int)back)
		fail_two(family, i, j, "not the opposite the other way round");
	if (forth != ORDER_UNKNOWN && !str_eq(a->version, b->version) &&
	    !(version_is_valid(family->scheme, a->version) && version_is_valid(family->scheme, b->version)))
		fail_two(family, i, j, "ordered, and one is no version");
	if (!a->has_key || !b->has_key)
		return;
	if (forth == ORDER_UNKNOWN)
		fail_two(family, i, j, "both have keys, and no order");
	if (keys == ORDER_UNKNOWN ? a->key.whole && b->key.whole : keys != forth)
		fail_two(family, i, j, "the keys have another order");
	if (a->key.whole && b->key.whole && forth != ORDER_EQUAL &&
	    memcmp(a->key.bytes, b->key.bytes, a->key.len < b->key.len ? a->key.len : b->key.len) == 0)
		fail_two(family, i, j, "one key begins another");
	if (a->key.whole && b->key.whole && forth == ORDER_EQUAL && a->key.len != b->key.len)
		fail_two(family, i, j, "equal, and their keys are not");
}

static bool
is_at_most(enum order order)
{
	return order == ORDER_LESS || order == ORDER_EQUAL;
}

static void
check_three(const struct family *family, size_t i, size_t j, size_t k)
{
	enum order ij = family->orders[i][j], jk = family->orders[j][k], ik = family->orders[i][k];

	if (!is_at_most(ij) || !is_at_most(jk) || ik == ORDER_UNKNOWN)
		return;
	if (ik != (ij == ORDER_LESS ? ORDER_LESS : jk) && three_are_of_one_shape(family->scheme, family->members[i].version,
	    family->members[j].version, family->members[k].version))
		fail_msg("%s: %.*s, %.*s, %.*s contradict each other", enum_name(&scheme_names, (int)family->scheme),
		    STR_ARG(family->members[i].version), STR_ARG(family->members[j].version), STR_ARG(family->members[k].version));
}

/* Gives how many of its members have a key. */
static size_t
family_check(struct family *family)
{
	size_t keyed = 0;

	for (size_t i = 0; i < FAMILY; i++) {
		struct member *member = &family->members[i];

		member->has_key = version_key(family->scheme, member->version, &member->key);
		keyed += member->has_key;
		if (member->has_key && !version_is_valid(family->scheme, member->version))
			fail_two(family, i, i, "a key, and no version");
		for (size_t j = 0; j <= i; j++)
			check_pair(family, i, j);
	}
	for (size_t i = 0; i < FAMILY; i++)
		for (size_t j = 0; j < FAMILY; j++)
			for (size_t k = 0; k < FAMILY && is_at_most(family->orders[i][j]); k++)
				check_three(family, i, j, k);
	return keyed;
}

static void
made_up_versions_have_one_order_and_keys_in_it(void **state)
{
	const char *asked = getenv("TSUKUROI_PAIRS");
	uint64_t pairs = PAIRS;

	(void)state;
	if (asked != NULL)
		assert_true(str_to_u64(str_of(asked), &pairs));
	for (size_t g = 0; g < ARRAY_LEN(grammars); g++) {
		struct arena *words ARENA_SCOPE = arena_new();
		struct str_list pieces = { 0 };
		struct str rest = str_of(grammars[g].pieces), piece;
		size_t keyed = 0, families = (size_t)pairs / PAIRS_OF_FAMILY + 1;
		uint64_t sequence = g;

		while (str_split(&rest, ' ', &piece))
			list_push(words, &pieces, piece);
		for (size_t i = 0; i < families; i++) {
			struct arena *arena ARENA_SCOPE = arena_new();
			struct family family = { .scheme = grammars[g].scheme };

			family_make(&family, &pieces, &sequence, arena);
			keyed += family_check(&family);
		}
		print_message("  %s: %zu pairs, %zu of %zu versions have keys\n", enum_name(&scheme_names, (int)grammars[g].scheme),
		    families * PAIRS_OF_FAMILY, keyed, families * FAMILY);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made_up_versions_have_one_order_and_keys_in_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
