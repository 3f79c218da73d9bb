/*
 * fortinet.c - FortiOS and what shares its console.
 *
 *     Version: FortiGate-60F v7.0.7,build0367,221005 (GA.F)
 *
 * (GA), (GA.F) feature and (GA.M) mature are releases; "(Interim)" and a build that is not its branch point's are special ones.
 * Advisories compare the three numbers; the build is kept beside them.
 */
#include "base/buf.h"
#include "format/device/parts.h"

static const struct anchor anchors[] = {
	{ "Serial-Number: ", false, DEVICE_SERIAL, TAKE_WORD },
	{ "System Part-Number: ", false, DEVICE_REVISION, TAKE_WORD },
	{ "Hostname: ", false, DEVICE_HOST, TAKE_WORD },
	{ 0 },
};

static void
fortinet_line(struct reader *reader, const struct line *line)
{
	struct str rest = line->folded, model, version, release = value_behind(line->folded, "Release Version Information: ", TAKE_WORD);

	if (begins(rest, "Branch point: "))
		reader->branch = value_behind(rest, "Branch point: ", TAKE_WORD);
	reader->special = reader->special || (release.len > 0 && !str_starts(release, STR("GA")));
	/* "#config-version=FGT60F-7.0.7-FW-build0367-221005:opmode=0:…", at the head of a configuration */
	if (str_take(&rest, STR("#config-version=")) && str_cut(rest, '-', &model, &rest) && str_cut(rest, '-', &version, &rest)) {
		(void)reader_take(reader, DEVICE_VERSION, version);
		return;
	}
	if (!str_take(&rest, STR("Version: Forti")) || !str_cut(str_from(line->folded, 9), ' ', &model, &version))
		return;
	(void)reader_take(reader, DEVICE_MODEL, model);
	(void)reader_take(reader, DEVICE_VERSION, version);
}

/* "v7.0.7,build0367,221005 (GA.F)". */
static void
fortinet_settle(struct reader *reader, struct str raw, struct settled *ret)
{
	struct str numbers, build = value_behind(raw, ",build", TAKE_COMMA);

	(void)str_cut(raw, ',', &numbers, &ret->build);
	(void)str_cut(numbers, ' ', &numbers, &(struct str){ 0 });
	str_take(&numbers, STR("v"));
	ret->version = numbers;
	if (reader->special || (holds(raw, "(") && !holds(raw, "(GA")) || (reader->branch.len > 0 && build.len > 0 && !str_eq(reader->branch, build)))
		ret->doubt = DEVICE_DOUBT_SPECIAL;
	else if (numbers.len == 0 || !char_is_digit(numbers.ptr[0]))
		ret->doubt = DEVICE_DOUBT_UNREAD;
}

#define FORTI(name_, head_) \
	{ (name_), "Fortinet", NULL, COMPONENT_OS, NULL, { { (head_), true, NULL } }, anchors, fortinet_line, fortinet_settle }

const struct family fortinet_families[] = {
	FORTI("FortiOS", "Version: FortiGate"), FORTI("FortiOS", "Version: FortiWiFi"), FORTI("FortiProxy", "Version: FortiProxy"),
	FORTI("FortiWeb", "Version: FortiWeb"), FORTI("FortiManager", "Version: FortiManager"),
	FORTI("FortiAnalyzer", "Version: FortiAnalyzer"), FORTI("FortiMail", "Version: FortiMail"),
	FORTI("FortiSwitch", "Version: FortiSwitch"), FORTI("Fortinet firmware", "Version: Forti"),
	FORTI("FortiOS", "#config-version=FGT"), FORTI("FortiOS", "#config-version=FWF"),
	{ 0 },
};
