#include "base/file.h"
#include "domain/calendar/calendar.h"
#include "face/cli/commands.h"
#include "face/cli/lines.h"
#include "face/cli/table.h"
#include "format/json/json_write.h"

enum { BUSINESS_DAYS_MOST = 100000 };
#define CLOSED_FILE_BYTES ((size_t)1 << 20)

const struct cli_option options_calendar_add[] = {
	{ "closed", "FILE", M("the organisation's own closed days, a day a line") },
	{ "works-at-year-end", NULL, M("12/29 to 1/3 are business days, but for 1/1") },
	{ "wareki", NULL, M("prints days by era (令和8年11月20日)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_calendar_holidays[] = {
	{ "wareki", NULL, M("prints days by era (令和8年11月20日)") },
	{ NULL, NULL, NULL },
};

static struct str
day_words(int32_t day, bool wareki, struct arena *arena)
{
	return wareki ? calendar_wareki(day, arena) : day_format(day, arena);
}

/* ------------------------------------------------------------------------------ calendar add */

struct adding {
	struct calendar calendar;
	bool            wareki;
};

static struct err *
check_known(int32_t day, struct arena *arena)
{
	if (calendar_knows(day))
		return NULL;
	return err_new(arena, ERR_FORMAT, M("Holidays are known from 1949 to 2099; this would need {day}."), ARG("day", day_format(day, arena)));
}

static struct err *
answer_add(const void *context, struct str line, struct arena *arena, struct buf *out)
{
	const struct adding *adding = context;
	struct str fields[2];
	int32_t day;
	int64_t days;

	TRY(lines_fields(line, "date, business days", arena, fields, ARRAY_LEN(fields)));
	TRY(calendar_day_parse(fields[0], arena, &day));
	if (!str_to_i64(fields[1], &days) || days < -BUSINESS_DAYS_MOST || days > BUSINESS_DAYS_MOST)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is not a number of business days from -{most} to {most}."),
		    ARG("text", fields[1]), ARG_N("most", BUSINESS_DAYS_MOST));
	TRY(check_known(day, arena));
	day = calendar_add_business_days(&adding->calendar, day, (int)days);
	TRY(check_known(day, arena));
	buf_add(out, day_words(day, adding->wareki, arena));
	return NULL;
}

static struct err *
read_closed(struct cli *cli, struct calendar *calendar)
{
	struct str path = cli_value(cli, "closed"), bytes;
	struct day_list closed;
	struct err *err;

	if (!cli_has(cli, "closed"))
		return NULL;
	TRY(file_read(path, CLOSED_FILE_BYTES, cli->arena, &bytes));
	err = calendar_closed_read(bytes, cli->arena, &closed);
	if (err != NULL)
		return err_wrap(cli->arena, err, M("{file}"), ARG("file", path));
	calendar->closed = closed.days.items;
	calendar->closed_count = closed.days.count;
	return NULL;
}

struct err *
cmd_calendar_add(struct cli *cli, enum cli_status *ret_status)
{
	struct adding adding = { .wareki = cli_has(cli, "wareki") };

	adding.calendar.works_at_year_end = cli_has(cli, "works-at-year-end");
	TRY(read_closed(cli, &adding.calendar));
	return lines_run(cli, 0, LINES_SINGLE, answer_add, &adding, ret_status);
}

/* ------------------------------------------------------------------------- calendar holidays */

static const char *const weekdays[] = {
	M("Sunday"), M("Monday"), M("Tuesday"), M("Wednesday"), M("Thursday"), M("Friday"), M("Saturday"),
};

static void
holidays_json(struct cli *cli, int32_t first, int32_t last)
{
	struct json_writer writer = { .out = &cli->out, .pretty = true };

	json_begin_array(&writer, NULL);
	for (int32_t day = first; day <= last; day++) {
		const char *name = calendar_holiday(day);

		if (name == NULL)
			continue;
		json_begin_object(&writer, NULL);
		json_put_str(&writer, "date", day_format(day, cli->arena));
		json_put_str(&writer, "wareki", calendar_wareki(day, cli->arena));
		json_put_str(&writer, "name", cli_word(cli, name));
		json_end(&writer);
	}
	json_end(&writer);
	buf_add_char(&cli->out, '\n');
}

static void
holidays_table(struct cli *cli, int32_t first, int32_t last)
{
	static const struct table_column columns[] = { { M("Date"), false }, { M("Weekday"), false }, { M("Holiday"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (int32_t day = first; day <= last; day++) {
		const char *name = calendar_holiday(day);

		if (name == NULL)
			continue;
		list_push(cli->arena, &table.cells, day_words(day, cli_has(cli, "wareki"), cli->arena));
		list_push(cli->arena, &table.cells, cli_word(cli, weekdays[day_weekday(day)]));
		list_push(cli->arena, &table.cells, cli_word(cli, name));
	}
	print_rows(cli, &table);
}

struct err *
cmd_calendar_holidays(struct cli *cli, enum cli_status *ret_status)
{
	int32_t first, last;
	int year;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(calendar_year_parse(cli->operands[0], cli->arena, &year));
	first = day_of_civil((struct civil){ year, 1, 1 });
	last = day_of_civil((struct civil){ year, 12, 31 });
	TRY(check_known(first, cli->arena));
	if (cli->output == OUTPUT_JSON)
		holidays_json(cli, first, last);
	else
		holidays_table(cli, first, last);
	return NULL;
}
