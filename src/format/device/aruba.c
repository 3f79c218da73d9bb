/*
 * aruba.c - AOS-CX, ArubaOS (controllers and access points), AOS-S (ProCurve).
 *
 *     ArubaOS-CX Version : FL.10.11.1021        the letters before the first point are the line of switches
 *     ArubaOS (MODEL: 310), Version 8.6.0.4
 *     Image stamp:  …                            the third line: WC.16.05.0007
 */
#include "format/device/parts.h"

static const struct anchor cx_anchors[] = {
	{ "Hostname: ", false, DEVICE_HOST, TAKE_WORD },
	{ "Product Name: ", false, DEVICE_MODEL, TAKE_LINE },
	{ "Chassis Serial Nbr: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ "ArubaOS-CX Version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "AOS-CX Version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ 0 },
};

/* "2/1  JL661A  6300M 48G CL4 PoE 4SFP56 Swch          SG2ABCDEF2 Ready", below "Management Modules": a unit of the stack. */
static void
cx_line(struct reader *reader, const struct line *line)
{
	struct str unit, slot, number = word_at(line->folded, 1);
	struct device_member *member;
	size_t count = words_count(line->folded);

	if (begins(line->folded, "Vendor: "))
		reader->facts->maker_read = value_behind(line->folded, "Vendor: ", TAKE_LINE);
	if (begins(line->folded, "Management Modules"))
		reader->state = 1;
	else if (begins(line->folded, "Line Modules"))
		reader->state = 0;
	if (reader->state != 1 || !str_cut(word_at(line->folded, 0), '/', &unit, &slot) || !is_number(unit) || !is_number(slot) || count < 4
	    || (member = reader_member(reader, unit)) == NULL)
		return;
	reader_put(reader, &member->model, number);
	/* Serial numbers are the only words of capitals and digits that long. */
	for (size_t i = 2; i < count; i++) {
		struct str word = word_at(line->folded, i);
		bool serial = word.len >= 10;

		for (size_t c = 0; c < word.len; c++)
			serial = serial && (char_is_upper(word.ptr[c]) || char_is_digit(word.ptr[c]));
		if (serial) {
			reader_put(reader, &member->serial, word);
			reader_put(reader, &member->role, word_at(line->folded, i + 1));
		}
	}
}

static const struct anchor os_anchors[] = {
	{ "ArubaOS (MODEL: ", false, DEVICE_MODEL, TAKE_PAREN },
	{ "), Version ", true, DEVICE_VERSION, TAKE_WORD },
	{ "SC Model#: ", false, DEVICE_MODEL, TAKE_WORD },
	{ "System Serial#: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ 0 },
};

static const struct anchor aos_s_anchors[] = {
	{ "Software revision: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "System Name: ", false, DEVICE_HOST, TAKE_WORD },
	{ 0 },
};

/* "WC.16.05.0007": letters, and numbers between points. */
static bool
is_aos_s(struct str word)
{
	size_t letters = 0;

	while (letters < word.len && char_is_upper(word.ptr[letters]))
		letters++;
	return letters > 0 && letters < 3 && word.len > letters + 7 && word.ptr[letters] == '.' && char_is_digit(word.ptr[letters + 1]);
}

static void
aos_s_line(struct reader *reader, const struct line *line)
{
	struct str serial = value_behind(line->folded, "Serial Number: ", TAKE_WORD);
	struct device_member *member;

	if (begins(line->folded, "Image stamp:"))
		reader->state = (int)reader->at + 1;
	else if (reader->state > 0 && reader->at < (size_t)reader->state + 4 && is_aos_s(line->folded))
		(void)reader_take(reader, DEVICE_VERSION, line->folded);
	if (begins(line->folded, "VSF-Member:"))
		(void)reader_member(reader, str_trim_space(str_from(line->folded, 11)));
	member = reader_current(reader);
	if (serial.len > 0 && member != NULL)
		reader_put(reader, &member->serial, serial);
	else
		(void)reader_take(reader, DEVICE_SERIAL, serial);
}

const struct family aruba_families[] = {
	{ "AOS-CX", "Aruba", NULL, COMPONENT_OS, "Hostname: ", { { "ArubaOS-CX Version: ", true, NULL }, { "AOS-CX Version: ", true, NULL } }, cx_anchors,
	    cx_line, NULL },
	{ "ArubaOS", "Aruba", NULL, COMPONENT_OS, NULL, { { "ArubaOS (MODEL: ", true, NULL } }, os_anchors, NULL, NULL },
	{ "AOS-S", "Aruba", NULL, COMPONENT_OS, NULL,
	    { { "Image stamp:", true, NULL }, { "Status and Counters - General System Information", false, NULL } }, aos_s_anchors, aos_s_line, NULL },
	{ NULL, "Aruba", NULL, COMPONENT_OTHER, NULL, { { "SC Model#:", true, NULL }, { "Management Modules", true, "Line Modules" } }, os_anchors, cx_line, NULL },
	{ 0 },
};
