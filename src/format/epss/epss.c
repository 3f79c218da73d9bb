#include "format/epss/epss.h"

#include "format/kev/csv_feed.h"
#include "format/vulnid/vulnid.h"

enum {
	MILLION       = 1000000,
	PLACES        = 6,
	DIGITS_MOST   = 15,    /* further digits cannot change a millionth but by a half, which the 7th decides */
	EXPONENT_MOST = 400,
	VERSION_MOST  = 64,
};

enum column { CVE, PROBABILITY, PERCENTILE, COLUMNS };

static const struct csv_column columns[COLUMNS] = {
	[CVE]         = { STR_INIT("cve"),        STR_INIT(""),                true },
	[PROBABILITY] = { STR_INIT("epss"),       STR_INIT(""),                true },
	[PERCENTILE]  = { STR_INIT("percentile"), STR_INIT("EPSS Percentile"), false },
};

struct epss_feed {
	struct csv_feed feed;
	int64_t         built;
	char            version[VERSION_MOST];
	size_t          version_len;
};

/* ---------------------------------------------------------------------------------------- numbers */

struct decimal {
	uint64_t digits;     /* the number is digits × 10^exponent */
	int      exponent;
};

/* The digits of "12.345"; false when it has none or another character. */
static bool
read_digits(struct str text, struct decimal *decimal)
{
	bool has_point = false, has_digits = false;
	int kept = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '.' && !has_point) {
			has_point = true;
			continue;
		}
		if (!char_is_digit(text.ptr[i]))
			return false;
		has_digits = true;
		if (kept < DIGITS_MOST) {
			decimal->digits = decimal->digits * 10 + (uint64_t)(text.ptr[i] - '0');
			kept += decimal->digits > 0;
			decimal->exponent -= has_point;
		} else if (!has_point) {
			decimal->exponent++;
		}
	}
	return has_digits;
}

static bool
read_decimal(struct str text, struct decimal *decimal)
{
	struct str mantissa, power;
	int64_t exponent = 0;

	if (text.len > EXPONENT_MOST)
		return false;
	*decimal = (struct decimal){ 0 };
	if (str_cut(text, 'e', &mantissa, &power) || str_cut(text, 'E', &mantissa, &power)) {
		(void)str_take(&power, STR("+"));
		if (!str_to_i64(power, &exponent) || exponent < -EXPONENT_MOST || exponent > EXPONENT_MOST)
			return false;
	}
	if (!read_digits(mantissa, decimal))
		return false;
	decimal->exponent += (int)exponent;
	return true;
}

bool
epss_millionths(struct str text, int32_t *ret_millionths)
{
	struct decimal decimal;
	uint64_t millionths;
	int shift;

	if (!read_decimal(text, &decimal))
		return false;
	millionths = decimal.digits;
	shift = decimal.exponent + PLACES;
	for (; shift > 0 && millionths > 0; shift--) {
		millionths *= 10;
		if (millionths > MILLION)
			return false;
	}
	for (; shift < -1 && millionths > 0; shift++)
		millionths /= 10;
	if (shift < 0)
		millionths = (millionths + 5) / 10;
	if (millionths > MILLION)
		return false;
	*ret_millionths = (int32_t)millionths;
	return true;
}

/* ------------------------------------------------------------------------------------------- rows */

static struct err *
read_number(struct str text, enum column column, struct arena *arena, int32_t *ret_millionths)
{
	if (!epss_millionths(text, ret_millionths))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is no number from 0 to 1: {text}"),
		    ARG("key", columns[column].name), ARG("text", str_sub(text, 0, 100)));
	return NULL;
}

static struct err *
read_row(struct csv_feed *feed, const struct str *cells, struct arena *arena, void *value)
{
	struct epss_entry *entry = value;
	struct vulnid id = vulnid_parse(cells[CVE], arena);

	(void)feed;
	if (id.kind != VULNID_CVE)
		return err_new(
		    arena, ERR_FORMAT, M("\"{text}\" is not a CVE number."), ARG("text", str_sub(cells[CVE], 0, 100)));
	entry->cve = id.text;
	entry->percentile = -1;
	TRY(read_number(cells[PROBABILITY], PROBABILITY, arena, &entry->probability));
	if (cells[PERCENTILE].len > 0)
		TRY(read_number(cells[PERCENTILE], PERCENTILE, arena, &entry->percentile));
	return NULL;
}

/* "#model_version:v2026.06.15", "score_date:2026-09-29T12:00:22Z" */
static struct err *
read_comment(struct csv_feed *feed, const struct str *cells, size_t count, struct arena *arena)
{
	struct epss_feed *epss = (struct epss_feed *)feed;

	for (size_t i = 0; i < count; i++) {
		struct str text = cells[i];

		(void)str_take(&text, STR("#"));
		if (str_take(&text, STR("model_version:"))) {
			epss->version_len = 0;
			while (epss->version_len < text.len && epss->version_len < VERSION_MOST) {
				epss->version[epss->version_len] = text.ptr[epss->version_len];
				epss->version_len++;
			}
		} else if (str_take(&text, STR("score_date:")) && !instant_parse(text, ZONE_UTC, &epss->built)) {
			return err_new(arena, ERR_FORMAT, M("\"{key}\" is no date and time: {text}"),
			    ARG("key", STR("score_date")), ARG("text", str_sub(text, 0, 100)));
		}
	}
	return NULL;
}

static struct err *
read_head(struct csv_feed *feed, struct arena *arena, struct feed_head *ret_head)
{
	const struct epss_feed *epss = (const struct epss_feed *)feed;
	struct str version = { epss->version, epss->version_len };

	(void)arena;
	ret_head->built = epss->built;
	ret_head->version = str_is_text(version) ? version : STR("");
	return NULL;
}

struct err *
epss_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct epss_feed epss = {
		.feed = {
			.format = "EPSS", .columns = columns, .columns_count = COLUMNS, .schema = &epss_entry_schema,
			.source = SOURCE_EPSS, .comment = read_comment, .read = read_row, .head = read_head,
		},
		.built = INSTANT_NONE,
	};

	return csv_feed_read(&epss.feed, input, sink, arena);
}
