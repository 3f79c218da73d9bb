/*
 * tell.c - one computer as components and a head.
 */
#include "format/windows/parts.h"

static struct err *
send(struct sink *sink, const struct component *component, struct arena *arena)
{
	return sink_record(sink, &component_schema, component, arena);
}

/* ------------------------------------------------------------------------------------- the system */

/* Before Windows 10 the number of the version does not stand in the registry as such. */
static struct str
nt_of_build(uint64_t build)
{
	static const struct { uint64_t from; struct str version; } versions[] = {
		{ 10240, STR_INIT("10.0") }, { 9600, STR_INIT("6.3") }, { 9200, STR_INIT("6.2") }, { 7600, STR_INIT("6.1") },
		{ 6000, STR_INIT("6.0") }, { 3790, STR_INIT("5.2") }, { 2600, STR_INIT("5.1") }, { 2195, STR_INIT("5.0") },
	};

	for (size_t i = 0; i < ARRAY_LEN(versions); i++)
		if (build >= versions[i].from)
			return versions[i].version;
	return STR("");
}

/* "10.0.26100.9168"; the last number from the registry, else from the newest cumulative update that dism shows. */
static struct str
os_version(struct windows_pc *pc)
{
	struct str nt, dism_build, dism_ubr;
	uint64_t build;

	if (!str_to_u64(pc->build, &build)) {
		if (pc->dism_version.len == 0)
			return STR("");
		(void)str_cut(pc->dism_version, '.', &pc->build, &dism_ubr);
		(void)str_to_u64(pc->build, &build);
	}
	nt = pc->major >= 10 ? arena_printf(pc->arena, "%lld.%lld", (long long)pc->major, (long long)(pc->minor < 0 ? 0 : pc->minor))
	    : nt_of_build(build);
	if (nt.len == 0)
		return STR("");
	(void)str_cut(pc->dism_version, '.', &dism_build, &dism_ubr);
	if (pc->ubr >= 0)
		return arena_printf(pc->arena, "%.*s.%.*s.%lld", STR_ARG(nt), STR_ARG(pc->build), (long long)pc->ubr);
	if (str_eq(dism_build, pc->build) && pc->dism_version.len > 0)
		return arena_printf(pc->arena, "%.*s.%.*s", STR_ARG(nt), STR_ARG(pc->dism_version));
	return arena_printf(pc->arena, "%.*s.%.*s", STR_ARG(nt), STR_ARG(pc->build));
}

/* The registry of Windows 11 goes on saying "Windows 10": build 22000 is the first that is not. */
static struct str
os_name(struct windows_pc *pc)
{
	struct str name = str_trim_space(pc->os_name);
	uint64_t build;

	(void)str_take_nocase(&name, STR("Microsoft "));
	if (name.len == 0)
		return STR("Windows");
	if (str_to_u64(pc->build, &build) && build >= 22000 && str_starts(name, STR("Windows 10"))
	    && !str_eq_nocase(pc->installation, STR("Server")))
		return arena_printf(pc->arena, "Windows 11%.*s", STR_ARG(str_from(name, strlen("Windows 10"))));
	return name;
}

static struct str
os_installation(const struct windows_pc *pc, struct str name)
{
	if (pc->installation.len > 0 || pc->os_name.len == 0)
		return pc->installation;
	return str_find(name, STR("Server")) != SIZE_MAX ? STR("Server") : STR("Client");
}

static struct err *
tell_system(struct windows_pc *pc, struct sink *sink, struct arena *arena)
{
	struct component os = { .kind = COMPONENT_OS, .vendor = STR("Microsoft"), .version = os_version(pc), .arch = pc_arch(pc->arch),
		.edition = pc->edition, .release = pc->display.len > 0 ? pc->display : pc->release_id };

	os.name = os_name(pc);
	os.installation = os_installation(pc, os.name);
	if (os.version.len == 0 && pc->os_name.len == 0)
		return NULL;
	return send(sink, &os, arena);
}

/* ------------------------------------------------------------------------------- Office by Click-to-Run */

