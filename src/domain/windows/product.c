/*
 * product.c - Microsoft's other products: what they are called in inventories and in MSRC's documents. Names are folded
 * here: lower case, single spaces. Only what is written in these tables is recognised; everything else is left to people.
 */
#include "domain/windows/room.h"


/* Words that make another product of a name that begins alike: parts, tools, languages. */
static const struct { enum windows_rule rule; const char *word; } others[] = {
	{ WINDOWS_EDGE, "webview" },          { WINDOWS_EDGE, "update" },           { WINDOWS_EDGE, " for " },
	{ WINDOWS_EDGE, " beta" },            { WINDOWS_EDGE, " dev" },             { WINDOWS_EDGE, " canary" },
	{ WINDOWS_CLICK_TO_RUN, "language" }, { WINDOWS_CLICK_TO_RUN, "proofing" }, { WINDOWS_CLICK_TO_RUN, "extensib" },
	{ WINDOWS_CLICK_TO_RUN, "locali" },   { WINDOWS_CLICK_TO_RUN, " mui" },     { WINDOWS_CLICK_TO_RUN, "licens" },
	{ WINDOWS_CLICK_TO_RUN, "access runtime" }, { WINDOWS_CLICK_TO_RUN, "access database" },
	{ WINDOWS_CLICK_TO_RUN, "online server" },  { WINDOWS_CLICK_TO_RUN, "for mac" }, { WINDOWS_CLICK_TO_RUN, "viewer" },
	{ WINDOWS_CLICK_TO_RUN, "visio" },    { WINDOWS_CLICK_TO_RUN, "project" },  { WINDOWS_CLICK_TO_RUN, "update for" },
	{ WINDOWS_CLICK_TO_RUN, "telemetry" }, { WINDOWS_CLICK_TO_RUN, "compatibility" }, { WINDOWS_CLICK_TO_RUN, "deployment" },
	{ WINDOWS_EXCHANGE, "language" },     { WINDOWS_EXCHANGE, "analyzer" },     { WINDOWS_EXCHANGE, "update for" },
	{ WINDOWS_SHAREPOINT, "language" },   { WINDOWS_SHAREPOINT, "designer" },   { WINDOWS_SHAREPOINT, "workflow" },
	{ WINDOWS_SHAREPOINT, "foundation" }, { WINDOWS_SHAREPOINT, "update for" }, { WINDOWS_STUDIO, "code" },
	{ WINDOWS_STUDIO, "redistributable" }, { WINDOWS_STUDIO, "tools for" },     { WINDOWS_STUDIO, "installer" },
	{ WINDOWS_STUDIO, "for mac" },        { WINDOWS_STUDIO, "sdk" },            { WINDOWS_STUDIO, "shell" },
	{ WINDOWS_STUDIO, "remote" },         { WINDOWS_STUDIO, "team explorer" },  { WINDOWS_STUDIO, "agent" },
	{ WINDOWS_RUNTIME, "linux" },         { WINDOWS_RUNTIME, "mac" },           { WINDOWS_RUNTIME, "framework 4" },
	{ WINDOWS_RUNTIME, "template" },      { WINDOWS_RUNTIME, "manifest" },      { WINDOWS_RUNTIME, "toolset" },
	{ WINDOWS_RUNTIME, "targeting" },     { WINDOWS_RUNTIME, "apphost" },       { WINDOWS_RUNTIME, "workload" },
};

static bool
is_other(enum windows_rule rule, struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (others[i].rule == rule && str_find(name, str_of(others[i].word)) != SIZE_MAX)
			return true;
	return false;
}

/* "2019" where it stands alone in the text; empty when none of these years does. */
static struct str
year_in(struct str name)
{
	static const struct str years[] = {
		STR_INIT("2012"), STR_INIT("2013"), STR_INIT("2014"), STR_INIT("2015"), STR_INIT("2016"), STR_INIT("2017"),
		STR_INIT("2019"), STR_INIT("2021"), STR_INIT("2022"), STR_INIT("2024"), STR_INIT("2025"), STR_INIT("2026"),
	};

	for (size_t i = 0; i < ARRAY_LEN(years); i++) {
		size_t at = str_find(name, years[i]);

		if (at != SIZE_MAX && (at + 4 == name.len || !char_is_digit(name.ptr[at + 4])) &&
		    (at == 0 || !char_is_digit(name.ptr[at - 1])))
			return years[i];
	}
	return STR("");
}

