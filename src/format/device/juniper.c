/*
 * juniper.c - Junos and Junos OS Evolved; Palo Alto's PAN-OS.
 *
 *     fpc0:                                a block a member: fpc0, node0, localre, member1
 *     Hostname: lab
 *     Model: mx240
 *     Junos: 21.4R3-S3.4                   the last number is a build, of which advisories do not speak: 21.4R3-S3
 *     JUNOS Base OS boot [13.3R1.4]
 */
#include "format/device/parts.h"

static const struct anchor junos_anchors[] = {
	{ "Hostname: ", false, DEVICE_HOST, TAKE_WORD },
	{ "Model: ", false, DEVICE_MODEL, TAKE_LINE },
	{ "Junos: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "JUNOS Software Release [", false, DEVICE_VERSION, TAKE_BRACKET },
	{ "JUNOS Base OS boot [", false, DEVICE_VERSION, TAKE_BRACKET },
	{ "Serial Number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

static struct str junos_number(struct str raw);

static bool
is_label(struct str folded)
{
	static const char *const labels[] = { "fpc", "node", "member", "localre", "re" };
	struct str name = folded;

	if (!str_take_end(&name, STR(":")))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		struct str rest = name;

		if (str_take(&rest, str_of(labels[i])) && (rest.len == 0 || is_number(rest)))
			return true;
	}
	return false;
}

static void
take_block(struct reader *reader, struct str folded)
{
	struct device_member *member;

	if (is_label(folded))
		(void)reader_member(reader, str_sub(folded, 0, folded.len - 1));
	member = reader_current(reader);
	if (member == NULL)
		return;
	if (begins(folded, "Model: "))
		reader_put(reader, &member->model, value_behind(folded, "Model: ", TAKE_LINE));
	if (begins(folded, "Junos: "))
		reader_put(reader, &member->version, junos_number(value_behind(folded, "Junos: ", TAKE_WORD)));
}

/* "Chassis                                JN1111111         MX480": columns stand where the headings do. */
static void
take_chassis(struct reader *reader, const struct line *line)
{
	static const char *const headings[] = { "Version", "Part number", "Serial number", "Description" };
	size_t *columns = reader->columns;

	if (begins(line->folded, "Item Version Part number")) {
		for (size_t i = 0; i < ARRAY_LEN(headings); i++)
			columns[i] = str_find(line->text, str_of(headings[i]));
		return;
	}
	if (columns[0] == 0 || !str_starts(line->text, STR("Chassis ")))
		return;
	(void)reader_take(reader, DEVICE_REVISION, str_sub(line->text, columns[0], columns[1] - columns[0]));
	(void)reader_take(reader, DEVICE_SERIAL, str_sub(line->text, columns[2], columns[3] - columns[2]));
	if (!holds(line->text, "Virtual Chassis"))
		(void)reader_take(reader, DEVICE_MODEL, str_from(line->text, columns[3]));
}

static void
junos_line(struct reader *reader, const struct line *line)
{
	take_block(reader, line->folded);
	take_chassis(reader, line);
}

/* Cuts the build off: what stands behind the last '.' that follows R, S, X or D and a number. */
static struct str
junos_number(struct str raw)
{
	struct str head, tail;

	(void)str_take_end(&raw, STR("-EVO"));
	if (str_cut_last(raw, '.', &head, &tail) && is_number(tail) && head.len > 0 && str_find_char(head, '.') != SIZE_MAX)
		return head;
	return raw;
}

static void
junos_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	size_t letter = 0;

	(void)reader;
	ret->version = junos_number(raw);
	while (letter < ret->version.len && (char_is_digit(ret->version.ptr[letter]) || ret->version.ptr[letter] == '.'))
		letter++;
	/* 21.4R3 and 12.1X46-D10 are releases; B, I and other letters are builds on the way to one. */
	if (letter == 0 || letter >= ret->version.len)
		ret->doubt = DEVICE_DOUBT_UNREAD;
	else if (ret->version.ptr[letter] != 'R' && !(ret->version.ptr[letter] == 'X' && holds(ret->version, "-D")))
		ret->doubt = DEVICE_DOUBT_SPECIAL;
}

const struct family juniper_families[] = {
	{ "Junos OS Evolved", "Juniper", NULL, COMPONENT_OS, "Hostname: ", { { "-EVO", false, "Junos: " } }, junos_anchors, junos_line, junos_settle },
	{ "Junos", "Juniper", NULL, COMPONENT_OS, "Hostname: ",
	    { { "Junos: ", true, NULL }, { "JUNOS Base OS boot [", true, NULL }, { "JUNOS Software Release [", true, NULL }, { "JUNOS OS Kernel ", true, NULL } },
	    junos_anchors, junos_line, junos_settle },
	{ NULL, "Juniper", NULL, COMPONENT_OTHER, NULL, { { "Item Version Part number Serial number", true, "Chassis" } }, NULL, junos_line, NULL },
	{ 0 },
};

/* ------------------------------------------------------------------------------------------- PAN-OS */

static const struct anchor pan_anchors[] = {
	{ "hostname: ", false, DEVICE_HOST, TAKE_WORD },
	{ "model: ", false, DEVICE_MODEL, TAKE_WORD },
	{ "serial: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ "sw-version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ 0 },
};

/* A hotfix ("10.1.6-h6") is part of the version; "-b17", "-c3" are builds before a release. */
static void
pan_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	struct str numbers, tail;

	(void)reader;
	ret->version = raw;
	if (str_cut(raw, '-', &numbers, &tail) && !(str_take(&tail, STR("h")) && is_number(tail)))
		ret->doubt = DEVICE_DOUBT_SPECIAL;
}

const struct family paloalto_families[] = {
	{ "PAN-OS", "Palo Alto Networks", NULL, COMPONENT_OS, "hostname: ", { { "sw-version: ", true, NULL } }, pan_anchors, NULL, pan_settle },
	{ 0 },
};