static const struct { struct str guid, channel; } channels[] = {
	{ STR_INIT("492350f6-3a01-4f97-b9c0-c7c6ddf67d60"), STR_INIT("Current") },
	{ STR_INIT("64256afe-f5d9-4f86-8936-8840a6a4f5be"), STR_INIT("Current Preview") },
	{ STR_INIT("55336b82-a18d-4dd6-b5f6-9e5095c314a6"), STR_INIT("Monthly Enterprise") },
	{ STR_INIT("7ffbc6bf-bc32-4f92-8982-f9dd17fd3114"), STR_INIT("Semi-Annual Enterprise") },
	{ STR_INIT("b8f9b850-328d-4355-9145-c59439a0c4cf"), STR_INIT("Semi-Annual Enterprise Preview") },
	{ STR_INIT("5440fd1f-7ecb-4221-8110-145efaa6372f"), STR_INIT("Beta") },
	{ STR_INIT("f2e724c1-748f-4b47-8fb8-8e0d210e9208"), STR_INIT("Office 2019") },
	{ STR_INIT("5030841d-c919-4594-8d2d-84ae4f96e58e"), STR_INIT("LTSC 2021") },
	{ STR_INIT("7983bac0-e531-40cf-be00-fd24fe66619c"), STR_INIT("LTSC 2024") },
};

static struct str
channel_of_address(struct str address)
{
	struct str head, guid;

	(void)str_cut_last(str_trim(address, '/'), '/', &head, &guid);
	for (size_t i = 0; i < ARRAY_LEN(channels); i++)
		if (str_eq_nocase(guid, channels[i].guid))
			return channels[i].channel;
	return STR("");
}

/* After a change of policy the two addresses may differ until the next update: then nobody can tell. */
static struct str
office_channel(const struct windows_office *office)
{
	struct str now = channel_of_address(office->channel), base = channel_of_address(office->base);

	if (office->channel.len == 0 || office->base.len == 0)
		return now.len > 0 ? now : base;
	return str_eq(now, base) ? now : STR("");
}

static const struct { struct str part, name; } office_names[] = {
	{ STR_INIT("O365ProPlus"),  STR_INIT("Microsoft 365 Apps for enterprise") },
	{ STR_INIT("O365Business"), STR_INIT("Microsoft 365 Apps for business") },
	{ STR_INIT("O365"),         STR_INIT("Microsoft 365 Apps") },
};

/* "ProPlus2021Volume" is "Microsoft Office LTSC 2021", sold to people "Microsoft Office 2021". */
static struct str
office_name(struct str id, struct arena *arena)
{
	static const struct str years[] = { STR_INIT("2016"), STR_INIT("2019"), STR_INIT("2021"), STR_INIT("2024") };
	bool volume = str_ends(id, STR("Volume"));

	for (size_t i = 0; i < ARRAY_LEN(office_names); i++)
		if (str_starts_nocase(id, office_names[i].part))
			return office_names[i].name;
	for (size_t i = 0; i < ARRAY_LEN(years); i++) {
		struct str product = str_find(id, STR("Visio")) != SIZE_MAX ? STR("Visio")
		    : str_find(id, STR("Project")) != SIZE_MAX ? STR("Project") : STR("Office");

		if (str_find(id, years[i]) != SIZE_MAX)
			return arena_printf(arena, "Microsoft %.*s%s %.*s", STR_ARG(product), volume && i >= 2 ? " LTSC" : "", STR_ARG(years[i]));
	}
	return arena_printf(arena, "Microsoft Office (%.*s)", STR_ARG(id));
}

static struct err *
tell_office(struct windows_pc *pc, struct sink *sink, struct arena *arena)
{
	struct str id;

	for (struct str rest = pc->office.products; rest.len > 0 && str_split(&rest, ',', &id);) {
		struct component office = { .kind = COMPONENT_APPLICATION, .vendor = STR("Microsoft"), .version = pc->office.version,
			.edition = str_trim_space(id), .channel = office_channel(&pc->office), .arch = pc->office.platform,
			.place = STR("ClickToRun") };

		if (office.edition.len == 0)
			continue;
		office.name = office_name(office.edition, pc->arena);
		TRY(send(sink, &office, arena));
	}
	return NULL;
}

/* --------------------------------------------------------------------------------- SQL Server, Exchange, .NET */

/* The year stands in no value of the registry: it is that of the first number of the version. */
static struct str
sql_year(struct str version)
{
	static const struct { struct str begin, year; } years[] = {
		{ STR_INIT("17."), STR_INIT("2025") }, { STR_INIT("16."), STR_INIT("2022") }, { STR_INIT("15."), STR_INIT("2019") },
		{ STR_INIT("14."), STR_INIT("2017") }, { STR_INIT("13."), STR_INIT("2016") }, { STR_INIT("12."), STR_INIT("2014") },
		{ STR_INIT("11."), STR_INIT("2012") }, { STR_INIT("10.50."), STR_INIT("2008 R2") }, { STR_INIT("10."), STR_INIT("2008") },
	};

	for (size_t i = 0; i < ARRAY_LEN(years); i++)
		if (str_starts(version, years[i].begin))
			return years[i].year;
	return STR("");
}