static struct str
key_of(const char *family, struct str what, struct arena *arena)
{
	return what.len == 0 ? STR("") : arena_join(arena, (struct str[]){ str_of(family), what }, 2, STR(" "));
}

/* ---------------------------------------------------------------------------- .NET, Visual Studio */

/* "8.0" at the begin of what stands behind ".net ": "8.0", "core 3.1", "8.0.11 (x64)". */
static struct str
dotnet_branch(struct str rest, struct arena *arena)
{
	struct windows_version version;
	struct str word;

	str_take(&rest, STR("core "));
	str_cut(rest, ' ', &word, &(struct str){ 0 });
	if (!windows_version_parse(word, &version) || version.part[0] > 99)
		return STR("");
	return arena_printf(arena, "%u.%u", version.part[0], version.part[1]);
}

/* "17.14" and, from "(includes 17.0 - 17.13)", the least: "17.14 17.0". */
static struct str
studio_branch(struct str name, struct arena *arena)
{
	size_t at = str_find(name, STR(" version ")), includes = str_find(name, STR("includes "));
	struct str own, least = STR("");

	if (at == SIZE_MAX)
		return STR("");
	str_cut(str_from(name, at + STR(" version ").len), ' ', &own, &(struct str){ 0 });
	if (includes == SIZE_MAX)
		return own;
	str_cut(str_from(name, includes + STR("includes ").len), ' ', &least, &(struct str){ 0 });
	return arena_join(arena, (struct str[]){ own, least }, 2, STR(" "));
}

/* -------------------------------------------------------------------------------- Microsoft's names */

/* "Microsoft Excel 2016 (32-bit edition)": the suite's parts, of which each has updates of its own. */
static const struct str office_parts[] = {
	STR_INIT("office"), STR_INIT("excel"), STR_INIT("word"), STR_INIT("outlook"), STR_INIT("powerpoint"), STR_INIT("access"),
	STR_INIT("publisher"),
};

static struct windows_line
office_line(struct str name, struct arena *arena)
{
	struct windows_line line = { .branch = STR("") };
	struct str part, rest;

	if (str_starts(name, STR("365 apps for enterprise")) ) {
		line = (struct windows_line){ .rule = WINDOWS_CLICK_TO_RUN, .key = STR("office 365"), .branch = STR("") };
	} else if (str_starts(name, STR("office 2019 for ")) || str_starts(name, STR("office ltsc 2021 for ")) ||
	    str_starts(name, STR("office ltsc 2024 for "))) {
		if (str_find(name, STR(" mac")) == SIZE_MAX)
			line = (struct windows_line){ .rule = WINDOWS_CLICK_TO_RUN, .key = key_of("office", year_in(name), arena),
				.branch = STR("") };
	} else if (str_cut(name, ' ', &part, &rest) && str_starts(rest, STR("2016 (")) && str_ends(rest, STR("-bit edition)")) &&
	    str_is_one_of(part, office_parts, ARRAY_LEN(office_parts))) {
		line = (struct windows_line){ .rule = WINDOWS_OFFICE_MSI, .branch = STR(""),
			.key = arena_printf(arena, "msi %.*s 2016", STR_ARG(part)) };
	}
	return line;
}

/* ".net framework 3.5 and 4.8.1 on windows 11 version 24h2 for x64-based systems" */
static struct windows_line
framework_line(struct str name, struct arena *arena)
{
	struct windows_line line = { .branch = STR("") };
	size_t at = str_find(name, STR(" on "));
	struct windows_line system;

	if (!str_take(&name, STR(".net framework ")) || at == SIZE_MAX)
		return line;
	at = str_find(name, STR(" on "));
	system = system_line(str_from(name, at + STR(" on ").len), arena);
	if (system.rule == WINDOWS_NONE)
		return line;
	line.rule = WINDOWS_FRAMEWORK;
	line.branch = str_sub(name, 0, at);
	line.key = key_of("framework", system.key, arena);
	return line;
}

