/*
 * release.c - rows of release tables: whose stream of builds each belongs to.
 */
#include "domain/windows/windows.h"

enum windows_kind
windows_kind_of(struct str kind, struct str text)
{
	static const struct { struct str word; enum windows_kind kind; } words[] = {
		{ STR_INIT("hotpatch"), WINDOWS_FIX_HOTPATCH },         { STR_INIT("security hotpatch"), WINDOWS_FIX_HOTPATCH },
		{ STR_INIT("monthly rollup"), WINDOWS_FIX_ROLLUP },     { STR_INIT("security monthly"), WINDOWS_FIX_ROLLUP },
		{ STR_INIT("security only"), WINDOWS_FIX_SECURITY_ONLY }, { STR_INIT("click to run"), WINDOWS_FIX_CLICK_TO_RUN },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_starts_nocase(kind, words[i].word) || str_starts_nocase(text, words[i].word))
			return words[i].kind;
	return WINDOWS_FIX_OTHER;
}

struct str
windows_release_key(const struct release *release, struct arena *arena)
{
	struct str product = release->product;
	struct windows_version version;

	if (str_starts_nocase(product, STR("Windows")) && windows_read_build(release->version, &version) && version.count == 4)
		return arena_printf(arena, "%s %u", str_starts_nocase(product, STR("Windows Server")) ? "server" : "client",
		    version.part[2]);
	if (str_starts_nocase(product, STR("Microsoft 365 Apps")) || str_starts_nocase(product, STR("Office")) ||
	    str_starts_nocase(product, STR("Microsoft Office")))
		return arena_join(arena, (struct str[]){ STR("office"), windows_fold(release->channel, arena) }, 2, STR(" "));
	if (str_starts_nocase(product, STR("Exchange Server")) || str_starts_nocase(product, STR("Microsoft Exchange Server")))
		return STR("exchange");
	if (str_starts_nocase(product, STR("SQL Server")))
		return windows_fold(product, arena);
	return STR("");
}

struct windows_release
windows_release_of(const struct release *release)
{
	struct windows_release row = {
		.kb = windows_read_kb(release->kb), .day = release->day, .kind = windows_kind_of(release->kind, STR("")),
	};

	/* Whatever is no version is no row: it has count 0. */
	(void)windows_version_parse(release->version, &row.version);
	return row;
}
