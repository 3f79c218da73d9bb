/*
 * collector.c - the file of collect/tsukuroi-collect.cmd and .ps1: [section] lines, each with what one command printed.
 */
#include "format/windows/parts.h"

#include "base/clock.h"

static const struct str first_section = STR_INIT("[tsukuroi-collect]");

bool
windows_is_whole(struct str bytes)
{
	struct str line;

	(void)str_take(&bytes, STR("\xef\xbb\xbf"));
	for (int lines = 0; lines < 8 && str_line(&bytes, &line); lines++) {
		line = str_trim_space(line);
		if (str_eq(line, first_section))
			return true;
		if (line.len > 0 && line.ptr[0] != ';')
			return false;
	}
	return false;
}

/* ----------------------------------------------------------------------------------- the head */

/* "20261120140322.123000+540" of WMI: local, with the minutes it is ahead of UTC. */
static bool
wmi_time(struct str text, int64_t *ret_at)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	int64_t digits, minutes;

	if (text.len < 23 || !str_to_i64(str_sub(text, 0, 14), &digits) || !str_to_i64(str_from(text, 22), &minutes)
	    || (text.ptr[21] != '+' && text.ptr[21] != '-'))
		return false;
	text = arena_printf(arena, "%.*s-%.*s-%.*sT%.*s:%.*s:%.*s%c%02d:%02d", 4, text.ptr, 2, text.ptr + 4, 2, text.ptr + 6, 2,
	    text.ptr + 8, 2, text.ptr + 10, 2, text.ptr + 12, text.ptr[21], (int)(minutes / 60 % 100), (int)(minutes % 60));
	return instant_parse(text, ZONE_UTC, ret_at);
}

/* "2026/11/20  9:03:22.45" as DATE and TIME of a Japanese Windows print it, so many minutes ahead of UTC. */
static bool
date_time(struct str text, int64_t minutes, int64_t *ret_at)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str day, time, rest, year, month;

	if (!str_cut(text, ' ', &day, &time) || !str_cut(day, '/', &year, &rest) || !str_cut(rest, '/', &month, &day) || year.len != 4)
		return false;
	time = str_trim_space(time);
	(void)str_cut(time, '.', &time, &rest);
	text = arena_printf(arena, "%.*s-%.*s-%.*sT%s%.*s", STR_ARG(year), STR_ARG(month), STR_ARG(day),
	    str_find_char(time, ':') == 1 ? "0" : "", STR_ARG(time));
	if (!instant_parse(text, ZONE_UTC, ret_at))
		return false;
	*ret_at -= minutes * 60 * INSTANT_SECOND;
	return true;
}

enum { JAPAN_MINUTES = 540, ZONE_MINUTES_MOST = 14 * 60 };

/* zone: minutes ahead of UTC where the time itself has none; empty: Japan's. */
static int64_t
time_of(struct str text, struct str zone)
{
	int64_t at, minutes = JAPAN_MINUTES;

	(void)str_take(&zone, STR("+"));
	if (zone.len > 0 && (!str_to_i64(zone, &minutes) || minutes > ZONE_MINUTES_MOST || minutes < -ZONE_MINUTES_MOST))
		return INSTANT_NONE;
	if (wmi_time(text, &at) || (str_find_char(text, 'T') == 10 && instant_parse(text, ZONE_JST, &at)) || date_time(text, minutes, &at))
		return at;
	return INSTANT_NONE;
}

/* ActiveTimeBias as reg query prints it: what is to be added to local time, in minutes, in 32 bits: 0xfffffde4 is -540. */
static struct str
zone_of_bias(struct str bias, struct arena *arena)
{
	uint32_t bits = 0;

	if (!str_take_nocase(&bias, STR("0x")) || bias.len == 0 || bias.len > 8)
		return STR("");
	for (size_t i = 0; i < bias.len; i++) {
		if (!char_is_hex(bias.ptr[i]))
			return STR("");
		bits = bits << 4 | (uint32_t)char_hex(bias.ptr[i]);
	}
	return arena_printf(arena, "%d", -(int)(int32_t)(bits == 0x80000000U ? 0 : bits));
}

