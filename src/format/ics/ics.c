#include "format/ics/ics.h"

#include "base/buf.h"

enum { LINE_OCTETS = 75 };      /* 3.1 */

/* One content line: "NAME:VALUE", folded. */
static void
add_line(struct buf *out, struct str line)
{
	size_t at = 0, most = LINE_OCTETS;

	while (at < line.len) {
		size_t end = at, len;
		uint32_t point;

		while (end < line.len && (len = str_point(line, end, &point)) > 0 && end + len - at <= most)
			end += len;
		if (end == at)
			end = at + 1;
		if (at > 0)
			buf_add(out, STR("\r\n "));
		buf_add(out, str_sub(line, at, end - at));
		at = end;
		most = LINE_OCTETS - 1;
	}
	buf_add(out, STR("\r\n"));
}

/* Control characters have no place in a text (3.3.11); a line feed is written as \n. */
static void
add_text(struct buf *out, const char *name, struct str text)
{
	struct buf line BUF_SCOPE = { 0 };

	if (text.len == 0)
		return;
	buf_addf(&line, "%s:", name);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '\n')
			buf_add(&line, STR("\\n"));
		else if (c == ',' || c == ';' || c == '\\')
			buf_addf(&line, "\\%c", c);
		else if ((unsigned char)c >= ' ' && c != 0x7f)
			buf_add_char(&line, c);
	}
	add_line(out, buf_str(&line));
}

static struct str
local_time(int64_t instant, struct arena *arena)
{
	int32_t day = instant_day(instant, ZONE_JST);
	struct civil date = day_civil(day);
	int64_t seconds = (instant - day_instant(day, ZONE_JST)) / INSTANT_SECOND;

	return arena_printf(arena, "%04d%02d%02dT%02d%02d%02d", date.year, date.month, date.day, (int)(seconds / 3600),
	    (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* 3.3.5, form 2. */
static struct str
utc_time(int64_t instant, struct arena *arena)
{
	return arena_printf(arena, "%.*sZ", STR_ARG(local_time(instant - 9 * INSTANT_HOUR, arena)));
}

static void
add_event(struct buf *out, const struct ics_event *event, int64_t made, struct arena *arena)
{
	add_line(out, STR("BEGIN:VEVENT"));
	add_text(out, "UID", event->uid);
	add_line(out, arena_printf(arena, "DTSTAMP:%.*s", STR_ARG(utc_time(made, arena))));
	add_line(out, arena_printf(arena, "DTSTART;TZID=Asia/Tokyo:%.*s", STR_ARG(local_time(event->begins, arena))));
	add_line(out, arena_printf(arena, "DTEND;TZID=Asia/Tokyo:%.*s", STR_ARG(local_time(event->ends, arena))));
	if (event->rrule.len > 0)
		add_line(out, arena_printf(arena, "RRULE:%.*s", STR_ARG(event->rrule)));
	add_text(out, "SUMMARY", event->summary);
	add_text(out, "DESCRIPTION", event->description);
	add_line(out, STR("END:VEVENT"));
}

struct str
ics_format(const struct ics_calendar *calendar, struct arena *arena)
{
	static const char zone[] = "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
	    "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nTZNAME:JST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tsukuroi//maintenance//JA\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"));
	add_text(&out, "X-WR-CALNAME", calendar->name);
	buf_add(&out, str_of(zone));
	for (size_t i = 0; i < calendar->events.count; i++)
		add_event(&out, &calendar->events.items[i], calendar->made, arena);
	buf_add(&out, STR("END:VCALENDAR\r\n"));
	return arena_copy(arena, buf_str(&out));
}