static struct windows_line
server_line(struct str name, struct arena *arena)
{
	struct windows_line line = { .branch = STR("") };
	struct str rest = name, year;

	if (str_take(&rest, STR("sql server "))) {
		str_cut(rest, ' ', &year, &rest);
		if (year_in(year).len == 4 && year.len == 4 && !str_starts(rest, STR("r2")))
			line = (struct windows_line){ .rule = WINDOWS_SQL, .key = key_of("sql server", year, arena), .branch = rest };
		if (str_starts(rest, STR("for linux")) || str_starts(rest, STR("reporting")) || str_starts(rest, STR("big data")))
			line.rule = WINDOWS_NONE;
	} else if (str_take(&rest, STR("exchange server "))) {
		str_cut(rest, ' ', &year, &(struct str){ 0 });
		line = (struct windows_line){ .rule = WINDOWS_EXCHANGE, .key = key_of("exchange server", year, arena), .branch = rest };
	} else if (str_starts(name, STR("sharepoint ")) && str_find(name, STR("server")) != SIZE_MAX && !is_other(WINDOWS_SHAREPOINT, name)) {
		line = (struct windows_line){ .rule = WINDOWS_SHAREPOINT, .branch = STR(""), .key = key_of("sharepoint",
		    str_find(name, STR("subscription")) != SIZE_MAX ? STR("subscription") : year_in(name), arena) };
	}
	return line;
}

static struct windows_line
tool_line(struct str name, struct arena *arena)
{
	struct windows_line line = { .branch = STR("") };
	struct str rest = name, branch;

	if (str_starts(name, STR("edge (chromium-based)")) && str_find(name, STR("ie mode")) == SIZE_MAX) {
		line = (struct windows_line){ .rule = WINDOWS_EDGE, .key = STR("edge"), .branch = STR("stable") };
		if (str_ends(name, STR("extended stable")))
			line.branch = STR("extended stable");
	} else if (str_starts(name, STR("visual studio 20")) && !is_other(WINDOWS_STUDIO, name)) {
		branch = studio_branch(name, arena);
		if (branch.len > 0)
			line = (struct windows_line){ .rule = WINDOWS_STUDIO, .branch = branch,
				.key = key_of("visual studio", year_in(str_sub(name, 0, STR("visual studio 2022").len)), arena) };
	} else if ((str_take(&rest, STR("asp.net core ")) || str_take(&rest, STR(".net "))) && !is_other(WINDOWS_RUNTIME, name)) {
		branch = dotnet_branch(rest, arena);
		if (branch.len > 0 && !str_starts(rest, STR("framework")))
			line = (struct windows_line){ .rule = WINDOWS_RUNTIME, .branch = STR(""),
				.key = key_of(str_starts(name, STR("asp")) ? "aspnet" : "dotnet", branch, arena) };
	}
	return line;
}

struct windows_line
product_line(struct str name, struct arena *arena)
{
	static struct windows_line (*const readers[])(struct str, struct arena *) = {
		office_line, framework_line, server_line, tool_line,
	};
	struct windows_line line = { .key = STR(""), .branch = STR("") };

	str_take(&name, STR("microsoft "));
	for (size_t i = 0; i < ARRAY_LEN(readers) && line.rule == WINDOWS_NONE; i++)
		line = readers[i](name, arena);
	if (line.key.len == 0)
		line.rule = WINDOWS_NONE;
	return line;
}

/* ------------------------------------------------------------------------------------ components */

static void
place(struct windows_subject *subject, enum windows_rule rule, struct str key, struct arena *arena)
{
	subject->rule = rule;
	if (key.len > 0)
		list_push(arena, &subject->places, ((struct windows_place){ key, false }));
}

/* The last day on which the branch is served (windows.md §4); without one silence says nothing. */
static int32_t
served_until(struct str key)
{
	static const struct { const char *key; struct civil until; } ends[] = {
		{ "dotnet 8.0", { 2026, 11, 10 } },    { "dotnet 9.0", { 2026, 11, 10 } },    { "dotnet 10.0", { 2028, 11, 14 } },
		{ "aspnet 8.0", { 2026, 11, 10 } },    { "aspnet 9.0", { 2026, 11, 10 } },    { "aspnet 10.0", { 2028, 11, 14 } },
		{ "msi office 2016", { 2025, 10, 14 } }, { "office 2019", { 2025, 10, 14 } },
	};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_eq(key, str_of(ends[i].key)))
			return day_of_civil(ends[i].until);
	return DAY_NONE;
}

