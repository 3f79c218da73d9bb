/*
 * Our ranges against the programs that own their syntax (tests/differential/ask range-…), each asked about the same versions
 * and ranges in one go. Both are made from patterns over few numbers, so that many versions stand at the ends of ranges; half
 * of the versions are taken out of the range itself, and some ranges have a letter too many or too few. A program that is not
 * at hand is skipped and said so. TSUKUROI_PAIRS in the environment says how many pairs each is asked.
 */
#include "test.h"
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/vec.h"
#include "domain/range/range.h"

struct owner {
	const char *name;        /* as `ask` knows him                                                          */
	enum scheme scheme;
	const char *versions;    /* patterns between spaces: N is a number, _ a space                            */
	const char *tails;       /* what a version out of the range may get behind it                            */
	const char *atoms;       /* patterns of which ranges are made: V is a version                            */
	const char *joins;       /* what stands between them                                                     */
};

static const struct owner owners[] = {
	{ "range-npm", SCHEME_SEMVER, "N.N.N N.N.N N.N.N-a N.N.N-0 N.N.N-a.N N.N.N-N N.N.N+b vN.N.N-rc", "-a -0 -a.1 -b +x .0",
	  ">=V <V >V <=V =V V ^V ~V ~>V V_-_V >=_V <_V >=N.N <N.N >N <=N.x ^N.N ^N ~N ~N.N N.x N.N.x N.N N N_-_N.N N.N_-_N "
	  "* x >=N.x.x <=* >* ^* ^0.N.N ^0.0.N-a ~0.N >=V_<V >=N.N.N-a_<N.N.N-rc >=vN.N.N =vN.N v=N.N =v=N.N.N N.x.N ^N.x.N N.N.x-a 01.N.N "
	  "N.N.N-01 N.N-a", "_ _ __ _||_ || _||_ ," },
	{ "range-pep440", SCHEME_PEP440, "N.N N.N.N N NaN N.Nrc1 N.N.devN N.N.postN N.N.post0.devN NaN.postN NaN.devN N.N+x 1!N.N NaN.postN.devN+y.1",
	  "a1 rc0 .dev0 .dev1 .post0 .post1 .post0.dev0 .post1.dev0 +x .0 .1",
	  "==V !=V <=V >=V <V >V ~=V >=_V ==N.* !=N.N.* ==N.N.* ==vN.N !=1!N.* ==N.Na1 >NaN <N.N.postN >N.N.postN <N.N.devN >N.N.devN <=N.N-1 "
	  "~=N.N.N ~=N.N ~=N.N.postN ~=N.Na1 ~=1!N.N <N.N <=N.N >=N.N >N.N ==N.N >=N.N+x ~=N ==N.N.*+x <N.N.*", ", , ,_ _,_ ,, _" },
	{ "range-gem", SCHEME_GEM, "N.N N.N.N N N.a N.N.rcN N.N-N N.N.N.preN N.N.N.N", ".a .b.1 -1 .0 .rc .0.a",
	  "=V !=V >V <V >=V <=V ~>V ~>_V V >=_V ~>N ~>N.N ~>N.N.N ~>N.N.a ~>N.a ~>N.N.N.preN =_N.N !=_N =>N ==N ~N", ", , ,_ _,_ ,, _" },
	{ "range-maven", SCHEME_MAVEN, "N.N N.N.N N N.N-alpha N.N-N N.N-SNAPSHOT N.N-sp N.N-RELEASE N-rcN NaN", "-alpha -1 .0 -SNAPSHOT -sp .1 -x",
	  "[V,V] (V,V) [V,V) (V,V] [N,3) (,V] (,V) [V,) (V,) [V] [N.N,10] (N,2] V [_V_,_V_) (V) [V,V,V] (,) [N.N,2),[3,10) (,N],[3,) (,1),(1,2]",
	  ", ,_ , _" },
	{ "range-cargo", SCHEME_CARGO, "N.N.N N.N.N N.N.N-a N.N.N-0 N.N.N-a.N N.N.N-N N.N.N+b", "-a -0 -a.1 -b +x",
	  "V =V >V <V >=V <=V ^V ~V >=N.N <N.N >N <=N.N ^N.N ^N ~N ~N.N =N.N N.* N.N.* N.x * >=N.* <N.* =_V N.N N ^0.N ^0.0.N ^0 <=N.N.N-a >=N.N.N-0 "
	  "~N.N.* N.*.N 01.N V,V *.N", ", , ,_ _,_ ,, _" },
	{ "range-nuget", SCHEME_NUGET, "N.N N.N.N N.N.N N N.N-a N.N.N-beta.N N.N.N.N N.N.N-rcN", "-a -beta -beta.1 -rc.2.x .0 .1",
	  "V [V,V] (V,V) [V,V) (V,V] [N,3) (,V] (,V) [V,) (V,) [V] [_V_,_V_) (V) (,) N.* N.N.* N.N.N.* * N.N.N-* N.N.N-beta.* N.N.N-N.* N.N.N-beta.N.* "
	  "N.N.N-beta* [N,N.N,N] N.*.N [N.N,10]", "_ , ," },
	{ "range-composer", SCHEME_COMPOSER, "N.N N.N.N N N.N.N.N N.N-alpha1 N.N-dev N.N.N-beta2 N.NRC1 vN.N N.N-p1 N.N-beta-dev",
	  "-dev -alpha -beta1 -RC -p1 -stable",
	  "V =V ==V !=V <>V >V <V >=V <=V ^V ~V >=_V ^N ^N.N ^0.N ^0.0.N ~N ~N.N ~N.N.N N.* N.N.* N.N.x * N.*.* 0.N_-_1.N 1_-_2 1.0.N_-_2.N.N 0.N-beta_-_1 1_-_3.N-RC1 0_-_V "
	  ">=N.N@beta <N@dev N.N@stable >N.N@RC <=N.N@alpha ^N.N@dev N.N+b >N.N+b ~>N.N >=N.* ^0.0.0.N >=N.Nbeta", "_ , ,_ _||_ || _||_" },
};

