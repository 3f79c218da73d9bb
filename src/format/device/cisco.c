/*
 * cisco.c - IOS, IOS XE, IOS XR, NX-OS, ASA, Firepower Threat Defense, wireless controllers, small business switches.
 *
 *     Cisco IOS XE Software, Version 16.09.03                      IOS XE 16.9.3
 *     Cisco IOS Software, … Version 12.2(54)SG1, RELEASE SOFTWARE  IOS
 *     NAME: "Chassis",  DESCR: "Nexus9000 C9396PX Chassis"
 *     PID: N9K-C9396PX         ,  VID: V02 ,  SN: SAL1819S6LU       VID is the hardware's revision
 *
 * Newer IOS XE prints IOS's line too, older prints that alone with "IOS-XE Software (": IOS XE is asked first. A build that
 * is not called RELEASE SOFTWARE (engineering, interim, CUST-SPECIAL) is one of which no advisory speaks.
 */
#include "base/limits.h"
#include "format/device/parts.h"

/* reader->state within "show inventory": what the pair begun by NAME stands for. */
enum { PAIR_NONE, PAIR_CHASSIS, PAIR_MEMBER, PAIR_OTHER };

static const struct anchor ios_anchors[] = {
	{ "Cisco IOS XE Software, Version ", false, DEVICE_VERSION, TAKE_WORD },
	{ "System image file is ", false, DEVICE_IMAGE, TAKE_QUOTED },
	{ "Processor board ID ", false, DEVICE_SERIAL, TAKE_WORD },
	{ "Chassis Type: ", false, DEVICE_MODEL, TAKE_WORD },
	{ "BOOT path-list: ", false, DEVICE_NEXT_IMAGE, TAKE_WORD },
	{ "BOOT variable: ", false, DEVICE_NEXT_IMAGE, TAKE_WORD },
	{ 0 },
};

static bool
is_ordinary(struct str folded)
{
	static const char *const marks[] = { "ENGINEERING", "CUST-SPECIAL", "INTERIM", "SPECIAL", "TEST ", "under special agreement" };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (holds(folded, marks[i]))
			return false;
	return true;
}

/* "Cisco IOS Software, …, Version 15.4(3)M3, RELEASE SOFTWARE (fc2)"; in IOS XE's output only where its own line is missing. */
static void
take_ios_line(struct reader *reader, struct str folded)
{
	if (!begins(folded, "Cisco IOS Software") && !holds(folded, "IOS (tm)") && !begins(folded, "Cisco Internetwork Operating System"))
		return;
	reader->special = reader->special || !is_ordinary(folded);
	(void)reader_take(reader, DEVICE_VERSION, value_behind(folded, ", Version ", TAKE_COMMA));
}

/* "cisco WS-C4948E (MPC8548) processor (revision 4) with …" */
static void
take_processor(struct reader *reader, struct str folded)
{
	struct str model, rest;

	if (!begins(folded, "cisco ") || !holds(folded, " processor") || !str_cut(str_from(folded, 6), '(', &model, &rest))
		return;
	(void)reader_take(reader, DEVICE_MODEL, model);
	(void)reader_take(reader, DEVICE_REVISION, value_behind(folded, "(revision ", TAKE_PAREN));
}

/* "router1 uptime is 2 years", "asa1 up 41 days 19 hours". */
static void
take_uptime(struct reader *reader, struct str folded)
{
	static const struct str none[] = { STR_INIT("system"), STR_INIT("System"), STR_INIT("Kernel"), STR_INIT("Switch") };
	struct str host = word_at(folded, 0);
	bool is = str_eq(word_at(folded, 1), STR("uptime")) && str_eq(word_at(folded, 2), STR("is"));
	bool up = str_eq(word_at(folded, 1), STR("up")) && is_number(word_at(folded, 2));

	if ((is || up) && !str_is_one_of(host, none, ARRAY_LEN(none)))
		(void)reader_take(reader, DEVICE_HOST, host);
}

/* ----------------------------------------------------------------------------------------- inventory */

static struct str
between(struct str folded, const char *from, const char *to)
{
	size_t at = find_nocase(folded, str_of(from)), end;

	if (at == SIZE_MAX)
		return STR("");
	folded = str_from(folded, at + str_of(from).len);
	end = to == NULL ? SIZE_MAX : find_nocase(folded, str_of(to));
	folded = str_sub(folded, 0, end == SIZE_MAX ? folded.len : end);
	return str_trim_space(str_trim(str_trim_space(str_trim(str_trim_space(folded), ',')), '"'));
}