/* SQL Server itself, not its tools: what may stand behind the year. */
static bool
is_engine(struct str rest)
{
	static const struct str words[] = {
		STR_INIT("(64-bit)"), STR_INIT("(32-bit)"), STR_INIT("standard"), STR_INIT("enterprise"), STR_INIT("express"),
		STR_INIT("developer"), STR_INIT("web"), STR_INIT("evaluation"), STR_INIT("database"), STR_INIT("engine"),
		STR_INIT("sp1"), STR_INIT("sp2"), STR_INIT("sp3"), STR_INIT("sp4"), STR_INIT("service"), STR_INIT("edition"),
	};
	struct str word;

	rest = str_trim_space(rest);
	str_cut(rest, ' ', &word, &(struct str){ 0 });
	return word.len == 0 || (str_is_one_of(word, words, ARRAY_LEN(words)) &&
	    str_find(rest, STR("reporting")) == SIZE_MAX && str_find(rest, STR("shared")) == SIZE_MAX);
}

static bool
recognise_sql(struct windows_subject *subject, struct str name, struct arena *arena)
{
	struct str year, rest = name;

	if (!str_take(&rest, STR("sql server ")))
		return false;
	str_cut(rest, ' ', &year, &rest);
	if (year_in(year).len == 0 || !is_engine(rest))
		return false;
	subject->stream = key_of("sql server", year, arena);
	place(subject, WINDOWS_SQL, subject->stream, arena);
	return true;
}

static bool
recognise_exchange(struct windows_subject *subject, struct str name, struct arena *arena)
{
	const struct windows_version *version = &subject->version;
	struct str what = year_in(name);

	if (!str_starts(name, STR("exchange server")) || is_other(WINDOWS_EXCHANGE, name))
		return false;
	/* 15.1 is 2016; 15.2 is 2019, and from 2562 on Subscription Edition. */
	if (version->count == 4 && version->part[0] == 15 && version->part[1] == 1)
		what = STR("2016");
	else if (version->count == 4 && version->part[0] == 15 && version->part[1] == 2)
		what = version->part[2] < 2562 ? STR("2019") : STR("subscription");
	else if (str_find(name, STR("subscription")) != SIZE_MAX || str_ends(name, STR(" se")))
		what = STR("subscription");
	place(subject, WINDOWS_EXCHANGE, key_of("exchange server", what, arena), arena);
	return true;
}

static bool
recognise_sharepoint(struct windows_subject *subject, struct str name, struct arena *arena)
{
	if (!str_starts(name, STR("sharepoint")) || str_find(name, STR("server")) == SIZE_MAX ||
	    is_other(WINDOWS_SHAREPOINT, name))
		return false;
	place(subject, WINDOWS_SHAREPOINT, key_of("sharepoint",
	    str_find(name, STR("subscription")) != SIZE_MAX ? STR("subscription") : year_in(name), arena), arena);
	return true;
}

/* Office from Windows Installer stays at the version it came with; its parts have updates of their own. */
static void
place_msi(struct windows_subject *subject, struct arena *arena)
{
	subject->rule = WINDOWS_OFFICE_MSI;
	for (size_t i = 0; i < ARRAY_LEN(office_parts); i++)
		place(subject, WINDOWS_OFFICE_MSI, arena_printf(arena, "msi %.*s 2016", STR_ARG(office_parts[i])), arena);
}

/* "Microsoft 365 Apps for enterprise - ja-jp", "O365ProPlusRetail", "ProPlus2021Volume", "Microsoft Office Standard 2016". */
static bool
is_office(struct str name)
{
	static const struct str begins[] = {
		STR_INIT("365 "), STR_INIT("o365"), STR_INIT("office "), STR_INIT("proplus20"), STR_INIT("standard20"),
		STR_INIT("professional20"), STR_INIT("homebusiness20"), STR_INIT("homestudent20"), STR_INIT("personal20"),
		STR_INIT("home20"),
	};

	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (str_starts(name, begins[i]))
			return !is_other(WINDOWS_CLICK_TO_RUN, name);
	return false;
}

enum { CLICK_TO_RUN_LEAST = 6000, MSI_2016 = 4266 };   /* third numbers: 16.0.4266 came on disc, 16.0.6001 and later by channel */

