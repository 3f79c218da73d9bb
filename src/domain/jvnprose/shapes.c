#include "domain/jvnprose/shapes.h"

static size_t
digits_at(struct str text, size_t at)
{
	size_t len = 0;

	while (at + len < text.len && char_is_digit(text.ptr[at + len]))
		len++;
	return len;
}

static size_t
letters_at(struct str text, size_t at)
{
	size_t len = 0;

	while (at + len < text.len && char_is_alpha(text.ptr[at + len]))
		len++;
	return len;
}

/* Numbers between separators of one kind, from `at` on. */
static size_t
numbers_at(struct str text, size_t at, char separator)
{
	size_t len = digits_at(text, at);

	while (len > 0 && at + len + 1 < text.len && text.ptr[at + len] == separator && digits_at(text, at + len + 1) > 0)
		len += 1 + digits_at(text, at + len + 1);
	return len;
}

/* ----------------------------------------------------------------------------- what is no version */

/* 「2019」「2013 SP1」: the year is the product's name, or what is left of a date; 「2024-01」 is a month. */
static bool
is_year(struct str text)
{
	struct str year = str_sub(text, 0, 4);

	return digits_at(text, 0) == 4 && (text.len == 4 || text.ptr[4] == ' ' || text.ptr[4] == '-') &&
	    str_cmp(year, STR("1980")) >= 0 && str_cmp(year, STR("2099")) <= 0;
}

static bool
is_long_number(struct str text)
{
	return text.len >= 4 && digits_at(text, 0) == text.len;
}

/* 「21H2」: a half-year's release of Windows. */
static bool
is_half_year(struct str text)
{
	return text.len == 4 && digits_at(text, 0) == 2 && char_lower(text.ptr[2]) == 'h' && char_is_digit(text.ptr[3]);
}

/* -------------------------------------------------------------------------------- what may bound */

/* " Build1653" or "Build 1653" and nothing behind it. */
static bool
is_build(struct str text)
{
	(void)str_take(&text, STR(" "));
	if (!str_take_nocase(&text, STR("build")))
		return text.len == 0;
	(void)str_take(&text, STR(" "));
	return text.len > 0 && digits_at(text, 0) == text.len;
}

/* The length of " SP4", "SP4", " Service Pack 4" or " R4" at the front; 0 when none stands there. */
static size_t
pack_len(struct str tail)
{
	struct str rest = tail;
	size_t digits;

	(void)str_take(&rest, STR(" "));
	if (!str_take_nocase(&rest, STR("service pack")) && !str_take_nocase(&rest, STR("sp")) && !str_take_nocase(&rest, STR("r")))
		return 0;
	(void)str_take(&rest, STR(" "));
	digits = digits_at(rest, 0);
	return digits == 0 ? 0 : tail.len - rest.len + digits;
}

static bool
is_pack(struct str tail)
{
	return pack_len(tail) > 0 && is_build(str_from(tail, pack_len(tail)));
}

/* Nothing, one letter, "za", "-2", "-p4", "rc1", ".M1", "-beta.1" …: what the generic order knows the place of. */
static bool
is_tail(struct str tail)
{
	static const struct str words[] = {
		STR_INIT("p"), STR_INIT("pl"), STR_INIT("rc"), STR_INIT("beta"), STR_INIT("alpha"), STR_INIT("b"), STR_INIT("a"), STR_INIT("m"),
		STR_INIT("u"), STR_INIT("h"), STR_INIT("hf"), STR_INIT("final"), STR_INIT("ga"), STR_INIT("release"),
	};
	size_t letters;
	struct str word;

	if (tail.len == 0 || (tail.len == 1 && char_is_alpha(tail.ptr[0])) || (tail.len == 2 && tail.ptr[0] == 'z' && char_is_lower(tail.ptr[1])))
		return true;
	if (str_find_char(STR("-_."), tail.ptr[0]) != SIZE_MAX)
		tail = str_from(tail, 1);
	letters = letters_at(tail, 0);
	word = str_sub(tail, 0, letters);
	tail = str_from(tail, letters);
	if (letters > 0)
		(void)str_take(&tail, STR("."));
	if (digits_at(tail, 0) != tail.len)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq_nocase(word, words[i]))
			return true;
	return letters == 0 && tail.len > 0;
}

