/*
 * yamaha.c - routers, firewalls, switches.
 *
 *     RTX1200 Rev.10.01.71 (Thu Sep 29 15:08:40 2016)
 *       main:  RTX1200 ver=c0 serial=D12345678 MAC-Address=…                  ver is the hardware's revision
 *     Firmware: exec1  Config. file: config1
 *     Default firmware: exec0  …                                              what starts next time
 *
 * The first two numbers are the model's, not a generation's: versions are compared within one model only, which the name of
 * the firmware carries. The console breaks lines at 80 columns, also inside words.
 */
#include "format/device/parts.h"

enum { COLUMNS = 80 };

static const char *const models[] = { "RTX", "NVR", "FWX", "SWX", "WLX", "SRT", "RT", "vRX" };

/* "RTX1200 Rev.10.01.71 (…)", in a configuration behind "# ". */
static bool
take_revision(struct reader *reader, struct str folded)
{
	struct str model, rest;

	(void)(str_take(&folded, STR("# ")) || str_take(&folded, STR("YAMAHA ")) || str_take(&folded, STR("\"")));
	if (!str_cut(folded, ' ', &model, &rest) || !str_take(&rest, STR("Rev.")))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(models); i++)
		if (str_starts(model, str_of(models[i]))) {
			(void)reader_take(reader, DEVICE_MODEL, model);
			return reader_take(reader, DEVICE_VERSION, word_at(rest, 0));
		}
	return false;
}

static void
take_board(struct reader *reader, const struct line *line)
{
	struct str folded = line->folded;

	if (line->text.len == COLUMNS && reader->at + 1 < reader->part->to)
		folded = arena_printf(reader->arena, "%.*s%.*s", STR_ARG(folded), STR_ARG(line[1].text));
	(void)reader_take(reader, DEVICE_REVISION, value_behind(folded, " ver=", TAKE_WORD));
	(void)reader_take(reader, DEVICE_SERIAL, value_behind(folded, " serial=", TAKE_WORD));
}

static void
yamaha_line(struct reader *reader, const struct line *line)
{
	if (take_revision(reader, line->folded))
		return;
	if (begins(line->folded, "main: "))
		take_board(reader, line);
	if (begins(line->folded, "Firmware: "))
		(void)reader_take(reader, DEVICE_IMAGE, value_behind(line->folded, "Firmware: ", TAKE_WORD));
	if (begins(line->folded, "Default firmware: "))
		(void)reader_take(reader, DEVICE_NEXT_IMAGE, value_behind(line->folded, "Default firmware: ", TAKE_WORD));
}

const struct family yamaha_families[] = {
	{ "Yamaha firmware", "Yamaha", NULL, COMPONENT_FIRMWARE, NULL,
	    { { "RTX", true, " Rev." }, { "NVR", true, " Rev." }, { "FWX", true, " Rev." }, { "SWX", true, " Rev." }, { "WLX", true, " Rev." } },
	    NULL, yamaha_line, NULL },
	{ "Yamaha firmware", "Yamaha", NULL, COMPONENT_FIRMWARE, NULL,
	    { { "# RTX", true, " Rev." }, { "# NVR", true, " Rev." }, { "# FWX", true, " Rev." }, { "YAMAHA RTX", true, " Rev." },
	      { "YAMAHA NVR", true, " Rev." } }, NULL, yamaha_line, NULL },
	{ 0 },
};