/* "Switch 2", "2", "Switch2": a unit of a stack. "" when it is none. */
static struct str
unit_of(struct str name)
{
	(void)str_take_nocase(&name, STR("Switch"));
	name = str_trim_space(name);
	return is_number(name) && name.len < 3 ? name : STR("");
}

static void
begin_pair(struct reader *reader, struct str folded)
{
	struct str name = between(folded, "NAME:", "DESCR:"), descr = between(folded, "DESCR:", NULL), unit = unit_of(name);
	bool chassis = begins(name, "Chassis") || str_eq_nocase(name, STR("Rack 0")) || begins(name, "module chassis")
	    || (find_nocase(name, STR("chassis")) != SIZE_MAX && find_nocase(descr, STR("Power")) == SIZE_MAX);

	reader->state = chassis ? PAIR_CHASSIS : unit.len > 0 ? PAIR_MEMBER : PAIR_OTHER;
	if (unit.len > 0 && !chassis)
		(void)reader_member(reader, unit);
}

static void
end_pair(struct reader *reader, struct str folded)
{
	struct str pid = between(folded, "PID:", "VID:"), vid = between(folded, "VID:", "SN:"), serial = between(folded, "SN:", NULL);
	struct device_member *member = reader_current(reader);

	if (reader->state == PAIR_CHASSIS) {
		if (!reader_is_nothing(pid)) {      /* the maker's own word for the thing that is ordered */
			reader_force(reader, DEVICE_MODEL, pid);
			reader_force(reader, DEVICE_REVISION, vid);
		}
		reader_take(reader, DEVICE_SERIAL, serial);
	} else if (reader->state == PAIR_MEMBER && member != NULL) {
		reader_put(reader, &member->model, pid);
		reader_put(reader, &member->revision, vid);
		reader_put(reader, &member->serial, serial);
	}
	reader->state = PAIR_NONE;
}

static bool
take_inventory(struct reader *reader, struct str folded)
{
	if (begins(folded, "NAME:") && find_nocase(folded, STR("DESCR:")) != SIZE_MAX)
		begin_pair(reader, folded);
	else if (begins(folded, "PID:") && find_nocase(folded, STR("VID:")) != SIZE_MAX)
		end_pair(reader, folded);
	else
		return false;
	return true;
}

/* -------------------------------------------------------------------------------------------- stacks */

static bool
is_mac(struct str word)
{
	return word.len == 14 && word.ptr[4] == '.' && word.ptr[9] == '.';
}

/*
 * Rows of three tables:
 *     *    1 50    C9500-40X          16.9.3            CAT9K_IOSXE           INSTALL        show version
 *     *1       Active   643a.abcd.dacd     15     V03     Ready                               show switch
 *      1       28     C9200L-24T-4G-E  3YEEQEY2MND  dc8c.5322.19c6  V01  16.12.6              show module
 */
static void
take_stack_row(struct reader *reader, struct str folded)
{
	size_t count;
	struct str row = folded, number;
	struct device_member *member;

	str_take(&row, STR("*"));
	row = str_trim_space(row);
	number = word_at(row, 0);
	count = words_count(row);
	if (!is_number(number) || number.len > 2 || count < 6)
		return;
	if (is_mac(word_at(row, 2)) && is_number(word_at(row, 3))) {
		if ((member = reader_member(reader, number)) == NULL)
			return;
		reader_put(reader, &member->role, word_at(row, 1));
		reader_put(reader, &member->revision, word_at(row, 4));
	} else if (is_mac(word_at(row, 4)) && is_number(word_at(row, 1)) && count == 7) {
		if ((member = reader_member(reader, number)) == NULL)
			return;
		reader_put(reader, &member->model, word_at(row, 2));
		reader_put(reader, &member->serial, word_at(row, 3));
		reader_put(reader, &member->revision, word_at(row, 5));
		reader_put(reader, &member->version, word_at(row, 6));
	} else if (count == 6 && is_number(word_at(row, 1)) && begins(word_at(row, 2), "C9")) {
		if ((member = reader_member(reader, number)) == NULL)
			return;
		reader_put(reader, &member->model, word_at(row, 2));
		reader_put(reader, &member->version, word_at(row, 3));
	}
}