/* What the first section says of the time. */
struct head_reading { struct str time, zone, bias; };

static void
take_meta(struct windows_pc *pc, struct head_reading *head, struct str name, struct str value)
{
	const struct { struct str name; struct str *into; } texts[] = {
		{ STR("version"), &pc->tool }, { STR("host"), &pc->host }, { STR("rights"), &pc->rights },
		{ STR("arch"), &pc->arch }, { STR("time"), &head->time }, { STR("zone"), &head->zone },
		{ STR("bias"), &head->bias },
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (str_eq_nocase(name, texts[i].name))
			pc_set(texts[i].into, value);
}

/* ------------------------------------------------------------------------------------- the sections */

enum section_form {
	FORM_NONE, FORM_META, FORM_REGISTRY, FORM_UPDATES, FORM_SYSTEMINFO, FORM_RESTART, FORM_MACHINE, FORM_RUNTIMES, FORM_EXCHANGE,
	FORM_DISM, FORM_END,
};

static const struct section {
	struct str        name;
	enum section_form form;
	enum windows_half half;
	bool              is_half;
} sections[] = {
	{ STR_INIT("tsukuroi-collect"), FORM_META, HALF_64, false },
	{ STR_INIT("os"),              FORM_REGISTRY, HALF_64, false },
	{ STR_INIT("uninstall64"),     FORM_REGISTRY, HALF_64, true },
	{ STR_INIT("uninstall32"),     FORM_REGISTRY, HALF_32, true },
	{ STR_INIT("uninstall-user"),  FORM_REGISTRY, HALF_USER, true },
	{ STR_INIT("office"),          FORM_REGISTRY, HALF_64, false },
	{ STR_INIT("dotnet"),          FORM_REGISTRY, HALF_64, false },
	{ STR_INIT("products"),        FORM_REGISTRY, HALF_64, false },
	{ STR_INIT("hotfix"),          FORM_UPDATES, HALF_64, false },
	{ STR_INIT("systeminfo"),      FORM_SYSTEMINFO, HALF_64, false },
	{ STR_INIT("dism"),            FORM_DISM, HALF_64, false },
	{ STR_INIT("dotnet-runtimes"), FORM_RUNTIMES, HALF_64, false },
	{ STR_INIT("exchange"),        FORM_EXCHANGE, HALF_64, false },
	{ STR_INIT("restart"),         FORM_RESTART, HALF_64, false },
	{ STR_INIT("machine"),         FORM_MACHINE, HALF_64, false },
	{ STR_INIT("end"),             FORM_END, HALF_64, false },
};

static const struct section *
section_of(struct str line)
{
	if (!str_take(&line, STR("[")) || !str_take_end(&line, STR("]")))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		if (str_eq_nocase(line, sections[i].name))
			return &sections[i];
	return NULL;
}

/* Words that are an update's number, whatever command printed them. */
static void
take_updates(struct windows_pc *pc, struct str body)
{
	struct str line, word, kb;
	bool any = false;

	while (str_line(&body, &line))
		for (struct str rest = str_trim_space(line); str_split(&rest, ' ', &word);) {
			kb = pc_kb(pc, str_trim_space(word));
			if (kb.len > 0)
				pc_update(pc, kb, false);
			any = any || kb.len > 0;
		}
	pc->has_updates = pc->has_updates || any;      /* an empty list is a command that did not work */
}

/* "Microsoft.NETCore.App 8.0.11 [C:\Program Files\dotnet\…]" */
static void
take_runtimes(struct windows_pc *pc, struct str body)
{
	struct str line, name, version, place;

	while (str_line(&body, &line)) {
		if (!str_cut(str_trim_space(line), ' ', &name, &version) || !str_starts(name, STR("Microsoft.")))
			continue;
		(void)str_cut(version, ' ', &version, &place);
		list_push(pc->arena, &pc->products, ((struct windows_product){ .name = name, .version = version }));
	}
}

static enum answer
answer_of(struct str word)
{
	return str_eq_nocase(word, STR("yes")) ? ANSWER_YES : str_eq_nocase(word, STR("no")) ? ANSWER_NO : ANSWER_UNKNOWN;
}

static void
take_pair(struct windows_pc *pc, struct head_reading *head, enum section_form form, struct str name, struct str value)
{
	if (form == FORM_META)
		take_meta(pc, head, name, value);
	else if (form == FORM_MACHINE && str_eq_nocase(name, STR("serial")))
		pc_set(&pc->serial, value);
	else if (form == FORM_EXCHANGE && str_eq_nocase(name, STR("ExSetup")))
		pc_set(&pc->exchange_file, value);
	else if (form == FORM_RESTART && str_eq_nocase(name, STR("RebootPending")))
		pc->component_restart = answer_of(value);
	else if (form == FORM_RESTART && str_eq_nocase(name, STR("RebootRequired")))
		pc->update_restart = answer_of(value);
}

static void
take_pairs(struct windows_pc *pc, struct head_reading *head, enum section_form form, struct str body)
{
	struct str line, name, value;

	while (str_line(&body, &line))
		if (str_cut(line, '=', &name, &value))
			take_pair(pc, head, form, str_trim_space(name), str_trim_space(value));
}

static void
take_section(struct windows_pc *pc, struct head_reading *head, const struct section *section, struct str body)
{
	switch (section->form) {
	case FORM_REGISTRY:
		(void)read_reg_query(pc, body, section->half);
		if (section->is_half)
			pc->half_seen[section->half] = true;
		break;
	case FORM_UPDATES:
		take_updates(pc, body);
		break;
	case FORM_SYSTEMINFO:
		(void)read_systeminfo(pc, body);
		break;
	case FORM_DISM:
		(void)read_dism(pc, body);
		break;
	case FORM_RUNTIMES:
		take_runtimes(pc, body);
		break;
	case FORM_EXCHANGE:
		(void)read_reg_query(pc, body, section->half);
		take_pairs(pc, head, section->form, body);
		break;
	case FORM_META:
	case FORM_RESTART:
	case FORM_MACHINE:
		take_pairs(pc, head, section->form, body);
		break;
	case FORM_NONE:
	case FORM_END:
		break;
	}
}

/* No 64-bit program at all: the command was not let look, for Windows itself always lists some. */
static void
check_halves(struct windows_pc *pc)
{
	for (size_t i = 0; i < pc->programs.count; i++)
		if (pc->programs.items[i].half == HALF_64)
			return;
	pc->half_seen[HALF_64] = false;
}

struct err *
read_collector(struct windows_pc *pc, struct str text)
{
	const struct section *section = NULL;
	struct head_reading head = { 0 };
	struct str rest = text, line, body = STR("");
	bool ended = false;

	while (str_line(&rest, &line)) {
		const struct section *next = section_of(str_trim_space(line));

		if (next == NULL) {
			body.len = body.ptr == NULL ? 0 : (size_t)(line.ptr + line.len - body.ptr);
			continue;
		}
		if (section != NULL)
			take_section(pc, &head, section, body);
		section = next;
		body = (struct str){ rest.ptr, 0 };
		ended = section->form == FORM_END;
	}
	if (!ended)
		return err_new(pc->arena, ERR_FORMAT,
		    M("The file ends before its [end]: it was copied while it was being written, or cut short. Take it again."));
	if (pc->host.len == 0 || !pc->has_os)
		return err_new(pc->arena, ERR_FORMAT, M("The file does not say which computer or which Windows it is of: run the collector again."));
	pc->made = time_of(head.time, head.zone.len > 0 ? head.zone : zone_of_bias(head.bias, pc->arena));
	if (pc->made == INSTANT_NONE)
		pc_warn(pc, err_new(pc->arena, ERR_FORMAT, M("The time \"{time}\" at which it was collected cannot be read."),
		    ARG("time", head.time)));
	check_halves(pc);
	pc->has_anything = true;
	return NULL;
}