static struct err *
tell_sql(struct windows_pc *pc, struct sink *sink, struct arena *arena)
{
	for (size_t i = 0; i < pc->sql.count; i++) {
		const struct windows_sql *sql = &pc->sql.items[i];
		struct str version = sql->patch.len > 0 ? sql->patch : sql->version;
		struct component component = { .kind = COMPONENT_APPLICATION, .vendor = STR("Microsoft"), .version = version,
			.edition = sql->edition, .place = sql->instance };

		if (version.len == 0)
			continue;
		component.name = str_trim_space(arena_printf(pc->arena, "Microsoft SQL Server %.*s", STR_ARG(sql_year(version))));
		TRY(send(sink, &component, arena));
	}
	return NULL;
}

/* "15.02.2562.045" of the file is 15.2.2562.45. */
static struct str
plain_numbers(struct str version, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str part;

	for (struct str rest = version; str_split(&rest, '.', &part);) {
		uint64_t number;

		if (!str_to_u64(part, &number))
			return version;
		buf_addf(&out, "%s%llu", out.len > 0 ? "." : "", (unsigned long long)number);
	}
	return arena_copy(arena, buf_str(&out));
}

/* The registry does not know a security update: of it only the three numbers of the cumulative update are told. */
static struct err *
tell_exchange(struct windows_pc *pc, struct sink *sink, struct arena *arena)
{
	const int64_t *n = pc->exchange;
	struct component component = { .kind = COMPONENT_APPLICATION, .vendor = STR("Microsoft"), .place = STR("ExchangeServer") };
	struct str year = STR("");

	if (pc->exchange_file.len > 0)
		component.version = plain_numbers(pc->exchange_file, pc->arena);
	else if (n[0] >= 0 && n[1] >= 0 && n[2] >= 0)
		component.version = arena_printf(pc->arena, "%lld.%lld.%lld", (long long)n[0], (long long)n[1], (long long)n[2]);
	else
		return NULL;
	if (str_starts(component.version, STR("15.2.")))
		year = n[2] >= 2562 || str_starts(component.version, STR("15.2.2562")) ? STR("Subscription Edition") : STR("2019");
	else if (str_starts(component.version, STR("15.1.")))
		year = STR("2016");
	else if (str_starts(component.version, STR("15.0.")))
		year = STR("2013");
	component.name = str_trim_space(arena_printf(pc->arena, "Microsoft Exchange Server %.*s", STR_ARG(year)));
	return send(sink, &component, arena);
}

/* Release of NDP\v4\Full: the least number of each version (Microsoft, "How to determine which .NET Framework versions are installed"). */
static const struct { int64_t from; struct str version; } frameworks[] = {
	{ 533320, STR_INIT("4.8.1") }, { 528040, STR_INIT("4.8") }, { 461808, STR_INIT("4.7.2") }, { 461308, STR_INIT("4.7.1") },
	{ 460798, STR_INIT("4.7") }, { 394802, STR_INIT("4.6.2") }, { 394254, STR_INIT("4.6.1") }, { 393295, STR_INIT("4.6") },
	{ 379893, STR_INIT("4.5.2") }, { 378675, STR_INIT("4.5.1") }, { 378389, STR_INIT("4.5") },
};

