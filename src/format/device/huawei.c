/*
 * huawei.c - VRP (routers, switches), optical terminals and line equipment; ZTE's ZXROS.
 *
 *     VRP (R) software, Version 5.170 (AR610 V300R019C13SPC200)      advisories use V300R019C13SPC200
 *     Huawei AR617VW-LTE4EA Router uptime is 0 week, …               the model
 */
#include "format/device/parts.h"

static const struct anchor vrp_anchors[] = {
	{ "Patch Version: ", false, DEVICE_BUILD, TAKE_WORD },
	{ "Startup system software: ", false, DEVICE_IMAGE, TAKE_WORD },
	{ "Next startup system software: ", false, DEVICE_NEXT_IMAGE, TAKE_WORD },
	{ 0 },
};

static void
vrp_line(struct reader *reader, const struct line *line)
{
	struct str inner = value_behind(line->folded, "VRP (R) software, Version ", TAKE_LINE), model = line->folded;
	size_t uptime = str_find(line->folded, STR(" uptime is "));

	if (inner.len > 0) {
		struct str version = value_behind(inner, "(", TAKE_PAREN), series;

		if (str_cut_last(version, ' ', &series, &version) || series.len > 0)
			(void)reader_take(reader, DEVICE_VERSION, version.len > 0 ? version : series);
		return;
	}
	if (uptime == SIZE_MAX || !str_take_nocase(&model, STR("Huawei ")))
		return;
	model = str_sub(line->folded, 7, uptime - 7);
	(void)(str_take_end(&model, STR(" Router")) || str_take_end(&model, STR(" Switch")) || str_take_end(&model, STR(" Routing Switch")));
	(void)reader_take(reader, DEVICE_MODEL, model);
}

static void
vrp_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	(void)reader;
	ret->version = raw;
	ret->doubt = raw.len > 4 && raw.ptr[0] == 'V' && str_find_char(raw, 'R') != SIZE_MAX ? DEVICE_DOUBT_NONE : DEVICE_DOUBT_UNREAD;
}

/* "CE12808S's Device status:". */
static void
device_line(struct reader *reader, const struct line *line)
{
	size_t end = str_find(line->folded, STR("'s Device status:"));

	if (end != SIZE_MAX)
		(void)reader_take(reader, DEVICE_MODEL, str_sub(line->folded, 0, end));
}

static const struct anchor ont_anchors[] = {
	{ "hardware version: ", false, DEVICE_REVISION, TAKE_WORD },
	{ "main software version: ", false, DEVICE_VERSION, TAKE_WORD },
	{ 0 },
};

static const struct anchor smartax_anchors[] = {
	{ "VERSION: ", false, DEVICE_VERSION, TAKE_WORD },
	{ "PATCH: ", false, DEVICE_BUILD, TAKE_WORD },
	{ "PRODUCT: ", false, DEVICE_MODEL, TAKE_WORD },
	{ 0 },
};

/* "ZTE ZXCTN Software, Version: 6120H-S V5.10.00.50, Release software". */
static void
zte_line(struct reader *reader, const struct line *line)
{
	struct str both = value_behind(line->folded, " Software, Version: ", TAKE_COMMA), model;

	if (both.len == 0 || !str_cut_last(both, ' ', &model, &both))
		return;
	(void)reader_take(reader, DEVICE_MODEL, model);
	(void)reader_take(reader, DEVICE_VERSION, both);
	reader->special = !holds(line->folded, "Release software");
}

static void
zte_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	ret->version = raw;
	ret->doubt = reader->special ? DEVICE_DOUBT_SPECIAL : DEVICE_DOUBT_NONE;
}

const struct family huawei_families[] = {
	{ "Huawei VRP", "Huawei", NULL, COMPONENT_OS, "Huawei Versatile Routing Platform Software", { { "VRP (R) software, Version ", false, NULL } },
	    vrp_anchors, vrp_line, vrp_settle },
	{ "Huawei ONT firmware", "Huawei", NULL, COMPONENT_FIRMWARE, "hardware version: ", { { "main software version: ", true, "standby software version" } },
	    ont_anchors, NULL, NULL },
	{ "Huawei SmartAX", "Huawei", NULL, COMPONENT_OS, "VERSION: ", { { "VERSION: ", true, "PRODUCT: MA" } }, smartax_anchors, NULL, NULL },
	{ "ZTE ZXROS", "ZTE", NULL, COMPONENT_OS, NULL, { { "ZTE ZX", true, NULL } }, NULL, zte_line, zte_settle },
	{ NULL, "Huawei", NULL, COMPONENT_OTHER, NULL, { { "'s Device status:", false, NULL } }, NULL, device_line, NULL },
	{ 0 },
};
