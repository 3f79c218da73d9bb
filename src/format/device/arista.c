/*
 * arista.c - EOS.
 *
 *     Arista DCS-7010T-48-R
 *     Hardware version: 12.03
 *     Software image version: 4.32.1F-37265360.4321F (engineering build)
 */
#include "format/device/parts.h"

static const struct anchor anchors[] = {
	{ "Arista ", false, DEVICE_MODEL, TAKE_LINE },
	{ "Hardware version: ", false, DEVICE_REVISION, TAKE_WORD },
	{ "Serial number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ "Software image version: ", false, DEVICE_VERSION, TAKE_LINE },
	{ 0 },
};

static void
eos_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	(void)reader;
	ret->version = word_at(raw, 0);
	ret->build = raw;
	ret->doubt = words_count(raw) > 1 || str_find_char(ret->version, '-') != SIZE_MAX ? DEVICE_DOUBT_SPECIAL : DEVICE_DOUBT_NONE;
	if (ret->doubt == DEVICE_DOUBT_NONE)
		ret->build = STR("");
}

enum { INVENTORY_BEGUN = 1, INVENTORY_MODEL, INVENTORY_DONE };

/*
 * "show inventory": below "System information" the model's line, then "02.00 JPE13120702 2013-03-27": revision, serial, day.
 * Headings and rules may stand above each.
 */
static void
inventory_line(struct reader *reader, const struct line *line)
{
	struct str first = word_at(line->folded, 0);

	if (begins(line->folded, "System information"))
		reader->state = INVENTORY_BEGUN;
	else if (begins(line->folded, "System has "))
		reader->state = INVENTORY_DONE;
	else if (reader->state == INVENTORY_BEGUN && str_find_char(first, '-') != SIZE_MAX && char_is_upper(first.ptr[0])) {
		(void)reader_take(reader, DEVICE_MODEL, first);
		reader->state = INVENTORY_MODEL;
	} else if (reader->state == INVENTORY_MODEL && first.len > 0 && char_is_digit(first.ptr[0])) {
		(void)reader_take(reader, DEVICE_REVISION, first);
		(void)reader_take(reader, DEVICE_SERIAL, word_at(line->folded, 1));
		reader->state = INVENTORY_DONE;
	}
}

const struct family arista_families[] = {
	{ "Arista EOS", "Arista", NULL, COMPONENT_OS, "Arista ", { { "Arista ", true, "Software image version: " } }, anchors, inventory_line, eos_settle },
	{ NULL, "Arista", NULL, COMPONENT_OTHER, NULL, { { "System information", true, "power supply slots" } }, NULL, inventory_line, NULL },
	{ 0 },
};