struct pair {
	struct str version, range;
};

struct pairs {
	LIST(struct pair) list;
	struct str_list   versions, tails, atoms, joins;
	uint64_t          state;
};

/* A sequence that is the same everywhere and each time. */
static size_t
next_number(struct pairs *pairs, size_t below)
{
	pairs->state = pairs->state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(pairs->state >> 33) % below;
}

static struct str
any_of(struct pairs *pairs, const struct str_list *list)
{
	return list->items[next_number(pairs, list->count)];
}

static void
add_pattern(struct pairs *pairs, struct buf *text, struct str pattern)
{
	static const char *const numbers[] = { "0", "1", "1", "2", "3", "10" };

	for (size_t i = 0; i < pattern.len; i++)
		if (pattern.ptr[i] == 'N')
			buf_add(text, str_of(numbers[next_number(pairs, ARRAY_LEN(numbers))]));
		else if (pattern.ptr[i] == 'V')
			add_pattern(pairs, text, any_of(pairs, &pairs->versions));
		else
			buf_add_char(text, pattern.ptr[i] == '_' ? ' ' : pattern.ptr[i]);
}

/* One letter goes, or comes twice. */
static void
mangle(struct pairs *pairs, struct buf *text)
{
	size_t at = next_number(pairs, text->len + 1);
	struct buf mangled = { 0 };

	buf_add(&mangled, str_sub(buf_str(text), 0, at));
	buf_add(&mangled, str_from(buf_str(text), next_number(pairs, 2) == 0 || at == 0 ? at + 1 : at - 1));
	buf_done(text);
	*text = mangled;
}

static struct str
make_range(struct pairs *pairs, struct arena *arena)
{
	static const size_t counts[] = { 1, 1, 1, 2, 2, 3 };
	struct buf text BUF_SCOPE = { 0 };

	for (size_t i = counts[next_number(pairs, ARRAY_LEN(counts))]; i > 0; i--) {
		add_pattern(pairs, &text, any_of(pairs, &pairs->atoms));
		if (i > 1)
			add_pattern(pairs, &text, any_of(pairs, &pairs->joins));
	}
	if (next_number(pairs, 16) == 0)
		mangle(pairs, &text);
	return arena_copy(arena, buf_str(&text));
}

/* A version that stands in the range, cut out where a number begins; empty when that finds none. */
static struct str
version_out_of(struct pairs *pairs, struct str range)
{
	size_t at = next_number(pairs, range.len + 1), len = 0;

	while (at < range.len && !char_is_digit(range.ptr[at]))
		at++;
	while (at > 0 && at < range.len && (char_is_alnum(range.ptr[at - 1]) || range.ptr[at - 1] == '.' || range.ptr[at - 1] == '-'))
		at--;
	while (at + len < range.len && str_find_char(STR(" ,|[]()<>=!^~*"), range.ptr[at + len]) == SIZE_MAX)
		len++;
	return str_sub(range, at, len);
}

static void
add_pair(struct pairs *pairs, struct arena *arena)
{
	struct pair pair = { .range = make_range(pairs, arena) };
	struct buf text BUF_SCOPE = { 0 };

	if (next_number(pairs, 2) == 0)
		buf_add(&text, version_out_of(pairs, pair.range));
	if (text.len == 0)
		add_pattern(pairs, &text, any_of(pairs, &pairs->versions));
	else if (next_number(pairs, 2) == 0)
		buf_add(&text, any_of(pairs, &pairs->tails));
	pair.version = arena_copy(arena, buf_str(&text));
	list_push(arena, &pairs->list, pair);
}

static void
split_words(const char *text, struct arena *arena, struct str_list *list)
{
	struct str rest = str_of(text), word;

	while (str_split(&rest, ' ', &word))
		list_push(arena, list, word);
}

