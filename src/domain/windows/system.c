/*
 * system.c - operating systems: from build, installation and architecture to the name under which Microsoft lists them.
 */
#include "domain/windows/room.h"

enum { ARCH_32 = 1, ARCH_X64 = 2, ARCH_ARM64 = 4 };
enum style {
	STYLE_ARCH,         /* "windows 11 version 24h2 for x64-based systems"                              */
	STYLE_PACK,         /* "windows 7 for x64-based systems service pack 1"                             */
	STYLE_SERVER,       /* "windows server 2019", "… (server core installation)"                        */
	STYLE_SERVER_PACK,  /* "windows server 2008 r2 for x64-based systems service pack 1", and Core      */
	STYLE_CORE,         /* Server Core only: "windows server, version 1903 (server core installation)"  */
};

/*
 * Until when Microsoft looks at new weaknesses of a line: the latest of its ends of servicing, LTSC and ESU included
 * (windows.md §2). Behind that day an advisory's silence says nothing.
 */
static const struct windows_os {
	uint32_t    build;
	bool        server;
	enum style  style;
	unsigned    archs;
	const char *name;
	const char *pack;      /* "service pack 1" */
	const char *release;   /* as people write it behind "Windows 11" */
	struct civil until;
} systems[] = {
	{ 7601, false, STYLE_PACK, ARCH_32 | ARCH_X64, "windows 7", "service pack 1", "", { 2023, 1, 10 } },
	{ 9200, false, STYLE_ARCH, ARCH_32 | ARCH_X64, "windows 8", "", "", { 2016, 1, 12 } },
	{ 9600, false, STYLE_ARCH, ARCH_32 | ARCH_X64, "windows 8.1", "", "", { 2023, 1, 10 } },
	{ 10240, false, STYLE_ARCH, ARCH_32 | ARCH_X64, "windows 10", "", "1507", { 2025, 10, 14 } },
	{ 10586, false, STYLE_ARCH, ARCH_32 | ARCH_X64, "windows 10 version 1511", "", "1511", { 2017, 10, 10 } },
	{ 14393, false, STYLE_ARCH, ARCH_32 | ARCH_X64, "windows 10 version 1607", "", "1607", { 2026, 10, 13 } },
	{ 15063, false, STYLE_ARCH, ARCH_32 | ARCH_X64, "windows 10 version 1703", "", "1703", { 2019, 10, 8 } },
	{ 16299, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 1709", "", "1709", { 2020, 10, 13 } },
	{ 17134, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 1803", "", "1803", { 2021, 5, 11 } },
	{ 17763, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 1809", "", "1809", { 2029, 1, 9 } },
	{ 18362, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 1903", "", "1903", { 2020, 12, 8 } },
	{ 18363, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 1909", "", "1909", { 2022, 5, 10 } },
	{ 19041, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 2004", "", "2004", { 2021, 12, 14 } },
	{ 19042, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 20h2", "", "20h2", { 2023, 5, 9 } },
	{ 19043, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 21h1", "", "21h1", { 2022, 12, 13 } },
	{ 19044, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 21h2", "", "21h2", { 2032, 1, 13 } },
	{ 19045, false, STYLE_ARCH, ARCH_32 | ARCH_X64 | ARCH_ARM64, "windows 10 version 22h2", "", "22h2", { 2028, 10, 10 } },
	{ 22000, false, STYLE_ARCH, ARCH_X64 | ARCH_ARM64, "windows 11 version 21h2", "", "21h2", { 2024, 10, 8 } },
	{ 22621, false, STYLE_ARCH, ARCH_X64 | ARCH_ARM64, "windows 11 version 22h2", "", "22h2", { 2025, 10, 14 } },
	{ 22631, false, STYLE_ARCH, ARCH_X64 | ARCH_ARM64, "windows 11 version 23h2", "", "23h2", { 2026, 11, 10 } },
	{ 26100, false, STYLE_ARCH, ARCH_X64 | ARCH_ARM64, "windows 11 version 24h2", "", "24h2", { 2034, 10, 10 } },
	{ 26200, false, STYLE_ARCH, ARCH_X64 | ARCH_ARM64, "windows 11 version 25h2", "", "25h2", { 2028, 10, 10 } },
	{ 28000, false, STYLE_ARCH, ARCH_X64 | ARCH_ARM64, "windows 11 version 26h1", "", "26h1", { 2029, 3, 13 } },
	{ 26300, false, STYLE_ARCH, ARCH_X64 | ARCH_ARM64, "windows 11 version 26h2", "", "26h2", { 2028, 10, 10 } },
	{ 6002, true, STYLE_SERVER_PACK, ARCH_32 | ARCH_X64, "windows server 2008", "service pack 2", "", { 2024, 1, 9 } },
	{ 6003, true, STYLE_SERVER_PACK, ARCH_32 | ARCH_X64, "windows server 2008", "service pack 2", "", { 2024, 1, 9 } },
	{ 7601, true, STYLE_SERVER_PACK, ARCH_X64, "windows server 2008 r2", "service pack 1", "", { 2024, 1, 9 } },
	{ 9200, true, STYLE_SERVER, 0, "windows server 2012", "", "", { 2026, 10, 13 } },
	{ 9600, true, STYLE_SERVER, 0, "windows server 2012 r2", "", "", { 2026, 10, 13 } },
	{ 14393, true, STYLE_SERVER, 0, "windows server 2016", "", "", { 2027, 1, 12 } },
	{ 16299, true, STYLE_CORE, 0, "windows server, version 1709", "", "1709", { 2019, 4, 9 } },
	{ 17134, true, STYLE_CORE, 0, "windows server, version 1803", "", "1803", { 2019, 11, 12 } },
	{ 17763, true, STYLE_SERVER, 0, "windows server 2019", "", "", { 2029, 1, 9 } },
	{ 18362, true, STYLE_CORE, 0, "windows server, version 1903", "", "1903", { 2020, 12, 8 } },
	{ 18363, true, STYLE_CORE, 0, "windows server, version 1909", "", "1909", { 2021, 5, 11 } },
	{ 19041, true, STYLE_CORE, 0, "windows server, version 2004", "", "2004", { 2021, 12, 14 } },
	{ 19042, true, STYLE_CORE, 0, "windows server, version 20h2", "", "20h2", { 2022, 8, 9 } },
	{ 20348, true, STYLE_SERVER, 0, "windows server 2022", "", "", { 2031, 10, 14 } },
	{ 25398, true, STYLE_CORE, 0, "windows server 2022, 23h2 edition", "", "23h2", { 2026, 5, 12 } },
	{ 26100, true, STYLE_SERVER, 0, "windows server 2025", "", "", { 2034, 11, 14 } },
};

static const struct { unsigned arch; const char *words; } archs[] = {
	{ ARCH_32, "32-bit" }, { ARCH_X64, "x64-based" }, { ARCH_ARM64, "arm64-based" },
};

static const char core[] = " (server core installation)";

/* --------------------------------------------------------------------------------- Microsoft's names */

/* "…for 32-bit systems" and what stands behind it, for one system and architecture. */
static struct str
listed_name(const struct windows_os *os, unsigned arch, bool is_core, struct arena *arena)
{
	const char *words = "";

	for (size_t i = 0; i < ARRAY_LEN(archs); i++)
		if (archs[i].arch == arch)
			words = archs[i].words;
	switch (os->style) {
	case STYLE_ARCH:
		return arena_printf(arena, "%s for %s systems", os->name, words);
	case STYLE_PACK:
		return arena_printf(arena, "%s for %s systems %s", os->name, words, os->pack);
	case STYLE_SERVER_PACK:
		return arena_printf(arena, "%s for %s systems %s%s", os->name, words, os->pack, is_core ? core : "");
	case STYLE_SERVER:
		return arena_printf(arena, "%s%s", os->name, is_core ? core : "");
	case STYLE_CORE:
		return arena_printf(arena, "%s%s", os->name, core);
	}
	return STR("");
}

static bool
is_listed_as(const struct windows_os *os, struct str name)
{
	struct arena *arena ARENA_SCOPE = arena_new_of(512);

	if (!str_starts(name, str_of(os->name)))
		return false;
	for (unsigned arch = os->archs == 0 ? 0 : ARCH_32; arch <= ARCH_ARM64; arch = arch == 0 ? ARCH_ARM64 + 1 : arch * 2) {
		if (arch != 0 && (os->archs & arch) == 0)
			continue;
		if (str_eq(name, listed_name(os, arch, false, arena)) || str_eq(name, listed_name(os, arch, true, arena)))
			return true;
	}
	return false;
}

/* Words that some of Microsoft's lists have where others have the usual ones. */
static struct str
usual_words(struct str name, struct arena *arena)
{
	struct str head = name;

	str_take_end(&head, STR(" - extra"));
	if (str_take_end(&head, STR(" for arm systems")))
		return arena_printf(arena, "%.*s for arm64-based systems", STR_ARG(head));
	return head;
}

/* A name that means some Windows, known here or not: tools and kits for it are none. */
static bool
is_like_system(struct str name)
{
	static const struct str begins[] = {
		STR_INIT("windows 1"), STR_INIT("windows 7 "), STR_INIT("windows 8"), STR_INIT("windows server"),
	};
	static const struct str others[] = {
		STR_INIT(" hlk"), STR_INIT("holographic"), STR_INIT("hololens"), STR_INIT("itanium"),
	};

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (str_find(name, others[i]) != SIZE_MAX)
			return false;
	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (str_starts(name, begins[i]))
			return true;
	return false;
}

struct windows_line
system_line(struct str name, struct arena *arena)
{
	struct windows_line line = { .key = usual_words(name, arena), .branch = STR("") };

	for (size_t i = 0; i < ARRAY_LEN(systems); i++)
		if (is_listed_as(&systems[i], line.key)) {
			line.rule = systems[i].build >= 10240 ? WINDOWS_BUILD : WINDOWS_TRACKS;
			return line;
		}
	line.kin = is_like_system(name);
	return line;
}

/* ------------------------------------------------------------------------------------ components */

static unsigned
arch_of(struct str text)
{
	static const struct { struct str word; unsigned arch; } words[] = {
		{ STR_INIT("arm64"), ARCH_ARM64 }, { STR_INIT("aarch64"), ARCH_ARM64 }, { STR_INIT("x64"), ARCH_X64 },
		{ STR_INIT("amd64"), ARCH_X64 },   { STR_INIT("x86_64"), ARCH_X64 },    { STR_INIT("64"), ARCH_X64 },
		{ STR_INIT("x86"), ARCH_32 },      { STR_INIT("i386"), ARCH_32 },       { STR_INIT("i686"), ARCH_32 },
		{ STR_INIT("32"), ARCH_32 },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_find(text, words[i].word) != SIZE_MAX)
			return words[i].arch;
	return 0;
}

/* Client and server share builds: ANSWER_YES server, ANSWER_NO client. */
static enum answer
is_server(const struct component *component, struct str name)
{
	if (str_starts_nocase(component->installation, STR("Server")) ||
	    str_starts_nocase(component->installation, STR("Nano")))
		return ANSWER_YES;
	if (str_starts_nocase(component->installation, STR("Client")))
		return ANSWER_NO;
	if (str_find(name, STR("server")) != SIZE_MAX || str_starts_nocase(component->edition, STR("Server")))
		return ANSWER_YES;
	return component->edition.len > 0 || str_starts(name, STR("windows 1")) || str_starts(name, STR("windows 7")) ||
	    str_starts(name, STR("windows 8")) ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* The build of a name alone: "windows server 2019 standard", "windows 11 pro" with "24h2" somewhere beside it. */
static const struct windows_os *
system_of_words(struct str name, struct str release)
{
	const struct windows_os *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < ARRAY_LEN(systems); i++) {
		const struct windows_os *os = &systems[i];
		struct str own = str_of(os->name), head = own;
		size_t at = str_find(own, STR(" version "));

		if (os->build == 6002 || os->style == STYLE_CORE)
			continue;
		if (at != SIZE_MAX)
			head = str_sub(own, 0, at);
		if (!str_starts(name, head) || (head.len < name.len && char_is_alnum(name.ptr[head.len])) || head.len < longest)
			continue;
		if (os->release[0] != '\0' && !str_eq(release, str_of(os->release)) &&
		    str_find(name, str_of(os->release)) == SIZE_MAX)
			continue;
		best = os;
		longest = head.len;
	}
	return best;
}

static void
add_place(struct windows_subject *subject, struct str key, struct arena *arena)
{
	list_push(arena, &subject->places, ((struct windows_place){ key, true }));
}

/* Every name under which this system may be listed, as far as the component tells them apart. */
static void
add_places(struct windows_subject *subject, const struct windows_os *os, const struct component *component,
    unsigned known_arch, struct arena *arena)
{
	bool full_told = str_eq_nocase(component->installation, STR("Server"));
	bool core_told = str_eq_nocase(component->installation, STR("Server Core"));
	bool has_core = os->style == STYLE_SERVER || os->style == STYLE_SERVER_PACK;

	if (str_starts_nocase(component->installation, STR("Nano")))
		return;   /* not listed by itself */
	for (unsigned arch = ARCH_32; arch <= ARCH_ARM64; arch *= 2) {
		if (os->archs == 0 ? arch != ARCH_32 : (os->archs & arch) == 0 || (known_arch != 0 && arch != known_arch))
			continue;
		if (!core_told || !has_core)
			add_place(subject, listed_name(os, arch, false, arena), arena);
		if (has_core && !full_told)
			add_place(subject, listed_name(os, arch, true, arena), arena);
	}
}

static void
take_system(struct windows_subject *subject, const struct windows_os *os, const struct component *component,
    struct str name, struct arena *arena)
{
	unsigned arch = arch_of(windows_fold(component->arch, arena));

	if (arch == 0)
		arch = arch_of(name);
	subject->rule = os->build >= 10240 ? WINDOWS_BUILD : WINDOWS_TRACKS;
	subject->server = os->server;
	subject->system = os;
	subject->stream = arena_printf(arena, "%s %u", os->server ? "server" : "client", os->build);
	subject->evaluated_until = day_of_civil(os->until);
	add_places(subject, os, component, arch, arena);
}

/* Updates of .NET Framework come by the operating system's line (windows.md §4). */
static void
add_framework(struct windows_subject *subject, struct arena *arena)
{
	size_t count = subject->places.count;

	for (size_t i = 0; i < count && count == 1; i++)
		list_push(arena, &subject->places, ((struct windows_place){
			arena_printf(arena, "framework %.*s", STR_ARG(subject->places.items[i].key)), false }));
}

/* By the name where no build is told: which build follows from that, which revision does not. */
static void
recognise_by_name(const struct component *component, struct str name, struct arena *arena,
    struct windows_subject *subject)
{
	struct str release = windows_fold(component->release.len > 0 ? component->release : component->version, arena);
	const struct windows_os *os = system_of_words(name, release);

	if (os == NULL)
		return;
	(void)windows_read_build(arena_printf(arena, "%u", os->build), &subject->version);
	take_system(subject, os, component, name, arena);
	add_framework(subject, arena);
}

void
system_recognise(const struct component *component, struct str name, struct arena *arena,
    struct windows_subject *subject)
{
	enum answer server = is_server(component, name);
	const struct windows_os *found = NULL;
	size_t count = 0;

	subject->rule = WINDOWS_BUILD;
	if (!windows_read_build(component->version, &subject->version)) {
		recognise_by_name(component, name, arena, subject);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(systems); i++)
		if (systems[i].build == subject->version.part[2] &&
		    (server == ANSWER_UNKNOWN || systems[i].server == (server == ANSWER_YES))) {
			found = &systems[i];
			count++;
		}
	/* One build for a client and a server, and nothing says which: each has its own updates. */
	if (count != 1)
		return;
	take_system(subject, found, component, name, arena);
	add_framework(subject, arena);
}

static bool
has_place(const struct windows_subject *subject, struct str key)
{
	for (size_t i = 0; i < subject->places.count; i++)
		if (str_eq(subject->places.items[i].key, key))
			return true;
	return false;
}

struct str_list
windows_siblings(const struct windows_subject *subject, struct arena *arena)
{
	const struct windows_os *os = subject->system;
	struct str_list siblings = { 0 };

	for (unsigned arch = ARCH_32; os != NULL && arch <= ARCH_ARM64; arch *= 2) {
		if (os->archs == 0 ? arch != ARCH_32 : (os->archs & arch) == 0)
			continue;
		for (int is_core = 0; is_core <= 1; is_core++) {
			struct str key = listed_name(os, arch, is_core != 0, arena);

			if (!has_place(subject, key))
				list_push(arena, &siblings, key);
		}
	}
	return siblings;
}