static struct err *
tell_framework(struct windows_pc *pc, struct sink *sink, struct arena *arena)
{
	struct component component = { .kind = COMPONENT_APPLICATION, .vendor = STR("Microsoft"), .name = STR("Microsoft .NET Framework"),
		.place = STR("NDP") };

	for (size_t i = 0; i < ARRAY_LEN(frameworks); i++)
		if (pc->framework >= frameworks[i].from) {
			component.version = frameworks[i].version;
			return send(sink, &component, arena);
		}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ programs */

static const char *const half_places[HALF_COUNT] = { "HKLM", "HKLM (32)", "HKCU" };

/* "…(KB5054833) (64-bit)": the number in brackets. */
static struct str
kb_in_brackets(struct windows_pc *pc, struct str name)
{
	for (size_t at = str_find(name, STR("(KB")); at != SIZE_MAX; at = str_find(name, STR("(KB"))) {
		struct str kb, inside;

		name = str_from(name, at + 1);
		(void)str_cut(name, ')', &inside, &(struct str){ 0 });
		kb = pc_kb(pc, inside);
		if (kb.len > 0)
			return kb;
	}
	return STR("");
}

static struct str
kb_anywhere(struct windows_pc *pc, struct str name)
{
	for (size_t at = str_find(name, STR("KB")); at != SIZE_MAX; at = str_find(name, STR("KB"))) {
		struct str kb = pc_kb(pc, str_from(name, at));

		if (kb.len > 0)
			return kb;
		name = str_from(name, at + 2);
	}
	return STR("");
}

static bool
has_parent(const struct windows_pc *pc, const struct windows_program *program)
{
	for (size_t i = 0; program->parent.len > 0 && i < pc->programs.count; i++)
		if (str_eq_nocase(pc->programs.items[i].key, program->parent) && pc->programs.items[i].name.len > 0)
			return true;
	return false;
}

/* "O365ProPlusRetail - ja-jp": what the ClickToRun key tells better; and an instance's own version. */
static bool
is_told_elsewhere(const struct windows_pc *pc, const struct windows_program *program)
{
	struct str id, rest;

	for (rest = pc->office.products; rest.len > 0 && str_split(&rest, ',', &id);) {
		struct str key = program->key;

		if (str_trim_space(id).len > 0 && str_take_nocase(&key, str_trim_space(id)) && (key.len == 0 || str_starts(key, STR(" - "))))
			return true;
	}
	for (size_t i = 0; i < pc->products.count; i++)
		if (str_eq_nocase(program->name, pc->products.items[i].name) && !str_eq(program->name, STR("Google Chrome")))
			return true;
	return pc->sql.count > 0 && program->version.len == 0 && str_starts(program->name, STR("Microsoft SQL Server 20"));
}

/* The same name and version is the same product, in whichever half it is listed. */
static struct str
told_key(struct windows_pc *pc, struct str name, struct str version)
{
	const struct str parts[] = { name, version };
	struct str key = arena_join(pc->arena, parts, ARRAY_LEN(parts), STR("\x1f"));

	for (size_t i = 0; i < name.len; i++)
		((char *)(uintptr_t)key.ptr)[i] = char_lower(key.ptr[i]);
	return key;
}

static struct err *
tell_program(struct windows_pc *pc, struct windows_program *program, struct map *told, struct sink *sink, struct arena *arena)
{
	struct component component = { .kind = COMPONENT_APPLICATION, .name = str_trim_space(program->name),
		.version = str_trim_space(program->version), .vendor = str_trim_space(program->publisher),
		.place = str_of(half_places[program->half]) };
	bool part = program->parent.len > 0 || program->release_type.len > 0 || program->hidden;
	struct str kb, key;

	if (component.name.len == 0 || is_told_elsewhere(pc, program))
		return NULL;
	kb = part ? kb_anywhere(pc, component.name) : kb_in_brackets(pc, component.name);
	if (kb.len == 0 && part)
		kb = kb_anywhere(pc, program->key);
	if (kb.len > 0) {
		pc_update(pc, kb, false);
		return NULL;
	}
	if (has_parent(pc, program))      /* a part of a product that is told itself */
		return NULL;
	key = told_key(pc, component.name, component.version);
	if ((*map_put(pc->arena, told, key))++ > 0)
		return NULL;
	return send(sink, &component, arena);
}

static struct err *
tell_products(struct windows_pc *pc, struct map *told, struct sink *sink, struct arena *arena)
{
	for (size_t i = 0; i < pc->products.count; i++) {
		const struct windows_product *product = &pc->products.items[i];
		struct component component = { .kind = COMPONENT_APPLICATION, .name = product->name, .version = product->version,
			.vendor = str_eq(product->name, STR("Google Chrome")) ? STR("Google LLC") : STR("Microsoft"), .place = product->place };
		struct str key = told_key(pc, product->name, product->version);
		bool listed = false;

		/* Chrome's key tells what was last run by this user; the list of programs tells what is installed. */
		for (size_t k = 0; str_eq(product->name, STR("Google Chrome")) && k < pc->programs.count; k++)
			listed = listed || str_eq_nocase(pc->programs.items[k].name, product->name);
		if (!listed && (*map_put(pc->arena, told, key))++ == 0)
			TRY(send(sink, &component, arena));
	}
	return NULL;
}

/* --------------------------------------------------------------------------------- updates and the head */

static struct err *
tell_updates(struct windows_pc *pc, struct sink *sink, struct arena *arena)
{
	static const struct str no_patches[] = { STR_INIT("KB890830"), STR_INIT("KB2267602") };

	for (size_t i = 0; i < pc->updates.count; i++) {
		struct component update = { .kind = COMPONENT_UPDATE, .vendor = STR("Microsoft"), .name = pc->updates.items[i].kb };

		if (str_is_one_of(update.name, no_patches, ARRAY_LEN(no_patches)))
			continue;
		if (pc->updates.items[i].pending)
			update.channel = STR("pending");
		TRY(send(sink, &update, arena));
	}
	return NULL;
}

static struct str
machine_of(struct str serial)
{
	static const struct str fillers[] = {
		STR_INIT("To be filled by O.E.M."), STR_INIT("To Be Filled By O.E.M"), STR_INIT("System Serial Number"),
		STR_INIT("Default string"), STR_INIT("Not Specified"), STR_INIT("Not Applicable"), STR_INIT("Not Available"),
		STR_INIT("Chassis Serial Number"), STR_INIT("Serial Number"), STR_INIT("SerialNumber"), STR_INIT("INVALID"),
		STR_INIT("None"), STR_INIT("N/A"), STR_INIT("O.E.M."), STR_INIT("OEM"), STR_INIT("Unknown"), STR_INIT("123456789"),
		STR_INIT("0123456789"), STR_INIT("1234567890"), STR_INIT("Empty"), STR_INIT("xxxxxxxxxxx"),
	};
	size_t same = 0;

	serial = str_trim_space(serial);
	for (size_t i = 0; i < ARRAY_LEN(fillers); i++)
		if (str_eq_nocase(serial, fillers[i]))
			return STR("");
	while (same < serial.len && serial.ptr[same] == serial.ptr[0])
		same++;
	return serial.len < 4 || same == serial.len ? STR("") : serial;
}

static enum answer
restart_of(const struct windows_pc *pc)
{
	if (pc->component_restart == ANSWER_YES || pc->update_restart == ANSWER_YES)
		return ANSWER_YES;
	return pc->component_restart == ANSWER_NO && pc->update_restart == ANSWER_NO ? ANSWER_NO : ANSWER_UNKNOWN;
}

static void
cover(struct inventory_head *head, enum layer layer, bool any, bool complete, struct arena *arena)
{
	if (any)
		list_push(arena, &head->coverage, ((struct coverage_row){ layer, complete ? COVERAGE_COMPLETE : COVERAGE_PARTIAL }));
}

static struct err *
tell_head(struct windows_pc *pc, bool has_os, struct sink *sink, struct arena *arena)
{
	bool halves = pc->half_seen[HALF_64] && pc->half_seen[HALF_32] && pc->half_seen[HALF_USER];
	struct inventory_head head = { .format = STR("Windows"), .made = pc->made, .subject = pc->host, .machine = machine_of(pc->serial),
		.restart_pending = restart_of(pc), .provenance = PROVENANCE_AGENT };

	head.tool = pc->tool.len > 0 ? arena_printf(arena, "tsukuroi-collect %.*s", STR_ARG(pc->tool)) : STR("");
	head.file = arena_join(arena, pc->files.items, pc->files.count, STR(", "));
	cover(&head, LAYER_OS, has_os, true, arena);
	cover(&head, LAYER_APPLICATIONS, pc->programs.count > 0 || pc->products.count > 0, halves, arena);
	cover(&head, LAYER_UPDATES, pc->has_updates, !pc->updates_cut, arena);
	return sink_record(sink, &inventory_head_schema, &head, arena);
}

struct err *
pc_tell(struct windows_pc *pc, struct sink *sink, struct arena *arena)
{
	struct str files = arena_join(pc->arena, pc->files.items, pc->files.count, STR(", "));
	bool has_os = pc->build.len > 0 || pc->dism_version.len > 0;
	struct map told = { 0 };

	for (size_t i = 0; i < pc->warnings.count; i++)
		TRY(sink_warn(sink, files, -1, -1, pc->warnings.items[i], arena));
	TRY(tell_system(pc, sink, arena));
	TRY(tell_office(pc, sink, arena));
	TRY(tell_sql(pc, sink, arena));
	TRY(tell_exchange(pc, sink, arena));
	TRY(tell_framework(pc, sink, arena));
	TRY(tell_products(pc, &told, sink, arena));
	for (size_t i = 0; i < pc->programs.count; i++)
		TRY(tell_program(pc, &pc->programs.items[i], &told, sink, arena));
	TRY(tell_updates(pc, sink, arena));
	return tell_head(pc, has_os, sink, arena);
}
