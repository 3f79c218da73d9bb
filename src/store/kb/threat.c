#include "store/kb/threat.h"

#include <stdlib.h>
#include "base/buf.h"
#include "domain/match/match.h"
#include "model/record.h"
#include "store/kb/place.h"

static const struct field kev_list_fields[] = {
	FIELD_OF(struct kev_list, list, FIELD_LIST, &kev_entry_schema),
};
static const struct schema kev_list_schema = SCHEMA("kev_list", struct kev_list, kev_list_fields);

struct err *
threat_open(struct str kb, int64_t number, struct arena *arena, struct threat *ret_threat)
{
	struct str dir = place_overlay(kb, number, arena);

	*ret_threat = (struct threat){ 0 };
	if (number == 0)
		return NULL;
	TRY(sealed_read(path_join(arena, dir, STR("kev")), &kev_list_schema, arena, &ret_threat->kev));
	TRY(file_map_open(path_join(arena, dir, STR("epss")), arena, &ret_threat->map));
	ret_threat->epss = (struct str){ (const char *)ret_threat->map.bytes, ret_threat->map.len };
	return NULL;
}

void
threat_close(struct threat *threat)
{
	file_map_close(&threat->map);
	*threat = (struct threat){ 0 };
}

static bool
is_whole(struct str kb, int64_t number, struct arena *arena)
{
	const struct match_overlay *overlay;
	struct threat threat;
	struct file_map map;
	bool whole;

	if (threat_open(kb, number, arena, &threat) != NULL)
		return false;
	threat_close(&threat);
	if (file_map_open(path_join(arena, place_overlay(kb, number, arena), STR("overlay")), arena, &map) != NULL)
		return false;
	whole = match_overlay_open((struct str){ (const char *)map.bytes, map.len }, arena, &overlay) == NULL;
	file_map_close(&map);
	return whole;
}

struct err *
threat_whole_overlay(struct str kb, int64_t most, struct arena *arena, int64_t *ret_overlay)
{
	int64_t *numbers;
	size_t count;

	*ret_overlay = 0;
	TRY(place_numbers(kb, STR("overlay-"), arena, &numbers, &count));
	for (size_t i = 0; i < count && *ret_overlay == 0; i++)
		if (numbers[i] <= most && is_whole(kb, numbers[i], arena))
			*ret_overlay = numbers[i];
	return NULL;
}

/* ---------------------------------------------------------------------- KEV */

static int
compare_kev(const void *a, const void *b)
{
	return str_cmp(((const struct kev_entry *)a)->cve, ((const struct kev_entry *)b)->cve);
}

static bool
same_kev(const struct kev_entry *a, const struct kev_entry *b)
{
	struct buf one BUF_SCOPE = { 0 }, other BUF_SCOPE = { 0 };

	record_encode(&kev_entry_schema, a, &one);
	record_encode(&kev_entry_schema, b, &other);
	return str_eq(buf_str(&one), buf_str(&other));
}

/* qsort need not be stable; equal numbers keep their order by where they stood. */
struct ordered {
	struct str cve;
	size_t     at;
};

static int
compare_ordered(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int order = str_cmp(x->cve, y->cve);

	return order != 0 ? order : x->at < y->at ? -1 : x->at > y->at;
}

/* Of doubles, the last that came. */
static struct kev_list
last_of_each(const struct kev_list *came, struct arena *arena)
{
	struct ordered *order = ARENA_ARRAY(arena, struct ordered, came->list.count);
	struct kev_list last = { 0 };

	for (size_t i = 0; i < came->list.count; i++)
		order[i] = (struct ordered){ came->list.items[i].cve, i };
	qsort(order, came->list.count, sizeof(*order), compare_ordered);
	for (size_t i = 0; i < came->list.count; i++)
		if (i + 1 == came->list.count || !str_eq(order[i].cve, order[i + 1].cve))
			list_push(arena, &last.list, came->list.items[order[i].at]);
	return last;
}

void
threat_merge_kev(const struct kev_list *held, struct kev_list *came, bool complete, struct arena *arena,
    struct kev_list *ret_kev, struct threat_change *ret_change)
{
	struct kev_list fresh = last_of_each(came, arena);
	struct threat_change change = { 0 };
	size_t at = 0;

	*ret_kev = (struct kev_list){ 0 };
	for (size_t i = 0; i < fresh.list.count; i++) {
		const struct kev_entry *entry = &fresh.list.items[i];

		for (; at < held->list.count && compare_kev(&held->list.items[at], entry) < 0; at++) {
			change.gone += complete;
			if (!complete)
				list_push(arena, &ret_kev->list, held->list.items[at]);
		}
		if (at == held->list.count || compare_kev(&held->list.items[at], entry) != 0)
			change.added++;
		else if (same_kev(&held->list.items[at++], entry))
			change.unchanged++;
		else
			change.changed++;
		list_push(arena, &ret_kev->list, *entry);
	}
	for (; at < held->list.count; at++) {
		change.gone += complete;
		if (!complete)
			list_push(arena, &ret_kev->list, held->list.items[at]);
	}
	*ret_change = change;
}

