/*
 * names.c - how fast written names are resolved, by itself, in one thread, over lists of MyJVN's kind enlarged.
 *
 *     bench-names [VENDORS PRODUCTS NAMES]      30,000 vendors, 200,000 products, 100,000 distinct names
 *
 * The lists are made up: vendors and products of two to four words out of syllables, Japanese and Latin, a tenth of the products
 * with a model number. The names are drawn from them as people write them: as the list has them, with a version glued on, in
 * half-width, with a slip of the pen, of another vendor, or of nothing in the list. Everything is drawn by one
 * generator from one seed, so that each run asks the same.
 *
 * Prints how long the catalogue took to fill and to make ready, resolves a second, how many had a candidate and how many a
 * certain one, and the memory of the catalogue and of the process. It never passes or fails.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "base/clock.h"
#include "domain/name/name.h"

static uint64_t state = 0x9e3779b97f4a7c15u;

static uint32_t
draw(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 11) % below);
}

static const char *const latin[] = {
	"ac", "ba", "cor", "da", "el", "fi", "gra", "hi", "in", "ju", "ka", "lo", "mi", "net", "or", "pro", "qui", "ra", "sys", "tec",
	"ul", "vi", "wa", "xe", "yo", "zen", "data", "soft", "ware", "web",
};
static const char *const kana[] = {
	"ア", "カ", "サ", "タ", "ナ", "ハ", "マ", "ヤ", "ラ", "ワ", "リ", "シ", "チ", "ニ", "ミ", "ル", "ス", "ツ", "フ", "ム",
	"レ", "セ", "テ", "ネ", "メ", "ロ", "ソ", "ト", "ノ", "モ", "東", "西", "山", "川", "電", "機", "工", "業", "情", "報",
};

static struct str
word(struct arena *arena, bool japanese)
{
	struct str text = STR("");

	for (uint32_t n = 2 + draw(2); n > 0; n--)
		text = arena_printf(arena, "%.*s%s", STR_ARG(text), japanese ? kana[draw(ARRAY_LEN(kana))] : latin[draw(ARRAY_LEN(latin))]);
	return text;
}

static struct str
words(struct arena *arena, uint32_t count, bool japanese)
{
	struct str text = word(arena, japanese);

	while (--count > 0)
		text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(text), japanese ? "" : " ", STR_ARG(word(arena, japanese)));
	return text;
}

struct lists { struct product_name *products; uint32_t count; };

static struct lists
make_lists(uint32_t vendors, uint32_t count, struct arena *arena)
{
	struct lists lists = { ARENA_ARRAY(arena, struct product_name, count), count };
	struct str *names = ARENA_ARRAY(arena, struct str, vendors);

	for (uint32_t i = 0; i < vendors; i++)
		names[i] = words(arena, 1 + draw(2), draw(3) == 0);
	for (uint32_t i = 0; i < count; i++) {
		struct product_name *product = &lists.products[i];
		uint32_t vendor = draw(vendors);
		bool japanese = draw(4) == 0;

		product->id = arena_printf(arena, "jvn/pid/%u", i);
		product->vid = arena_printf(arena, "%u", vendor);
		product->vendor_ja = names[vendor];
		product->product_ja = draw(10) == 0 ? arena_printf(arena, "%.*s-%u%c", STR_ARG(word(arena, false)), 100 + draw(9000), 'A' + (char)draw(26))
		    : words(arena, 1 + draw(3), japanese);
		product->cpe = arena_printf(arena, "cpe:2.3:a:v%u:p%u:*:*:*:*:*:*:*:*", vendor, i);
	}
	return lists;
}

/* One name as somebody would write it. */
static struct str
written(const struct lists *lists, struct arena *arena, struct str *ret_vendor)
{
	const struct product_name *product = &lists->products[draw(lists->count)];
	struct str name = product->product_ja;

	*ret_vendor = draw(3) == 0 ? STR("") : draw(5) == 0 ? lists->products[draw(lists->count)].vendor_ja
	    : draw(2) == 0 ? arena_printf(arena, "株式会社%.*s", STR_ARG(product->vendor_ja)) : product->vendor_ja;
	switch (draw(5)) {
	case 0:
		return arena_printf(arena, "%.*s %u.%u.%u", STR_ARG(name), draw(20), draw(30), draw(100));
	case 1:
		return arena_printf(arena, "%.*s%u", STR_ARG(name), 1 + draw(30));
	case 2:   /* a slip: a letter twice */
		return arena_printf(arena, "%.*s%.*s Ver.%u", STR_ARG(str_sub(name, 0, name.len > 3 ? 1 : 0)), STR_ARG(name), draw(20));
	case 3:
		return arena_printf(arena, "%.*s %.*s", STR_ARG(words(arena, 2, draw(2) == 0)), STR_ARG(word(arena, false)));
	default:
		return name;
	}
}

static double
seconds_since(int64_t ticks)
{
	return (double)(clock_ticks() - ticks) / 1e6;
}

int
main(int argc, char **argv)
{
	uint32_t vendors = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 30000;
	uint32_t products = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 200000;
	uint32_t names = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 100000;
	struct arena *arena ARENA_SCOPE = arena_new(), *scratch ARENA_SCOPE = arena_new();
	struct lists lists = make_lists(vendors, products, arena);
	struct name_catalogue *catalogue = name_catalogue_new();
	struct str *asked = ARENA_ARRAY(arena, struct str, 2 * (size_t)names);
	size_t answered = 0, certain = 0;
	struct rusage usage;
	int64_t began = clock_ticks();
	double filled, ready, resolved;

	for (uint32_t i = 0; i < products; i++)
		name_catalogue_add(catalogue, &lists.products[i], STR("bench"), DAY_NONE);
	if (name_catalogue_tables(catalogue, arena) != NULL)
		return 1;
	filled = seconds_since(began);
	began = clock_ticks();
	(void)name_resolve(catalogue, STR(""), STR("x"), scratch);
	ready = seconds_since(began);
	for (uint32_t i = 0; i < names; i++)
		asked[2 * i + 1] = written(&lists, arena, &asked[2 * i]);
	began = clock_ticks();
	for (uint32_t i = 0; i < names; i++, arena_reset(scratch)) {
		struct name_answer answer = name_resolve(catalogue, asked[2 * i], asked[2 * i + 1], scratch);

		answered += answer.count > 0;
		certain += answer.count > 0 && answer.candidates[0].certain;
	}
	resolved = seconds_since(began);
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("%u vendors, %u products: filled in %.2f s, made ready in %.2f s, catalogue %zu MB\n", vendors, products, filled, ready,
	    name_catalogue_counts(catalogue).bytes >> 20);
	printf("%u names: %.0f resolves/s (%.2f s); %.1f %% with a candidate, %.1f %% certain; process at most %ld MB\n", names,
	    names / resolved, resolved, 100.0 * (double)answered / names, 100.0 * (double)certain / names, usage.ru_maxrss >> 10);
	name_catalogue_free(catalogue);
	return 0;
}