static bool
recognise_office(struct windows_subject *subject, struct str name, struct arena *arena)
{
	const struct windows_version *version = &subject->version;
	struct str year = year_in(name);

	if (!is_office(name))
		return false;
	subject->rule = WINDOWS_CLICK_TO_RUN;
	if (str_starts(name, STR("365 ")) || str_starts(name, STR("o365")))
		place(subject, WINDOWS_CLICK_TO_RUN, STR("office 365"), arena);
	else if (str_eq(year, STR("2019")) || str_eq(year, STR("2021")) || str_eq(year, STR("2024")))
		place(subject, WINDOWS_CLICK_TO_RUN, key_of("office", year, arena), arena);
	else if (str_eq(year, STR("2016")) && (version->count < 4 || version->part[2] < CLICK_TO_RUN_LEAST) &&
	    subject->channel.len == 0)
		place_msi(subject, arena);
	if (subject->channel.len > 0)
		subject->stream = arena_join(arena, (struct str[]){ STR("office"), subject->channel }, 2, STR(" "));
	return true;
}

static bool
recognise_edge(struct windows_subject *subject, struct str name, struct arena *arena)
{
	if (!str_eq(name, STR("edge")) && !str_starts(name, STR("edge ")))
		return false;
	if (is_other(WINDOWS_EDGE, name))
		return false;
	place(subject, WINDOWS_EDGE, STR("edge"), arena);
	if (str_find(name, STR("extended")) != SIZE_MAX)
		subject->channel = STR("extended stable");
	return true;
}

static const struct { const char *begin; const char *family; } runtimes[] = {
	{ ".net runtime - ", "dotnet" },            { ".net core runtime - ", "dotnet" },   { "netcore.app", "dotnet" },
	{ ".netcore.app", "dotnet" },               { "windows desktop runtime - ", "dotnet" },
	{ "windowsdesktop.app", "dotnet" },         { ".windowsdesktop.app", "dotnet" },    { "aspnetcore.app", "aspnet" },
	{ ".aspnetcore.app", "aspnet" },            { "asp.net core ", "aspnet" },          { ".net runtime", "dotnet" },
};

/* The installer's own version ("64.44.23253") is none of .NET: then the name has it. */
static bool
recognise_runtime(struct windows_subject *subject, struct str name, struct arena *arena)
{
	struct windows_version in_name;
	struct str rest = name, word;

	for (size_t i = 0; i < ARRAY_LEN(runtimes); i++) {
		if (!str_take(&rest, str_of(runtimes[i].begin)))
			continue;
		if (is_other(WINDOWS_RUNTIME, name))
			return false;
		str_cut(str_trim_space(rest), ' ', &word, &(struct str){ 0 });
		if (windows_version_parse(word, &in_name))
			subject->version = in_name;
		if (subject->version.count < 3 || subject->version.part[0] > 20)
			subject->version.count = 0;
		place(subject, WINDOWS_RUNTIME, subject->version.count == 0 ? STR("") : arena_printf(arena, "%s %u.%u",
		    runtimes[i].family, subject->version.part[0], subject->version.part[1]), arena);
		return true;
	}
	return false;
}

static bool
recognise_studio(struct windows_subject *subject, struct str name, struct arena *arena)
{
	if (!str_starts(name, STR("visual studio ")) || year_in(name).len == 0 || is_other(WINDOWS_STUDIO, name))
		return false;
	place(subject, WINDOWS_STUDIO, key_of("visual studio", year_in(name), arena), arena);
	return true;
}

static bool
recognise_framework(struct windows_subject *subject, struct str name, struct arena *arena)
{
	(void)arena;
	if (!str_starts(name, STR(".net framework")))
		return false;
	subject->rule = WINDOWS_FRAMEWORK;   /* no place: it is judged with the operating system */
	return true;
}

bool
product_recognise(const struct component *component, struct str name, struct arena *arena,
    struct windows_subject *subject)
{
	static bool (*const readers[])(struct windows_subject *, struct str, struct arena *) = {
		recognise_sql, recognise_exchange, recognise_sharepoint, recognise_office, recognise_edge, recognise_framework,
		recognise_runtime, recognise_studio,
	};

	subject->channel = windows_fold(component->channel, arena);
	if (!windows_version_parse(component->version, &subject->version))
		subject->version.count = 0;
	for (size_t i = 0; i < ARRAY_LEN(readers); i++) {
		if (!readers[i](subject, name, arena))
			continue;
		if (subject->places.count > 0)
			subject->evaluated_until = served_until(subject->places.items[0].key);
		return true;
	}
	return false;
}