/* --------------------------------------------------------------------- EPSS */

static struct str
line_cve(struct str line)
{
	struct str cve, rest;

	str_cut(line, ' ', &cve, &rest);
	return cve;
}

/* Numbers stand in lines between blanks; nothing else may. */
static bool
is_cve_number(struct str cve)
{
	if (!str_starts(cve, STR("CVE-")) || cve.len > 64)
		return false;
	for (size_t i = 4; i < cve.len; i++)
		if (!char_is_digit(cve.ptr[i]) && cve.ptr[i] != '-')
			return false;
	return true;
}

static bool
take_number(struct str *rest, char end, int32_t *ret_number)
{
	struct str piece;
	int64_t number;

	str_cut(*rest, end, &piece, rest);
	if (!str_to_i64(piece, &number) || number < INT32_MIN || number > INT32_MAX)
		return false;
	*ret_number = (int32_t)number;
	return true;
}

struct row {
	struct epss_entry entry;
	int64_t           overlay;     /* since which it says so; 0: of before there were marks */
	int32_t           told;        /* the percentile then                                   */
	struct str        points;
};

static bool
take_row(struct str line, struct row *ret_row)
{
	int32_t overlay = 0;
	struct str mark;

	*ret_row = (struct row){ 0 };
	if (!str_split(&line, ' ', &ret_row->entry.cve) || !take_number(&line, ' ', &ret_row->entry.probability) ||
	    !take_number(&line, ' ', &ret_row->entry.percentile))
		return false;
	if (str_take(&line, STR("@"))) {
		str_cut(line, ' ', &mark, &line);
		if (!take_number(&mark, ':', &overlay) || !take_number(&mark, ' ', &ret_row->told))
			return false;
	}
	ret_row->overlay = overlay;
	ret_row->points = line;
	return true;
}

static bool
is_gone(const struct row *row)
{
	return row->entry.probability < 0;
}

bool
threat_epss_values(struct str line, struct epss_entry *ret_entry, int64_t *ret_overlay)
{
	struct row row;

	if (!take_row(line, &row))
		return false;
	*ret_entry = row.entry;
	*ret_overlay = row.overlay;
	return true;
}

size_t
threat_epss_points(struct str line, struct arena *arena, struct kb_epss_point **ret_points)
{
	LIST(struct kb_epss_point) points = { 0 };
	struct kb_epss_point point;
	struct row row;

	if (take_row(line, &row))
		while (row.points.len > 0 && take_number(&row.points, ':', &point.day) && take_number(&row.points, ' ', &point.probability))
			list_push(arena, &points, point);
	*ret_points = points.items;
	return points.count;
}

static void
count_change(const struct epss_entry *before, const struct epss_entry *entry, bool was, struct threat_change *change)
{
	if (!was)
		change->added++;
	else if (before->probability == entry->probability && before->percentile == entry->percentile)
		change->unchanged++;
	else
		change->changed++;
}

/* Whether who has taken the line before is to hear of it. */
static bool
says_else(const struct row *before, const struct epss_entry *entry)
{
	return before->overlay == 0 || before->entry.probability != entry->probability || abs(before->told - entry->percentile) >= KB_EPSS_DRIFT;
}

static void
add_points(struct buf *out, struct str points, const struct epss_entry *entry, int32_t day)
{
	int32_t last_day, last_value;
	struct str last, rest;

	if (points.len > 0)
		buf_addf(out, " %.*s", STR_ARG(points));
	if (!str_cut_last(points, ' ', &rest, &last))
		last = points;
	if (!take_number(&last, ':', &last_day) || !take_number(&last, ' ', &last_value) ||
	    abs(entry->probability - last_value) >= KB_EPSS_STEP)
		buf_addf(out, " %d:%d", day, entry->probability);
}

static void
add_gone(struct buf *out, struct str cve, int64_t overlay)
{
	buf_addf(out, "%.*s -1 -1 @%lld:0\n", STR_ARG(cve), (long long)overlay);
}