/* "Switch 02", then a block of its own; the block before the first of these is unit 1's. */
static void
take_unit(struct reader *reader, struct str folded)
{
	static const struct { const char *anchor; size_t at; } fields[] = {
		{ "Model Number: ", offsetof(struct device_member, model) },
		{ "Model Revision Number: ", offsetof(struct device_member, revision) },
		{ "System Serial Number: ", offsetof(struct device_member, serial) },
	};
	struct str number = str_from(folded, 7);
	struct device_member *member;

	if (begins(folded, "Switch ") && is_number(number) && words_count(folded) == 2) {
		str_take(&number, STR("0"));
		(void)reader_member(reader, number);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		if (!begins(folded, fields[i].anchor))
			continue;
		member = reader_current(reader);
		if (member == NULL)
			member = reader_member(reader, STR("1"));
		if (member != NULL)
			reader_put(reader, (struct str *)(void *)((char *)member + fields[i].at), value_behind(folded, fields[i].anchor, TAKE_WORD));
	}
}

static void
take_feature(struct reader *reader, struct str folded)
{
	struct device_facts *facts = reader->facts;

	if (begins(folded, "Index ") && holds(folded, "Feature: "))
		reader->state = (int)reader->at + 1;
	if (begins(folded, "License State: Active, In Use") && reader->state > 0 && (size_t)reader->state <= reader->text->count
	    && facts->features.count < LIMIT_DEVICE_PARTS) {
		struct str feature = value_behind(reader->text->items[reader->state - 1].folded, "Feature: ", TAKE_WORD);

		if (feature.len > 0)
			list_push(reader->arena, &facts->features, feature);
		reader->read = true;
	}
}

static void
ios_line(struct reader *reader, const struct line *line)
{
	if (take_inventory(reader, line->folded))
		return;
	if (begins(line->folded, "IOS XE Version: "))      /* stands below IOS's line */
		reader_force(reader, DEVICE_VERSION, value_behind(line->folded, "IOS XE Version: ", TAKE_WORD));
	take_ios_line(reader, line->folded);
	take_processor(reader, line->folded);
	take_uptime(reader, line->folded);
	take_stack_row(reader, line->folded);
	take_unit(reader, line->folded);
	take_feature(reader, line->folded);
	if (begins(line->folded, "This software is supported for a limited time under special agreement"))
		reader->special = true;
}

static void
ios_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	ret->version = raw;
	ret->doubt = reader->special || raw.len == 0 || !char_is_digit(raw.ptr[0]) ? DEVICE_DOUBT_SPECIAL : DEVICE_DOUBT_NONE;
}

/* 16.09.03 is 16.9.3; 03.09.01.S is 3.9.1S; a number like 15.3(2)S1 is IOS's, which advisories on IOS XE do not use. */
static void
ios_xe_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	struct str version = without_padding(raw, reader->arena), head, train;

	ios_settle(reader, raw, ret);
	if (ret->doubt != DEVICE_DOUBT_NONE)
		return;
	if (str_find_char(version, '(') != SIZE_MAX) {
		ret->doubt = DEVICE_DOUBT_OTHER;
		return;
	}
	if (str_cut_last(version, '.', &head, &train) && train.len > 0 && char_is_alpha(train.ptr[0]))
		version = arena_printf(reader->arena, "%.*s%.*s", STR_ARG(head), STR_ARG(train));
	ret->version = version;
}

/* --------------------------------------------------------------------------------- NX-OS, IOS XR, ASA */

