/*
 * number.c - builds and updates as numbers, out of the many ways in which they are written.
 */
#include "domain/windows/windows.h"

enum { BUILD_LEAST = 2600, BUILD_MOST = 99999, KB_LEAST = 100000, KB_MOST = 99999999 };

bool
windows_version_parse(struct str text, struct windows_version *ret_version)
{
	struct windows_version version = { .count = 0 };
	struct str rest = str_trim_space(text), piece;
	uint64_t number;

	if (str_ends(rest, STR(".")))
		return false;
	while (str_split(&rest, '.', &piece)) {
		if (version.count == ARRAY_LEN(version.part) || !str_to_u64(piece, &number) || number > UINT32_MAX)
			return false;
		version.part[version.count++] = (uint32_t)number;
	}
	if (version.count < 2)
		return false;
	*ret_version = version;
	return true;
}

int
windows_version_compare(const struct windows_version *a, const struct windows_version *b)
{
	for (size_t i = 0; i < ARRAY_LEN(a->part); i++) {
		uint32_t x = i < a->count ? a->part[i] : 0, y = i < b->count ? b->part[i] : 0;

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

struct str
windows_version_format(const struct windows_version *version, struct arena *arena)
{
	struct str text = STR("");

	for (uint32_t i = 0; i < version->count; i++)
		text = arena_printf(arena, "%.*s%s%u", STR_ARG(text), i == 0 ? "" : ".", version->part[i]);
	return text;
}

struct str
windows_build_text(const struct windows_version *version, struct arena *arena)
{
	if (version->count == 4 && version->part[0] == 10 && version->part[1] == 0)
		return arena_printf(arena, "%u.%u", version->part[2], version->part[3]);
	return windows_version_format(version, arena);
}

/* The next run of digits and dots off *rest that begins with a digit; false when there is none. */
static bool
next_number(struct str *rest, struct str *ret_word)
{
	size_t from = 0, end;

	while (from < rest->len && !char_is_digit(rest->ptr[from]))
		from++;
	for (end = from; end < rest->len && (char_is_digit(rest->ptr[end]) || rest->ptr[end] == '.');)
		end++;
	/* "24H2" is a release, "KB5121003" an update, "x64" an architecture: no build. */
	*ret_word = str_sub(*rest, from, end - from);
	if ((from > 0 && char_is_alpha(rest->ptr[from - 1])) || (end < rest->len && char_is_alpha(rest->ptr[end])))
		*ret_word = STR("");
	*rest = str_from(*rest, end);
	return from < end;
}

static bool
is_build(uint32_t number)
{
	return number >= BUILD_LEAST && number <= BUILD_MOST;
}

/* The kernel's number before the build, where only that is written: Windows 10 and later are all 10.0. */
static bool
set_build(struct windows_version *version, uint32_t build)
{
	static const struct { uint32_t build, major, minor; } before[] = {
		{ 6000, 6, 0 }, { 6001, 6, 0 }, { 6002, 6, 0 }, { 6003, 6, 0 }, { 7600, 6, 1 }, { 7601, 6, 1 }, { 9200, 6, 2 },
		{ 9600, 6, 3 },
	};

	if (!is_build(build))
		return false;
	*version = (struct windows_version){ { 10, 0, build, 0 }, 3 };
	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		if (before[i].build == build) {
			version->part[0] = before[i].major;
			version->part[1] = before[i].minor;
		}
	return build >= 10240 || version->part[0] != 10;
}

/* One word: "10.0.26100.8457", "26100.8457", "26100"; false when no build is in it. */
static bool
read_word(struct str word, struct windows_version *ret_version)
{
	struct windows_version said = { .count = 0 };
	uint64_t number;
	size_t at;

	word = str_trim(word, '.');
	if (str_to_u64(word, &number) && number <= UINT32_MAX)
		return set_build(ret_version, (uint32_t)number);
	if (!windows_version_parse(word, &said))
		return false;
	at = said.count >= 3 && said.part[0] <= 10 && !is_build(said.part[0]) ? 2 : 0;
	if (at == 0 && said.count != 2)
		return false;
	if (!set_build(ret_version, said.part[at]))
		return false;
	if (said.count > at + 1) {
		ret_version->part[3] = said.part[at + 1];
		ret_version->count = 4;
	}
	return true;
}

bool
windows_read_build(struct str text, struct windows_version *ret_version)
{
	struct windows_version best = { .count = 0 }, found;
	struct str word;

	while (next_number(&text, &word))
		if (read_word(word, &found) && found.count > best.count)
			best = found;
	if (best.count == 0)
		return false;
	*ret_version = best;
	return true;
}

uint32_t
windows_read_kb(struct str text)
{
	uint64_t number;

	text = str_trim_space(text);
	str_take_nocase(&text, STR("KB"));
	text = str_trim_space(text);
	return str_to_u64(text, &number) && number >= KB_LEAST && number <= KB_MOST ? (uint32_t)number : 0;
}
