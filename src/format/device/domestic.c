/*
 * domestic.c - NEC UNIVERGE IX, Fujitsu (Fsas Technologies) Si-R and SR-S, Allied Telesis AlliedWare Plus.
 *
 *     IX Series IX2105 (magellan-sec) Software, Version 8.9.17B, MAINTENANCE RELEASE SOFTWARE
 *     Firm Ver. : V20.00 NY0001 Sun Sep 1 10:11:05 JST 2019
 *     Base       467        AT-SH210-24GT                      B-0   G22TG6001
 */
#include "format/device/parts.h"

/* ------------------------------------------------------------------------------------------------ NEC */

static const struct anchor nec_anchors[] = {
	{ "System image file is ", false, DEVICE_IMAGE, TAKE_QUOTED },
	{ "Hostname is ", false, DEVICE_HOST, TAKE_WORD },
	{ 0 },
};

static void
nec_line(struct reader *reader, const struct line *line)
{
	struct str model = value_behind(line->folded, " Series ", TAKE_WORD), version = value_behind(line->folded, ") Software, Version ", TAKE_COMMA);

	if (model.len == 0 || version.len == 0)
		return;
	reader->special = !holds(line->folded, "RELEASE SOFTWARE");
	(void)reader_take(reader, DEVICE_MODEL, model);
	(void)reader_take(reader, DEVICE_VERSION, version);
}

static void
nec_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	ret->version = raw;
	ret->doubt = reader->special ? DEVICE_DOUBT_SPECIAL : DEVICE_DOUBT_NONE;
}

const struct family nec_families[] = {
	{ "NEC UNIVERGE IX", "NEC", NULL, COMPONENT_OS, NULL, { { "NEC Portable Internetwork Core Operating System Software", false, NULL } },
	    nec_anchors, nec_line, nec_settle },
	{ 0 },
};

/* ------------------------------------------------------------------------------------------- Fujitsu */

static const struct anchor fujitsu_anchors[] = {
	{ "System: ", false, DEVICE_MODEL, TAKE_LINE },
	{ "Serial No.: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ "Firm Ver.: ", false, DEVICE_VERSION, TAKE_LINE },
	{ "Running-firmware: ", false, DEVICE_IMAGE, TAKE_WORD },
	{ 0 },
};

/* "V20.00 NY0001 Sun Sep 1 10:11:05 JST 2019": the day it was made is no part of the version. */
static void
fujitsu_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	struct str number = word_at(raw, 0), patch = word_at(raw, 1);

	ret->version = number;
	if (patch.len > 2 && char_is_alpha(patch.ptr[0]) && char_is_digit(patch.ptr[patch.len - 1]))
		ret->version = arena_printf(reader->arena, "%.*s %.*s", STR_ARG(number), STR_ARG(patch));
	ret->doubt = number.len > 1 && number.ptr[0] == 'V' ? DEVICE_DOUBT_NONE : DEVICE_DOUBT_UNREAD;
}

const struct family fujitsu_families[] = {
	{ "Fujitsu Si-R firmware", "Fujitsu", NULL, COMPONENT_FIRMWARE, "Current-time:", { { "System: Si-R ", true, NULL } }, fujitsu_anchors, NULL,
	    fujitsu_settle },
	{ "Fujitsu SR-S firmware", "Fujitsu", NULL, COMPONENT_FIRMWARE, "Current-time:", { { "System: SR-S", true, NULL } }, fujitsu_anchors, NULL,
	    fujitsu_settle },
	{ 0 },
};

/* ------------------------------------------------------------------------------------ Allied Telesis */

static const struct anchor allied_anchors[] = {
	{ "Software version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "Current software: ", false, DEVICE_IMAGE, TAKE_WORD },
	{ 0 },
};

/* "Base 467 [bay] AT-SH210-24GT B-0 G22TG6001"; a second one is another unit of the stack. The name stands below "System Name". */
static void
allied_line(struct reader *reader, const struct line *line)
{
	size_t count = words_count(line->folded);
	struct device_member *member = NULL;

	if (reader->at > reader->part->from && str_eq(line[-1].folded, STR("System Name")) && count > 0 && !begins(line->folded, "System Contact"))
		(void)reader_take(reader, DEVICE_HOST, line->folded);
	if (begins(line->folded, "Stack member "))
		(void)reader_member(reader, word_at(line->folded, 2));
	if (!begins(line->folded, "Base ") || count < 5 || !is_number(word_at(line->folded, 1)))
		return;
	if (reader->member != 0 && (member = reader_current(reader)) != NULL) {
		reader_put(reader, &member->model, word_at(line->folded, count - 3));
		reader_put(reader, &member->revision, word_at(line->folded, count - 2));
		reader_put(reader, &member->serial, word_at(line->folded, count - 1));
	}
	(void)reader_take(reader, DEVICE_MODEL, word_at(line->folded, count - 3));
	(void)reader_take(reader, DEVICE_REVISION, word_at(line->folded, count - 2));
	(void)reader_take(reader, DEVICE_SERIAL, word_at(line->folded, count - 1));
}

const struct family allied_families[] = {
	{ "AlliedWare Plus", "Allied Telesis", NULL, COMPONENT_OS, "System Status", { { "Software version: ", true, "Current software: " } },
	    allied_anchors, allied_line, NULL },
	{ 0 },
};
