/*
 * others.c - makers of whom one or two outputs are known: Alcatel-Lucent, Avaya, Broadcom ICOS and Ubiquiti's EdgeSwitch, Check
 * Point, Dell, Edgecore, Ericsson, OneAccess, Ubiquiti's EdgeRouter.
 */
#include "format/device/parts.h"

/* ---------------------------------------------------------------------------------- Alcatel-Lucent */

static const struct anchor alcatel_anchors[] = {
	{ "Name: ", false, DEVICE_HOST, TAKE_COMMA },
	{ 0 },
};

/* "Description: Alcatel-Lucent Enterprise OS6350-P24 6.7.1.001.R01 GA, January 01, 2000.," */
static void
alcatel_line(struct reader *reader, const struct line *line)
{
	struct str rest = value_behind(line->folded, "Alcatel-Lucent Enterprise ", TAKE_COMMA);

	if (!begins(line->folded, "Description: ") || words_count(rest) < 3)
		return;
	(void)reader_take(reader, DEVICE_MODEL, word_at(rest, 0));
	(void)reader_take(reader, DEVICE_VERSION, word_at(rest, 1));
	reader->special = !str_eq(word_at(rest, 2), STR("GA"));
}

/* "Chassis 1", then a block a unit. */
static void
chassis_line(struct reader *reader, const struct line *line)
{
	struct device_member *member;

	if (begins(line->folded, "Chassis ") && is_number(word_at(line->folded, 1)) && words_count(line->folded) == 2)
		(void)reader_member(reader, word_at(line->folded, 1));
	member = reader_current(reader);
	if (member == NULL)
		return;
	reader_put(reader, &member->model, value_behind(line->folded, "Model Name: ", TAKE_COMMA));
	reader_put(reader, &member->revision, value_behind(line->folded, "Hardware Revision: ", TAKE_COMMA));
	reader_put(reader, &member->serial, value_behind(line->folded, "Serial Number: ", TAKE_COMMA));
}

static void
marked_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	ret->version = raw;
	ret->doubt = reader->special ? DEVICE_DOUBT_SPECIAL : DEVICE_DOUBT_NONE;
}

/* -------------------------------------------------------------------------------------------- Avaya */