/* A new line: the values that came, since when they are told, the points there were, and one more when it moved. */
static void
add_line(struct buf *out, struct str held, const struct epss_entry *entry, const struct threat_epss *as, struct threat_change *change)
{
	struct row before = { 0 };
	bool was = held.len > 0 && take_row(held, &before) && !is_gone(&before), told;

	if (entry->probability < 0) {
		change->gone += was;
		if (held.len > 0)
			add_gone(out, entry->cve, was ? as->overlay : before.overlay);
		return;
	}
	count_change(&before.entry, entry, was, change);
	told = !was || says_else(&before, entry);
	buf_addf(out, "%.*s %d %d @%lld:%d", STR_ARG(entry->cve), entry->probability, entry->percentile, (long long)(told ? as->overlay : before.overlay),
	    told ? entry->percentile : before.told);
	add_points(out, before.points, entry, as->day);
	buf_add_char(out, '\n');
}

/* A line of which nothing came. */
static void
keep_or_drop(struct buf *out, struct str line, const struct threat_epss *as, struct threat_change *change)
{
	struct row row;

	if (as->complete && take_row(line, &row) && !is_gone(&row)) {
		change->gone++;
		add_gone(out, row.entry.cve, as->overlay);
		return;
	}
	buf_add(out, line);
	buf_add_char(out, '\n');
}

struct err *
threat_merge_epss(struct str held, struct epss_list *came, const struct threat_epss *as, struct arena *arena,
    struct buf *out, struct threat_change *ret_change)
{
	struct ordered *order = ARENA_ARRAY(arena, struct ordered, came->list.count);
	struct threat_change change = { 0 };
	struct str line = STR("");
	bool more = str_line(&held, &line);

	for (size_t i = 0; i < came->list.count; i++) {
		order[i] = (struct ordered){ came->list.items[i].cve, i };
		if (!is_cve_number(order[i].cve))
			return err_new(arena, ERR_FORMAT, M("\"{text}\" is no CVE number."), ARG("text", order[i].cve));
	}
	qsort(order, came->list.count, sizeof(*order), compare_ordered);
	for (size_t i = 0; i < came->list.count; i++) {
		const struct epss_entry *entry = &came->list.items[order[i].at];

		if (i + 1 < came->list.count && str_eq(entry->cve, order[i + 1].cve))
			continue;
		for (; more && str_cmp(line_cve(line), entry->cve) < 0; more = str_line(&held, &line))
			keep_or_drop(out, line, as, &change);
		if (more && str_eq(line_cve(line), entry->cve)) {
			add_line(out, line, entry, as, &change);
			more = str_line(&held, &line);
		} else {
			add_line(out, STR(""), entry, as, &change);
		}
	}
	for (; more; more = str_line(&held, &line))
		keep_or_drop(out, line, as, &change);
	*ret_change = change;
	return NULL;
}

size_t
threat_epss_count(struct str epss)
{
	struct row row;
	struct str line;
	size_t count = 0;

	while (str_line(&epss, &line))
		count += take_row(line, &row) && !is_gone(&row);
	return count;
}

struct str
threat_epss_line(struct str epss, struct str cve)
{
	size_t low = 0, high = epss.len;

	/* low and high stand at beginnings of lines. */
	while (low < high) {
		size_t middle = low + (high - low) / 2, end;
		struct str line;
		int order;

		while (middle > low && epss.ptr[middle - 1] != '\n')
			middle--;
		end = str_find_char(str_from(epss, middle), '\n');
		line = str_sub(epss, middle, end);
		order = str_cmp(cve, line_cve(line));
		if (order == 0)
			return line;
		if (order < 0)
			high = middle;
		else
			low = end == SIZE_MAX ? high : middle + end + 1;
	}
	return STR("");
}

/* -------------------------------------------------------------------- image */

static struct err *
fill_image(struct match_overlay_builder *builder, const struct kev_list *kev, struct str epss, struct arena *arena)
{
	struct str line;

	for (size_t i = 0; i < kev->list.count; i++)
		TRY(match_overlay_builder_kev(builder, &kev->list.items[i], arena));
	while (str_line(&epss, &line)) {
		struct row row;

		if (!take_row(line, &row))
			return err_new(arena, ERR_STORE, M("A record of the knowledge base is damaged: build it anew, or go back to the previous one."));
		if (!is_gone(&row))
			TRY(match_overlay_builder_epss(builder, &row.entry, arena));
	}
	return NULL;
}

struct err *
threat_write(struct str dir, const struct kev_list *kev, struct str epss, struct arena *arena)
{
	struct match_overlay_builder *builder = match_overlay_builder_new();
	struct buf image BUF_SCOPE = { 0 };
	struct err *err = fill_image(builder, kev, epss, arena);

	if (err == NULL)
		match_overlay_builder_finish(builder, &image);
	match_overlay_builder_free(builder);
	TRY(err);
	TRY(sealed_write(path_join(arena, dir, STR("kev")), &kev_list_schema, kev, arena));
	TRY(file_write(path_join(arena, dir, STR("epss")), epss, arena));
	TRY(file_write(path_join(arena, dir, STR("overlay")), buf_str(&image), arena));
	return dir_sync(dir, arena);
}