static const struct anchor nxos_anchors[] = {
	{ "NXOS: version ", false, DEVICE_VERSION, TAKE_WORD },
	{ "system: version ", false, DEVICE_VERSION, TAKE_WORD },
	{ "NXOS image file is: ", false, DEVICE_IMAGE, TAKE_WORD },
	{ "system image file is: ", false, DEVICE_IMAGE, TAKE_WORD },
	{ "Device name: ", false, DEVICE_HOST, TAKE_WORD },
	{ "Processor Board ID ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

/* "cisco Nexus9000 C9396PX Chassis", "cisco Nexus 5596 Chassis (…)". */
static void
nxos_line(struct reader *reader, const struct line *line)
{
	size_t end;

	if (take_inventory(reader, line->folded) || !begins(line->folded, "cisco Nexus"))
		return;
	end = find_nocase(line->folded, STR(" chassis"));
	if (end != SIZE_MAX)
		(void)reader_take(reader, DEVICE_MODEL, str_sub(line->folded, 6, end - 6));
}

static const struct anchor xr_anchors[] = {
	{ "Cisco IOS XR Software, Version ", false, DEVICE_VERSION, TAKE_WORD },
	{ "System image file is ", false, DEVICE_IMAGE, TAKE_QUOTED },
	{ 0 },
};

static void
xr_line(struct reader *reader, const struct line *line)
{
	size_t slots = str_find(line->folded, STR(" Line Card Slot Chassis"));
	struct str model;

	if (take_inventory(reader, line->folded))
		return;
	take_processor(reader, line->folded);
	take_uptime(reader, line->folded);
	/* "ASR 9912 10 Line Card Slot Chassis with …" says more than "cisco ASR9K Series". */
	if (slots != SIZE_MAX && str_cut_last(str_sub(line->folded, 0, slots), ' ', &model, &(struct str){ 0 }))
		reader_force(reader, DEVICE_MODEL, model);
}

/* "5.3.2[Default]". */
static void
xr_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	struct str tail;

	(void)reader;
	(void)str_cut(raw, '[', &ret->version, &tail);
}

static const struct anchor asa_anchors[] = {
	{ "Cisco Adaptive Security Appliance Software Version ", false, DEVICE_VERSION, TAKE_WORD },
	{ "System image file is ", false, DEVICE_IMAGE, TAKE_QUOTED },
	{ "Model Id: ", false, DEVICE_MODEL, TAKE_WORD },
	{ "Hardware: ", false, DEVICE_MODEL, TAKE_COMMA },
	{ "Serial Number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

static void
asa_line(struct reader *reader, const struct line *line)
{
	if (begins(line->folded, "Model Id: "))      /* a virtual one's size, behind the word ASAv */
		reader_force(reader, DEVICE_MODEL, value_behind(line->folded, "Model Id: ", TAKE_WORD));
	if (!take_inventory(reader, line->folded))
		take_uptime(reader, line->folded);
}

static const struct anchor ftd_anchors[] = {
	{ "Serial Number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

/* "Model : Cisco Firepower 2130 Threat Defense (77) Version 7.0.1 (Build 84)" */
static void
ftd_line(struct reader *reader, const struct line *line)
{
	size_t end = str_find(line->folded, STR(" Threat Defense ("));

	if (begins(line->folded, "Model: ") && end != SIZE_MAX) {
		struct str model = str_sub(line->folded, 7, end - 7);

		str_take(&model, STR("Cisco "));
		(void)reader_take(reader, DEVICE_MODEL, model);
		(void)reader_take(reader, DEVICE_VERSION, value_behind(line->folded, " Version ", TAKE_WORD));
		(void)reader_take(reader, DEVICE_BUILD, value_behind(line->folded, "(Build ", TAKE_PAREN));
	}
}

/* ------------------------------------------------------------------ wireless controllers, small business, NFVIS */

static const struct anchor wlc_anchors[] = {
	{ "Product Version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "System Name: ", false, DEVICE_HOST, TAKE_WORD },
	{ 0 },
};

/* "Primary Boot Image: 8.10.183.0 (default) (active)": default is for the next start, active runs. */
static void
wlc_line(struct reader *reader, const struct line *line)
{
	struct str image = value_behind(line->folded, " Boot Image: ", TAKE_WORD);

	if (take_inventory(reader, line->folded) || image.len == 0)
		return;
	if (holds(line->folded, "(active)"))
		(void)reader_take(reader, DEVICE_VERSION, image);
	if (holds(line->folded, "(default)"))
		(void)reader_take(reader, DEVICE_NEXT, image);
}

static const struct anchor small_anchors[] = {
	{ "SW version ", false, DEVICE_VERSION, TAKE_WORD },
	{ "HW version ", false, DEVICE_REVISION, TAKE_WORD },
	{ "System Name: ", false, DEVICE_HOST, TAKE_WORD },
	{ "Serial number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

/* Other makers' switches have the same console; the object identifier tells whose it is. */
static void
small_line(struct reader *reader, const struct line *line)
{
	if (begins(line->folded, "System Object ID: "))
		reader->facts->maker = maker_of_object(value_behind(line->folded, "System Object ID: ", TAKE_WORD));
}

static void
nfvis_line(struct reader *reader, const struct line *line)
{
	if (begins(line->folded, "Version "))
		(void)reader_take(reader, DEVICE_VERSION, value_behind(line->folded, "Version ", TAKE_WORD));
}

const struct family cisco_families[] = {
	{ "Cisco Firepower Threat Defense", "Cisco", NULL, COMPONENT_OS, NULL, { { " Threat Defense (", false, NULL } }, ftd_anchors, ftd_line, NULL },
	{ "Cisco IOS XE", "Cisco", "ios", COMPONENT_OS, NULL,
	    { { "Cisco IOS XE Software, Version ", false, NULL }, { "IOS-XE Software (", false, NULL }, { "_IOSXE)", false, NULL },
	      { "X86_64_LINUX_IOSD", false, NULL } }, ios_anchors, ios_line, ios_xe_settle },
	{ "Cisco IOS XR", "Cisco", NULL, COMPONENT_OS, NULL, { { "Cisco IOS XR Software, Version ", false, NULL } }, xr_anchors, xr_line, xr_settle },
	{ "Cisco NX-OS", "Cisco", NULL, COMPONENT_OS, NULL,
	    { { "Cisco Nexus Operating System (NX-OS)", false, NULL }, { "NXOS: version ", true, NULL }, { "kickstart: version ", true, NULL } },
	    nxos_anchors, nxos_line, NULL },
	{ "Cisco ASA", "Cisco", NULL, COMPONENT_OS, NULL, { { "Cisco Adaptive Security Appliance Software Version ", false, NULL } },
	    asa_anchors, asa_line, NULL },
	{ "Cisco IOS", "Cisco", "ios", COMPONENT_OS, NULL,
	    { { "Cisco IOS Software", true, NULL }, { "IOS (tm)", false, NULL }, { "Cisco Internetwork Operating System Software", true, "IOS" } },
	    ios_anchors, ios_line, ios_settle },
	{ "Cisco Wireless LAN Controller", "Cisco", NULL, COMPONENT_FIRMWARE, "Manufacturer's Name", { { "Product Name: Cisco Controller", true, NULL } },
	    wlc_anchors, wlc_line, NULL },
	{ "Cisco NFVIS", "Cisco", NULL, COMPONENT_OS, NULL, { { "Cisco NFV Infrastructure Software", false, NULL } }, NULL, nfvis_line, NULL },
	{ "Cisco Small Business firmware", "Cisco", NULL, COMPONENT_FIRMWARE, "SW version ", { { "SW version ", true, "HW version " } },
	    small_anchors, small_line, NULL },
	{ 0 },
};

/* What a single command tells, where none of its paste says which system runs. */
static void
hint_line(struct reader *reader, const struct line *line)
{
	ios_line(reader, line);
	wlc_line(reader, line);
}

static const struct anchor hint_anchors[] = {
	{ "Chassis Type: ", false, DEVICE_MODEL, TAKE_WORD },
	{ "BOOT path-list: ", false, DEVICE_NEXT_IMAGE, TAKE_WORD },
	{ "BOOT variable: ", false, DEVICE_NEXT_IMAGE, TAKE_WORD },
	{ 0 },
};

static void
radlan_line(struct reader *reader, const struct line *line)
{
	small_line(reader, line);
}

static const struct anchor radlan_anchors[] = {
	{ "System Name: ", false, DEVICE_HOST, TAKE_WORD },
	{ "Serial number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

const struct family hint_families[] = {
	{ NULL, "Cisco", NULL, COMPONENT_OTHER, NULL,
	    { { "PID:", true, "VID:" }, { "H/W Current", true, "Switch#" }, { "Primary Boot Image:", true, NULL }, { "BOOT path-list:", true, NULL },
	      { "Chassis Type:", true, "Sw Status" } }, hint_anchors, hint_line, NULL },
	{ NULL, "Cisco", NULL, COMPONENT_OTHER, NULL, { { "Current Boot Variables:", true, NULL }, { "Switch Ports Model Serial No.", true, NULL } },
	    hint_anchors, hint_line, NULL },
	{ NULL, "", NULL, COMPONENT_OTHER, NULL, { { "System Object ID:", true, NULL }, { "Serial number: ", true, NULL } }, radlan_anchors, radlan_line, NULL },
	{ 0 },
};