static const struct anchor avaya_anchors[] = {
	{ "sysDescr: Ethernet Routing Switch ", false, DEVICE_MODEL, TAKE_WORD },
	{ "HW:", false, DEVICE_REVISION, TAKE_WORD },
	{ "Serial #: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ "sysName: ", false, DEVICE_HOST, TAKE_WORD },
	{ 0 },
};

static void
avaya_line(struct reader *reader, const struct line *line)
{
	struct str version = value_behind(line->folded, "SW:v", TAKE_WORD);

	if (begins(line->folded, "Operational Software: "))
		(void)reader_take(reader, DEVICE_VERSION, version);
	if (begins(line->folded, "Installed software: "))
		(void)reader_take(reader, DEVICE_NEXT, version);
}

/* ------------------------------------------------------------------------------- ICOS, EdgeSwitch */

static const struct anchor icos_anchors[] = {
	{ "Machine Model: ", false, DEVICE_MODEL, TAKE_LINE },
	{ "Software Version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "Serial Number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ "Hardware Revision: ", false, DEVICE_REVISION, TAKE_WORD },
	{ "Board Revision: ", false, DEVICE_REVISION, TAKE_WORD },
	{ 0 },
};

/* ------------------------------------------------------------------------------ Check Point, Dell, … */

static const struct anchor gaia_anchors[] = {
	{ "Product version Check Point Gaia ", false, DEVICE_VERSION, TAKE_WORD },
	{ "OS build ", false, DEVICE_BUILD, TAKE_WORD },
	{ 0 },
};

static const struct anchor dell_anchors[] = {
	{ "Dell Application Software Version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "System Type: ", false, DEVICE_MODEL, TAKE_WORD },
	{ "System image file is ", false, DEVICE_IMAGE, TAKE_QUOTED },
	{ 0 },
};

static const struct anchor edgecore_anchors[] = {
	{ "Operation Code Version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "Hardware Version: ", false, DEVICE_REVISION, TAKE_WORD },
	{ "Serial Number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

static const struct anchor edgecore_system_anchors[] = {
	{ "System Name: ", false, DEVICE_HOST, TAKE_WORD },
	{ 0 },
};

static void
edgecore_system_line(struct reader *reader, const struct line *line)
{
	struct str oid = value_behind(line->folded, "System OID String: ", TAKE_WORD);

	if (oid.len > 0)
		reader->facts->maker = maker_of_object(oid);
}

static const struct anchor ericsson_anchors[] = {
	{ "Ericsson IPOS Version ", false, DEVICE_VERSION, TAKE_WORD },
	{ 0 },
};

/* "IPOS-v20.3.1.803.142-Release". */
static void
ericsson_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	(void)reader;
	ret->build = raw;
	str_take(&raw, STR("IPOS-v"));
	ret->doubt = str_take_end(&raw, STR("-Release")) ? DEVICE_DOUBT_NONE : DEVICE_DOUBT_SPECIAL;
	ret->version = raw;
}

static const struct anchor oneaccess_anchors[] = {
	{ "System Information for device ", false, DEVICE_MODEL, TAKE_WORD },
	{ " S/N ", true, DEVICE_SERIAL, TAKE_WORD },
	{ "Software version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "Device: ", false, DEVICE_MODEL, TAKE_WORD },
	{ 0 },
};

static const struct anchor edgeos_anchors[] = {
	{ "Version: v", false, DEVICE_VERSION, TAKE_WORD },
	{ "Build ID: ", false, DEVICE_BUILD, TAKE_WORD },
	{ "HW model: ", false, DEVICE_MODEL, TAKE_LINE },
	{ "HW S/N: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

const struct family other_families[] = {
	{ "Check Point Gaia", "Check Point", NULL, COMPONENT_OS, NULL, { { "Product version Check Point Gaia R", true, NULL } }, gaia_anchors, NULL, NULL },
	{ "EdgeOS", "Ubiquiti", NULL, COMPONENT_OS, NULL, { { "Version: v", true, "HW model: " } }, edgeos_anchors, NULL, NULL },
	{ "EdgeSwitch firmware", "Ubiquiti", "icos", COMPONENT_FIRMWARE, NULL, { { "System Description: EdgeSwitch", true, NULL } }, icos_anchors, NULL, NULL },
	{ "ICOS", "", "icos", COMPONENT_OS, NULL, { { "Machine Type: ", true, "Software Version: " } }, icos_anchors, NULL, NULL },
	{ "Alcatel-Lucent AOS", "Alcatel-Lucent", NULL, COMPONENT_OS, NULL, { { "Description: Alcatel-Lucent ", true, NULL } }, alcatel_anchors, alcatel_line,
	    marked_settle },
	{ "Avaya ERS", "Avaya", NULL, COMPONENT_OS, "Operation Mode:", { { "sysDescr: Ethernet Routing Switch ", true, NULL } }, avaya_anchors, avaya_line, NULL },
	{ "Dell Networking OS", "Dell", NULL, COMPONENT_OS, "Dell Real Time Operating System", { { "Dell Application Software Version: ", true, NULL } },
	    dell_anchors, NULL, NULL },
	{ "Edgecore firmware", "Edgecore", NULL, COMPONENT_FIRMWARE, NULL, { { "Operation Code Version: ", true, NULL } }, edgecore_anchors, NULL, NULL },
	{ "Ericsson IPOS", "Ericsson", NULL, COMPONENT_OS, NULL, { { "Ericsson IPOS Version ", true, NULL } }, ericsson_anchors, NULL, ericsson_settle },
	{ "OneOS", "OneAccess", NULL, COMPONENT_OS, NULL, { { "System Information for device ", true, NULL } }, oneaccess_anchors, NULL, NULL },
	{ NULL, "OneAccess", NULL, COMPONENT_OTHER, NULL, { { "HARDWARE DESCRIPTION", true, "Device: " } }, oneaccess_anchors, NULL, NULL },
	{ NULL, "", NULL, COMPONENT_OTHER, NULL, { { "System OID String: ", true, NULL } }, edgecore_system_anchors, edgecore_system_line, NULL },
	{ NULL, "Alcatel-Lucent", NULL, COMPONENT_OTHER, NULL, { { "Model Name: ", true, "Hardware Revision: " } }, NULL, chassis_line, NULL },
	{ 0 },
};