static void
make_pairs(struct pairs *pairs, const struct owner *owner, size_t wished, struct arena *arena)
{
	split_words(owner->versions, arena, &pairs->versions);
	split_words(owner->tails, arena, &pairs->tails);
	split_words(owner->atoms, arena, &pairs->atoms);
	split_words(owner->joins, arena, &pairs->joins);
	while (pairs->list.count < wished)
		add_pair(pairs, arena);
}

/* ----------------------------------------------------------------------------------- asking */

static char *
write_pairs(const struct pairs *pairs, struct arena *arena)
{
	const char *dir = getenv("TMPDIR");
	char *path = arena_cstr(arena, arena_printf(arena, "%s/ranges-XXXXXX", dir == NULL ? "/tmp" : dir));
	int fd = mkstemp(path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	assert_non_null(file);
	for (size_t i = 0; i < pairs->list.count; i++)
		(void)fprintf(file, "%.*s\t%.*s\n", STR_ARG(pairs->list.items[i].version), STR_ARG(pairs->list.items[i].range));
	assert_int_equal(fclose(file), 0);
	return path;
}

static size_t
pairs_wished(void)
{
	const char *wish = getenv("TSUKUROI_PAIRS");
	int64_t count = 20000;

	if (wish != NULL)
		assert_true(str_to_i64(str_of(wish), &count) && count > 0);
	return (size_t)count;
}

struct tally {
	size_t agree, differ;
	size_t undecided;      /* an answer of his where we have none */
	size_t refused;        /* the other way round                 */
	size_t neither;
};

static const char *
our_answer(const struct owner *owner, const struct pair *pair, struct arena *arena)
{
	static const char *const words[] = { [RANGE_IN] = "in", [RANGE_OUT] = "out", [RANGE_UNDECIDED] = "?" };
	struct version_set set;

	if (!version_is_valid(owner->scheme, pair->version) || range_of_native(owner->scheme, pair->range, arena, &set) != NULL)
		return "?";
	return words[range_contains(&set, owner->scheme, pair->version, NULL)];
}

static void
count_answer(struct tally *tally, const struct owner *owner, const struct pair *pair, struct str his, struct arena *arena)
{
	struct str ours = str_of(our_answer(owner, pair, arena));
	bool we = !str_eq(ours, STR("?")), he = !str_eq(his, STR("?"));
	const char *show = getenv("TSUKUROI_SHOW");

	if (show != NULL && we != he)
		print_message("    %s: %.*s in \"%.*s\": %.*s, %.*s\n", show, STR_ARG(pair->version), STR_ARG(pair->range), STR_ARG(ours), STR_ARG(his));
	if (!we && !he)
		tally->neither++;
	else if (!we)
		tally->undecided++;
	else if (!he)
		tally->refused++;
	else if (str_eq(ours, his))
		tally->agree++;
	else if (tally->differ++ < 20)
		print_message("    %.*s is %.*s of \"%.*s\", %s has %.*s\n", STR_ARG(pair->version), STR_ARG(ours), STR_ARG(pair->range),
		    owner->name, STR_ARG(his));
}

static void
check_owner(const struct owner *owner)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();
	struct pairs pairs = { .state = 20261121 };
	struct tally tally = { 0 };
	size_t answered = 0;
	char line[64], *path;
	int status;
	FILE *pipe;

	make_pairs(&pairs, owner, pairs_wished(), arena);
	path = write_pairs(&pairs, arena);
	pipe = popen(arena_cstr(arena, arena_printf(arena, "%s/tests/differential/ask %s <%s", SOURCE_ROOT, owner->name, path)), "r");
	assert_non_null(pipe);
	for (; answered < pairs.list.count && fgets(line, sizeof(line), pipe) != NULL; answered++) {
		count_answer(&tally, owner, &pairs.list.items[answered], str_trim_space(str_of(line)), item);
		arena_reset(item);
	}
	status = pclose(pipe);
	(void)unlink(path);
	if (WEXITSTATUS(status) == 77) {
		print_message("skipped: ranges of %s by %s\n", enum_name(&scheme_names, (int)owner->scheme), owner->name);
		return;
	}
	print_message("  %-9s %-14s %8zu pairs: %8zu agree, %zu differ, %zu undecided by us, %zu refused by the owner, %zu by both\n",
	    enum_name(&scheme_names, (int)owner->scheme), owner->name, answered, tally.agree, tally.differ, tally.undecided,
	    tally.refused, tally.neither);
	assert_int_equal(status, 0);
	assert_int_equal(answered, pairs.list.count);
	assert_true(tally.agree > answered / 4);
	assert_true(tally.undecided < answered / 5);
	assert_int_equal(tally.differ, 0);
}

static void
ranges_agree_with_those_who_own_their_syntax(void **state)
{
	const char *one = getenv("TSUKUROI_OWNER");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(owners); i++)
		if (one == NULL || str_eq(str_of(owners[i].name), str_of(one)))
			check_owner(&owners[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_agree_with_those_who_own_their_syntax),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
