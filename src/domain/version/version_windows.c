/*
 * Windows and other products of Microsoft that count the same way: major.minor.build.revision, all by value
 * (learn.microsoft.com, "Windows release information").
 *
 * The short forms "19045.4046" and "19045" of Windows itself are completed from the table of its builds. Without a
 * revision (UBR) it is not known how far the build has been updated: within the same build that is unknown, not 0.
 * Such versions have no key.
 *
 * Builds of different branches are compared as numbers here. That a host on build 22631 is not mended by an update
 * for 22621 is for the matcher to know, as are SQL Server's GDR and CU.
 */
#include "domain/version/parts.h"

struct windows {
	struct str line, build, revision;
};

static const struct release {
	struct str line;
	uint64_t   builds[24];     /* 0 ends it */
} releases[] = {
	{ STR_INIT("5.0"), { 2195 } },
	{ STR_INIT("5.1"), { 2600 } },
	{ STR_INIT("5.2"), { 3790 } },
	{ STR_INIT("6.0"), { 6000, 6001, 6002, 6003 } },
	{ STR_INIT("6.1"), { 7600, 7601 } },
	{ STR_INIT("6.2"), { 9200 } },
	{ STR_INIT("6.3"), { 9600 } },
	{ STR_INIT("10.0"), { 10240, 10586, 14393, 15063, 16299, 17134, 17763, 18362, 18363, 19041, 19042, 19043, 19044, 19045,
	  20348, 22000, 22621, 22631, 25398, 26100, 26200, 26300, 28000 } },
};

/* Empty for a build that no release of Windows had: Office's "10393.20000" is not one. */
static struct str
line_of_build(struct str build)
{
	uint64_t number;

	if (!str_to_u64(build, &number))
		return STR("");
	for (size_t i = 0; i < ARRAY_LEN(releases); i++)
		for (const uint64_t *known = releases[i].builds; *known != 0; known++)
			if (*known == number)
				return releases[i].line;
	return STR("");
}

static bool
windows_read(struct str version, struct windows *ret_windows)
{
	struct windows windows = { 0 };
	struct str numbers = numbers_take(&version, '.'), items[4] = { 0 }, item;
	size_t count = 0;

	if (numbers.len == 0 || version.len > 0)
		return false;
	windows.line = numbers;
	for (; str_split(&numbers, '.', &item); count++) {
		if (count == ARRAY_LEN(items))
			return false;
		items[count] = item;
	}
	if (count > 2) {
		windows.line.len = (size_t)(items[2].ptr - items[0].ptr) - 1;
		windows.build = items[2];
		windows.revision = items[3];
	} else {
		windows.line = line_of_build(items[0]);
		windows.build = items[0];
		windows.revision = items[1];
	}
	*ret_windows = windows;
	return windows.line.len > 0 && windows.line.ptr[0] != '0';
}

static enum order
windows_compare(struct str a, struct str b)
{
	struct windows windows_a, windows_b;
	enum order order;

	if (!windows_read(a, &windows_a) || !windows_read(b, &windows_b))
		return ORDER_UNKNOWN;
	order = numbers_compare(windows_a.line, windows_b.line);
	if (order == ORDER_EQUAL)
		order = digits_compare(windows_a.build, windows_b.build);
	if (order != ORDER_EQUAL)
		return order;
	if ((windows_a.revision.len == 0) != (windows_b.revision.len == 0))
		return ORDER_UNKNOWN;
	return digits_compare(windows_a.revision, windows_b.revision);
}

static bool
windows_key(struct str version, struct version_key *key)
{
	struct windows windows;

	if (!windows_read(version, &windows) || windows.revision.len == 0)
		return false;
	numbers_key(windows.line, key);
	key_digits(key, windows.build);
	key_digits(key, windows.revision);
	return true;
}

static bool
windows_is_valid(struct str version)
{
	struct windows windows;

	return windows_read(version, &windows);
}

const struct ordering ordering_windows = { windows_compare, windows_is_valid, windows_key, no_prerelease, false };