/* "V01L07NF0201", "V6.0L10": the word that begins so has its level (words.c). */
static bool
is_level(struct str text)
{
	size_t at = 1 + numbers_at(text, 1, '.');

	if (!str_starts_nocase(text, STR("v")))
		return false;
	while (at < text.len) {
		size_t letters = letters_at(text, at), digits = digits_at(text, at + letters);

		if (letters == 0 || letters > 2 || digits == 0)
			return false;
		at += letters + digits;
	}
	return true;
}

/* "11-10", "11-10-00": pairs of digits. */
static bool
is_revision(struct str text)
{
	if (text.len != 5 && text.len != 8)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (i % 3 == 2 ? text.ptr[i] != '-' : !char_is_digit(text.ptr[i]))
			return false;
	return true;
}

bool
shape_is_bound(struct str version)
{
	size_t numbers = numbers_at(version, 0, '.');
	struct str tail = str_from(version, numbers);

	/* Years by themselves are in order: 「2022 およびそれ以前」. */
	if ((is_year(version) && version.len > 4) || is_half_year(version))
		return false;
	return is_level(version) || is_revision(version) || (numbers > 0 && (is_tail(tail) || is_pack(tail)));
}

bool
shape_is_exact(struct str version)
{
	struct str head, tail;

	if (is_year(version) || (str_cut(version, '-', &head, &tail) && str_find_char(tail, '.') != SIZE_MAX && !shape_is_bound(version)))
		return false;
	return str_find_char(version, '*') == SIZE_MAX;
}

bool
shape_has_pack(struct str version)
{
	return is_pack(str_from(version, numbers_at(version, 0, '.')));
}

/* --------------------------------------------------------------------------------------- branches */

struct str
shape_numbers(struct str version)
{
	return is_revision(version) ? version : str_sub(version, 0, numbers_at(version, 0, '.'));
}

struct str
shape_branch(struct str version)
{
	struct str head, tail;

	if (!str_cut_last(shape_numbers(version), is_revision(version) ? '-' : '.', &head, &tail))
		return STR("");
	return head;
}

/* ----------------------------------------------------------------------------------------- doubts */

static void
add_one(struct str version, struct arena *arena, struct version_set *doubts)
{
	list_push(arena, &doubts->intervals, ((struct interval){ .lower = { CUT_BEFORE, version }, .upper = { CUT_AFTER, version } }));
}

void
shape_add_doubts(struct str version, struct arena *arena, struct version_set *doubts)
{
	size_t numbers = numbers_at(version, 0, '.'), pack = pack_len(str_from(version, numbers));

	/* A date of eight digits has no order with smaller numbers anyway. */
	if (is_long_number(version) && version.len != 8)
		list_push(arena, &doubts->intervals, ((struct interval){ .upper = { CUT_BEFORE, STR("1000") } }));
	if (!shape_has_pack(version))
		return;
	add_one(str_sub(version, 0, numbers), arena, doubts);
	if (numbers + pack < version.len)
		add_one(str_sub(version, 0, numbers + pack), arena, doubts);
}

/* At most one dot and only digits: 「6」「5.5」. */
static bool
is_short(struct str text)
{
	size_t dots = 0;

	for (size_t i = 0; i < text.len; i++) {
		dots += text.ptr[i] == '.';
		if (!char_is_digit(text.ptr[i]) && text.ptr[i] != '.')
			return false;
	}
	return dots < 2;
}

void
shape_add_doubts_alone(struct str version, struct arena *arena, struct version_set *doubts)
{
	if (is_half_year(version) || is_long_number(version)) {
		list_push(arena, &doubts->intervals, ((struct interval){ .upper = { CUT_BEFORE, version } }));
		list_push(arena, &doubts->intervals, ((struct interval){ .lower = { CUT_AFTER, version } }));
	} else if (is_short(version)) {
		list_push(arena, &doubts->intervals, ((struct interval){ .lower = { CUT_AFTER, version }, .upper = { CUT_AFTER_PREFIX, version } }));
	} else {
		shape_add_doubts(version, arena, doubts);
	}
}
