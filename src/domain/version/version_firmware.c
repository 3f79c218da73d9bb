/*
 * Firmware whose name tells the hardware revision too, which is a field of its own:
 *
 *     Archer C20(JP)_V1_230616     MODEL_V2_1.2.3 Build 20200101       model, "V" and revision, firmware    (TP-Link)
 *     A1 1.05B03                                                       letter and digits, firmware          (D-Link)
 *     1.05B03   v1.2.3 Build 20200101                                  firmware only
 *
 * The firmware is numbers between dots, by value, missing ones 0, or a day yymmdd; "B" and a number, or "Build" and a day,
 * may follow and count where both have them, of one kind.
 *
 * Another model or another hardware revision is another firmware, and so is one whose revision is not known beside one
 * where it is: no order. V1 and V1.0 are the same revision. A day and numbers have no order either. Keys belong to numbers
 * alone, without hardware and build.
 */
#include "domain/version/parts.h"

struct firmware {
	struct str model;                 /* "Archer C20(JP)"; empty when not told          */
	struct str series, revision;      /* "V", "2"; "A", "1"; empty when not told        */
	struct str numbers;
	struct str mark, build;           /* "B", "03"; "Build", "20200101"; empty when none */
};

enum { DAY_DIGITS = 6 };

/* "_V2_": where the model ends and the firmware begins. Nothing is cut when it is not there. */
static bool
cut_underlined(struct str *rest, struct firmware *firmware)
{
	struct str head, tail;

	if (!str_cut_last(*rest, '_', &head, &tail))
		return true;
	(void)str_cut_last(head, '_', &firmware->model, &firmware->revision);
	if (firmware->revision.len == 0) {
		firmware->revision = head;
		firmware->model.len = 0;
	} else if (firmware->model.len == 0) {
		return false;
	}
	firmware->series = order_take(&firmware->revision, firmware->revision.len > 0);
	*rest = tail;
	head = firmware->revision;
	return str_eq_nocase(firmware->series, STR("V")) && numbers_take(&head, '.').len > 0 && head.len == 0;
}

/* "A1 ", before a digit. */
static void
cut_lettered(struct str *rest, struct firmware *firmware)
{
	struct str trial = *rest, series, revision;

	series = order_take(&trial, letters_len(trial));
	revision = order_take(&trial, digits_len(trial));
	if (series.len != 1 || char_lower(series.ptr[0]) == 'v' || revision.len == 0 || !str_take(&trial, STR(" ")))
		return;
	firmware->series = series;
	firmware->revision = revision;
	*rest = trial;
}

static bool
is_model(struct str model)
{
	for (size_t i = 0; i < model.len; i++)
		if (model.ptr[i] < ' ' || model.ptr[i] > '~')
			return false;
	return true;
}

static bool
firmware_read(struct str version, struct firmware *ret_firmware)
{
	struct firmware firmware = { 0 };

	if (!cut_underlined(&version, &firmware) || !is_model(firmware.model))
		return false;
	if (firmware.series.len == 0)
		cut_lettered(&version, &firmware);
	version = without_version_word(version);
	firmware.numbers = numbers_take(&version, '.');
	skip_spaces(&version);
	firmware.mark = order_take(&version, letters_len(version));
	skip_spaces(&version);
	firmware.build = order_take(&version, digits_len(version));
	*ret_firmware = firmware;
	if (firmware.numbers.len == 0 || version.len > 0 || (firmware.mark.len > 0) != (firmware.build.len > 0))
		return false;
	return firmware.mark.len == 0 || str_eq_nocase(firmware.mark, STR("b")) || str_eq_nocase(firmware.mark, STR("build"));
}

static bool
is_day(struct str numbers)
{
	return numbers.len == DAY_DIGITS && digits_len(numbers) == DAY_DIGITS;
}

static bool
is_same_hardware(const struct firmware *a, const struct firmware *b)
{
	return str_eq_nocase(a->model, b->model) && str_eq_nocase(a->series, b->series) &&
	    numbers_compare(a->revision, b->revision) == ORDER_EQUAL;
}

static enum order
firmware_compare(struct str a, struct str b)
{
	struct firmware firmware_a, firmware_b;
	enum order order;

	if (!firmware_read(a, &firmware_a) || !firmware_read(b, &firmware_b) || !is_same_hardware(&firmware_a, &firmware_b))
		return ORDER_UNKNOWN;
	if (is_day(firmware_a.numbers) != is_day(firmware_b.numbers))
		return ORDER_UNKNOWN;
	order = numbers_compare(firmware_a.numbers, firmware_b.numbers);
	if (order != ORDER_EQUAL)
		return order;
	return str_eq_nocase(firmware_a.mark, firmware_b.mark) ? digits_compare(firmware_a.build, firmware_b.build) : ORDER_UNKNOWN;
}

static bool
firmware_key(struct str version, struct version_key *key)
{
	struct firmware firmware;

	if (!firmware_read(version, &firmware) || firmware.series.len > 0 || firmware.mark.len > 0 || is_day(firmware.numbers))
		return false;
	numbers_key(firmware.numbers, key);
	return true;
}

static bool
firmware_is_valid(struct str version)
{
	struct firmware firmware;

	return firmware_read(version, &firmware);
}

const struct ordering ordering_firmware = { firmware_compare, firmware_is_valid, firmware_key, no_prerelease, true,
	.core = without_version_word };
