/*
 * brocade.c - FastIron, of Brocade and today of Ruckus: one block a unit of the stack.
 *
 *     UNIT 1: compiled on … labeled as SPS08090
 *         SW: Version 08.0.90T211                    T211 names the image's kind, not the version
 *       HW: Stackable ICX7150-48-POEF
 *     UNIT 1: SL 1: ICX7150-48PF-2X10G_2X1G POE 48-port Management Module
 *           Serial  #:FEE3816Q018
 */
#include "format/device/parts.h"

static struct str fastiron_number(struct str raw);

static void
fastiron_line(struct reader *reader, const struct line *line)
{
	struct str unit = word_at(line->folded, 1), serial = value_behind(line->folded, "Serial #:", TAKE_WORD);
	struct str version = begins(line->folded, "SW: Version ") ? word_at(line->folded, 2) : STR("");
	struct device_member *member;

	if (begins(line->folded, "UNIT ") && str_take_end(&unit, STR(":")) && is_number(unit)) {
		member = reader_member(reader, unit);
		if (member != NULL && str_eq(word_at(line->folded, 2), STR("SL")) && str_eq(word_at(line->folded, 3), STR("1:")))
			reader_put(reader, &member->model, word_at(line->folded, 4));
	}
	member = reader_current(reader);
	if (member != NULL && serial.len > 0)
		reader_put(reader, &member->serial, serial);
	if (member != NULL && version.len > 0)
		reader_put(reader, &member->version, fastiron_number(version));
	if (reader->facts->version_read.len == 0)
		(void)reader_take(reader, DEVICE_VERSION, version);
	if (begins(line->folded, "HW: "))
		(void)reader_take(reader, DEVICE_MODEL, word_at(line->folded, words_count(line->folded) - 1));
	if (reader->facts->serial.len == 0)
		(void)reader_take(reader, DEVICE_SERIAL, serial);
}

/* "08.0.30hT311" → "08.0.30h". */
static struct str
fastiron_number(struct str raw)
{
	struct str head, kind;

	return str_cut_last(raw, 'T', &head, &kind) && is_number(kind) && head.len > 0 ? head : raw;
}

static void
fastiron_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	(void)reader;
	ret->version = fastiron_number(raw);
}

const struct family brocade_families[] = {
	{ "Ruckus FastIron", "Ruckus", "fastiron", COMPONENT_OS, NULL,
	    { { "Ruckus Networks, Inc.", false, "SW: Version " }, { "Ruckus Wireless, Inc.", false, "SW: Version " } },
	    NULL, fastiron_line, fastiron_settle },
	{ "Brocade FastIron", "Brocade", "fastiron", COMPONENT_OS, NULL,
	    { { "Brocade Communications Systems, Inc.", false, "SW: Version " } }, NULL, fastiron_line, fastiron_settle },
	{ 0 },
};
